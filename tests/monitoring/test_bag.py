"""importeer_bag: real deliveries with exact counts, and generated ones for each rule."""

from __future__ import annotations

import datetime
import re
import threading
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from akt.fouten import BronFout
from monitoring import bag
from monitoring.adressen import zoektekst
from monitoring.models import Adres, AdresPand, Gemeente, Herberekening, Pand, Waarneming
from monitoring.stamgegevens import laad_stamgegevens
from tests.factories import AdresFactory, BronFactory, GebruikerFactory, PandFactory, TerreinFactory, WaarnemingFactory
from tests.monitoring import bag_xml as xml
from tests.monitoring.bag_xml import PEILDATUM, vierkant

LATER = datetime.date(2021, 3, 8)
A, B, C, D = (f"032110000000000{n}" for n in range(4))
V, W, X = (f"032101000000000{n}" for n in range(3))
NUM, OPR, WPL = "0321200000000001", "0321300000000001", "1234"


def grens(x: float, y: float, breed: float, hoog: float) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((x, y, x + breed, y + hoog)), srid=28992)


def zet_grenzen() -> None:
    """Houten in the middle, Utrecht west of it."""
    laad_stamgegevens()
    Gemeente.objects.filter(code="GM0321").update(grens=grens(136000, 440000, 14000, 40000))
    Gemeente.objects.filter(code="GM0344").update(grens=grens(122000, 440000, 14000, 40000))


@pytest.fixture
def gebieden(db: None) -> None:
    zet_grenzen()


def plek(n: int = 0) -> list[tuple[float, float]]:
    """The n-th footprint in Houten."""
    return vierkant(140000 + 50 * n, 450000)


def adressen_van(nummer: str = NUM, straat: str = "Kokermolen", huisnummer: int = 3, **velden: str) -> dict[str, list]:
    return {
        "NUM": [xml.nummeraanduiding(nummer, OPR, huisnummer, **velden)],
        "OPR": [xml.openbare_ruimte(OPR, straat, WPL)],
        "WPL": [xml.woonplaats(WPL, "Houten")],
    }


@pytest.fixture
def lever(tmp_path: Path, gebieden: None) -> Callable[..., bag.Samenvatting]:
    """Write a delivery and import it."""
    nummer = iter(range(1000))

    def doe(
        panden: Iterable[str] | None = None,
        vbo: Iterable[str] | None = None,
        *,
        peildatum: datetime.date = PEILDATUM,
        gemeente: str | None = "0321",
        volledig: bool = True,
        in_onderzoek: dict[str, list[str]] | None = None,
        adressen: dict[str, list] | None = None,
        alleen: tuple[str, ...] = (),
        op: datetime.date | None = None,
    ) -> bag.Samenvatting:
        objecten = {soort: list(stroom) for soort, stroom in (("PND", panden), ("VBO", vbo)) if stroom is not None} | (
            adressen or {}
        )
        pad = xml.schrijf_levering(
            tmp_path / f"levering-{next(nummer)}.zip", objecten, peildatum=peildatum, gemeente=gemeente,
            in_onderzoek=in_onderzoek, met_leveringsdocument=volledig,
        )  # fmt: skip
        return bag.importeer(pad, gemeenten=alleen, peildatum=op)

    return doe


def telling(deel: bag.Telling) -> tuple[int, int, int, int]:
    return deel.nieuw, deel.gewijzigd, deel.beeindigd, deel.ongewijzigd


def stand() -> tuple[object, ...]:
    """All that an import may change, also what it should not touch when nothing changed."""
    return (
        list(Pand.objects.order_by("id").values_list()),
        list(Adres.objects.order_by("id").values_list()),
        list(AdresPand.objects.order_by("id").values_list()),
        Pand.history.count(),
        Herberekening.objects.count(),
    )


# --- real files --------------------------------------------------------------------------------
@pytest.fixture
def doesburg(gebieden: None) -> Gemeente:
    return Gemeente.objects.create(
        code="GM0221", naam="Doesburg", provincie_id="PV26", grens=grens(204000, 445000, 6000, 6000)
    )


@pytest.mark.parametrize("bron", ["bag/BAGNLDL-15092020-small.zip", "bag"], ids=["zip van zips", "map met xml en zip"])
def test_echte_levering(echte_data: Path, doesburg: Gemeente, bron: str) -> None:
    regels: list[str] = []
    uitkomst = bag.importeer(echte_data / bron, meld=regels.append)
    assert telling(uitkomst.panden) == (2, 0, 0, 0)
    assert telling(uitkomst.adressen) == (2, 0, 0, 0)
    assert uitkomst.panden.geweigerd == uitkomst.adressen.geweigerd == {}
    pand = Pand.objects.get(bag_id="0221100000312938")
    assert (pand.bouwjaar, pand.bag_status, pand.bag_voorkomen) == (1585, "Pand in gebruik", 4)
    assert (pand.begin, pand.einde, pand.bag_peildatum) == (datetime.date(1995, 1, 18), None, PEILDATUM)
    assert (pand.gemeente, pand.in_onderzoek, pand.go_kantoor_m2) == (doesburg, False, 0)
    assert pand.omtrek is not None
    assert not pand.omtrek.hasz
    assert pand.omtrek.geom_type == "MultiPolygon"
    adres = Adres.objects.get(panden=pand)
    assert (adres.regel, adres.postcode, adres.woonplaats) == ("Kosterstraat 4", "6981CH", "Doesburg")
    assert (adres.gebruiksdoelen, adres.oppervlakte_m2) == (["woonfunctie"], 223)
    assert adres.bag_status == "Verbouwing verblijfsobject"
    assert adres.zoektekst == "kosterstraat 4 6981ch doesburg"
    assert regels[0].startswith(Path(bron).name)
    voor = stand()
    assert telling(bag.importeer(echte_data / bron).panden) == (0, 0, 0, 2)
    assert stand() == voor


