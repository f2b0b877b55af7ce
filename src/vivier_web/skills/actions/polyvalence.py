"""Polyvalence matrices enter a wave, are matched with the ROME by their member, and may be withdrawn."""

import hashlib
import json
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from vivier.intake.matrices import SentSkills, received_skills
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.skills.choices import ReadWhere
from vivier_web.skills.models import SkillsDeposit, Wave
from vivier_web.skills.queries.deposits import check_is_member, is_open
from vivier_web.skills.queries.gaps import KEPT, is_known_skill, skills_deposit

CLOSED = "Cette collecte n’est pas ouverte : rien n’a été changé ; demandez à votre pôle de la rouvrir."


def deposit_skills(
    wave: Wave, organisation: Organisation, payload: object, *, by: User | None, read_where: str = "browser"
) -> SkillsDeposit:
    """Keep what a member sent of its matrices, in the place of what it sent before; what it had confirmed stays so.

    Raises:
        InputError: anything else was sent, or nothing may be deposited any more; nothing was kept.
    """
    sent = _checked(payload, organisation, wave)
    said = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    sha256 = hashlib.sha256(said.encode()).hexdigest()
    with transaction.atomic():
        # Lock the wave: two people of one member may send in the same second, and somebody may freeze it.
        wave = Wave.objects.select_for_update(of=("self",)).select_related("pole").get(pk=wave.pk)
        if not is_open(wave, timezone.localdate()):
            raise InputError(CLOSED)
        check_is_member(wave.pole_id, organisation)
        before = skills_deposit(wave, organisation)
        if before is not None and before.sha256 == sha256:
            return before
        known = _known(organisation)
        if before is not None:
            _empty(before)
        matches = {one.skill: known[one.skill] for one in sent.skills if one.skill in known}
        kept = SkillsDeposit.objects.create(
            pole=wave.pole, wave=wave, organisation=organisation, by=by, read_where=ReadWhere(read_where),
            people=sent.people, cells=payload, matches=matches, sha256=sha256,
            matched_at=timezone.now() if len(matches) == len(sent.skills) else None,
        )  # fmt: skip
        record(
            "deposit_skills", by=by, subject=f"organisation:{organisation.pk}", pole=wave.pole.slug, wave=wave.pk,
            people=sent.people, skills=len(sent.skills), read_where=read_where,
        )  # fmt: skip
    return kept


def _checked(payload: object, organisation: Organisation, wave: Wave) -> SentSkills:
    sent = received_skills(payload)
    if sent.siren != organisation.siren:
        raise InputError(
            "Ces compétences portent le SIREN d’une autre entreprise : déposez les matrices de celle pour qui vous "
            "répondez ici."
        )
    if sent.on != wave.on:
        raise InputError("Ces matrices sont lues à une autre date que celle de la collecte : relisez vos fichiers.")
    return sent


def _known(organisation: Organisation) -> dict[str, str]:
    """Give what a member confirmed before, by wording, the latest answer first."""
    found: dict[str, str] = {}
    for matches in (
        SkillsDeposit.objects.filter(organisation=organisation).order_by("at", "pk").values_list("matches", flat=True)
    ):
        found |= matches
    return found


def _empty(deposit: SkillsDeposit) -> None:
    """Empty a deposit: only the fact that there was one stays."""
    deposit.replaced_at, deposit.cells, deposit.matches = timezone.now(), None, {}
    deposit.save(update_fields=["replaced_at", "cells", "matches"])


@transaction.atomic
def match_skills(deposit: SkillsDeposit, chosen: Mapping[str, str], *, by: User | None) -> SkillsDeposit:
    """Keep, by wording, the skill of the ROME that a member confirms; those it says nothing of stay as worded.

    Raises:
        InputError: a choice is not a skill of the ROME, or the matrices are no longer there.
    """
    kept = SkillsDeposit.objects.select_for_update(of=("self",)).select_related("pole").get(pk=deposit.pk)
    if kept.cells is None:
        raise InputError("Ces matrices ont été remplacées ou effacées : rechargez la page.")
    wordings = [one["skill"] for one in kept.cells["skills"]]
    matches = {words: chosen.get(words, KEPT) for words in wordings}
    if any(key != KEPT and not is_known_skill(key) for key in matches.values()):
        raise InputError(
            "Une compétence choisie n’est pas dans le ROME : rechargez la page et choisissez de nouveau."
        )
    kept.matches, kept.matched_at = matches, timezone.now()
    kept.save(update_fields=["matches", "matched_at"])
    record(
        "match_skills", by=by, subject=f"organisation:{kept.organisation_id}", pole=kept.pole.slug, wave=kept.wave_id,
        skills=len(matches), matched=sum(key != KEPT for key in matches.values()),
    )  # fmt: skip
    return kept


@transaction.atomic
def withdraw_skills(deposit: SkillsDeposit, *, by: User | None) -> None:
    """Erase what a member sent of its matrices; boards already worked out, which betray nobody, stay."""
    kept = SkillsDeposit.objects.select_for_update(of=("self",)).select_related("pole").get(pk=deposit.pk)
    if kept.replaced_at is None:
        _empty(kept)
        record(
            "withdraw_skills", by=by, subject=f"organisation:{kept.organisation_id}", pole=kept.pole.slug,
            wave=kept.wave_id,
        )  # fmt: skip
