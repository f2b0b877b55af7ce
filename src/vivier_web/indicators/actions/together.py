"""Publishing several pôles together: each enterprise once, the overlap told, with all that each published alone."""

import datetime as dt
from importlib.metadata import version

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.indicators.actions.publishing import MOVED, keep_files, passed
from vivier_web.indicators.gate.frozen import Card, document_of, sealed
from vivier_web.indicators.gate.layout import COARSE, HEADCOUNT
from vivier_web.indicators.models import Publication
from vivier_web.indicators.queries.cube_rows import Gathered
from vivier_web.indicators.queries.memory import past_of_circle
from vivier_web.indicators.queries.publications import Past
from vivier_web.indicators.queries.together import (
    Circle,
    gathered_together,
    labels_together,
    poles_published,
)
from vivier_web.members.models import Pole


def publish_together(circle: Circle, on: dt.date, *, by: User | None, detail: str = COARSE) -> Publication:
    """Publish the headcounts of the pôles of a circle that published theirs, each enterprise once.

    Raises:
        InputError: fewer than two pôles published, or cells would be betrayed, which are named.
    """
    poles = poles_published(circle, on)
    found = gathered_together(circle.name, poles, on)
    past = past_of_circle(poles, found)
    labels = labels_together(found, poles)
    protected = passed(found, past, detail, labels)
    card = _card(circle, poles, found, past=past, detail=detail, labels=labels)
    out = sealed(protected, card, HEADCOUNT.rules())
    with transaction.atomic():
        list(Pole.objects.select_for_update(of=("self",)).filter(pk__in=[pole.pk for pole in poles]).order_by("pk"))
        if past_of_circle(poles, found).digests != past.digests:
            raise InputError(MOVED)
        document = document_of(out.content)
        made = Publication.of(
            out, network=circle.network, territory=circle.territory, key=card.key, cube=HEADCOUNT.key, on=on,
            title=card.title, rules=document["rules"], audit=document["audit"], inputs_sha256=found.sha256,
            published_at=timezone.now(), by=by,
        )  # fmt: skip
        made.save()
        keep_files(made, out)
        record(
            "publish_together", by=by, subject=f"publication:{made.pk}", sha256=out.sha256,
            poles=[pole.slug for pole in poles], cells=document["audit"]["cells"],
        )  # fmt: skip
    return made


def _card(
    circle: Circle,
    poles: list[Pole],
    found: Gathered,
    *,
    past: Past,
    detail: str,
    labels: dict[str, dict[str, str]],
) -> Card:
    with scopes_disabled():
        rank = circle.own().filter(on=found.on, cube=HEADCOUNT.key).count() + 1
    return Card(
        key=f"effectifs-{circle.key}-{found.on.isoformat()}-{rank}",
        cube=HEADCOUNT.key,
        title=f"{found.title} · {circle.name}",
        on=found.on.isoformat(),
        published_on=timezone.localdate().isoformat(),
        pole="",
        pole_name=circle.name,
        detail=detail,
        perimeter=found.perimeter,
        provenance=found.provenance,
        labels=labels,
        version=version("vivier"),
        history=past.digests,
        poles=tuple(pole.slug for pole in poles),
    )