def test_echte_bestanden_los_en_per_soort(echte_data: Path, doesburg: Gemeente, tmp_path: Path) -> None:
    uitkomst = bag.importeer(echte_data / "bag" / "0221PND15092020-000001.xml")
    assert telling(uitkomst.panden) == (2, 0, 0, 0)
    assert telling(uitkomst.adressen) == (0, 0, 0, 0)
    with zipfile.ZipFile(echte_data / "bag" / "BAGNLDL-15092020-small.zip") as zip_:
        zip_.extract("9999VBO15092020.zip", tmp_path)
        zip_.extract("9999NUM15092020.zip", tmp_path)
    uitkomst = bag.importeer(tmp_path / "9999VBO15092020.zip")
    assert telling(uitkomst.adressen) == (2, 0, 0, 0)
    assert uitkomst.opmerkingen["adressen zonder nummeraanduiding in de levering"] == 2
    assert AdresPand.objects.count() == 2
    assert Adres.objects.filter(zoektekst="").count() == 2
    uitkomst = bag.importeer(tmp_path)
    assert telling(uitkomst.adressen) == (0, 2, 0, 0)
    assert set(Adres.objects.values_list("huisnummer", "postcode")) == {(4, "6981CH"), (9, "")}


# --- life cycle --------------------------------------------------------------------------------
def test_alleen_wat_op_de_peildatum_geldt(lever: Callable[..., bag.Samenvatting]) -> None:
    uitkomst = lever(
        [
            xml.pand(A, plek(0), bouwjaar=1950, begin="2001-02-03", eind="2015-01-01"),
            xml.pand(A, plek(0), bouwjaar=1999, voorkomen=4, begin="2015-01-01", eind="2016-01-01",
                     inactief="2015-02-01"),
            xml.pand(A, plek(0), bouwjaar=1998, voorkomen=5, begin="2015-01-01", niet_bag="2015-02-01"),
            xml.pand(A, plek(0), bouwjaar=1960, voorkomen=2, begin="2015-01-01", eind="2020-09-16"),
            xml.pand(A, plek(0), bouwjaar=1970, voorkomen=3, begin="2020-09-16"),
            xml.pand(B, plek(1), begin="2020-10-01"),
            xml.pand(C, plek(2), begin="2010-01-01", eind="2020-09-15"),
        ]
    )  # fmt: skip
    assert telling(uitkomst.panden) == (1, 0, 0, 0)
    assert uitkomst.panden.geweigerd == {"geen voorkomen geldt op de peildatum": 2}
    pand = Pand.objects.get()
    assert (pand.bag_id, pand.bouwjaar, pand.bag_voorkomen) == (A, 1960, 2)
    assert (pand.begin, pand.einde) == (datetime.date(2001, 2, 3), None)


def test_andere_peildatum(lever: Callable[..., bag.Samenvatting]) -> None:
    panden = [
        xml.pand(A, plek(), bouwjaar=1950, begin="2001-01-01", eind="2015-01-01"),
        xml.pand(A, plek(), bouwjaar=1960, voorkomen=2, begin="2015-01-01"),
    ]
    dag = datetime.date(2014, 12, 31)
    assert lever(panden, op=dag).peildatum == dag
    assert Pand.objects.values_list("bouwjaar", "bag_peildatum").get() == (1950, dag)


@pytest.mark.parametrize("status", ["Pand gesloopt", "Niet gerealiseerd pand", "Pand ten onrechte opgevoerd"])
def test_status_beeindigt_een_pand(lever: Callable[..., bag.Samenvatting], status: str) -> None:
    lever([xml.pand(A, plek())], [xml.verblijfsobject(V, NUM, [A], plek()[0])], adressen=adressen_van())
    waarneming = WaarnemingFactory(pand=Pand.objects.get(), peildatum=datetime.date(2020, 1, 1))
    uitkomst = lever(
        [
            xml.pand(A, plek(), begin="2010-01-01", eind="2021-02-01"),
            xml.pand(A, plek(), status=status, voorkomen=2, begin="2021-02-01"),
        ],
        [xml.verblijfsobject(V, NUM, [A], plek()[0], status="Verblijfsobject ingetrokken", begin="2021-02-01")],
        peildatum=LATER,
        adressen=adressen_van(),
    )
    assert telling(uitkomst.panden) == telling(uitkomst.adressen) == (0, 0, 1, 0)
    pand = Pand.objects.get()
    assert (pand.bag_status, pand.einde) == (status, datetime.date(2021, 2, 1))
    assert pand.go_kantoor_m2 == 1000, "het verleden telt de kantoorruimte nog mee"
    assert Adres.objects.get().einde == datetime.date(2021, 2, 1)
    assert Waarneming.objects.get() == waarneming


