"""Vector tiles: what is in them and for whom, that neighbours agree, and that they stay small and fresh."""

from __future__ import annotations

import datetime
import math

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from monitoring import tegels
from monitoring.kerncijfers import herbouw
from monitoring.models import Kerncijfer, Pand, Perceel
from monitoring.publicaties import publiceer
from monitoring.tegels import KLASSEN_PAND, Tegel
from monitoring.vastleggen import trek_in
from tests.factories import PandFactory, WaarnemingFactory, loods_van, vierkant
from tests.mvt import lees_mvt
from tests.wereld import Wereld, maak_wereld


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


def tegel_bij(x: float, y: float, z: int) -> Tegel:
    """The tile that holds a place in RD New."""
    plek = Point(x, y, srid=28992)
    plek.transform(4326)
    lat = math.radians(plek.y)
    deel = (1 - math.asinh(math.tan(lat)) / math.pi) / 2
    return Tegel(z, int((plek.x + 180) / 360 * 2**z), int(deel * 2**z))


def haal(client: Client, laag: str, tegel: Tegel, **vraag: str) -> dict[str, list[dict]]:
    antwoord = client.get(f"/tegels/{laag}/{tegel.z}/{tegel.x}/{tegel.y}.mvt", vraag)
    assert antwoord.status_code == 200
    assert antwoord["Content-Type"] == "application/vnd.mapbox-vector-tile"
    return lees_mvt(antwoord.content, tegel.z, tegel.x, tegel.y)


def tel(features: list[dict]) -> int:
    return sum(feature["properties"]["n"] for feature in features)


# --- panden ------------------------------------------------------------------------------------
@pytest.mark.parametrize("z", [8, 12, 13, 14, 16])
def test_elke_schaal_heeft_alle_panden(wereld: Wereld, client: Client, z: int) -> None:
    """Six panden of Houten, as one dot, as dots, or as footprints of forty by forty metres."""
    client.force_login(wereld.gebruikers["loods"])
    features = haal(client, "panden", tegel_bij(140_190, 450_020, z))["panden"]
    assert tel(features) == 6
    if z == 8:
        (groep,) = features
        # 1,200 of 13,500 m² is vacant: 1 to 25%.
        assert (groep["geometry"]["type"], groep["properties"]["klasse"]) == ("Point", 1)
        assert "bag" not in groep["properties"]
        plek = Point(*groep["geometry"]["coordinates"], srid=3857)
        plek.transform(28992)
        assert plek.distance(Point(140_170, 450_020, srid=28992)) < 100
    if z >= 13:
        per_pand = {feature["properties"]["bag"]: feature for feature in features}
        assert set(per_pand) == {pand.bag_id for pand in wereld.panden}
        klassen = {pand.bag_id: per_pand[pand.bag_id]["properties"]["klasse"] for pand in wereld.panden}
        # 400 m² of 1,000, 2,000 and 3,000; the others have none.
        assert [klassen[pand.bag_id] for pand in wereld.panden] == [2, 0, 1, 0, 1, 0]
        assert {feature["geometry"]["type"] for feature in features} == {"Point" if z == 13 else "Polygon"}


def test_klassen_zijn_die_van_de_legenda(wereld: Wereld, client: Client) -> None:
    """On a bound a pand falls in the higher class, as in the list; without waarneming it has none."""
    panden = [PandFactory(gemeente=wereld.houten, omtrek=vierkant(144_000 + 60 * i, 447_000)) for i in range(6)]
    for pand, leeg in zip(panden, (0, 10, 250, 500, 750), strict=False):
        WaarnemingFactory(pand=pand, voorraad_m2=1000, leegstand_m2=leeg)
    client.force_login(wereld.gebruikers["coach"])
    klassen = {}
    for x in (144_000, 144_300):  # the seam between two tiles may run between them
        for feature in haal(client, "panden", tegel_bij(x, 447_020, 14))["panden"]:
            klassen[feature["properties"]["bag"]] = feature["properties"].get("klasse")
    assert len(klassen) == 6
    assert [klassen.get(pand.bag_id) for pand in panden] == [*range(len(KLASSEN_PAND) + 1), None]


