"""Borders of gemeenten from files: every format, real CBS borders, and everything that can be wrong with a file."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command

from akt.fouten import BronFout
from monitoring.grenzen import importeer_grenzen
from monitoring.models import Gemeente, Herberekening, Pand, Terrein
from tests.factories import PandFactory, TerreinFactory, WaarnemingFactory, vierkant

# Lon/lat squares that lie about where the two gemeenten lie.
HOUTEN = [[5.14, 52.01], [5.20, 52.01], [5.20, 52.05], [5.14, 52.05], [5.14, 52.01]]
UTRECHT = [[5.05, 52.06], [5.15, 52.06], [5.15, 52.13], [5.05, 52.13], [5.05, 52.06]]

pytestmark = pytest.mark.usefixtures("stamgegevens")


def vlak(code: Any, ring: list[list[float]], naam: str = "", **velden: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"statcode": code, "statnaam": naam, **velden},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def schrijf(pad: Path, *elementen: dict[str, Any], **meer: Any) -> Path:
    pad.write_text(json.dumps({"type": "FeatureCollection", "features": list(elementen), **meer}))
    return pad


@pytest.fixture
def geojson(tmp_path: Path) -> Path:
    return schrijf(
        tmp_path / "grenzen.geojson", vlak("GM0321", HOUTEN, "Houten"), vlak("GM0344", UTRECHT, "Utrecht"),
        vlak("GM0014", [[6.5, 53.2], [6.6, 53.2], [6.6, 53.3], [6.5, 53.2]], "Groningen"),
    )  # fmt: skip


def zet_om(bron: Path, doel: Path, *opties: str) -> Path:
    """The same borders in another format, made by GDAL's own tool."""
    subprocess.run(["ogr2ogr", *opties, doel, bron], check=True, capture_output=True)
    return doel


def grens_van(code: str) -> Any:
    return Gemeente.objects.get(code=code).grens


def stand() -> list[tuple[Any, ...]]:
    """All that an import may change."""
    return [
        (gemeente.code, gemeente.naam, gemeente.grens.wkb if gemeente.grens else None, gemeente.grens_bron,
         gemeente.grens_schematisch, gemeente.gewijzigd_op)
        for gemeente in Gemeente.objects.order_by("code")
    ]  # fmt: skip


# --- the real borders --------------------------------------------------------------------------
def test_cbs_2022(echte_data: Path) -> None:
    uitvoer = StringIO()
    bron = echte_data / "cbs-gemeenten-2022.geojson"
    call_command("importeer_gebieden", str(bron), bron="CBS, 2022", stdout=uitvoer)
    assert uitvoer.getvalue().splitlines() == [
        "cbs-gemeenten-2022.geojson: 26 grenzen nieuw, 0 gewijzigd, 0 gelijk gebleven.",
        "319 gemeenten overgeslagen: niet bekend in het portaal.",
    ]
    gemeenten = Gemeente.objects.huidig()
    assert gemeenten.count() == 26
    assert not gemeenten.exclude(grens_bron="CBS, 2022", grens_schematisch=False, grens__isvalid=True).exists()
    # Axis order: Houten lies where Houten is, with its centre inside and Utrecht's outside.
    xmin, ymin, xmax, ymax = grens_van("GM0321").extent
    assert (
        136_000 < xmin < 138_000 and 146_000 < xmax < 148_000 and 441_000 < ymin < 442_000 and 451_500 < ymax < 453_000
    )
    assert grens_van("GM0321").contains(Point(140_000, 449_000, srid=28992))
    assert grens_van("GM0344").contains(Point(136_800, 455_900, srid=28992))
    # Areas are known: the provincie measures some 1,560 km² with its water.
    assert sum(gemeente.grens.area for gemeente in gemeenten) / 1e6 == pytest.approx(1_530, abs=50)
    assert Gemeente.objects.get(code="GM0620").grens is None

    voor = stand()
    uitkomst = importeer_grenzen(bron, herkomst="CBS, 2022")
    assert (uitkomst.nieuw, uitkomst.gewijzigd, uitkomst.gelijk, uitkomst.onbekend) == (0, 0, 26, 319)
    assert (uitkomst.zonder_grens, uitkomst.andere_namen, uitkomst.zonder_code) == ([], [], 0)
    assert stand() == voor