def test_wat_een_volledige_nieuwere_levering_niet_meer_heeft(lever: Callable[..., bag.Samenvatting]) -> None:
    vbo = [xml.verblijfsobject(n, NUM, [p], plek()[0]) for n, p in ((V, A), (W, B))]
    lever([xml.pand(A, plek()), xml.pand(B, plek(1)), xml.pand(C, plek(2))], vbo)
    onvolledig = lever([xml.pand(A, plek())], vbo[:1], peildatum=LATER, volledig=False)
    assert telling(onvolledig.panden) == (0, 0, 0, 1)
    assert not Pand.objects.exclude(einde=None).exists()
    volledig = lever(
        [xml.pand(A, plek()), xml.pand(C, plek(2), begin="2010-01-01", eind="2021-01-05")], vbo[:1], peildatum=LATER
    )
    assert telling(volledig.panden) == (0, 0, 2, 1)
    assert telling(volledig.adressen) == (0, 0, 1, 1)
    assert dict(Pand.objects.values_list("bag_id", "einde")) == {A: None, B: LATER, C: datetime.date(2021, 1, 5)}
    assert dict(Adres.objects.values_list("bag_id", "einde")) == {V: None, W: LATER}
    assert telling(lever([xml.pand(A, plek())], vbo[:1], peildatum=LATER).panden) == (0, 0, 0, 1)
    terug = lever([xml.pand(A, plek()), xml.pand(B, plek(1))], vbo, peildatum=datetime.date(2021, 4, 8))
    assert telling(terug.panden) == (0, 1, 0, 1)
    assert Pand.objects.get(bag_id=B).einde is None


def test_levering_van_een_gemeente_raakt_de_buren_niet(lever: Callable[..., bag.Samenvatting]) -> None:
    in_utrecht = xml.pand("0344100000000001", vierkant(130000, 450000))
    # Kept by the neighbour, and on the map just inside Houten.
    op_de_rand = xml.pand("0344100000000002", plek(5))
    lever([xml.pand(A, plek()), xml.pand(B, plek(1)), in_utrecht, op_de_rand], gemeente=None)
    assert telling(lever([xml.pand(A, plek())], peildatum=LATER).panden) == (0, 0, 1, 1)
    assert Pand.objects.get(einde=LATER).bag_id == B
    land = lever([xml.pand(A, plek())], gemeente=None, peildatum=LATER, alleen=("GM0344",))
    assert telling(land.panden) == (0, 0, 1, 0)
    assert land.panden.geweigerd == {"ligt buiten de gevraagde gemeenten": 1}
    assert Pand.objects.get(bag_id="0344100000000001").einde == LATER


# --- repeating, newer, older -------------------------------------------------------------------
def test_herhalen_verandert_niets(lever: Callable[..., bag.Samenvatting]) -> None:
    def doe() -> bag.Samenvatting:
        return lever(
            [xml.pand(A, plek()), xml.pand(B, plek(1)), xml.pand(C, plek(2), status="Pand gesloopt")],
            [xml.verblijfsobject(V, NUM, [A, B], plek()[0]), xml.verblijfsobject(W, NUM[:-1] + "9", [B], plek()[0])],
            adressen=adressen_van(),
            in_onderzoek={"PND": [xml.in_onderzoek("PND", A)], "VBO": []},
        )  # fmt: skip

    assert telling(doe().panden) == (3, 0, 0, 0)
    voor = stand()
    uitkomst = doe()
    assert telling(uitkomst.panden) == (0, 0, 0, 3)
    assert telling(uitkomst.adressen) == (0, 0, 0, 2)
    assert uitkomst.gemeenten == []
    assert stand() == voor


def test_nieuwere_levering_werkt_bij_met_geschiedenis(lever: Callable[..., bag.Samenvatting]) -> None:
    lever([xml.pand(A, plek()), xml.pand(B, plek(1))])
    oud = {pand.bag_id: pand for pand in Pand.objects.all()}
    uitkomst = lever([xml.pand(A, plek(), bouwjaar=1990, voorkomen=2), xml.pand(B, plek(1))], peildatum=LATER)
    assert telling(uitkomst.panden) == (0, 1, 0, 1)
    nu = {pand.bag_id: pand for pand in Pand.objects.all()}
    assert (nu[A].id, nu[A].bouwjaar, nu[A].bag_peildatum) == (oud[A].id, 1990, LATER)
    assert nu[A].gewijzigd_op > oud[A].gewijzigd_op
    assert nu[B].gewijzigd_op == oud[B].gewijzigd_op
    assert nu[B].bag_peildatum == LATER, "bevestigd op een nieuwere dag"
    nieuwste, vorige = Pand.history.all()
    assert nieuwste.history_change_reason == "BAG, stand van 8 maart 2021"
    assert (vorige.bag_id, vorige.bouwjaar, nieuwste.bouwjaar) == (A, 1988, 1990)
    veranderd = {wijziging.field for wijziging in nieuwste.diff_against(vorige).changes}
    assert veranderd == {"bouwjaar", "bag_voorkomen", "bag_peildatum"}


def test_oudere_levering_overschrijft_niets(lever: Callable[..., bag.Samenvatting]) -> None:
    lever([xml.pand(A, plek(), bouwjaar=1990)], [xml.verblijfsobject(V, NUM, [A], plek()[0])], peildatum=LATER)
    voor = stand()
    uitkomst = lever(
        [xml.pand(A, plek(), bouwjaar=1980), xml.pand(B, plek(1))],
        [xml.verblijfsobject(V, NUM, [A], plek()[0], oppervlakte=5), xml.verblijfsobject(W, NUM, [B], plek(1)[0])],
    )
    assert telling(uitkomst.panden) == telling(uitkomst.adressen) == (0, 0, 0, 0)
    assert uitkomst.panden.geweigerd == {"het portaal heeft al een nieuwere stand van de BAG": 2}
    assert uitkomst.adressen.geweigerd == {"het portaal heeft al een nieuwere stand van de BAG": 2}
    assert any("nieuwere stand" in regel for regel in uitkomst.regels())
    assert stand() == voor


