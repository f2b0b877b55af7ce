"""Letters that the background worker sends."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from vivier_web.accounts.invitations import written
from vivier_web.accounts.models import User
from vivier_web.members.models import Role


def link_of(role: Role) -> str:
    """Give the address where somebody takes up a role: there they choose a password, unless they have one."""
    path = reverse("home")
    if not role.user.has_usable_password():
        path = reverse("invitation", kwargs={"key": written(role.user.pk, role.user.password)})
    return f"{settings.SITE_URL}{path}"


@task()
def send_invitation(role_pk: int, by_pk: int | None) -> None:
    """Write to whoever was given a role: with a link to choose a password, unless they have one."""
    role = Role.objects.select_related("user", "pole", "organisation", "network").filter(pk=role_pk).first()
    if role is None or role.ended_at or role.user.erased_at:
        return
    user = role.user
    said = {
        "role": role,
        "by": User.objects.filter(pk=by_pk).first() if by_pk else None,
        "is_new": not user.has_usable_password(),
        "link": link_of(role),
        "over": role.organisation or role.pole or role.network or "la plateforme",
    }
    subject = f"[Vivier] Votre accès : {role.get_kind_display()}, {said['over']}"
    send_mail(subject, render_to_string("person/email/invitation.txt", said), None, [user.email])
