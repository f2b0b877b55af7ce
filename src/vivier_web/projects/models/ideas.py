"""Ideas of projects, who is interested, and what was said of them in a few words."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.members.models import Organisation, Pole
from vivier_web.projects.choices import IdeaOrigin, IdeaState, Reach
from vivier_web.projects.models.projects import Project

Person = settings.AUTH_USER_MODEL


class Idea(models.Model):
    """Hold one idea: the problem, what is sought, whence it comes, who may read it, what became of it.

    `organisation` is the member who proposed it (None: the team). `source` says the axis or the skill in words,
    `source_key` names it, so that the same axis is not taken up twice.
    """

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="ideas")
    title = models.CharField("titre", max_length=120)
    problem = models.TextField("problème", max_length=1500)
    sought = models.TextField("ce qui est cherché", max_length=1500, blank=True)
    origin = models.CharField("origine", max_length=8, choices=IdeaOrigin.choices, default=IdeaOrigin.MEMBER)
    source = models.CharField("d’où elle vient", max_length=300, blank=True)
    source_key = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="ideas")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reach = models.CharField("qui peut la lire", max_length=8, choices=Reach.choices, default=Reach.TEAM)
    state = models.CharField("état", max_length=10, choices=IdeaState.choices, default=IdeaState.PROPOSED)
    reason = models.CharField("motif", max_length=300, blank=True)
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="ideas")
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(pole="pole")

    class Meta:
        """The latest first; an axis or a gap once a pôle; nothing set aside without a reason."""

        verbose_name = "idée"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pole", "source_key"], condition=~models.Q(source_key=""), name="one_idea_a_source"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=IdeaState.SET_ASIDE) | ~models.Q(reason=""),
                name="ideas_set_aside_have_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["pole", "state"], name="ideas_by_state")]

    def __str__(self) -> str:
        """Show the title."""
        return self.title


class IdeaInterest(models.Model):
    """Hold that a member is interested in an idea."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="interests")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="idea__pole")

    class Meta:
        """A member once an idea."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["idea", "organisation"], name="one_interest_a_member"),
        ]

    def __str__(self) -> str:
        """Show who."""
        return str(self.organisation_id)


class IdeaRemark(models.Model):
    """Hold one short remark, of a member or of the team (`organisation` None)."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="remarks")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    text = models.CharField("remarque", max_length=400)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(pole="idea__pole")

    class Meta:
        """In the order they were written."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Show the text."""
        return self.text
