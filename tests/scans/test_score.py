"""The score: properties that hold for all answers, and what the classes and vetoes do."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scans.models import Aspect, Criterium, Klasse
from scans.score import Uitslag, weeg

KLASSEN = [Klasse(naam=naam, vanaf=Decimal(vanaf)) for naam, vanaf in (("slecht", 0), ("matig", 40), ("goed", 60))]
VARIANTEN = ("hotel", "zorg")


@st.composite
def gevallen(draw: Any) -> tuple[list[Criterium], dict[tuple[str, str], bool | None]]:
    aantal = draw(st.integers(1, 8))
    criteria = [
        Criterium(
            code=f"c{i}", aspect=draw(st.sampled_from(Aspect.values)), soort=draw(st.sampled_from(["veto", "gewogen"])),
            gewicht=draw(st.decimals("0.01", "99.99", places=2)), volgorde=draw(st.integers(1, 3)),
            varianten=draw(st.sampled_from([[], ["hotel"], ["zorg"]])),
        )
        for i in range(aantal)
    ]  # fmt: skip
    antwoorden = {
        (c.code, draw(st.sampled_from(["", "hotel"]))): draw(st.sampled_from([True, False, None])) for c in criteria
    }
    return criteria, antwoorden


def weging(
    criteria: list[Criterium], antwoorden: dict[tuple[str, str], bool | None], variant: str = "hotel"
) -> Uitslag:
    return weeg(criteria, KLASSEN, antwoorden, variant)


@settings(max_examples=60, deadline=None)
@given(gevallen(), st.data())
def test_een_gunstig_antwoord_verlaagt_niets(geval: Any, data: Any) -> None:
    criteria, antwoorden = geval
    voor = weging(criteria, antwoorden)
    welk = data.draw(st.sampled_from(criteria))
    na = weging(criteria, {sleutel: w for sleutel, w in antwoorden.items() if sleutel[0] != welk.code}
                | {(welk.code, "hotel"): True})  # fmt: skip
    assert {c.code for c in na.vetos} <= {c.code for c in voor.vetos}
    assert na.beantwoord >= voor.beantwoord
    if voor.score is not None:
        assert na.score is not None
        assert na.score >= voor.score - Decimal("1e-20")


@settings(max_examples=60, deadline=None)
@given(gevallen(), st.integers(), st.sampled_from(VARIANTEN))
def test_volgorde_maakt_niet_uit_en_alles_ligt_tussen_0_en_100(geval: Any, zaad: int, variant: str) -> None:
    criteria, antwoorden = geval
    uit = weging(criteria, antwoorden, variant)
    anders = list(criteria)
    random.Random(zaad).shuffle(anders)
    assert weging(anders, antwoorden, variant) == uit
    percentages = [uit.score, uit.beantwoord, *(d.score for d in uit.aspecten.values())]
    assert all(p is None or 0 <= p <= 100 for p in percentages)
    gunstig_veto_weg = any(
        c.soort == "veto" and (not c.varianten or variant in c.varianten)
        and (antwoorden.get((c.code, variant), antwoorden.get((c.code, ""))) is False)
        for c in criteria
    )  # fmt: skip
    assert uit.uitgesloten == gunstig_veto_weg
    assert uit.uitgesloten == any(deel.uitgesloten for deel in uit.aspecten.values())


def maak(code: str, soort: str = "gewogen", gewicht: int = 1, **velden: Any) -> Criterium:
    return Criterium(code=code, aspect="technisch", soort=soort, gewicht=Decimal(gewicht), **velden)


def test_klasse_begint_precies_op_de_grens() -> None:
    criteria = [maak("a", gewicht=3), maak("b", gewicht=2)]
    uit = weging(criteria, {("a", ""): True, ("b", ""): False})
    assert (uit.score, uit.klasse and uit.klasse.naam) == (Decimal(60), "goed")
    uit = weging(criteria, {("a", ""): False, ("b", ""): True})
    assert (uit.score, uit.klasse and uit.klasse.naam) == (Decimal(40), "matig")


def test_veto_sluit_uit_wat_verder_goed_is_en_geeft_geen_klasse() -> None:
    veto = maak("geluid", "veto", 5)
    uit = weging([veto, maak("a")], {("geluid", ""): False, ("a", ""): True})
    assert (uit.vetos, uit.klasse, uit.score) == ((veto,), None, Decimal(100))


def test_zonder_antwoord_is_er_geen_score_maar_wel_wat_uit_te_zoeken() -> None:
    criteria = [maak("licht", gewicht=1), maak("zwaar", gewicht=5), maak("veto", "veto", 3)]
    uit = weging(criteria, {})
    assert (uit.score, uit.klasse, uit.beantwoord) == (None, None, 0)
    assert [c.code for c in uit.uitzoeken] == ["veto", "zwaar", "licht"]
    assert uit.voorlopig


def test_antwoord_voor_een_bestemming_gaat_voor_dat_voor_alle() -> None:
    criteria = [maak("a")]
    antwoorden: dict[tuple[str, str], bool | None] = {("a", ""): True, ("a", "hotel"): False}
    assert weging(criteria, antwoorden).score == 0
    assert weging(criteria, antwoorden, "zorg").score == 100
    # Not known for this one: what is known for all holds.
    assert weging(criteria, {("a", ""): True, ("a", "hotel"): None}).score == 100
