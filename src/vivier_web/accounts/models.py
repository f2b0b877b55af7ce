"""People who sign in, and the journal of what they did."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from vivier_web.accounts.journal import Entry


class People(BaseUserManager["User"]):
    """Find and open accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Open an account; without a password, nobody can sign in until one is chosen by an invitation."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account whatever the case its address is typed in."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Hold a person who may sign in: an address, a name, nothing else personal."""

    email = models.EmailField("adresse électronique", unique=True)
    full_name = models.CharField("nom", max_length=120)
    is_active = models.BooleanField("peut se connecter", default=True)
    joined_at = models.DateTimeField("compte ouvert le", default=timezone.now)
    erased_at = models.DateTimeField("données effacées le", null=True, blank=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        """Name it in French."""

        verbose_name = "personne"

    def __str__(self) -> str:
        """Show the name."""
        return self.full_name or self.email

    @property
    def initials(self) -> str:
        """The two letters of the badge."""
        words = str(self).replace("-", " ").split() or ["?"]
        return "".join(word[0] for word in (words[0], words[-1])).upper()[:2]


class Act(models.Model):
    """Hold one line of the journal: never changed, never removed (the database refuses it too)."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # No foreign key: a journal outlives the people and things it speaks of.
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    pole = models.SlugField(blank=True)
    subject = models.CharField(max_length=120, blank=True)
    detail = models.TextField(blank=True)
    sealed = models.CharField(max_length=64, unique=True)

    class Meta:
        """Read in order; found by what it is about."""

        ordering: ClassVar = ["number"]
        indexes: ClassVar = [models.Index(fields=["pole", "-number"]), models.Index(fields=["subject"])]

    def __str__(self) -> str:
        """Show the number and the verb."""
        return f"{self.number} {self.verb}"

    @property
    def entry(self) -> Entry:
        """What the act says, apart from its seal."""
        return Entry(self.at, self.actor_id, self.verb, self.pole, self.subject, self.detail)
