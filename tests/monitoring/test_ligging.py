"""Gemeente, terrein and perceel follow from where a pand lies."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from monitoring.ligging import bepaal_ligging
from monitoring.models import Gemeente, Herberekening, Pand, Perceel
from tests.factories import GemeenteFactory, PandFactory, TerreinFactory, WaarnemingFactory, vierkant


def vlak(x: float, y: float, zijde: float = 1000) -> MultiPolygon:
    return vierkant(x, y, zijde)


@pytest.fixture
def houten(db: None) -> Gemeente:
    return GemeenteFactory(code="GM0321", grens=vlak(140000, 450000))


@pytest.fixture
def utrecht(db: None) -> Gemeente:
    return GemeenteFactory(code="GM0344", grens=vlak(139000, 450000))


def test_gemeente_terrein_en_perceel(houten: Gemeente, utrecht: Gemeente) -> None:
    terrein = TerreinFactory(gemeente=utrecht, grens=vlak(139000, 450000, 200))
    TerreinFactory(gemeente=utrecht, grens=vlak(139000, 450000, 200), demo=True)
    perceel = Perceel.objects.create(kadastrale_gemeente="HTN00", sectie="A", nummer=1, grens=vlak(139050, 450050, 60))
    pand = PandFactory(gemeente=houten, omtrek=vierkant(139060, 450060))
    goed = PandFactory(gemeente=houten, omtrek=vierkant(140500, 450500))
    voor = Pand.objects.get(pk=goed.pk).gewijzigd_op
    assert bepaal_ligging() == 1
    pand.refresh_from_db()
    assert (pand.gemeente, pand.terrein, pand.perceel) == (utrecht, terrein, perceel)
    assert Pand.objects.get(pk=goed.pk).gewijzigd_op == voor
    assert set(Herberekening.objects.values_list("gemeente_id", "vanaf", "tot")) == {
        ("GM0321", datetime.date.min, None), ("GM0344", datetime.date.min, None),
    }  # fmt: skip
    nieuwste, vorige = pand.history.all()
    assert (vorige.gemeente_id, nieuwste.gemeente_id) == ("GM0321", "GM0344")
    assert nieuwste.history_change_reason == "Ligging opnieuw bepaald"
    assert bepaal_ligging() == 0
    assert pand.history.count() == 2
    assert Herberekening.objects.count() == 2


def test_punt_in_de_omtrek_beslist(houten: Gemeente, utrecht: Gemeente) -> None:
    """A U-shaped pand whose centre lies in the courtyard, and one that lies across the border."""
    u = Polygon(
        ((139900, 450100), (140090, 450100), (140090, 450110), (139910, 450110), (139910, 450190), (140090, 450190),
         (140090, 450200), (139900, 450200), (139900, 450100)),
        srid=28992,
    )  # fmt: skip
    pand = PandFactory(gemeente=houten, omtrek=MultiPolygon(u, srid=28992))
    assert bepaal_ligging() == 1
    pand.refresh_from_db()
    assert pand.gemeente == utrecht


def test_op_de_grens_wint_de_gemeente_waar_het_lag(houten: Gemeente, utrecht: Gemeente) -> None:
    Gemeente.objects.filter(pk=utrecht.pk).update(grens=vlak(139000, 450000, 2000))
    pand = PandFactory(gemeente=utrecht, omtrek=vierkant(140100, 450100))
    assert bepaal_ligging() == 0
    pand.refresh_from_db()
    assert pand.gemeente == utrecht


def test_opgeheven_gemeente_telt_niet_en_voorheen_blijft(houten: Gemeente) -> None:
    oud = GemeenteFactory(code="GM0111", grens=vlak(140000, 450000), einde=datetime.date(2019, 1, 1))
    pand = PandFactory(gemeente=oud, gemeente_voorheen=oud, omtrek=vierkant(140500, 450500))
    assert bepaal_ligging() == 1
    pand.refresh_from_db()
    assert (pand.gemeente, pand.gemeente_voorheen) == (houten, oud)


def test_buiten_elke_grens(houten: Gemeente) -> None:
    zonder_grens = GemeenteFactory(code="GM0310")
    buiten = PandFactory(gemeente=houten, omtrek=vierkant(100000, 400000))
    onbekend = PandFactory(gemeente=zonder_grens, omtrek=vierkant(100000, 400000))
    zonder_omtrek = PandFactory(gemeente=houten, omtrek=None)
    assert bepaal_ligging() == 1
    for pand, gemeente in ((buiten, None), (onbekend, zonder_grens), (zonder_omtrek, houten)):
        pand.refresh_from_db()
        assert pand.gemeente == gemeente


def test_demo_en_andere_panden_blijven(houten: Gemeente, utrecht: Gemeente) -> None:
    demo = PandFactory(gemeente=houten, omtrek=vierkant(139100, 450100), demo=True)
    een, ander = (PandFactory(gemeente=houten, omtrek=vierkant(139100, 450100 + n)) for n in (0, 100))
    assert bepaal_ligging([]) == 0
    assert bepaal_ligging([demo.pk, een.pk]) == 1
    for pand, gemeente in ((demo, houten), (een, utrecht), (ander, houten)):
        pand.refresh_from_db()
        assert pand.gemeente == gemeente


@pytest.mark.parametrize("waargenomen", [True, False])
def test_zonder_kantoorruimte_geen_kerncijfers(houten: Gemeente, utrecht: Gemeente, waargenomen: bool) -> None:
    pand = PandFactory(gemeente=houten, omtrek=vierkant(139100, 450100), go_kantoor_m2=0)
    if waargenomen:
        WaarnemingFactory(pand=pand)
    assert bepaal_ligging() == 1
    assert Herberekening.objects.exists() is waargenomen
