"""Answering a campaign, as the pôle's team or as a member: drafts, undo, versions sent, corrections."""

import hashlib
import json
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.indicators.checks import Checked, check
from vivier_web.indicators.definition import Indicator
from vivier_web.indicators.models import Campaign, SentSheet, Sheet
from vivier_web.indicators.queries.sheets import Typed, current_sent, is_open, previous_values, sheet_of
from vivier_web.members.models import Membership, Organisation

MOST_BACK = 12
MOST_SECONDS = 900
LONGEST = 400
_COMMENT = "c-"  # before the key of the soft edit that is answered


class UnfinishedError(InputError):
    """A sheet cannot be sent yet; `checked` says why, nothing typed is lost."""

    def __init__(self, checked: Checked, uncommented: tuple[str, ...]) -> None:
        super().__init__("Il reste des points à régler avant d’envoyer : ils sont signalés, rien n’est perdu.")
        self.checked = checked
        self.uncommented = uncommented


@transaction.atomic
def save_sheet(
    campaign: Campaign, organisation: Organisation | None, posted: Mapping[str, str], *, by: User | None,
    seconds: int = 0,
) -> Sheet:  # fmt: skip
    """Keep what was typed in the fields that were posted, and what is said to the edits; others stay as they are."""
    sheet = _locked(campaign, organisation)
    asked = {one.key for one in _asked(campaign, organisation)}
    typed = {key: said.strip()[:40] for key, said in posted.items() if key in asked}
    edits = {edit.key for edit in campaign.set.definition().edit}
    said = {key.removeprefix(_COMMENT): " ".join(words.split())[:LONGEST] for key, words in posted.items()
            if key.startswith(_COMMENT) and key.removeprefix(_COMMENT) in edits}  # fmt: skip
    kept = {key: value for key, value in {**sheet.typed, **typed}.items() if value}
    comments = {key: words for key, words in {**sheet.comments, **said}.items() if words}
    _change(sheet, kept, comments)
    sheet.seconds += min(max(seconds, 0), MOST_SECONDS)
    _keep(sheet)
    _note("save_indicators", sheet, by, fields=len(typed))
    return sheet


@transaction.atomic
def undo_sheet(campaign: Campaign, organisation: Organisation | None, *, by: User | None) -> Sheet:
    """Go back to what was typed before the last change."""
    sheet = _locked(campaign, organisation)
    if sheet.before:
        *sheet.before, (sheet.typed, sheet.sources, sheet.comments) = sheet.before
        _keep(sheet)
        _note("undo_indicators", sheet, by)
    return sheet


@transaction.atomic
def send_sheet(campaign: Campaign, organisation: Organisation | None, *, by: User | None) -> SentSheet:
    """Send the sheet as it stands: another version when there was one; the same answers twice are one.

    Raises:
        UnfinishedError: a field cannot be read or lacks, a hard edit speaks, or a soft edit is left without a word.
    """
    sheet = _locked(campaign, organisation)
    found = check(
        campaign.set.definition(), _asked(campaign, organisation), sheet.typed,
        previous_values(campaign, organisation), whole=True,
    )  # fmt: skip
    silent = tuple(one.key for one in found.soft if not sheet.comments.get(one.key))
    if found.troubles or found.hard or silent:
        raise UnfinishedError(found, silent)
    sent = _next_version(sheet, found, by)
    sheet.is_open, sheet.sent_at, sheet.before = False, timezone.now(), []
    sheet.save()
    _count_answers(campaign)
    _note("send_indicators", sheet, by, version=sent.version, fields=len(sent.values), doubts=len(sent.doubts))
    return sent


@transaction.atomic
def correct_sheet(campaign: Campaign, organisation: Organisation | None, *, by: User | None) -> Sheet:
    """Take up again what was sent, to send another version; what was sent stands until then."""
    sheet = _locked(campaign, organisation, is_correction=True)
    if not sheet.is_open:
        sheet.is_open = True
        sheet.save(update_fields=["is_open"])
        _note("correct_indicators", sheet, by)
    return sheet


def _asked(campaign: Campaign, organisation: Organisation | None) -> tuple[Indicator, ...]:
    return campaign.asked(of_members=organisation is not None)