def test_stamgegevens_kloppen_met_de_indeling_van_het_cbs(echte_data: Path) -> None:
    """Code, name, first and last day of every gemeente the provincie has had since 1996."""
    with (echte_data / "gemeentelijke-indeling.csv").open(encoding="utf-8-sig", newline="") as bestand:
        cbs = {
            (f"GM{rij['gemeentecode']}", rij["gemeentenaam"].replace("-", " "), rij["begindatum"], rij["einddatum"])
            for rij in csv.DictReader(bestand, delimiter=";")
            if rij["provincienaam"] == "Utrecht"
        }
    eigen = {
        (gemeente.code, gemeente.naam.replace("-", " "), str(gemeente.begin), str(gemeente.einde or ""))
        for gemeente in Gemeente.objects.all()
    }
    assert eigen == cbs
    # Loosdrecht went to Noord-Holland; all others that ended live on in a gemeente that began no later than that day.
    opgegaan = Gemeente.objects.filter(einde__isnull=False).select_related("opgegaan_in")
    assert [gemeente.naam for gemeente in opgegaan if gemeente.opgegaan_in is None] == ["Loosdrecht"]
    assert all(gemeente.opgegaan_in.begin <= gemeente.einde for gemeente in opgegaan if gemeente.opgegaan_in)


# --- formats -----------------------------------------------------------------------------------
@pytest.mark.parametrize("crs", ["EPSG:28992", "EPSG:4258", "EPSG:25831", "EPSG:3857"])
def test_elk_formaat_en_stelsel_geeft_dezelfde_grens(geojson: Path, tmp_path: Path, crs: str) -> None:
    importeer_grenzen(geojson)
    verwacht = grens_van("GM0321")
    for naam in ("b.gpkg", "b.gml", "b.fgb", "b.shp"):
        Gemeente.objects.update(grens=None)
        uitkomst = importeer_grenzen(zet_om(geojson, tmp_path / naam, "-t_srs", crs), herkomst="x")
        assert (uitkomst.nieuw, uitkomst.onbekend) == (2, 1), naam
        assert grens_van("GM0321").sym_difference(verwacht).area < 0.001 * verwacht.area, naam
        assert grens_van("GM0321").geom_type == "MultiPolygon"


def test_zip_van_een_shape(geojson: Path, tmp_path: Path) -> None:
    map_ = tmp_path / "levering"
    map_.mkdir()
    zet_om(geojson, map_ / "gemeenten.shp")
    shutil.make_archive(str(tmp_path / "levering"), "zip", tmp_path, "levering")
    assert importeer_grenzen(tmp_path / "levering.zip").nieuw == 2
    assert Gemeente.objects.get(code="GM0321").grens_bron == "levering.zip"


def test_kiest_de_laag_van_de_gemeenten(geojson: Path, tmp_path: Path) -> None:
    """CBS delivers buurten beside gemeenten, with the gemeente's code on each."""
    doel = zet_om(geojson, tmp_path / "wijkenbuurten.gpkg", "-nln", "gemeenten")
    buurt = schrijf(tmp_path / "buurt.geojson", vlak("GM0321", UTRECHT))
    zet_om(buurt, doel, "-update", "-nln", "buurten")
    importeer_grenzen(doel)
    assert grens_van("GM0321").contains(Point(140_000, 449_000, srid=28992))
    importeer_grenzen(doel, laag="buurten")
    assert not grens_van("GM0321").contains(Point(140_000, 449_000, srid=28992))
    with pytest.raises(BronFout, match=r"heeft geen laag 'wijken'\. Wel: gemeenten, buurten"):
        importeer_grenzen(doel, laag="wijken")


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [("GM_CODE", "GM0321"), ("gemeentecode", "0321"), ("Code", 321), ("identificatie", "gm0321"), ("zomaar", "GM0321")],
)
def test_vindt_het_codeveld(tmp_path: Path, veld: str, waarde: Any) -> None:
    element = vlak("x", HOUTEN)
    element["properties"] = {"id": 1, veld: waarde, "jrstatcode": "2022GM0321"}
    assert importeer_grenzen(schrijf(tmp_path / "a.geojson", element)).nieuw == 1
    assert grens_van("GM0321") is not None


