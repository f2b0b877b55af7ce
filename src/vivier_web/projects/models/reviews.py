"""The yearly review of a project by its financers: what they decided, and the conditions followed to their proof."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from vivier_web.projects.choices import ReviewOutcome
from vivier_web.projects.models.projects import Project

Person = settings.AUTH_USER_MODEL


class Review(models.Model):
    """Hold one review: when it is due, and once held, what was decided and why; what was decided is not changed."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="reviews")
    due_on = models.DateField("prévue avant le")
    is_extra = models.BooleanField("demandée en plus", default=False)  # planned by hand: no amendment takes it off
    held_on = models.DateField("tenue le", null=True, blank=True)
    outcome = models.CharField("décision", max_length=10, choices=ReviewOutcome.choices, blank=True)
    motives = models.TextField("motifs", max_length=2000, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = ScopedManager(pole="project__pole")

    class Meta:
        """The first due first; an outcome only once held."""

        verbose_name = "revue"
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(held_on=None, outcome="")
                | models.Q(held_on__isnull=False, outcome__in=ReviewOutcome.values),
                name="reviews_held_have_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        """Show the outcome, or that it is awaited."""
        return str(self.get_outcome_display()) if self.outcome else "revue à tenir"


class ReviewCondition(models.Model):
    """Hold a condition of a review: what, for when, and what proves that it was met."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="conditions")
    text = models.CharField("condition", max_length=300)
    due_on = models.DateField("échéance")
    proof = models.CharField("preuve", max_length=300, blank=True)
    settled_on = models.DateField("levée le", null=True, blank=True)

    objects = ScopedManager(pole="review__project__pole")

    class Meta:
        """The first due first."""

        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        """Show what is asked."""
        return self.text