def test_wie_ziet_welke_panden(wereld: Wereld, client: Client) -> None:
    """A tile over both gemeenten: the loods sees its own, the coach all; a market party and a stranger nothing."""
    tegel = tegel_bij(135_000, 450_000, 8)
    for rol, aantal in (("loods", 6), ("coach", 10), ("beheerder", 10)):
        client.force_login(wereld.gebruikers[rol])
        assert tel(haal(client, "panden", tegel)["panden"]) == aantal, rol
    adres = f"/tegels/panden/{tegel.z}/{tegel.x}/{tegel.y}.mvt"
    client.force_login(wereld.gebruikers["marktpartij"])
    assert client.get(adres).status_code == 403
    client.logout()
    assert client.get(adres).status_code == 302
    client.force_login(loods_van(wereld.utrecht))
    assert tel(haal(client, "panden", tegel)["panden"]) == 4


def test_filters_zijn_die_van_de_lijst(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    tegel = tegel_bij(135_000, 450_000, 8)
    for vraag in ({"gemeente": "GM0344"}, {"leegstand": "nee"}, {"q": "kokermolen"}, {"bouwperiode": "2000-2009"}):
        gevonden = client.get("/panden/", vraag).context["table"].paginator.count
        assert tel(haal(client, "panden", tegel, **vraag).get("panden", [])) == gevonden, vraag
    # What the list refuses, the map doesn't show either.
    assert haal(client, "panden", tegel, grootte="onzin") == {}


def test_buren_zijn_het_eens_en_laten_niets_weg(wereld: Wereld) -> None:
    """A pand on the seam is in both tiles at the same place; each pand is in the tile that it lies in."""
    for i in range(400):
        PandFactory(gemeente=wereld.houten, omtrek=vierkant(138_500 + 300 * (i % 20), 446_500 + 300 * (i // 20), 20))
    alle = Pand.objects.bestaand().kantoren().filter(gemeente=wereld.houten)
    for z in (11, 13):
        hoek, overhoek = tegel_bij(138_000, 453_000, z), tegel_bij(145_000, 446_000, z)
        # Dots of each tile that lie in the tile itself, by place; those around it must be known to the neighbour.
        eigen: dict[tuple[int, int], int] = {}
        buiten: dict[tuple[int, int], int] = {}
        zijde = 2 * math.pi * 6378137 / 2**z
        for x in range(hoek.x - 1, overhoek.x + 2):
            for y in range(hoek.y - 1, overhoek.y + 2):
                inhoud = tegels.teken_panden(Tegel(z, x, y), alle)
                for feature in lees_mvt(inhoud, z, x, y).get("panden", []):
                    px, py = feature["geometry"]["coordinates"]
                    kolom, rij = (px + math.pi * 6378137) / zijde, (math.pi * 6378137 - py) / zijde
                    plek = (round(px / zijde * 4096), round(py / zijde * 4096))
                    doel = eigen if (math.floor(kolom), math.floor(rij)) == (x, y) else buiten
                    doel[plek] = feature["properties"]["n"]
        assert sum(eigen.values()) == alle.count()
        bekend = {(px + dx, py + dy): n for (px, py), n in eigen.items() for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
        assert all(bekend.get(plek) == n for plek, n in buiten.items())
        assert buiten


def test_een_tegel_blijft_klein_hoeveel_panden_er_ook_zijn(wereld: Wereld) -> None:
    """Three thousand panden in a few kilometres."""
    Pand.objects.bulk_create(
        Pand(bag_id=f"0321100{i + 900_000:09d}", gemeente=wereld.houten, go_kantoor_m2=900,
             omtrek=vierkant(139_000 + 80 * (i % 60), 447_000 + 80 * (i // 60), 30)) for i in range(3000)
    )  # fmt: skip
    for z in (6, 8, 10, 12):
        inhoud = tegels.teken_panden(tegel_bij(141_000, 449_000, z), Pand.objects.all())
        assert 0 < len(inhoud) < 20_000, z


def test_wat_verandert_staat_meteen_op_de_kaart(wereld: Wereld, client: Client) -> None:
    """The tile is kept, and made anew after a waarneming, a withdrawal, and a change of the pand itself."""
    loods = wereld.gebruikers["loods"]
    client.force_login(loods)
    tegel = tegel_bij(140_190, 450_020, 14)

    def klasse() -> int:
        features = haal(client, "panden", tegel)["panden"]
        return next(f["properties"]["klasse"] for f in features if f["properties"]["bag"] == wereld.pand.bag_id)

    assert klasse() == 2
    nieuw = WaarnemingFactory(
        pand=wereld.pand, peildatum=datetime.date(2025, 6, 1), voorraad_m2=1000, leegstand_m2=1000
    )
    assert klasse() == 4
    trek_in(nieuw, loods, "Verkeerd pand")
    assert klasse() == 2
    wereld.pand.einde = datetime.date(2025, 7, 1)
    wereld.pand.save()
    assert tel(haal(client, "panden", tegel)["panden"]) == 5


def test_bewaren_en_query_s(
    wereld: Wereld, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """The second request is answered from the cache, and costs no drawing; an unchanged tile isn't sent again."""
    client.force_login(wereld.gebruikers["loods"])
    tegel = tegel_bij(140_190, 450_020, 14)
    adres = f"/tegels/panden/{tegel.z}/{tegel.x}/{tegel.y}.mvt"
    eerste = client.get(adres)
    assert eerste["Cache-Control"] == "private, no-cache"
    assert "Cookie" in eerste["Vary"]
    with django_assert_max_num_queries(5) as vragen:  # session, user, rights, gemeenten, version
        zelfde = client.get(adres, headers={"If-None-Match": eerste["ETag"]})
    assert not any("ST_AsMVT" in vraag["sql"] for vraag in vragen)
    assert (zelfde.status_code, zelfde.content) == (304, b"")
    assert zelfde["Cache-Control"] == "private, no-cache"
    # Another user's tile is another's: nothing is shared between scopes.
    client.force_login(wereld.gebruikers["coach"])
    assert client.get(adres, headers={"If-None-Match": eerste["ETag"]}).status_code == 304
    overzicht = tegel_bij(135_000, 450_000, 8)
    breed = f"/tegels/panden/{overzicht.z}/{overzicht.x}/{overzicht.y}.mvt"
    van_coach = client.get(breed)["ETag"]
    client.force_login(wereld.gebruikers["loods"])
    assert client.get(breed, headers={"If-None-Match": van_coach}).status_code == 200


# --- open layers -------------------------------------------------------------------------------
def test_gemeenten_en_terreinen_met_hun_open_klasse(wereld: Wereld, client: Client) -> None:
    lagen = haal(client, "gemeenten", tegel_bij(141_000, 449_000, 9))
    klassen = {f["properties"]["naam"]: f["properties"].get("klasse") for f in lagen["gemeenten"]}
    laatste = Kerncijfer.objects.van("gemeente", "GM0321").totalen().latest("peildatum")
    assert laatste.leegstandspercentage is not None
    assert klassen["Houten"] == sum(laatste.leegstandspercentage >= grens for grens in (5, 10, 15, 20))
    assert {f["properties"]["naam"] for f in lagen["namen"]} == {"Houten", "Utrecht"}
    (terrein,) = haal(client, "terreinen", tegel_bij(140_300, 450_300, 13))["terreinen"]
    assert (terrein["properties"]["code"], terrein["properties"]["naam"]) == ("HET-RONDEEL", "Het Rondeel")


def test_terrein_met_te_weinig_panden_heeft_geen_klasse(wereld: Wereld, client: Client) -> None:
    """What the open page of a terrein doesn't tell, its tile doesn't either."""

    def klasse() -> int | None:
        tegels.cache.clear()
        (terrein,) = haal(client, "terreinen", tegel_bij(140_300, 450_300, 13))["terreinen"]
        return terrein["properties"].get("klasse")

    Kerncijfer.objects.filter(niveau="terrein").update(openbaar=True)
    assert klasse() is not None
    Kerncijfer.objects.filter(niveau="terrein").update(openbaar=False)
    assert klasse() is None


def test_open_klassen_komen_uit_de_publicatie(wereld: Wereld, client: Client) -> None:
    """Once something is published, the open tiles show that and not what came in since, whoever asks."""

    def klasse() -> int | None:
        tegels.cache.clear()
        lagen = haal(client, "gemeenten", tegel_bij(141_000, 449_000, 9))
        return next(f["properties"].get("klasse") for f in lagen["gemeenten"] if f["properties"]["naam"] == "Houten")

    voor = klasse()
    peildatum = Kerncijfer.objects.laatste_peildatum()
    publiceer("Eerste publicatie", wereld.gebruikers["beheerder"])
    for pand in wereld.panden:
        WaarnemingFactory(pand=pand, peildatum=peildatum, voorraad_m2=5_000, leegstand_m2=4_000)
    herbouw()
    assert Kerncijfer.objects.van("gemeente", "GM0321").totalen().latest("peildatum").leegstand_m2 > 20_000
    client.force_login(wereld.gebruikers["coach"])
    assert klasse() == voor != 4


def test_percelen_alleen_van_dichtbij(wereld: Wereld, client: Client) -> None:
    Perceel.objects.create(
        kadastrale_gemeente="HTN00", sectie="B", nummer=7, oppervlakte_m2=2500, grens=vierkant(140_000, 450_000, 50)
    )
    (perceel,) = haal(client, "percelen", tegel_bij(140_010, 450_010, 15))["percelen"]
    assert (perceel["properties"]["naam"], perceel["properties"]["oppervlakte_m2"]) == ("HTN00 B 7", 2500)
    assert haal(client, "percelen", tegel_bij(140_010, 450_010, 13)) == {}


def test_open_tegel_mag_een_proxy_bewaren(wereld: Wereld, client: Client) -> None:
    tegel = tegel_bij(141_000, 449_000, 9)
    antwoord = client.get(f"/tegels/gemeenten/{tegel.z}/{tegel.x}/{tegel.y}.mvt")
    assert antwoord["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in antwoord.get("Vary", "")


# --- the grid ----------------------------------------------------------------------------------
@pytest.mark.parametrize("plek", ["4/8/5", "19/1/1", "8/256/85", "8/132/256", "30/1/1"])
def test_een_tegel_die_er_niet_is(wereld: Wereld, client: Client, plek: str) -> None:
    client.force_login(wereld.gebruikers["coach"])
    for laag in ("panden", "terreinen"):
        assert client.get(f"/tegels/{laag}/{plek}.mvt").status_code == 404


@pytest.mark.parametrize("plek", ["8/-1/85", "a/1/1", "8/1.5/85"])
def test_geen_getal(wereld: Wereld, client: Client, plek: str) -> None:
    assert client.get(f"/tegels/terreinen/{plek}.mvt").status_code == 404


def test_onbekende_laag_en_ver_weg(wereld: Wereld, client: Client) -> None:
    assert client.get("/tegels/geheim/8/131/84.mvt").status_code == 404
    # The other side of the world exists, and is empty.
    for z, x, y in ((5, 0, 0), (18, 0, 262_143), (10, 1023, 0), (6, 33, 21)):
        antwoord = client.get(f"/tegels/terreinen/{z}/{x}/{y}.mvt")
        assert antwoord.status_code == 200
