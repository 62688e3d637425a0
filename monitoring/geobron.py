"""Reading geo files of others through GDAL: any format, also in a zip, and what is wrong with one in a Dutch line."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.gis.gdal import CoordTransform, DataSource, GDALException, OGRGeometry, SpatialReference
from django.contrib.gis.gdal.feature import Feature
from django.contrib.gis.gdal.layer import Layer
from django.contrib.gis.gdal.libgdal import std_call

from akt.fouten import BronFout
from monitoring.models.gebieden import RD_NEW

# A field is recognised by its first values, a layer by its first features.
PROEF = 100
# Rough bounds of the Netherlands in RD New (xmin, ymin, xmax, ymax), territorial sea included, in metres.
NEDERLAND = (-10_000.0, 290_000.0, 300_000.0, 640_000.0)
IN_ZIP = (".shp", ".gpkg", ".geojson", ".json", ".gml", ".fgb")
VLAKKEN = {"Polygon", "MultiPolygon", "CurvePolygon", "MultiSurface"}
MISLUKT = 3  # GDAL's CE_Failure; a mere warning is 2


@contextmanager
def geopend(pad: Path, *, alleen: Callable[[Path], bool] = lambda naam: True, **opties: str) -> Iterator[DataSource]:
    """The file, folder or zip as a GDAL dataset. Raises `BronFout` when GDAL fails, also while it is being read.

    In a zip with more than one dataset `alleen` picks the files. `opties` are configuration options of GDAL.
    """
    if not pad.exists():
        raise BronFout(f"{pad} bestaat niet.")
    if pad.is_file() and not pad.stat().st_size:
        raise BronFout(f"{pad.name} is leeg.")
    adres = _adres_in_zip(pad, alleen) if pad.suffix.lower() == ".zip" else str(pad)
    with _stille_gdal(), _ingesteld(opties):
        try:
            yield DataSource(adres)
            if _iets_mislukt():
                raise GDALException
        except (GDALException, UnicodeDecodeError) as fout:
            raise BronFout(f"{pad.name} is geen geldig of geen volledig geobestand: GDAL kan het niet lezen.") from fout


@contextmanager
def _stille_gdal() -> Iterator[None]:
    """GDAL's own messages stay out of the log: what is wrong with a file is told in one Dutch line."""
    gdal_log = logging.getLogger("django.contrib.gis")
    stond_aan = gdal_log.disabled
    gdal_log.disabled = True
    std_call("CPLErrorReset")()
    try:
        yield
    finally:
        gdal_log.disabled = stond_aan


@contextmanager
def _ingesteld(opties: dict[str, str]) -> Iterator[None]:
    zet = std_call("CPLSetThreadLocalConfigOption")
    for naam, waarde in opties.items():
        zet(naam.encode(), waarde.encode())
    try:
        yield
    finally:
        for naam in opties:
            zet(naam.encode(), None)


def _iets_mislukt() -> bool:
    """Whether GDAL failed at something since the last reset; it often goes on with what it has."""
    return int(std_call("CPLGetLastErrorType")()) >= MISLUKT


def _adres_in_zip(pad: Path, alleen: Callable[[Path], bool]) -> str:
    """GDAL's address of the one dataset in a zip; shapefiles in one folder are one dataset with several layers."""
    try:
        with zipfile.ZipFile(pad) as zip_:
            namen = [Path(naam) for naam in zip_.namelist() if naam.lower().endswith(IN_ZIP)]
    except (zipfile.BadZipFile, OSError) as fout:
        raise BronFout(f"{pad.name} is geen geldig of geen volledig zipbestand.") from fout
    bronnen = sorted({str(naam.parent if naam.suffix.lower() == ".shp" else naam) for naam in namen if alleen(naam)})
    if not bronnen:
        raise BronFout(f"In {pad.name} zit geen bestand met grenzen (zoals {', '.join(IN_ZIP[:3])}).")
    if len(bronnen) > 1:
        raise BronFout(f"In {pad.name} zit meer dan één bestand met grenzen. Pak het uit en kies er een.")
    binnen = "" if bronnen[0] == "." else f"/{bronnen[0]}"
    return f"/vsizip/{pad.resolve()}{binnen}"


def lagen_met_vlakken(bron: DataSource, bestand: str, laag: str = "") -> list[Layer]:
    """Layers that have polygons: all, or the one of that name. Raises `BronFout` when there is none."""
    alle = [bron[nummer] for nummer in range(len(bron))]
    lagen = alle
    if laag:
        lagen = [kandidaat for kandidaat in alle if kandidaat.name == laag]
        if not lagen:
            raise BronFout(f"{bestand} heeft geen laag '{laag}'. Wel: {', '.join(lg.name for lg in alle) or 'geen'}.")
    met_vlakken = [kandidaat for kandidaat in lagen if any(vlak_van(element) for element in eerste(kandidaat))]
    if not met_vlakken:
        raise BronFout(f"In {bestand} staan geen vlakken.")
    return met_vlakken


def eerste(laag: Layer) -> list[Feature]:
    return [element for _, element in zip(range(PROEF), laag, strict=False)]


def veld_in(laag: Layer, bestand: str, gevraagd: str, namen: tuple[str, ...]) -> str:
    """The field asked for (`BronFout` when the layer lacks it), or the first of the usual names (lower case), or ''."""
    velden: list[str] = laag.fields
    if gevraagd and gevraagd not in velden:
        raise BronFout(f"{bestand} heeft geen veld '{gevraagd}'. Wel: {', '.join(velden)}.")
    per_klein = {veld.lower(): veld for veld in velden}
    return gevraagd or next((per_klein[veld] for veld in namen if veld in per_klein), "")


def waarde(element: Feature, veld: str) -> str:
    """The value of a field as trimmed text; '' when it is empty or there is no field."""
    inhoud = element.get(veld) if veld else None
    return "" if inhoud is None else str(inhoud).strip()


def vlak_van(element: Feature) -> OGRGeometry | None:
    """The polygon or multipolygon of a feature, made flat; None for anything else, or nothing."""
    try:
        vorm = element.geom
    except (GDALException, TypeError):
        return None
    vorm.set_3d(False)
    vorm.set_measured(False)
    return vorm if vorm.geom_type.name in VLAKKEN else None


def naar_rd(laag: Layer, bestand: str) -> CoordTransform:
    """From the layer's coordinates to RD New. Raises `BronFout` when it does not say which it has."""
    if laag.srs is None:
        raise BronFout(f"{bestand} zegt niet in welk coördinatenstelsel het is (bij een shape: het .prj-bestand mist).")
    return CoordTransform(laag.srs, SpatialReference(RD_NEW))


def als_wkb(vlak: OGRGeometry, omzetting: CoordTransform, wat: str, bestand: str) -> bytes:
    """A polygon in RD New with straight edges. Raises `BronFout` when it does not lie in the Netherlands."""
    if vlak.has_curve:
        vlak = vlak.get_linear_geometry()
    try:
        vlak.transform(omzetting)
        xmin, ymin, xmax, ymax = vlak.extent
        binnen = NEDERLAND[0] <= xmin <= xmax <= NEDERLAND[2] and NEDERLAND[1] <= ymin <= ymax <= NEDERLAND[3]
    except GDALException:
        binnen = False
    if not binnen:
        raise BronFout(f"{wat} ligt in {bestand} niet in Nederland. Klopt het opgegeven coördinatenstelsel?")
    wkb: Any = vlak.wkb
    return bytes(wkb)
