"""Keys of identifiers, against an independent library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.fr import nir as nir_oracle
from stdnum.fr import siren as siren_oracle
from stdnum.fr import siret as siret_oracle

from vivier.intake.dsn.checks import FaultError, nir
from vivier.intake.identity import Chains, folded, has_luhn_key, is_siren, is_siret

digits = st.text("0123456789", min_size=1, max_size=16)


@given(digits)
def test_the_luhn_key_agrees_with_the_oracle(text: str) -> None:
    assert has_luhn_key(text) == luhn.is_valid(text)


@given(st.text("0123456789", min_size=9, max_size=9))
def test_the_siren_agrees_with_the_oracle(text: str) -> None:
    assert is_siren(text) == siren_oracle.is_valid(text)


@given(
    st.one_of(st.text("0123456789", min_size=14, max_size=14), st.integers(0, 99999).map("356000000{:05d}".format))
)
def test_the_siret_agrees_with_the_oracle_la_poste_included(text: str) -> None:
    assert is_siret(text) == siret_oracle.is_valid(text)


@pytest.mark.parametrize("text", ["", "73282932", "73282932é", "７３２８２９３２０"])
def test_what_is_not_nine_ascii_digits_is_no_siren(text: str) -> None:
    assert not is_siren(text)


@given(st.from_regex(r"[12]\d{2}(0[1-9]|1[0-2])(0[1-9]|[1-8]\d|2[AB])(?!000)\d{3}(?!000)\d{3}", fullmatch=True))
def test_a_nir_the_oracle_accepts_is_accepted(text: str) -> None:
    if not text.isascii():
        return
    key = nir_oracle.calc_check_digits(text)
    if nir_oracle.is_valid(text + key):
        assert nir(text.encode()) == text.encode()


@pytest.mark.parametrize(
    "text", ["3681001991001", "1681301991001", "1681000991001", "1681001000001", "1681001991000", "168100199100"]
)
def test_an_impossible_nir_is_refused(text: str) -> None:
    with pytest.raises(FaultError):
        nir(text.encode())


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12), st.randoms())
def test_chains_do_not_depend_on_the_order_of_links(links: list[tuple[int, int]], rng: object) -> None:
    def roots(order: list[tuple[int, int]]) -> list[bytes]:
        chains = Chains()
        for one, other in order:
            chains.link(bytes([one]), bytes([other]))
        return [chains.root(bytes([i])) for i in range(10)]

    shuffled = list(links)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert roots(links) == roots(shuffled)


def test_names_have_one_spelling() -> None:
    assert folded("L’Épée-Œuvre ") == folded("l'epee œuvre")