def test_codeveld_en_naamveld_op_verzoek(tmp_path: Path) -> None:
    bron = schrijf(tmp_path / "a.geojson", vlak("GM0344", HOUTEN, "Utrecht", nummer=321, plaats="Houtem"))
    uitkomst = importeer_grenzen(bron, codeveld="nummer", naamveld="plaats")
    assert grens_van("GM0344") is None
    assert uitkomst.andere_namen == ["GM0321 heet 'Houtem' in de bron en 'Houten' in het portaal"]
    assert Gemeente.objects.get(code="GM0321").naam == "Houten"
    with pytest.raises(BronFout, match="geen veld 'weg'"):
        importeer_grenzen(bron, codeveld="weg")
    with pytest.raises(BronFout, match=r"geen veld 'weg'\. Wel: statcode"):
        importeer_grenzen(bron, naamveld="weg")


def test_kapotte_vlakken_worden_geldig_en_delen_een_geheel(tmp_path: Path) -> None:
    """A bow tie, and a second part of the same gemeente."""
    strik = [[5.14, 52.01], [5.20, 52.05], [5.20, 52.01], [5.14, 52.05], [5.14, 52.01]]
    ernaast = [[5.20, 52.01], [5.22, 52.01], [5.22, 52.05], [5.20, 52.05], [5.20, 52.01]]
    bron = schrijf(tmp_path / "a.geojson", vlak("GM0321", strik), vlak("GM0321", ernaast))
    assert importeer_grenzen(bron).nieuw == 1
    grens = grens_van("GM0321")
    assert grens.valid and grens.geom_type == "MultiPolygon"
    assert grens.contains(Point(142_900, 449_400, srid=28992))


# --- what hangs on it --------------------------------------------------------------------------
def test_echte_grens_vervangt_de_schematische_en_alles_blijft_hangen(geojson: Path) -> None:
    houten = Gemeente.objects.get(code="GM0321")
    houten.grens, houten.grens_schematisch, houten.grens_bron = vierkant(130_000, 440_000, 9000), True, "Schema"
    houten.save()
    terrein = TerreinFactory(gemeente=houten)
    pand = PandFactory(gemeente=houten, terrein=terrein)
    waarneming = WaarnemingFactory(pand=pand)
    uitkomst = importeer_grenzen(geojson, herkomst="CBS, 2022")
    houten.refresh_from_db()
    assert (houten.grens_schematisch, houten.grens_bron) == (False, "CBS, 2022")
    assert uitkomst.nieuw == 2
    assert (
        len(uitkomst.zonder_grens) == 24 and "Zeist" in uitkomst.zonder_grens and "Vianen" not in uitkomst.zonder_grens
    )
    assert Terrein.objects.get().gemeente == houten
    assert Pand.objects.get().gemeente == houten
    assert waarneming.pand == pand and pand.waarnemingen.count() == 1


def test_panden_volgen_hun_ligging(geojson: Path) -> None:
    """A pand that was put in the wrong gemeente moves, and both gemeenten get new kerncijfers."""
    pand = PandFactory(gemeente_id="GM0344", omtrek=vierkant(140_000, 449_000))
    demo = PandFactory(gemeente_id="GM0344", omtrek=vierkant(140_100, 449_000), demo=True)
    uitvoer = StringIO()
    call_command("importeer_gebieden", str(geojson), stdout=uitvoer)
    assert "1 pand aan een andere gemeente of een ander terrein gekoppeld." in uitvoer.getvalue()
    pand.refresh_from_db()
    demo.refresh_from_db()
    assert (pand.gemeente_id, demo.gemeente_id) == ("GM0321", "GM0344")
    assert {"GM0321", "GM0344"} <= set(Herberekening.objects.values_list("gemeente_id", flat=True))


def test_nieuwere_grens_telt_als_gewijzigd(geojson: Path, tmp_path: Path) -> None:
    importeer_grenzen(geojson, herkomst="CBS")
    groter = [[5.14, 52.01], [5.21, 52.01], [5.21, 52.05], [5.14, 52.05], [5.14, 52.01]]
    bron = schrijf(tmp_path / "b.geojson", vlak("GM0321", groter), vlak("GM0344", UTRECHT))
    uitkomst = importeer_grenzen(bron, herkomst="CBS")
    assert (uitkomst.nieuw, uitkomst.gewijzigd, uitkomst.gelijk) == (0, 1, 1)


