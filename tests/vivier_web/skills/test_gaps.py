"""The board of gaps: what it measures, what it keeps silent, and that two boards never give a member by difference."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from factories import needed
from factories.cluster import Cluster
from factories.collected import member
from factories.held_skills import BLOW, METEORS, done_run, held, members_of_trade, reference
from vivier.report.data_file import data_file
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.skills.actions.gaps import ask_gaps, requeue_lost_gaps, work_out_gaps
from vivier_web.skills.actions.waves import erase_wave, open_wave
from vivier_web.skills.models import GapRun, Run, Wave
from vivier_web.skills.polyvalence.ahead import ahead_of, posts_of
from vivier_web.skills.polyvalence.asked import asked_of
from vivier_web.skills.polyvalence.held import SECRET, WHOLE, WORDS, pooled
from vivier_web.skills.polyvalence.rows import Filters, gaps_of, kept
from vivier_web.skills.published import PublishedGaps, published_gaps


@pytest.fixture
def wave(pole: Cluster, settings: object, tmp_path: Path) -> Wave:
    settings.REFERENCE = str(reference(tmp_path).folder)  # type: ignore[attr-defined]
    today = timezone.localdate()
    return open_wave(pole.pole, "Hiver", on=dt.date(2026, 1, 31), opens_on=today, closes_on=today, by=None)


@pytest.fixture
def crew(wave: Wave) -> list:
    """Four members of twenty people each, all of the occupation that the small ROME knows."""
    return members_of_trade(wave)


@pytest.fixture
def run(wave: Wave, crew: list) -> Run:
    return done_run(wave)


def board(run: Run, wave: Wave) -> PublishedGaps:
    asked = ask_gaps(run, wave, by=None)
    work_out_gaps(asked.pk)
    made = GapRun.objects.select_related("run__study", "wave").get(pk=asked.pk)
    assert made.state == "done", made.trouble
    return published_gaps(made)


def matched(wave: Wave, one: object, **levels: tuple[int, ...]) -> None:
    keys = {"Souffler": BLOW, "Meteores": METEORS}
    held(wave, one, {words: keys.get(words, "") for words in levels}, **levels)


def test_required_less_held_and_retained_in_people_and_hours(crew: list, run: Run, wave: Wave) -> None:
    for one in crew:
        matched(wave, one, Souffler=(14, 0, 4, 2))
    told = board(run, wave)
    (gap,) = gaps_of(told.study)
    posts, ahead = posts_of(told_of(run)), ahead_of(told_of(run))
    assert gap.skill == "Souffler"
    assert gap.figures["postes"].value == pytest.approx(posts["691e"] / 3, rel=0.05)  # one of its three occupations
    assert gap.figures["titulaires"].value == 8
    assert gap.figures["restants"].value == pytest.approx(8 * ahead.retention[0].rate, rel=0.1)
    short = gap.figures["manque"]
    assert short.value == pytest.approx(gap.figures["postes"].value - gap.figures["restants"].value, rel=0.05)
    assert short.interval_80.low <= short.value <= short.interval_80.high
    assert (short.n, gap.figures["couverture"].value) == (80, 1.0)
    assert gap.figures["heures"].value > gap.figures["heures_en_poste"].value > 0
    assert {fact.name for fact in told.study.facts} == {"manque", "heures", "heures_en_poste", "fragiles"}


def told_of(run: Run) -> object:
    from vivier_web.skills.kept import unpacked

    return unpacked(bytes(run.result))


def test_a_skill_of_two_members_enters_no_figure_and_no_total(crew: list, run: Run, wave: Wave) -> None:
    for rank, one in enumerate(crew):
        matched(wave, one, Souffler=(5, 0, 5, 10), **({"Meteores": (9, 1)} if rank < 2 else {}))
    told = board(run, wave)
    assert [one.skill for one in gaps_of(told.study)] == ["Souffler"]
    assert b"M\xc3\xa9t\xc3\xa9ores" not in data_file(told.study)
    (gap,) = gaps_of(told.study)
    total = next(fact.figure for fact in told.study.facts if fact.name == "manque")
    assert total.value == gap.figures["manque"].value
    assert any("tues : 1" in note for note in told.study.notes)


def test_holders_too_few_to_be_shown_make_a_fragile_skill_without_any_figure(
    crew: list, run: Run, wave: Wave
) -> None:
    for rank, one in enumerate(crew):
        matched(wave, one, Souffler=(20, 0, 0, 0) if rank else (18, 0, 0, 2))
    (gap,) = gaps_of(board(run, wave).study)
    assert (gap.figures, gap.risk, gap.is_critical) == ({}, None, True)
    assert gap.tags == [("peu de titulaires", "hot")]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("a", (5, 5)), ("b", (0, 5)), ("c", (5,)), ("d", (1, 0, 0, 2)), ("e", (0, 0, 0, 1)), ("f", (0, 0, 0, 3))], WHOLE),
        ([("a", (5,)), ("b", (5,)), ("c", (5,))], WHOLE),  # nobody holds it: a sum of nobody
        ([("a", (5,)), ("b", (5,)), ("c", (5, 0, 0, 5))], WORDS),  # the holders are one member's
        ([("a", (0, 0, 0, 5)), ("b", (0, 0, 0, 5)), ("c", (1, 0, 0, 5))], WORDS),  # the others are
        ([("a", (50,)), ("b", (0, 0, 0, 50))], SECRET),  # two members
        ([("a", (1,)), ("b", (1,)), ("c", (0, 0, 0, 2))], SECRET),  # four people
    ],
)  # fmt: skip
def test_the_guard_looks_at_holders_and_at_the_others(rows: list, told: str) -> None:
    assert pooled([("x", name, levels) for name, levels in rows])["x"].told(3) == told


def test_one_member_more_between_two_boards_silences_what_it_would_give(
    pole: Cluster, crew: list, run: Run, wave: Wave
) -> None:
    for one in crew:
        matched(wave, one, Souffler=(5, 0, 5, 10))
    assert len(gaps_of(board(run, wave).study)) == 1
    late = [member(pole.pole, 70 + number) for number in range(3)]
    matched(wave, late[0], Souffler=(1, 0, 0, 4))
    assert gaps_of(board(run, wave).study) == []  # the difference would be this member's own figures
    for one in late[1:]:
        matched(wave, one, Souffler=(1, 0, 0, 4))
    assert len(gaps_of(board(run, wave).study)) == 1  # of three members more


def test_the_same_inputs_give_the_same_bytes(crew: list, run: Run, wave: Wave) -> None:
    for one in crew:
        matched(wave, one, Souffler=(5, 0, 5, 10))
    assert board(run, wave).result_sha256 == board(run, wave).result_sha256


def test_without_the_rome_the_board_tells_what_to_install_and_what_members_declare(
    pole: Cluster, crew: list, run: Run, wave: Wave, settings: object, tmp_path: Path
) -> None:
    settings.REFERENCE = str(tmp_path / "nowhere")  # type: ignore[attr-defined]
    for one in crew:
        held(wave, one, Soudage=(5, 0, 5, 10))
    call = needed.asked(wave)
    for rank, one in enumerate([*crew, *pole.members]):
        side = "pass_on" if rank < 4 else "gain"
        needed.answered(call, one, needed.typed() | needed.skill("Soudage TIG", side, people=3))
    study = board(run, wave).study
    assert any("vivier reference add" in note for note in study.notes)
    assert gaps_of(study) == []
    assert [row.keys[0] for row in study.table("competences_detenues").rows] == ["Soudage", "Soudage"]
    (told,) = study.table("competences_transmises").rows  # the first five returns: four can pass it on
    assert (told.keys, told.figure.value, told.figure.unit) == (("Soudage TIG",), 4, "membres")
    names = {one.name for one in [*crew, *pole.members]}
    assert not [name for name in names if name.encode() in data_file(study)]


def test_an_erased_wave_or_an_unfinished_run_gives_no_board(crew: list, run: Run, wave: Wave) -> None:
    Run.objects.filter(pk=run.pk).update(state="failed")
    run.refresh_from_db()
    with pytest.raises(InputError, match="pas encore de résultat"):
        ask_gaps(run, wave, by=None)
    Run.objects.filter(pk=run.pk).update(state="done")
    run.refresh_from_db()
    erase_wave(wave, by=None)
    wave.refresh_from_db()
    with pytest.raises(InputError, match="effacées"):
        ask_gaps(run, wave, by=None)


def test_a_lost_board_is_queued_again_and_one_done_never_changes(crew: list, run: Run, wave: Wave) -> None:
    for one in crew:
        matched(wave, one, Souffler=(5, 0, 5, 10))
    lost = ask_gaps(run, wave, by=None)
    assert ask_gaps(run, wave, by=None) == lost  # two clicks make one board
    long_ago = timezone.now() - dt.timedelta(hours=1)
    GapRun.objects.filter(pk=lost.pk).update(state="running", beat_at=long_ago, attempts=1)
    assert requeue_lost_gaps() == 1
    work_out_gaps(lost.pk)
    lost.refresh_from_db()
    assert lost.state == "done"
    with pytest.raises(InputError):
        lost.save()
    verbs = Act.objects.filter(subject=f"gaps:{lost.pk}").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["queue_gaps", "requeue_gaps", "finish_gaps"]


def test_an_occupation_asks_the_skills_of_its_occupations_of_the_rome(tmp_path: Path) -> None:
    found = {row.skill: row for row in asked_of(["691e", "69", "autres", "999z"], reference(tmp_path))}
    assert found.keys() == {BLOW, METEORS}
    assert (found[BLOW].level, found[BLOW].share, found[METEORS].level, found[METEORS].share) == (
        3,
        pytest.approx(1 / 3),
        2,
        pytest.approx(1 / 6),
    )


def test_filters_keep_words_occupation_and_fragile_ones(crew: list, run: Run, wave: Wave) -> None:
    for rank, one in enumerate(crew):
        matched(wave, one, Souffler=(5, 0, 5, 10), Meteores=(20,) if rank else (18, 0, 2))
    rows = gaps_of(board(run, wave).study)
    assert [one.skill for one in kept(rows, Filters(sort="nom"))] == ["Météores", "Souffler"]
    assert [one.skill for one in kept(rows, Filters("METEO"))] == ["Météores"]
    assert kept(rows, Filters(trade="211a")) == []
    assert [one.skill for one in kept(rows, Filters(trade="691e", only_critical=True))] == ["Météores"]
    assert Filters("a b", sort="risque").query == "&q=a+b&tri=risque"
