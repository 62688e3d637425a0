"""What the portal answers by itself: with a number and a source, and never a guess."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.conf import settings

from monitoring.kerncijfers import herbouw
from monitoring.models import Pand, Terrein, Transformatie, Voorziening
from scans.vooraf import FUNCTIES, Bevinding, beantwoord
from tests.factories import BronFactory, PandFactory, TerreinFactory, WaarnemingFactory, vierkant

VANDAAG = datetime.date(2026, 1, 1)


def test_elke_vooraf_van_de_catalogus_heeft_zijn_functie() -> None:
    gegevens = json.loads((settings.BASE_DIR / "fixtures" / "transformatiemeter.json").read_text(encoding="utf-8"))
    assert {rij["vooraf"] for rij in gegevens["criteria"]} - {""} == set(FUNCTIES)


@pytest.fixture
def pand(db: None) -> Pand:
    terrein = TerreinFactory(naam="Het Rondeel")
    return PandFactory(terrein=terrein, gemeente=terrein.gemeente, bouwjaar=1988, omtrek=vierkant(140100, 450100))


def vraag(naam: str, *panden: Pand) -> Bevinding:
    for pand in panden:
        pand.refresh_from_db()
    return beantwoord(panden, [naam], VANDAAG)[naam]


@pytest.mark.parametrize("naam", sorted(FUNCTIES))
def test_van_een_pand_zonder_gegevens_weet_het_portaal_niets(db: None, naam: str) -> None:
    pand = PandFactory(bouwjaar=None, go_kantoor_m2=0, terrein=None)
    bevinding = vraag(naam, pand)
    assert bevinding.gunstig is None
    assert bevinding.bewijs


def leeg(pand: Pand, leegstand: int, sinds: datetime.date | None, peildatum: datetime.date) -> None:
    WaarnemingFactory(pand=pand, voorraad_m2=2500, leegstand_m2=leegstand, leeg_sinds=sinds, peildatum=peildatum)


@pytest.mark.parametrize(
    ("leegstand", "sinds", "peildatum", "gunstig"),
    [
        (2500, (2021, 6, 1), (2025, 1, 1), True),
        (0, None, (2025, 1, 1), False),
        (2500, (2024, 6, 1), (2025, 1, 1), False),
        # Seen after two years; it may be let since.
        (2500, (2022, 6, 1), (2024, 6, 1), None),
        (2500, None, (2025, 1, 1), None),
        (500, (2021, 6, 1), (2025, 1, 1), None),
    ],
)
def test_leeg_drie_jaar(pand: Pand, leegstand: int, sinds: Any, peildatum: Any, gunstig: bool | None) -> None:
    leeg(pand, leegstand, datetime.date(*sinds) if sinds else None, datetime.date(*peildatum))
    assert vraag("leeg_drie_jaar", pand).gunstig is gunstig


def test_pand_zelf(pand: Pand) -> None:
    leeg(pand, 2500, datetime.date(2024, 1, 1), datetime.date(2025, 1, 1))
    assert vraag("geheel_leeg", pand).gunstig is True
    assert vraag("groot_genoeg", pand) == Bevinding(
        True, "2.500\xa0m² VVO (waarneming van 1 januari 2025); de grens is 2.000\xa0m²."
    )
    assert vraag("oud_genoeg", pand) == Bevinding(True, "Bouwjaar 1988 (BAG).")
    assert vraag("na_1994", pand).gunstig is None
    jong = PandFactory(bouwjaar=2015, go_kantoor_m2=500)
    assert vraag("oud_genoeg", jong).gunstig is False
    assert vraag("na_1994", jong).gunstig is True
    assert vraag("groot_genoeg", jong).gunstig is False
    # Two panden that differ get no answer, ones that agree do.
    assert vraag("oud_genoeg", pand, jong).gunstig is None
    assert vraag("oud_genoeg", pand, PandFactory(bouwjaar=1970)).gunstig is True


@pytest.mark.parametrize(
    ("naam", "soort", "grens"),
    [("winkels_dichtbij", "winkels", 500), ("horeca_dichtbij", "horeca", 500), ("groen_dichtbij", "groen", 500),
     ("trein_dichtbij", "trein", 1200), ("ov_dichtbij", "ov", 400)],
)  # fmt: skip
def test_voorziening_telt_tot_en_met_de_grens(pand: Pand, naam: str, soort: str, grens: int) -> None:
    voorziening = Voorziening.objects.create(terrein=pand.terrein, soort=soort, afstand_m=grens)
    assert vraag(naam, pand).gunstig is True
    for afstand, gunstig in ((grens + 1, False), (None, None)):
        voorziening.afstand_m = afstand
        voorziening.save()
        assert vraag(naam, pand).gunstig is gunstig


def test_opvang_alleen_is_geen_school(pand: Pand) -> None:
    voorziening = Voorziening.objects.create(terrein=pand.terrein, soort="kinderopvang", afstand_m=300)
    assert vraag("opvang_dichtbij", pand).gunstig is None
    voorziening.afstand_m = 3000
    voorziening.save()
    assert vraag("opvang_dichtbij", pand).gunstig is False


def test_gebied(pand: Pand) -> None:
    assert vraag("gemengd_gebied", pand).gunstig is None
    Terrein.objects.update(soort=Terrein.Soort.GEMENGD)
    assert vraag("gemengd_gebied", pand).gunstig is True
    leeg(pand, 250, None, datetime.date(2025, 1, 1))
    herbouw()
    bevinding = vraag("leegstand_gebied", pand)
    assert bevinding.gunstig is True
    assert "Op Het Rondeel" in bevinding.bewijs and "10,0%" in bevinding.bewijs


def test_transformaties_in_de_buurt(pand: Pand) -> None:
    buur, ver = PandFactory(omtrek=vierkant(140900, 450100)), PandFactory(omtrek=vierkant(145000, 455000))
    for nummer, (ding, fase) in enumerate([(pand, "bouw"), (ver, "bouw"), (buur, "idee")]):
        project = Transformatie.objects.create(
            naam=f"Plan {nummer}", gemeente=pand.gemeente, bestemming="wonen", vvo_m2=100, fase=fase, bron=BronFactory()
        )
        project.panden.add(ding)
    assert vraag("transformaties_in_de_buurt", pand).gunstig is None
    Transformatie.objects.filter(naam="Plan 2").update(fase="vergunning")
    bevinding = vraag("transformaties_in_de_buurt", pand)
    assert bevinding.gunstig is True
    assert "Plan 2" in bevinding.bewijs and "Plan 1" not in bevinding.bewijs
