"""Reading a vector tile in the tests, by GDAL: another reader than the browser's own."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any


def lees_mvt(inhoud: bytes, z: int, x: int, y: int) -> dict[str, list[dict[str, Any]]]:
    """Features (GeoJSON, in metres of the web map) by layer."""
    lagen: dict[str, list[dict[str, Any]]] = {}
    if not inhoud:
        return lagen
    with tempfile.TemporaryDirectory() as map_:
        bron = Path(map_) / f"{z}" / f"{x}" / f"{y}.pbf"
        bron.parent.mkdir(parents=True)
        bron.write_bytes(inhoud)
        info = subprocess.run(
            ["ogrinfo", "-q", "-oo", "CLIP=NO", bron], check=True, capture_output=True, text=True
        ).stdout
        for regel in info.splitlines():
            naam = regel.split(":")[1].split("(")[0].strip()
            doel = Path(map_) / f"{naam}.geojson"
            subprocess.run(
                ["ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=NO", "-oo", "CLIP=NO", doel, bron, naam],
                check=True, capture_output=True,
            )  # fmt: skip
            lagen[naam] = json.loads(doel.read_text())["features"]
    return lagen
