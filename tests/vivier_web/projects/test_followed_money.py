"""The money of an agreement told by partner, funder and year: always the sums of its rows, to the cent."""

from decimal import Decimal
from typing import Any

import pytest

from factories import followed
from factories.cluster import Cluster
from factories.followed import ago
from vivier.french import MOST_EUR
from vivier.vocabulary import InputError
from vivier_web.projects.actions.agreements import Granted, amend_agreement, sign_agreement
from vivier_web.projects.actions.payments import Asked, ask_payment, note_payment, withdraw_payment
from vivier_web.projects.models import Agreement, Aid, Funder, Partner, Payment, Project
from vivier_web.projects.queries.money import Accounts, Due, accounts_of, asked_by_cell, granted_to

D = Decimal


def grant(pole: Cluster, *cells: tuple[str, int, str]) -> tuple[Granted, ...]:
    return tuple(Granted("other", name, pole.members[rank].pk, D(amount)) for name, rank, amount in cells)


def signed(pole: Cluster, *cells: tuple[str, int, str]) -> Project:
    project = followed.awarded(pole, days=500)
    sign_agreement(project, followed.terms(project, granted=grant(pole, *cells)), by=None)
    project.refresh_from_db()
    return project


def ask(pole: Cluster, project: Project, name: str, rank: int, amount: str, days: int = 10) -> Payment:
    funder = Funder.objects.get(project=project, name=name)
    return ask_payment(project, Asked(pole.members[rank], funder, "Acompte", ago(days), D(amount)), by=None)


CELLS = (("A", 0, "100.01"), ("B", 0, "50.00"), ("A", 1, "30.33"), ("C", 1, "0.01"))
ASKS = (("A", 0, "60.00", 400), ("A", 0, "40.01", 10), ("B", 0, "49.99", 10), ("A", 1, "30.33", 800))
PAID = (("A", 0, "59.99"), ("A", 1, "30.33"))


def slow(rows: list[Payment], granted: list[Aid]) -> Due:
    """Add in whole cents, one row after the other."""
    cents = lambda values: D(sum(int(each * 100) for each in values)) / 100  # noqa: E731
    return Due(
        cents(each.amount_eur for each in granted),
        cents(each.asked_eur for each in rows),
        cents(each.paid_eur for each in rows if each.paid_eur is not None),
    )


def test_each_line_is_the_slow_sum_of_its_own_rows(pole: Cluster, django_assert_num_queries: Any) -> None:
    project = signed(pole, *CELLS)
    asked = [ask(pole, project, *each) for each in ASKS]
    note_payment(asked[0], paid_on=ago(1), amount_eur=D("59.99"), by=None)
    note_payment(asked[3], paid_on=ago(1), amount_eur=None, by=None)
    withdraw_payment(ask(pole, project, "C", 1, "0.01"), by=None)
    rows, aids = list(Payment.objects.filter(withdrawn_at=None)), list(Aid.objects.all())
    with django_assert_num_queries(3):
        found = accounts_of(project)
    assert found.due == slow(rows, aids) == Due(D("180.35"), D("180.33"), D("90.32"))
    assert found.funders == ("A", "B", "C")
    for line, rank in zip(found.partners, (0, 1), strict=True):
        pk = pole.members[rank].pk
        own = (
            [each for each in rows if each.organisation_id == pk],
            [each for each in aids if each.organisation_id == pk],
        )
        assert (line.words, line.due) == (pole.members[rank].name, slow(*own))
    assert [line.cells for line in found.partners] == [(D("100.01"), D("50.00"), D(0)), (D("30.33"), D(0), D("0.01"))]
    for line in found.by_funder:
        pk = Funder.objects.get(name=line.words).pk
        assert line.due == slow([r for r in rows if r.funder_id == pk], [a for a in aids if a.funder_id == pk])
    by_year = {line.words: line.due for line in found.years}
    assert list(by_year) == sorted({str(each.asked_on.year) for each in rows} | {str(ago(1).year)})
    assert sum(each.asked for each in by_year.values()) == found.due.asked
    assert by_year[str(ago(1).year)].paid == D("90.32"), "in the year it was paid, not asked"
    assert asked_by_cell(project) == {
        ("A", pole.members[0].pk): D("100.01"),
        ("B", pole.members[0].pk): D("49.99"),
        ("A", pole.members[1].pk): D("30.33"),
    }


def test_a_partner_reads_its_line_and_nothing_from_which_to_guess_another(pole: Cluster) -> None:
    project = signed(pole, *CELLS)
    ask(pole, project, "A", 0, "77.77")
    ask(pole, project, "A", 1, "3.00")
    own = accounts_of(project, only=pole.members[1].pk)
    assert [line.words for line in own.partners] == [pole.members[1].name]
    assert own.funders == ("A", "C"), "B grants it nothing: it does not read that B is there"
    assert own.due == Due(D("30.34"), D("3.00"), D(0))
    assert [line.due.granted for line in own.by_funder] == [D("30.33"), D("0.01")]
    assert "77.77" in repr(accounts_of(project))
    assert not any(each in repr(own) for each in ("77.77", "100.01", "50.00", pole.members[0].name))
    assert accounts_of(project, only=pole.members[2].pk) == Accounts((), (), (), (), Due())


