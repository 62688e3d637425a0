"""Dutch formats."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akt import opmaak


@pytest.mark.parametrize(
    ("functie", "waarde", "tekst"),
    [
        (opmaak.getal, 1234567, "1.234.567"),
        (opmaak.getal, 0, "0"),
        (opmaak.getal, -1500, "−1.500"),
        (opmaak.getal, None, "–"),
        (opmaak.m2, 1234567, "1.234.567\xa0m²"),
        (opmaak.m2, None, "–"),
        (opmaak.procent, 12.34, "12,3%"),
        (opmaak.procent, Decimal("12.35"), "12,4%"),
        (opmaak.procent, 0, "0,0%"),
        (opmaak.verandering, 12, "+12"),
        (opmaak.verandering, -3000, "−3.000"),
        (opmaak.verandering, 0, "0"),
        (opmaak.kort, 6_300_000, "6,3 mln"),
        (opmaak.kort, 980_000, "980.000"),
        (opmaak.datum, datetime.date(2024, 1, 1), "1 januari 2024"),
        (opmaak.datum, None, "–"),
        (opmaak.duur, 1, "1 maand"),
        (opmaak.duur, 5, "5 maanden"),
        (opmaak.duur, 18, "1,5 jaar"),
        (opmaak.duur, 36, "3 jaar"),
        (opmaak.duur, None, "–"),
    ],
)
def test_opmaak(functie: Any, waarde: Any, tekst: str) -> None:
    assert functie(waarde) == tekst


def test_kleine_verandering_is_geen_min_nul() -> None:
    assert opmaak.verandering(Decimal("-0.04"), 1) == "0,0"
    assert opmaak.verandering(Decimal("0.04"), 1) == "0,0"
    assert opmaak.verandering(Decimal("-0.06"), 1) == "−0,1"


@pytest.mark.parametrize(
    ("hoeveel", "tekst"), [(0, "0 panden"), (1, "1 pand"), (2, "2 panden"), (1200, "1.200 panden")]
)
def test_meervoud(hoeveel: int, tekst: str) -> None:
    assert opmaak.aantal(hoeveel, "pand", "panden") == tekst


@given(st.integers(-(10**12), 10**12))
def test_getal_is_terug_te_lezen(waarde: int) -> None:
    assert int(opmaak.getal(waarde).replace(".", "").replace("−", "-")) == waarde
