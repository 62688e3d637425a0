"""Terreinen from files: matched by code, placed by location, panden that follow, and what can be wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from akt.fouten import BronFout
from monitoring.models import Gemeente, Herberekening, Terrein
from monitoring.terreinen import importeer_terreinen
from tests.factories import GemeenteFactory, PandFactory, TerreinFactory, vierkant
from tests.monitoring.test_percelen import RD, ring


@pytest.fixture(autouse=True)
def houten(db: None) -> Gemeente:
    return GemeenteFactory(code="GM0321", grens=vierkant(139_000, 449_000, 5_000))


def terrein(nummer: Any, vorm: list[list[float]], naam: str = "", **velden: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"RIN_NUMMER": nummer, "PLANNAAM": naam or f"Plan {nummer}", **velden},
        "geometry": {"type": "Polygon", "coordinates": [vorm]},
    }


def schrijf(pad: Path, *elementen: dict[str, Any]) -> Path:
    pad.write_text(json.dumps({"type": "FeatureCollection", "crs": RD, "features": list(elementen)}))
    return pad


@pytest.fixture
def bron(tmp_path: Path) -> Path:
    return schrijf(
        tmp_path / "ibis.geojson",
        terrein(260101, ring(140_000, 450_000, 500, 500), "Het Rondeel", SOORT="Kantorenlocatie"),
        terrein(260102, ring(141_000, 450_000, 500, 500), "Doornkade"),
        terrein(260999, ring(200_000, 450_000, 500, 500), "Elders"),
    )


def stand() -> list[tuple[Any, ...]]:
    return [
        (t.code, t.naam, t.gemeente_id, t.soort, t.grens_bron, t.grens.wkb, t.gewijzigd_op, t.history.count())
        for t in Terrein.objects.order_by("code")
    ]


def test_nieuwe_terreinen_komen_bij_hun_gemeente_en_panden_volgen(bron: Path) -> None:
    pand = PandFactory(gemeente_id="GM0321", omtrek=vierkant(140_100, 450_100))
    uitvoer = StringIO()
    call_command("importeer_terreinen", str(bron), bron="IBIS, 2026", stdout=uitvoer)
    assert uitvoer.getvalue().splitlines() == [
        "ibis.geojson: 2 terreinen nieuw, 0 gewijzigd, 0 gelijk gebleven.",
        "1 terrein overgeslagen: buiten de gemeenten hier.",
        "1 pand aan een ander terrein of een andere gemeente gekoppeld. De kerncijfers worden bijgewerkt.",
    ]
    rondeel, doornkade = Terrein.objects.order_by("code")
    assert (rondeel.code, rondeel.naam, rondeel.soort, rondeel.gemeente_id, rondeel.grens_bron) == (
        "260101", "Het Rondeel", "kantorenlocatie", "GM0321", "IBIS, 2026"
    )  # fmt: skip
    assert doornkade.soort == "bedrijventerrein"
    assert rondeel.grens.area == pytest.approx(250_000)
    assert rondeel.history.get().history_change_reason == "Uit IBIS, 2026"
    pand.refresh_from_db()
    assert pand.terrein == rondeel
    assert Herberekening.objects.filter(gemeente_id="GM0321").exists()

    voor = stand()
    uitkomst = importeer_terreinen(bron, herkomst="IBIS, 2026")
    assert (uitkomst.nieuw, uitkomst.gewijzigd, uitkomst.gelijk, uitkomst.panden_verplaatst) == (0, 0, 2, 0)
    assert stand() == voor


@pytest.mark.parametrize("naam", ["t.gpkg", "t.shp", "t.gml", "zip"])
def test_elk_formaat_geeft_dezelfde_terreinen(bron: Path, tmp_path: Path, naam: str) -> None:
    if naam == "zip":
        map_ = tmp_path / "levering"
        map_.mkdir()
        subprocess.run(["ogr2ogr", map_ / "ibis.shp", bron], check=True, capture_output=True)
        doel = Path(shutil.make_archive(str(tmp_path / "levering"), "zip", tmp_path, "levering"))
    else:
        doel = tmp_path / naam
        subprocess.run(["ogr2ogr", doel, bron], check=True, capture_output=True)
    assert importeer_terreinen(doel).nieuw == 2
    assert list(Terrein.objects.order_by("code").values_list("code", "naam")) == [
        ("260101", "Het Rondeel"), ("260102", "Doornkade")
    ]  # fmt: skip


def test_bekend_terrein_krijgt_de_grens_en_houdt_de_rest(bron: Path) -> None:
    oud = TerreinFactory(
        code="260101", naam="Rondeel", soort="gemengd", gemeente_id="GM0321", grens=vierkant(140_000, 450_000, 100),
        in_structuurvisie=True, reductiedoel_m2=5_000,
    )  # fmt: skip
    binnen = PandFactory(gemeente_id="GM0321", omtrek=vierkant(140_300, 450_300))
    uitkomst = importeer_terreinen(bron)
    oud.refresh_from_db()
    binnen.refresh_from_db()
    assert (uitkomst.nieuw, uitkomst.gewijzigd) == (1, 1)
    assert (oud.naam, oud.soort, oud.reductiedoel_m2, oud.grens_bron) == ("Rondeel", "gemengd", 5_000, "ibis.geojson")
    assert oud.grens.area == pytest.approx(250_000)
    assert binnen.terrein == oud
    assert "260101 heet 'Het Rondeel' in de bron en 'Rondeel' in het portaal" in " ".join(uitkomst.opmerkingen)


def test_demoterrein_en_dubbele_naam_blijven_zoals_ze_zijn(bron: Path) -> None:
    demo = TerreinFactory(code="260101", naam="Demo", gemeente_id="GM0321", demo=True, grens=vierkant(1_000, 310_000))
    ander = TerreinFactory(code="ANDERS", naam="Doornkade", gemeente_id="GM0321")
    uitkomst = importeer_terreinen(bron)
    assert (uitkomst.nieuw, uitkomst.gewijzigd) == (0, 0)
    assert uitkomst.opmerkingen == [
        "Overgeslagen: 260101 is een demoterrein.",
        "Overgeslagen: 260102 heet 'Doornkade', en zo heet al een ander terrein in die gemeente.",
    ]
    for terrein_ in (demo, ander):
        wkb = terrein_.grens.wkb
        terrein_.refresh_from_db()
        assert (terrein_.grens.wkb, terrein_.grens_bron) == (wkb, "")


def test_velden_op_verzoek(tmp_path: Path) -> None:
    element = terrein(1, ring(140_000, 450_000))
    element["properties"] = {"wat": "UT 12/3", "heet": "Zuid", "aard": "gemengd terrein"}
    bron = schrijf(tmp_path / "a.geojson", element)
    with pytest.raises(BronFout, match="--codeveld"):
        importeer_terreinen(bron)
    with pytest.raises(BronFout, match=r"geen veld 'weg'\. Wel: wat, heet, aard"):
        importeer_terreinen(bron, codeveld="wat", naamveld="weg")
    importeer_terreinen(bron, codeveld="wat", naamveld="heet", soortveld="aard")
    assert list(Terrein.objects.values_list("code", "naam", "soort")) == [("UT-12-3", "Zuid", "gemengd")]


@pytest.mark.parametrize(
    ("soort", "melding"),
    [
        ("weg", "bestaat niet"),
        ("lange code", "langer dan 12 tekens"),
        ("elders", "Terrein 2 ligt in a.geojson niet in Nederland"),
        ("zonder codes", "geen vlakken met een code"),
        ("twee lagen", "meer lagen. Kies er een met --laag"),
        ("afgekapt", "GDAL kan het niet lezen"),
    ],
)
def test_slechte_invoer_is_een_duidelijke_regel_en_verandert_niets(
    bron: Path, tmp_path: Path, soort: str, melding: str
) -> None:
    importeer_terreinen(bron)
    voor = stand()
    goed = ring(140_000, 450_000, 50)
    pad = tmp_path / "a.geojson"
    match soort:
        case "lange code":
            schrijf(pad, terrein("A" * 13, goed))
        case "elders":
            schrijf(pad, terrein(1, goed), terrein(2, ring(5, 52)))
        case "zonder codes":
            schrijf(pad, terrein("", goed))
        case "twee lagen":
            pad = tmp_path / "a.gpkg"
            for naam in ("een", "twee"):
                opdracht = ["ogr2ogr", "-update" if naam == "twee" else "-overwrite", pad, bron, "-nln", naam]
                subprocess.run(opdracht, check=True, capture_output=True)
        case "afgekapt":
            pad.write_bytes(bron.read_bytes()[: bron.stat().st_size // 2])
    with pytest.raises(CommandError) as fout:
        call_command("importeer_terreinen", str(pad), stdout=StringIO())
    assert melding in str(fout.value)
    assert "\n" not in str(fout.value)
    assert stand() == voor