# --- bad input ---------------------------------------------------------------------------------
def _afgekapt(bron: Path) -> None:
    bron.write_bytes(bron.read_bytes()[: bron.stat().st_size * 2 // 3])


def _maak_fout_bestand(soort: str, geojson: Path, map_: Path) -> Path:
    elders = [[105.0, 52.0], [105.1, 52.0], [105.1, 52.1], [105.0, 52.0]]
    match soort:
        case "weg":
            return map_ / "weg.geojson"
        case "leeg":
            (map_ / "leeg.geojson").write_bytes(b"")
            return map_ / "leeg.geojson"
        case "tekst":
            (map_ / "brief.txt").write_text("Geachte heer, mevrouw,")
            return map_ / "brief.txt"
        case "zonder elementen":
            return schrijf(map_ / "kaal.geojson")
        case "punten":
            punt = {"type": "Point", "coordinates": HOUTEN[0]}
            return schrijf(map_ / "punten.geojson", vlak("GM0321", HOUTEN) | {"geometry": punt})
        case "zonder codes":
            return schrijf(map_ / "codeloos.geojson", vlak("Houten", HOUTEN, id=321))
        case "elders":
            return schrijf(map_ / "elders.geojson", vlak("GM0321", HOUTEN), vlak("GM0344", elders))
        case "verkeerd stelsel":
            # Longitudes and latitudes that claim to be metres in RD New.
            crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
            return schrijf(map_ / "fout.geojson", vlak("GM0321", HOUTEN), crs=crs)
        case "omgewisseld":
            return schrijf(map_ / "latlon.geojson", vlak("GM0321", [[lat, lon] for lon, lat in HOUTEN]))
        case "zonder stelsel":
            zet_om(geojson, map_ / "a.shp")
            (map_ / "a.prj").unlink()
            return map_ / "a.shp"
        case "onbekende gemeenten":
            return schrijf(map_ / "ver.geojson", vlak("GM0014", UTRECHT), vlak("GM0034", HOUTEN))
        case "lege zip":
            with zipfile.ZipFile(map_ / "leeg.zip", "w") as zip_:
                zip_.writestr("lees-mij.txt", "niets")
            return map_ / "leeg.zip"
        case "twee in een zip":
            with zipfile.ZipFile(map_ / "twee.zip", "w") as zip_:
                zip_.write(geojson, "a.geojson")
                zip_.write(geojson, "b.geojson")
            return map_ / "twee.zip"
        case "afgekapte zip":
            with zipfile.ZipFile(map_ / "half.zip", "w") as zip_:
                zip_.write(geojson, "a.geojson")
            _afgekapt(map_ / "half.zip")
            return map_ / "half.zip"
        case _:
            doel = map_ / f"half.{soort.removeprefix('afgekapte ')}"
            if doel.suffix == ".geojson":
                shutil.copy(geojson, doel)
            else:
                zet_om(geojson, doel)
            _afgekapt(doel)
            return doel


@pytest.mark.parametrize(
    ("soort", "melding"),
    [
        ("weg", "bestaat niet"),
        ("leeg", "leeg.geojson is leeg"),
        ("tekst", "GDAL kan het niet lezen"),
        ("zonder elementen", "staan geen vlakken"),
        ("punten", "staan geen vlakken"),
        ("zonder codes", "geen veld met gemeentecodes"),
        ("elders", "GM0344 ligt in elders.geojson niet in Nederland"),
        ("verkeerd stelsel", "niet in Nederland"),
        ("omgewisseld", "niet in Nederland"),
        ("zonder stelsel", "coördinatenstelsel"),
        ("onbekende gemeenten", "kent geen van de 2 gemeenten"),
        ("lege zip", "geen bestand met grenzen"),
        ("twee in een zip", "meer dan één bestand"),
        ("afgekapte zip", "zipbestand"),
        ("afgekapte geojson", "GDAL kan het niet lezen"),
        ("afgekapte gpkg", "half.gpkg"),
        ("afgekapte shp", "half.shp"),
        ("afgekapte gml", "half.gml"),
        ("afgekapte fgb", "half.fgb"),
    ],
)
def test_slechte_invoer_is_een_duidelijke_regel_en_verandert_niets(
    geojson: Path, tmp_path: Path, soort: str, melding: str, caplog: pytest.LogCaptureFixture
) -> None:
    bron = _maak_fout_bestand(soort, geojson, tmp_path)
    voor = stand()
    with pytest.raises(CommandError) as fout:
        call_command("importeer_gebieden", str(bron), stdout=StringIO())
    assert melding in str(fout.value)
    assert "\n" not in str(fout.value)
    assert fout.value.returncode == 1
    assert stand() == voor
    assert caplog.records == []


def test_te_lange_bronnaam(geojson: Path) -> None:
    with pytest.raises(BronFout, match="langer dan 120 tekens"):
        importeer_grenzen(geojson, herkomst="x" * 121)
