"""Percelen from files: Kadaster's own GML, other formats, what changed, and everything that can be wrong."""

from __future__ import annotations

import json
import subprocess
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from akt.fouten import BronFout
from monitoring.models import Gemeente, Pand, Perceel
from monitoring.percelen import importeer_percelen
from tests.factories import GemeenteFactory, PandFactory, vierkant

RD = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}


@pytest.fixture(autouse=True)
def houten(db: None) -> Gemeente:
    return GemeenteFactory(code="GM0321", grens=vierkant(139_000, 449_000, 5_000))


def ring(x: float, y: float, breed: float = 100, hoog: float = 100) -> list[list[float]]:
    return [[x, y], [x + breed, y], [x + breed, y + hoog], [x, y + hoog], [x, y]]


def perceel(nummer: Any, vorm: list[list[float]] | None, sectie: str = "B", **velden: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {
            "akr_kadastrale_gemeente_code_waarde": "HTN00", "sectie": sectie, "perceelnummer": nummer,
            "kadastrale_grootte_waarde": 10_000, **velden,
        },
        "geometry": {"type": "Polygon", "coordinates": [vorm]} if vorm else None,
    }  # fmt: skip


def schrijf(pad: Path, *elementen: dict[str, Any]) -> Path:
    pad.write_text(json.dumps({"type": "FeatureCollection", "crs": RD, "features": list(elementen)}))
    return pad


@pytest.fixture
def twee(tmp_path: Path) -> Path:
    """Two percelen side by side in Houten, and one far away."""
    return schrijf(
        tmp_path / "percelen.geojson", perceel(1, ring(140_000, 450_000)), perceel(2, ring(140_100, 450_000)),
        perceel(3, ring(200_000, 450_000)),
    )  # fmt: skip


def stand() -> list[tuple[Any, ...]]:
    return [(str(p), p.oppervlakte_m2, p.bron, p.grens.wkb, p.pk) for p in Perceel.objects.all()]


# --- Kadaster's own delivery -------------------------------------------------------------------
@pytest.fixture
def ede() -> Gemeente:
    return GemeenteFactory(code="GM0228", naam="Ede", grens=vierkant(181_000, 456_000, 1_000))


def test_voorbeeld_van_het_kadaster(echte_data: Path, ede: Gemeente) -> None:
    bron = echte_data / "brk" / "kadastralekaart-v5-sample.zip"
    pand = PandFactory(gemeente=ede, omtrek=vierkant(181_190, 456_708, 3))
    uitvoer = StringIO()
    call_command("importeer_percelen", str(bron), bron="Kadaster, 2024", stdout=uitvoer, stderr=StringIO())
    assert uitvoer.getvalue().splitlines() == [
        "kadastralekaart-v5-sample.zip: 11 percelen nieuw, 0 gewijzigd, 0 gelijk gebleven, 0 vervallen.",
        "1 pand opnieuw gekoppeld naar ligging.",
    ]
    nummers = [2298, 2299, 2300, 2318, 2320, 2351, 2352, 2353, 2354, 2625, 2626]
    assert [(p.kadastrale_gemeente, p.sectie, p.nummer) for p in Perceel.objects.all()] == [
        ("OTL02", "B", nummer) for nummer in nummers
    ]
    # The border, not the spot of its label; Kadaster's own area agrees with it.
    assert all(p.grens.area == pytest.approx(p.oppervlakte_m2, abs=4) for p in Perceel.objects.all())
    assert sum(p.oppervlakte_m2 for p in Perceel.objects.all()) == 9_616
    assert Perceel.objects.filter(bron="Kadaster, 2024").count() == 11
    pand.refresh_from_db()
    assert str(pand.perceel) == "OTL02 B 2298"

    voor = stand()
    uitkomst = importeer_percelen(bron, herkomst="Kadaster, 2024")
    assert (uitkomst.nieuw, uitkomst.gewijzigd, uitkomst.gelijk, uitkomst.vervallen) == (0, 0, 11, 0)
    assert uitkomst.panden_verplaatst == 0
    assert stand() == voor