# --- panden and verblijfsobjecten --------------------------------------------------------------
def test_kantoorruimte_over_meer_panden_telt_eenmaal(lever: Callable[..., bag.Samenvatting]) -> None:
    buiten = "0999100000000001"
    uitkomst = lever(
        [xml.pand(p, plek(n)) for n, p in enumerate((A, B, C, D))] + [xml.pand(buiten, vierkant(10000, 400000))],
        [
            xml.verblijfsobject(V, NUM, [C, A, B], plek()[0], oppervlakte=1000),
            xml.verblijfsobject(W, NUM, [C, buiten], plek(2)[0], oppervlakte=50,
                                doelen=("winkelfunctie", "kantoorfunctie")),
            xml.verblijfsobject(X, NUM, [D], plek(3)[0], doelen=("woonfunctie",)),
            xml.verblijfsobject("0321010000000007", NUM, [D], plek(3)[0], status="Verblijfsobject gevormd"),
            xml.verblijfsobject("0321010000000008", NUM, [D], plek(3)[0], oppervlakte=999999),
        ],
        adressen=adressen_van(),
    )  # fmt: skip
    assert dict(Pand.objects.values_list("bag_id", "go_kantoor_m2")) == {A: 334, B: 333, C: 333 + 50, D: 0}
    assert uitkomst.opmerkingen["adressen in meer dan een pand"] == 1
    assert set(Adres.objects.get(bag_id=V).panden.values_list("bag_id", flat=True)) == {A, B, C}
    assert Adres.objects.get(bag_id="0321010000000008").oppervlakte_m2 is None
    assert Adres.objects.get(bag_id=W).gebruiksdoelen == ["winkelfunctie", "kantoorfunctie"]


def test_verblijfsobject_verhuist_naar_een_ander_pand(lever: Callable[..., bag.Samenvatting]) -> None:
    panden = [xml.pand(A, plek()), xml.pand(B, plek(1))]
    lever(panden, [xml.verblijfsobject(V, NUM, [A], plek()[0])])
    uitkomst = lever(panden, [xml.verblijfsobject(V, NUM, [B], plek()[0])], peildatum=LATER)
    assert telling(uitkomst.panden) == (0, 2, 0, 0)
    assert telling(uitkomst.adressen) == (0, 1, 0, 0)
    assert dict(Pand.objects.values_list("bag_id", "go_kantoor_m2")) == {A: 0, B: 1000}
    assert Adres.objects.get().panden.get().bag_id == B


def test_soorten_na_elkaar(lever: Callable[..., bag.Samenvatting]) -> None:
    """One kind at a time comes to the same as all at once; what a delivery lacks stays as it was."""
    lever([xml.pand(A, plek()), xml.pand(B, plek(1))])
    vbo = [xml.verblijfsobject(V, NUM, [A, B], plek()[0], oppervlakte=301), xml.verblijfsobject(W, NUM, [A], plek()[0])]
    lever(None, vbo, adressen=adressen_van())
    assert dict(Pand.objects.values_list("bag_id", "go_kantoor_m2")) == {A: 1151, B: 150}
    # One verblijfsobject again, without its nummeraanduiding: the other goes on counting.
    uitkomst = lever(None, [xml.verblijfsobject(V, NUM, [A, B], plek()[0], oppervlakte=201)], volledig=False)
    assert dict(Pand.objects.values_list("bag_id", "go_kantoor_m2")) == {A: 1101, B: 100}
    assert telling(uitkomst.panden) == (0, 2, 0, 0)
    assert Adres.objects.get(bag_id=V).zoektekst == "kokermolen 3 3994dg houten"
    assert telling(lever([xml.pand(A, plek()), xml.pand(B, plek(1))], peildatum=LATER).panden) == (0, 0, 0, 2)


def test_in_onderzoek(lever: Callable[..., bag.Samenvatting]) -> None:
    panden = [xml.pand(p, plek(n)) for n, p in enumerate((A, B, C, D))]
    vbo = [xml.verblijfsobject(V, NUM, [A], plek()[0]), xml.verblijfsobject(W, NUM, [A], plek()[0])]
    onderzoek = {
        "PND": [
            xml.in_onderzoek("PND", A),
            xml.in_onderzoek("PND", A, "status", waarde="N"),
            xml.in_onderzoek("PND", B, eind="2020-09-01"),
            xml.in_onderzoek("PND", B, waarde="N", begin="2020-09-01"),
            xml.in_onderzoek("PND", C, niet_bag="2018-01-01"),
            xml.in_onderzoek("PND", D, begin="2020-12-01"),
        ],
        "VBO": [xml.in_onderzoek("VBO", W, "oppervlakte")],
    }
    uitkomst = lever(panden, vbo, in_onderzoek=onderzoek)
    assert list(Pand.objects.filter(in_onderzoek=True).values_list("bag_id", flat=True)) == [A]
    assert list(Adres.objects.filter(in_onderzoek=True).values_list("bag_id", flat=True)) == [W]
    assert uitkomst.opmerkingen["panden in onderzoek"] == 1
    lever(panden, vbo, peildatum=LATER)
    assert Pand.objects.get(bag_id=A).in_onderzoek, "een levering die er niets over zegt, laat het staan"
    lever(panden, vbo, peildatum=LATER, in_onderzoek={"PND": [], "VBO": []})
    assert not Pand.objects.filter(in_onderzoek=True).exists()
    assert not Adres.objects.filter(in_onderzoek=True).exists()