def _locked(campaign: Campaign, organisation: Organisation | None, *, is_correction: bool = False) -> Sheet:
    """Give the sheet of a respondent, begun if need be, its campaign locked: somebody may be freezing it."""
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("set", "pole").get(pk=campaign.pk)
    today = timezone.localdate()
    if organisation is not None:
        members = Membership.objects.filter(pole_id=campaign.pole_id, organisation=organisation)
        if not members.of_day(today).exists():
            raise InputError(
                "Cette entreprise n’est plus adhérente du pôle, ou pas encore : demandez-lui de l’admettre."
            )
    sheet = sheet_of(campaign, organisation)
    was_sent = sheet.sent_at is not None
    if not is_open(campaign, today) and not was_sent:
        raise InputError("Cette campagne n’est pas ouverte : demandez au pôle d’en prolonger la date.")
    if is_correction and not was_sent:
        raise InputError("Rien n’a encore été envoyé : il n’y a rien à corriger.")
    if not is_correction and not sheet.is_open:
        raise InputError("Ce questionnaire est envoyé : demandez à le corriger, puis envoyez une nouvelle version.")
    if sheet.started_at is None:
        sheet.started_at = timezone.now()
        sheet.save()
    return sheet


def _change(sheet: Sheet, typed: Typed, comments: Typed) -> None:
    """Put something else in a draft, which may be taken back; what was changed by hand is no longer prefilled."""
    if typed == sheet.typed and comments == sheet.comments:
        return
    sheet.before = [*sheet.before, [sheet.typed, sheet.sources, sheet.comments]][-MOST_BACK:]
    sheet.sources = {key: where for key, where in sheet.sources.items() if typed.get(key) == sheet.typed.get(key)}
    sheet.typed, sheet.comments = typed, comments


def _keep(sheet: Sheet) -> None:
    """Keep a draft, with how much of it is filled and which edits spoke."""
    asked = _asked(sheet.campaign, sheet.organisation)
    before = previous_values(sheet.campaign, sheet.organisation)
    found = check(sheet.campaign.set.definition(), asked, sheet.typed, before)
    sheet.asked, sheet.filled = len(asked), len(sheet.typed)
    for one in found.spoken:
        sheet.triggered[one.key] = sheet.triggered.get(one.key, 0) + 1
    sheet.saved_at = timezone.now()
    sheet.save()


def _next_version(sheet: Sheet, found: Checked, by: User | None) -> SentSheet:
    values = {key: f"{value:f}" for key, value in sorted(found.numbers.items())}
    doubts = sorted(one.key for one in found.soft)
    comments = {key: sheet.comments[key] for key in doubts}
    said = json.dumps([values, comments], sort_keys=True, ensure_ascii=False)
    sha256 = hashlib.sha256(said.encode()).hexdigest()
    before = current_sent(sheet)
    if before is not None and before.sha256 == sha256:
        return before
    if before is not None:
        before.replaced_at = timezone.now()
        before.save(update_fields=["replaced_at"])
    return SentSheet.objects.create(
        pole_id=sheet.pole_id, sheet=sheet, version=before.version + 1 if before is not None else 1, values=values,
        sources=sheet.sources, comments=comments, doubts=doubts, sha256=sha256, by=by,
    )  # fmt: skip


def _count_answers(campaign: Campaign) -> None:
    """Keep true what the board of the State reads for every pôle at once."""
    current = Membership.objects.filter(pole_id=campaign.pole_id).of_day(timezone.localdate())
    sent = Sheet.objects.filter(campaign=campaign, sent_at__isnull=False, organisation__isnull=False)
    members = current.values("organisation_id")
    Campaign.objects.filter(pk=campaign.pk).update(
        members=current.count(), answered=sent.filter(organisation_id__in=members).count()
    )


def _note(verb: str, sheet: Sheet, by: User | None, **details: object) -> None:
    campaign = sheet.campaign
    subject = f"organisation:{sheet.organisation_id}" if sheet.organisation_id else f"campaign:{campaign.pk}"
    record(verb, by=by, subject=subject, pole=campaign.pole.slug, campaign=campaign.pk, **details)