def test_de_gml_los_uit_de_zip(echte_data: Path, ede: Gemeente, tmp_path: Path) -> None:
    """The same percelen from the unpacked file, and no file of GDAL's own is left beside it."""
    with zipfile.ZipFile(echte_data / "brk" / "kadastralekaart-v5-sample.zip") as zip_:
        naam = next(naam for naam in zip_.namelist() if naam.endswith("_perceel.gml"))
        bron = tmp_path / "kadastralekaart_perceel.gml"
        bron.write_bytes(zip_.read(naam))
    assert importeer_percelen(bron).nieuw == 11
    assert [pad.name for pad in tmp_path.iterdir()] == [bron.name]


def test_buiten_het_portaal(echte_data: Path) -> None:
    with pytest.raises(BronFout, match=r"Geen van de 11 percelen .* importeer_gebieden"):
        importeer_percelen(echte_data / "brk" / "kadastralekaart-v5-sample.zip")
    assert not Perceel.objects.exists()


# --- other formats, and changes ----------------------------------------------------------------
def test_elk_formaat_geeft_dezelfde_percelen(twee: Path, tmp_path: Path) -> None:
    importeer_percelen(twee)
    verwacht = [(str(p), p.oppervlakte_m2, round(p.grens.area)) for p in Perceel.objects.all()]
    assert verwacht == [("HTN00 B 1", 10_000, 10_000), ("HTN00 B 2", 10_000, 10_000)]
    for naam in ("p.gpkg", "p.gml", "p.fgb"):
        Perceel.objects.all().delete()
        subprocess.run(["ogr2ogr", tmp_path / naam, twee], check=True, capture_output=True)
        uitkomst = importeer_percelen(tmp_path / naam)
        assert (uitkomst.nieuw, uitkomst.elders) == (2, 1), naam
        assert [(str(p), p.oppervlakte_m2, round(p.grens.area)) for p in Perceel.objects.all()] == verwacht, naam


def test_gewijzigd_en_gesplitst(twee: Path, tmp_path: Path) -> None:
    """Perceel 1 gets another area; 2 is split into 4 and 5 and ends; 6 isn't in the file and stays."""
    importeer_percelen(twee, herkomst="x")
    Perceel.objects.create(kadastrale_gemeente="HTN00", sectie="B", nummer=6, grens=vierkant(141_000, 451_000, 50))
    pand = PandFactory(gemeente_id="GM0321", omtrek=vierkant(140_110, 450_010, 20))
    los = PandFactory(gemeente_id="GM0321", omtrek=vierkant(140_010, 450_010, 20))
    importeer_percelen(twee, herkomst="x")
    pand.refresh_from_db()
    assert str(pand.perceel) == "HTN00 B 2"
    later = schrijf(
        tmp_path / "later.geojson", perceel(1, ring(140_000, 450_000), kadastrale_grootte_waarde=9_990),
        perceel(4, ring(140_100, 450_000, 50)), perceel(5, ring(140_150, 450_000, 50)),
    )  # fmt: skip
    uitkomst = importeer_percelen(later, herkomst="x")
    assert (uitkomst.nieuw, uitkomst.gewijzigd, uitkomst.gelijk, uitkomst.vervallen) == (2, 1, 0, 1)
    assert [str(p) for p in Perceel.objects.all()] == ["HTN00 B 1", "HTN00 B 4", "HTN00 B 5", "HTN00 B 6"]
    pand.refresh_from_db()
    los.refresh_from_db()
    assert (str(pand.perceel), str(los.perceel)) == ("HTN00 B 4", "HTN00 B 1")


def test_vervallen_volgens_de_bron_en_behouden_met_een_demopand(twee: Path, tmp_path: Path) -> None:
    importeer_percelen(twee)
    eerste, tweede = Perceel.objects.all()
    demo = PandFactory(gemeente_id="GM0321", perceel=tweede, demo=True)
    later = schrijf(
        tmp_path / "later.geojson", perceel(1, ring(140_000, 450_000), status_historie_waarde="Historisch"),
        perceel(2, None, status_historie_waarde="Vervallen"), perceel(7, ring(140_300, 450_000)),
    )  # fmt: skip
    uitkomst = importeer_percelen(later)
    assert (uitkomst.nieuw, uitkomst.vervallen, uitkomst.behouden) == (1, 1, 1)
    assert [str(p) for p in Perceel.objects.all()] == ["HTN00 B 2", "HTN00 B 7"]
    assert Pand.objects.get(pk=demo.pk).perceel == tweede
    assert any("nog aan een pand" in regel for regel in uitkomst.regels())
    assert eerste.pk not in Perceel.objects.values_list("pk", flat=True)