@pytest.mark.parametrize(
    ("bouwjaar", "verwacht"), [(9999, None), ("0005", None), (1000, 1000), (2030, 2030), (2031, None)]
)
def test_bouwjaar_dat_niet_kan_is_onbekend(
    lever: Callable[..., bag.Samenvatting], bouwjaar: int | str, verwacht: int | None
) -> None:
    lever([xml.pand(A, plek(), bouwjaar=bouwjaar)])
    assert Pand.objects.get().bouwjaar == verwacht


def test_wat_onbruikbaar_is_wordt_geweigerd_en_geteld(lever: Callable[..., bag.Samenvatting]) -> None:
    PandFactory(bag_id=C, demo=True)
    AdresFactory(bag_id=X, demo=True)
    uitkomst = lever(
        [
            xml.pand(A, plek()),
            xml.pand("032110000000001X", plek(1)),
            xml.pand(C, plek(2)),
            xml.pand(D, plek(3), status="Pand bestaat misschien"),
            xml.pand("0321100000000010", [(140000, 450000)] * 5),
            xml.pand("0321100000000011", vierkant(10000, 400000)),
        ],
        [
            xml.verblijfsobject(V, NUM, [A], plek()[0]),
            xml.verblijfsobject("ABCDEFGHIJKLMNOP", NUM, [A], plek()[0]),
            xml.verblijfsobject(X, NUM, [A], plek()[0]),
            xml.verblijfsobject(W, NUM, ["0321100000000011"], (10000, 400000)),
        ],
        adressen=adressen_van(huisnummer=123456, postcode="0123AB", huisletter="A"),
    )
    assert uitkomst.panden.geweigerd == {
        "de status is onbekend": 1,
        "er is geen bruikbare omtrek": 1,
        "het BAG-nummer heeft geen 16 cijfers": 1,
        "het nummer is in gebruik door een demogegeven": 1,
        "ligt buiten de gemeenten van het portaal": 1,
    }
    assert uitkomst.adressen.geweigerd == {
        "het BAG-nummer heeft geen 16 cijfers": 1,
        "het nummer is in gebruik door een demogegeven": 1,
        "ligt buiten de gemeenten van het portaal": 1,
    }
    adres = Adres.objects.get(demo=False)
    assert (adres.huisnummer, adres.huisletter, adres.postcode) == (None, "A", "")
    assert Pand.objects.get(demo=False).go_kantoor_m2 == 1000


def test_omtrek_die_zichzelf_kruist_wordt_hersteld(lever: Callable[..., bag.Samenvatting]) -> None:
    strik = [(140000, 450000), (140020, 450020), (140020, 450000), (140000, 450020), (140000, 450000)]
    lever([xml.pand(A, strik)])
    pand = Pand.objects.get()
    assert pand.omtrek is not None
    assert pand.omtrek.valid
    assert pand.omtrek.area == pytest.approx(200)
    voor = stand()
    lever([xml.pand(A, strik)])
    assert stand() == voor


