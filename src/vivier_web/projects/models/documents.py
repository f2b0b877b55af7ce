"""The files of a project, by class of secret, kept in the database in small parts; and who opened which, when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Organisation
from vivier_web.projects.choices import DocumentClass
from vivier_web.projects.models.projects import Project

Person = settings.AUTH_USER_MODEL


class Document(models.Model):
    """Hold what a file is and whose; its bytes are in its parts, until it is erased.

    `organisation` deposited it (None: the pôle's team). `next` takes its place: the file before is kept, and dated.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="documents")
    document_class = models.CharField("nature", max_length=20, choices=DocumentClass.choices)
    title = models.CharField("intitulé", max_length=160)
    name = models.CharField("nom du fichier", max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("octets")
    sha256 = models.CharField("empreinte", max_length=64)
    organisation = models.ForeignKey(Organisation, models.RESTRICT, null=True, blank=True, related_name="documents")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("déposé le", auto_now_add=True)
    replaces = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="next")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    erased_at = models.DateTimeField("effacé le", null=True, blank=True)

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """The latest first."""

        verbose_name = "document"
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        """Show the title."""
        return self.title


class DocumentPart(models.Model):
    """Hold some bytes of a file: small enough for a backup and a reader to take one at a time."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="parts")
    rank = models.PositiveIntegerField()
    content = models.BinaryField()

    objects = ScopedManager(pole="document__project__pole")

    class Meta:
        """In order."""

        ordering: ClassVar = ["document_id", "rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "rank"], name="one_part_a_rank"),
        ]

    def __str__(self) -> str:
        """Show the rank."""
        return str(self.rank)


class Opening(models.Model):
    """Hold that somebody opened a document, as what, on behalf of whom; never changed, erased with the document."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="openings")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="document__project__pole")

    class Meta:
        """The latest first."""

        verbose_name = "consultation"
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        """Show when."""
        return f"{self.at:%d/%m/%Y %H:%M}"