def test_nothing_signed_is_nothing_granted(pole: Cluster) -> None:
    project = followed.awarded(pole)
    assert accounts_of(project).is_empty
    assert accounts_of(project) == Accounts((), (), (), (), Due())
    assert asked_by_cell(project) == {}


@pytest.mark.parametrize(
    ("name", "rank", "amount", "is_kept"),
    [
        ("A", 0, "100.01", True),
        ("A", 0, "100.02", False),
        ("B", 0, "50.01", False),
        ("B", 1, "0.01", False),  # what one is granted, another does not ask
        ("C", 0, "0.01", False),
        ("C", 1, "0.01", True),
        ("A", 2, "0.01", False),  # no partner
    ],
)
def test_each_cell_has_its_own_ceiling(pole: Cluster, name: str, rank: int, amount: str, is_kept: bool) -> None:
    project = signed(pole, *CELLS)
    if is_kept:
        assert granted_to(project, ask(pole, project, name, rank, amount).funder, pole.members[rank]).to_ask == 0
    else:
        with pytest.raises(InputError, match="réduisez la demande"):
            ask(pole, project, name, rank, amount)
        assert not Payment.objects.exists()


def test_a_funder_of_another_project_pays_nothing_here(pole: Cluster) -> None:
    here, there = signed(pole, *CELLS), followed.running(pole, lead=1)
    stranger = Funder.objects.filter(project=there).first()
    with pytest.raises(InputError, match="convention signée"):
        ask_payment(here, Asked(pole.members[0], stranger, "Avance", ago(1), D(1)), by=None)


def test_an_amendment_counts_alone_and_the_one_before_is_still_read(pole: Cluster) -> None:
    project = signed(pole, *CELLS)
    ask(pole, project, "A", 0, "60.00")
    more = grant(pole, ("A", 0, "60.00"), ("D", 1, "500.00"))
    amend_agreement(project, followed.terms(project, granted=more, signed_on=ago(1), what="D entre"), by=None)
    found = accounts_of(project)
    assert (found.funders, found.due) == (("A", "D"), Due(D("560.00"), D("60.00"), D(0)))
    first = Agreement.objects.get(number=1)
    assert sorted(first.aids.values_list("amount_eur", flat=True)) == sorted(D(each[2]) for each in CELLS)
    assert Funder.objects.filter(project=project).count() == 4, "A is the same funder in both"
    with pytest.raises(InputError, match="laisse 0"):
        ask(pole, project, "B", 0, "0.01")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ((), "au moins une aide"),
        ((("A", 0, "0"), ("A", 1, "0.00")), "au moins une aide"),
        ((("A", 0, "10"), ("A", 2, "1")), "partenaire du projet"),
        ((("A", 0, "10"), ("A", 1, "-0.01")), "pas négative"),
        ((("A", 0, "10"), (" ", 1, "5")), "un nom et une nature"),
        ((("A", 0, str(MOST_EUR)), ("A", 0, "0.01")), "dix milliards"),
    ],
)
def test_terms_that_do_not_hold_leave_nothing_behind(pole: Cluster, cells: Any, words: str) -> None:
    project = followed.awarded(pole, days=500)
    with pytest.raises(InputError, match=words):
        sign_agreement(project, followed.terms(project, granted=grant(pole, *cells)), by=None)
    assert (Agreement.objects.count(), Funder.objects.count(), Aid.objects.count()) == (0, 0, 0)


def test_names_are_cleaned_cells_typed_twice_are_added_and_nothing_is_kept_of_nothing(pole: Cluster) -> None:
    signed(pole, ("  Région   Auvergne ", 0, "1.10"), ("Région Auvergne", 0, "2.20"), ("Ville", 1, "0"))
    assert list(Aid.objects.values_list("funder__name", "amount_eur")) == [("Région Auvergne", D("3.30"))]
    assert list(Funder.objects.values_list("name", flat=True)) == ["Région Auvergne", "Ville"]


def test_a_funder_keeps_its_nature_through_amendments(pole: Cluster) -> None:
    project = signed(pole, ("A", 0, "10"))
    other = (Granted("state", "A", pole.members[0].pk, D(10)),)
    with pytest.raises(InputError, match="déjà noté « autre financeur »"):
        amend_agreement(project, followed.terms(project, granted=other, signed_on=ago(1), what="x"), by=None)
    assert [each.kind for each in Funder.objects.all()] == ["other"]


def test_whoever_left_keeps_what_it_asked_for_in_the_amendment_typed_on_the_page(
    pole: Cluster, signed_in: Any
) -> None:
    from django.urls import reverse

    project = signed(pole, ("A", 0, "10.00"), ("A", 1, "20.00"))
    ask(pole, project, "A", 1, "15.00")
    Partner.objects.update(state="left")
    team, url = signed_in("team"), reverse("project_agreement", args=[project.pk])
    page = team.get(url).content.decode()
    cell = f"aid_{pole.members[1].pk}_0"
    assert f'name="{cell}"' in page
    typed = {"signed_on": ago(1), "starts_on": ago(400), "ends_on": ago(-500), "what": "Départ", "kind_0": "other"}
    typed |= {"funder_0": "A", f"aid_{pole.members[0].pk}_0": "10"}
    assert "ne peut pas lui accorder moins" in team.post(url, typed).content.decode()
    assert team.post(url, typed | {cell: "15"}).status_code == 302
    assert accounts_of(project).due == Due(D("25.00"), D("15.00"), D(0))
