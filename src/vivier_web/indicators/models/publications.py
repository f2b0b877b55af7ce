"""What was published, for ever; how it was prepared; what was published elsewhere."""

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier.vocabulary import InputError
from vivier_web.indicators.gate.frozen import Sealed
from vivier_web.indicators.gate.layout import DETAILS
from vivier_web.members.models import Network, Pole
from vivier_web.skills.models.works import Work

Person = settings.AUTH_USER_MODEL


class PublicationWork(Work):
    """Hold one passage through the gate: a rehearsal, or the publication itself (`is_final`).

    Without a pôle, it is of several: those of a network, or of a territory.
    `source` is what its figures come from (`wave:12`, `year:2025`, `campaign:3`, `day:2026-01-31` of several pôles);
    `preview` the bytes that were, or would be, published: what is hidden is not in them; `breaches` the sentences of
    a refusal, cells named; `refusal` what appeared before that leaves no way to protect, and the details that remain.
    """

    HEAVY = ("preview",)
    DONE = "Une préparation terminée ne se modifie pas : préparez-en une autre."

    # Works of several pôles are the only ones without their own.
    pole = models.ForeignKey(  # type: ignore[assignment]
        Pole, models.CASCADE, null=True, blank=True, related_name="publicationworks"
    )
    network = models.ForeignKey(Network, models.CASCADE, null=True, blank=True, related_name="+")
    territory = models.CharField("territoire", max_length=3, blank=True)
    number = models.PositiveIntegerField("préparation n°")
    cube = models.CharField("tableaux", max_length=60)
    source = models.CharField("figures de", max_length=40)
    detail = models.CharField("détail", max_length=8)
    perimeter = models.JSONField(default=dict)
    is_final = models.BooleanField(default=False)
    preview = models.BinaryField(null=True)
    breaches = models.JSONField(default=list)
    refusal = models.JSONField(default=dict)
    rehearsal = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")  # whose agreements it counts
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        """The latest first."""

        verbose_name = "préparation de publication"
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pole", "number"], name="publication_works_are_numbered")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "beat_at"], name="publication_works_lost")]

    def __str__(self) -> str:
        """Show the number."""
        return f"préparation n°\u00a0{self.number}"

    @property
    def own_pole(self) -> Pole:
        """The pôle, where it is alone.

        Raises:
            InputError: there are several, whose members were asked nothing.
        """
        if self.pole is None:
            raise InputError("Cette préparation réunit plusieurs pôles : un accord se demande dans chacun d’eux.")
        return self.pole

    @property
    def detail_words(self) -> str:
        """How much detail it has, in words."""
        return DETAILS.get(self.detail, self.detail)


class Publication(models.Model):
    """Hold what was published: bytes that never change, their digest, the rules, what the audit said.

    One that is withdrawn is shown no more, but stays: the audit of later ones remembers it.
    Without a pôle, it puts several together, each establishment counted once: those of a network, or of a territory
    (a Region by its code, all of France as `FR`), which alone may withdraw it.
    """

    pole = models.ForeignKey(Pole, models.PROTECT, null=True, blank=True, related_name="publications")
    network = models.ForeignKey(Network, models.PROTECT, null=True, blank=True, related_name="publications")
    territory = models.CharField("territoire", max_length=3, blank=True)
    work = models.OneToOneField(PublicationWork, models.PROTECT, null=True, related_name="publication")
    key = models.SlugField(max_length=120, unique=True)
    cube = models.CharField(max_length=60)
    on = models.DateField("chiffres du")
    title = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    rules = models.JSONField(default=dict)
    audit = models.JSONField(default=dict)
    inputs_sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField("publiée le")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawn_why = models.CharField("motif", max_length=300, blank=True)

    objects = ScopedManager(pole="pole")
    _sealed: Sealed | None = None

    class Meta:
        """The latest first."""

        verbose_name = "publication"
        ordering: ClassVar = ["-published_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["cube", "on"], name="publications_by_cube")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(pole=None, network=None)
                | models.Q(pole=None, territory="")
                | models.Q(network=None, territory=""),
                name="publications_are_of_one_circle",
            )
        ]

    def __str__(self) -> str:
        """Show the title."""
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a publication once, and only one that went through the gate."""
        if self.pk or not isinstance(self._sealed, Sealed):
            raise InputError("Une publication ne se modifie pas, et ne se fait que par le contrôle du secret.")
        super().save(*args, **kwargs)

    @classmethod
    def of(cls, sealed: Sealed, **fields: Any) -> "Publication":
        """Make one from what the gate sealed, which alone gives a publication its bytes."""
        made = cls(content=sealed.content, sha256=sealed.sha256, **fields)
        made._sealed = sealed
        return made

    @property
    def is_intact(self) -> bool:
        """Whether its bytes are those that were published."""
        return hashlib.sha256(bytes(self.content)).hexdigest() == self.sha256


class PublicationFile(models.Model):
    """Hold a publication in one format, as it was written that day: the same bytes for ever."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files")
    name = models.CharField(max_length=40)
    media_type = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    objects = ScopedManager(pole="publication__pole")

    class Meta:
        """One a name."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "name"], name="one_file_a_name"),
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class KnownFigure(models.Model):
    """Hold a figure that a pôle let out by another way (an annual report, a speech): never forgotten either."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="+")
    cube = models.CharField(max_length=60)
    on = models.DateField("chiffre du")
    codes = models.JSONField(default=list)  # one a column of the cube, T where it is summed over
    value = models.FloatField("valeur")
    units = models.PositiveIntegerField("entreprises", null=True)
    where = models.CharField("où il a paru", max_length=200)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """In the order they were noted."""

        verbose_name = "chiffre paru ailleurs"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Show where it appeared."""
        return self.where