# --- bad input ---------------------------------------------------------------------------------
def _maak_fout_bestand(soort: str, twee: Path, map_: Path) -> Path:
    goed = ring(140_000, 450_000)
    match soort:
        case "weg":
            return map_ / "weg.gml"
        case "leeg":
            (map_ / "leeg.gml").write_bytes(b"")
            return map_ / "leeg.gml"
        case "tekst":
            (map_ / "brief.txt").write_text("Geachte heer, mevrouw,")
            return map_ / "brief.txt"
        case "zonder sectie":
            element = perceel(1, goed)
            del element["properties"]["sectie"]
            return schrijf(map_ / "a.geojson", element)
        case "andere aanduiding":
            return schrijf(map_ / "a.geojson", perceel(1, goed, sectie="12"))
        case "geen nummer":
            return schrijf(map_ / "a.geojson", perceel("12a", goed))
        case "halverwege kapot":
            return schrijf(map_ / "a.geojson", perceel(8, ring(140_500, 450_000)), perceel(9, None))
        case "geen vlakken":
            return schrijf(map_ / "a.geojson", perceel(1, None))
        case "oppervlakte":
            return schrijf(map_ / "a.geojson", perceel(1, goed, kadastrale_grootte_waarde="veel"))
        case "elders":
            return schrijf(map_ / "a.geojson", perceel(1, ring(5, 52)))
        case "zip zonder percelen":
            with zipfile.ZipFile(map_ / "a.zip", "w") as zip_:
                zip_.writestr("files/kadastralekaart_pand.gml", "<x/>")
            return map_ / "a.zip"
        case _:
            doel = map_ / "half.gpkg"
            subprocess.run(["ogr2ogr", doel, twee], check=True, capture_output=True)
            doel.write_bytes(doel.read_bytes()[: doel.stat().st_size // 2])
            return doel


@pytest.mark.parametrize(
    ("soort", "melding"),
    [
        ("weg", "bestaat niet"),
        ("leeg", "leeg.gml is leeg"),
        ("tekst", "GDAL kan het niet lezen"),
        ("zonder sectie", "geen veld met sectie"),
        ("andere aanduiding", "geen geldige kadastrale aanduiding"),
        ("geen nummer", "geen geldig perceelnummer"),
        ("halverwege kapot", "HTN00 B 9 heeft in a.geojson geen vlak"),
        ("geen vlakken", "staan geen vlakken"),
        ("oppervlakte", "'veel' als oppervlakte"),
        ("elders", "niet in Nederland"),
        ("zip zonder percelen", "geen bestand met grenzen"),
        ("afgekapt", "half.gpkg"),
    ],
)
def test_slechte_invoer_is_een_duidelijke_regel_en_verandert_niets(
    twee: Path, tmp_path: Path, soort: str, melding: str, caplog: pytest.LogCaptureFixture
) -> None:
    importeer_percelen(twee)
    voor = stand()
    bron = _maak_fout_bestand(soort, twee, tmp_path)
    with pytest.raises(CommandError) as fout:
        call_command("importeer_percelen", str(bron), stdout=StringIO(), stderr=StringIO())
    assert melding in str(fout.value)
    assert "\n" not in str(fout.value)
    assert fout.value.returncode == 1
    assert stand() == voor
    assert caplog.records == []


def test_afgekapte_gml_van_het_kadaster(echte_data: Path, ede: Gemeente, tmp_path: Path) -> None:
    with zipfile.ZipFile(echte_data / "brk" / "kadastralekaart-v5-sample.zip") as zip_:
        inhoud = zip_.read("files/kadastralekaart_perceel.gml")
    bron = tmp_path / "kadastralekaart_perceel.gml"
    bron.write_bytes(inhoud[: len(inhoud) * 2 // 3])
    with pytest.raises(BronFout, match="GDAL kan het niet lezen"):
        importeer_percelen(bron)
    assert not Perceel.objects.exists()


def test_te_lange_bronnaam(twee: Path) -> None:
    with pytest.raises(BronFout, match="langer dan 120 tekens"):
        importeer_percelen(twee, herkomst="x" * 121)