ONDERDEEL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=24)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rijen=st.lists(
        st.tuples(
            st.one_of(st.sampled_from(["Plein 1940", "Burg. Wallerweg", "2e Dr. Kuyperstr", "Weg 1234 ab"]), ONDERDEEL),
            st.integers(1, 99999),
            st.sampled_from(["", "A", "ij"[:1], "Z"]),
            st.sampled_from(["", "1", "ln", "str", "A-2", "bis"]),
            st.sampled_from(["3994DG", "3511AB", ""]),
            st.sampled_from(["Houten", "De Bilt", "'s-Hertogenbosch", "Ee", "st"]),
        ),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_zoektekst_is_die_van_de_adressen(
    lever: Callable[..., bag.Samenvatting], rijen: list[tuple[str, int, str, str, str, str]]
) -> None:
    with transaction.atomic():
        vbo, num, opr, wpl = [], [], [], []
        for n, (straat, nummer, letter, extra, postcode, plaats) in enumerate(rijen):
            vbo.append(xml.verblijfsobject(f"0321010000001{n:03d}", f"0321200000001{n:03d}", [], plek()[0]))
            num.append(
                xml.nummeraanduiding(f"0321200000001{n:03d}", f"0321300000001{n:03d}", nummer, huisletter=letter,
                                     toevoeging=extra, postcode=postcode)
            )  # fmt: skip
            opr.append(xml.openbare_ruimte(f"0321300000001{n:03d}", straat, f"{1000 + n}"))
            wpl.append(xml.woonplaats(f"{1000 + n}", plaats))
        lever(None, vbo, adressen={"NUM": num, "OPR": opr, "WPL": wpl})
        opgeslagen = list(Adres.objects.order_by("bag_id"))
        transaction.set_rollback(True)
    assert len(opgeslagen) == len(rijen)
    for adres in opgeslagen:
        assert adres.zoektekst == zoektekst(adres)


# --- gebieden and figures ----------------------------------------------------------------------
def test_gemeente_en_terrein_volgen_uit_de_plek(lever: Callable[..., bag.Samenvatting]) -> None:
    terrein = TerreinFactory(gemeente_id="GM0344", grens=grens(129900, 449900, 300, 300))
    lever([xml.pand(A, plek()), xml.pand(B, vierkant(130000, 450000))], gemeente=None)
    assert Pand.objects.values_list("gemeente_id", "terrein_id").get(bag_id=A) == ("GM0321", None)
    assert Pand.objects.values_list("gemeente_id", "terrein_id").get(bag_id=B) == ("GM0344", terrein.id)
    uitkomst = lever([xml.pand(A, vierkant(130050, 450000)), xml.pand(B, plek())], gemeente=None, peildatum=LATER)
    assert telling(uitkomst.panden) == (0, 2, 0, 0)
    assert Pand.objects.values_list("gemeente_id", "terrein_id").get(bag_id=A) == ("GM0344", terrein.id)
    assert Pand.objects.values_list("gemeente_id", "terrein_id").get(bag_id=B) == ("GM0321", None)


def test_vraagt_eenmaal_per_gemeente_om_kerncijfers(lever: Callable[..., bag.Samenvatting]) -> None:
    panden = [xml.pand(A, plek()), xml.pand(B, plek(1)), xml.pand(C, vierkant(130000, 450000))]
    vbo = [xml.verblijfsobject(V, NUM, [A], plek()[0]), xml.verblijfsobject(W, NUM, [B], plek(1)[0])]
    uitkomst = lever(panden, vbo, gemeente=None)
    assert uitkomst.gemeenten == ["GM0321"]
    assert list(Herberekening.objects.values_list("gemeente_id", "vanaf", "tot")) == [
        ("GM0321", datetime.date.min, None)
    ]
    # A pand without office space, and one whose change no figure shows.
    anders = [xml.pand(A, plek(3)), panden[1], xml.pand(C, vierkant(130000, 450000), bouwjaar=1900)]
    assert lever(anders, vbo, gemeente=None, peildatum=LATER).gemeenten == []
    WaarnemingFactory(pand=Pand.objects.get(bag_id=C), bron=BronFactory(), ingevoerd_door=GebruikerFactory())
    assert lever(panden, vbo, gemeente=None, peildatum=LATER).gemeenten == ["GM0344"]


def test_alleen_de_gevraagde_gemeente(lever: Callable[..., bag.Samenvatting]) -> None:
    panden = [xml.pand(A, plek()), xml.pand(B, vierkant(130000, 450000))]
    vbo = [xml.verblijfsobject(V, NUM, [A], plek()[0]), xml.verblijfsobject(W, NUM, [B], (130001, 450001))]
    uitkomst = lever(panden, vbo, gemeente=None, alleen=("GM0344",))
    assert Pand.objects.get().bag_id == B
    assert Adres.objects.get().bag_id == W
    assert uitkomst.panden.geweigerd == uitkomst.adressen.geweigerd == {"ligt buiten de gevraagde gemeenten": 1}
    with pytest.raises(BronFout, match=r"kent het portaal niet.*GM9999"):
        lever(panden, alleen=("GM9999",))


def test_zonder_grenzen_eerst_importeer_gebieden(lever: Callable[..., bag.Samenvatting]) -> None:
    Gemeente.objects.update(grens=None)
    with pytest.raises(BronFout, match="importeer_gebieden"):
        lever([xml.pand(A, plek())])


def test_eerste_grote_vulling_laat_indexen_en_sleutels_zoals_ze_waren(
    tmp_path: Path, gebieden: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def schema() -> list[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%(t)s) UNION ALL "
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = ANY(%(t)s::regclass[]) "
                "ORDER BY 1, 2",
                {"t": list(bag.verwerken.DOELTABELLEN)},
            )
            return cursor.fetchall()

    monkeypatch.setattr(bag.verwerken, "VEEL", 10)
    voor = schema()
    levering = xml.schrijf_grote_levering(tmp_path / "groot.zip", 300)
    uitkomst = bag.importeer(levering)
    assert telling(uitkomst.panden) == telling(uitkomst.adressen) == (100, 0, 0, 0)
    assert schema() == voor
    assert AdresPand.objects.count() == 100
    kantoren = Adres.objects.filter(gebruiksdoelen__contains=["kantoorfunctie"])
    som = Pand.objects.aggregate(som=Sum("go_kantoor_m2"))["som"]
    assert som == kantoren.aggregate(som=Sum("oppervlakte_m2"))["som"]
    assert Pand.objects.filter(begin=datetime.date(2010, 1, 1)).count() == 100
    assert telling(bag.importeer(levering).panden) == (0, 0, 0, 100)


def test_veel_bestanden_van_een_soort(gebieden: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "OBJECTEN_PER_BESTAND", 2)
    monkeypatch.setattr(bag.lezen, "BESTANDEN_PER_PORTIE", 3)
    uitkomst = bag.importeer(xml.schrijf_grote_levering(tmp_path / "delen.zip", 60))
    assert telling(uitkomst.panden) == telling(uitkomst.adressen) == (20, 0, 0, 0)


# --- bad input ---------------------------------------------------------------------------------
def maak(pad: Path, **leden: bytes | str) -> Path:
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as zip_:
        for naam, inhoud in leden.items():
            zip_.writestr(naam, inhoud)
    return pad


GOED = xml.bestand("PND", [xml.pand(A, plek()), xml.pand(B, plek(1))])


def _slecht(map_: Path) -> dict[str, Path]:
    """Sources that are no good, by what is wrong with them."""
    (map_ / "leeg.xml").write_bytes(b"")
    (map_ / "leeg.zip").write_bytes(b"")
    (map_ / "map").mkdir()
    (map_ / "brief.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    (map_ / "tekst.txt").write_text("Beste mensen")
    (map_ / "andere.xml").write_text('<?xml version="1.0"?><gml xmlns="http://www.opengis.net/gml"/>')
    (map_ / "half.xml").write_text(GOED[: len(GOED) // 2])
    tussen = GOED.index("</sl:stand>") + len("</sl:stand>")
    (map_ / "tussen.xml").write_text(GOED[:tussen])
    (map_ / "kop.xml").write_text(GOED[: GOED.index("<sl:stand>")])
    (map_ / "stuk.xml").write_text(GOED.replace("</Objecten:Pand>", "</Objecten:Pant>"))
    (map_ / "wgs84.xml").write_text(
        xml.bestand("PND", [xml.pand(A, plek()), xml.pand(B, plek(1), srs="urn:ogc:def:crs:EPSG::4326")])
    )
    (map_ / "zonderring.xml").write_text(GOED.replace("<gml:posList>", "<gml:posList>x", 1))
    (map_ / "openring.xml").write_text(GOED.replace("140000.000 450000.000 0.0</", "140001.000 450001.000 0.0</", 1))
    (map_ / "geendag.xml").write_text(GOED.replace("2020-09-15<", "2020-13-45<"))
    heel = xml.schrijf_levering(map_ / "heel.zip", {"PND": [xml.pand(A, plek())]}).read_bytes()
    (map_ / "afgekapt.zip").write_bytes(heel[: len(heel) // 2])
    (map_ / "verminkt.zip").write_bytes(heel[:300] + bytes(60) + heel[360:])
    (map_ / "geenzip.zip").write_bytes(b"PK\x03\x04" + bytes(500))
    (map_ / "datums").mkdir()
    (map_ / "datums" / "a.xml").write_text(GOED)
    (map_ / "datums" / "b.xml").write_text(xml.bestand("PND", [xml.pand(A, plek())], peildatum=LATER))
    (map_ / "gemengd").mkdir()
    (map_ / "gemengd" / "a.xml").write_text(GOED)
    (map_ / "gemengd" / "b.xml").write_text("<html/>")
    diep = GOED.encode()
    for n in range(6):
        diep = maak(map_ / f"diep{n}.zip", **{f"laag{n}.zip" if n else "pand.xml": diep}).read_bytes()
    wachtwoord = bytearray(maak(map_ / "wachtwoord.zip", **{"pand.xml": GOED}).read_bytes())
    for merk, plaats in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        wachtwoord[wachtwoord.index(merk) + plaats] |= 1
    (map_ / "wachtwoord.zip").write_bytes(wachtwoord)
    num = xml.bestand("NUM", [xml.nummeraanduiding(NUM, OPR, 1)])
    onderzoek = xml.bestand("PND", [xml.in_onderzoek("PND", A)])
    return {
        "bestaat niet": map_ / "weg.zip",
        "leeg bestand": map_ / "leeg.xml",
        "lege zip": map_ / "leeg.zip",
        "lege map": map_ / "map",
        "pdf": map_ / "brief.pdf",
        "tekst": map_ / "tekst.txt",
        "andere xml": map_ / "andere.xml",
        "halve xml": map_ / "half.xml",
        "afgekapt tussen objecten": map_ / "tussen.xml",
        "afgekapt voor de objecten": map_ / "kop.xml",
        "xml stuk": map_ / "stuk.xml",
        "ander stelsel": map_ / "wgs84.xml",
        "geometrie stuk": map_ / "zonderring.xml",
        "ring open": map_ / "openring.xml",
        "geen datum": map_ / "geendag.xml",
        "zip afgekapt": map_ / "afgekapt.zip",
        "zip verminkt": map_ / "verminkt.zip",
        "geen zip": map_ / "geenzip.zip",
        "twee datums": map_ / "datums",
        "vreemd bestand erbij": map_ / "gemengd",
        "zip te diep": map_ / "diep5.zip",
        "wachtwoord": map_ / "wachtwoord.zip",
        "andere zip": maak(map_ / "ander.zip", **{"foto.jpg": b"jpg"}),
        "pad omhoog": maak(map_ / "omhoog.zip", **{"../../pand.xml": GOED}),
        "vast pad": maak(map_ / "vast.zip", **{"/etc/pand.xml": GOED}),
        "alleen adressen": maak(map_ / "num.zip", **{"n.xml": num}),
        "geen objecten": maak(map_ / "geen.zip", **{"p.xml": xml.bestand("PND", [])}),
        "onmogelijke datum": maak(map_ / "waarde.zip", **{"p.xml": GOED.replace("2010-01-01<", "2010-02-31<")}),
        "onderzoek stuk": maak(map_ / "io.zip", **{"p.xml": GOED, "0321IOPND1.xml": onderzoek[:-9]}),
    }


@pytest.mark.django_db(transaction=True)
def test_slechte_bron_geeft_een_regel_en_een_onveranderde_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zet_grenzen()
    bag.importeer(maak(tmp_path / "eerst.zip", **{"p.xml": GOED}))
    voor = stand()
    regels = {}
    for naam, pad in _slecht(tmp_path).items():
        with pytest.raises(CommandError) as fout:
            call_command("importeer_bag", str(pad))
        regels[naam] = str(fout.value)
        assert "\n" not in regels[naam], naam
        assert stand() == voor, naam
    assert "bestaat niet" in regels["bestaat niet"]
    assert all("leeg" in regels[naam] for naam in ("leeg bestand", "lege zip"))
    assert "EPSG::4326" in regels["ander stelsel"]
    assert "wachtwoord" in regels["wachtwoord"]
    assert "onveilige naam" in regels["pad omhoog"]
    assert "verschillende dagen" in regels["twee datums"]
    for naam in ("pdf", "tekst", "andere xml", "andere zip", "lege map", "vreemd bestand erbij"):
        assert "BAG Extract 2.0" in regels[naam], (naam, regels[naam])
    for naam in ("zip afgekapt", "zip verminkt", "geen zip", "afgekapt voor de objecten"):
        assert "beschadigd of niet volledig" in regels[naam], (naam, regels[naam])
    for naam in ("halve xml", "afgekapt tussen objecten", "xml stuk", "geometrie stuk", "ring open"):
        assert "geen geldige XML van de BAG" in regels[naam], (naam, regels[naam])


KLEIN = xml.bestand("PND", [xml.pand(A, plek())]).encode()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    begin=st.integers(0, len(KLEIN)), weg=st.integers(0, 60), erin=st.binary(max_size=60),
    ingepakt=st.sampled_from(["nee", "zip", "verminkte zip"]),
)  # fmt: skip
def test_verminkt_bestand_geeft_een_fout_of_een_heel_pand(
    gebieden: None, tmp_path: Path, begin: int, weg: int, erin: bytes, ingepakt: str
) -> None:
    if ingepakt == "verminkte zip":
        heel = maak(tmp_path / "bron.zip", **{"pand.xml": KLEIN}).read_bytes()
        begin = begin % len(heel)
        pad = tmp_path / "bron.zip"
        pad.write_bytes(heel[:begin] + erin + heel[begin + weg :])
    else:
        inhoud = KLEIN[:begin] + erin + KLEIN[begin + weg :]
        pad = tmp_path / "bron.xml"
        pad.write_bytes(inhoud)
        if ingepakt == "zip":
            pad = maak(tmp_path / "bron.zip", **{"pand.xml": inhoud})
    with transaction.atomic():
        try:
            uitkomst = bag.importeer(pad)
        except BronFout as fout:
            assert str(fout)
            assert "\n" not in str(fout)
            assert not Pand.objects.exists()
        else:
            assert Pand.objects.count() == uitkomst.panden.nieuw <= 1
            assert uitkomst.panden.nieuw + sum(uitkomst.panden.geweigerd.values()) == 1
        transaction.set_rollback(True)


HEEL = {
    "PND": [xml.pand(A, plek())],
    "VBO": [xml.verblijfsobject(V, NUM, [A], plek()[0])],
    **adressen_van(),
}
HEEL_XML = {soort: xml.bestand(soort, objecten).encode() for soort, objecten in HEEL.items()}
WAARDE = re.compile(rb"(?<=>)[^<>\n]+(?=<)")
VREEMD = [
    b"", b"0", b"-1", b"99999999999999", b"nan", b"1e999", b"2020-02-31", b"\x00", b"\xff", b"&x;", b'\\N\t{}"',
    b"x" * 90,
]  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(soort=st.sampled_from(sorted(HEEL_XML)), welke=st.integers(0, 60), vreemd=st.sampled_from(VREEMD))
def test_vreemde_waarde_geeft_een_fout_of_een_goed_resultaat(
    gebieden: None, tmp_path: Path, soort: str, welke: int, vreemd: bytes
) -> None:
    inhoud = HEEL_XML[soort]
    waarden = list(WAARDE.finditer(inhoud))
    begin, eind = waarden[welke % len(waarden)].span()
    bestanden = HEEL_XML | {soort: inhoud[:begin] + vreemd + inhoud[eind:]}
    pad = maak(tmp_path / "bron.zip", **{f"{naam}.xml": tekst for naam, tekst in bestanden.items()})
    with transaction.atomic():
        try:
            uitkomst = bag.importeer(pad)
        except BronFout as fout:
            assert "\n" not in str(fout)
            assert not Pand.objects.exists()
        else:
            for deel, model in ((uitkomst.panden, Pand), (uitkomst.adressen, Adres)):
                assert model.objects.count() == deel.nieuw
                assert deel.nieuw + sum(deel.geweigerd.values()) == 1
            for adres in Adres.objects.all():
                adres.full_clean()
                assert adres.zoektekst == zoektekst(adres)
        transaction.set_rollback(True)


# --- the command -------------------------------------------------------------------------------
def test_opdracht_toont_voortgang_en_samenvatting(
    gebieden: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    levering = xml.schrijf_levering(tmp_path / "levering.zip", {"PND": [xml.pand(A, plek()), xml.pand("x", plek())]})
    call_command("importeer_bag", str(levering), "--gemeente", "GM0321", "--peildatum", "2020-09-01")
    getoond = capsys.readouterr()
    assert "Gelezen: 2 panden (deel 1 van 1)" in getoond.err
    assert "Panden: 1 nieuw, 0 gewijzigd, 0 beëindigd, 0 ongewijzigd, 1 geweigerd." in getoond.out
    assert "geweigerd: het BAG-nummer heeft geen 16 cijfers (1)" in getoond.out
    with pytest.raises(CommandError, match="geen datum"):
        call_command("importeer_bag", str(levering), "--peildatum", "gisteren")


@pytest.mark.django_db(transaction=True)
def test_twee_tegelijk_wachten_op_elkaar(tmp_path: Path) -> None:
    zet_grenzen()
    levering = xml.schrijf_levering(tmp_path / "levering.zip", {"PND": [xml.pand(A, plek()), xml.pand(B, plek(1))]})
    uitkomsten: list[tuple[int, int, int, int]] = []

    def doe() -> None:
        try:
            uitkomsten.append(telling(bag.importeer(levering).panden))
        finally:
            connection.close()

    draden = [threading.Thread(target=doe) for _ in range(2)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(60)
    assert sorted(uitkomsten) == [(0, 0, 0, 2), (2, 0, 0, 0)]
    assert Pand.objects.count() == 2
