"""Borders of gemeenten from any file that GDAL reads: a CBS or PDOK download, as it is.

The file is read and checked completely before the database is touched; what is written, is written in one transaction.
"""

from __future__ import annotations

import logging
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.gis.gdal import CoordTransform, DataSource, GDALException, OGRGeometry, SpatialReference
from django.contrib.gis.gdal.feature import Feature
from django.contrib.gis.gdal.layer import Layer
from django.contrib.gis.gdal.libgdal import std_call
from django.db import connection, transaction

from akt.fouten import BronFout
from akt.opmaak import aantal, getal
from monitoring.ligging import bepaal_ligging
from monitoring.models import Gemeente
from monitoring.models.gebieden import RD_NEW

# Names of the field with the CBS code, as CBS, PDOK and others write them; lower case, best first.
CODEVELDEN = (
    "statcode", "gemeentecode", "gm_code", "gmcode", "gemcode", "gem_code", "gemeente_code", "gemeentenummer",
    "identificatie", "code",
)  # fmt: skip
NAAMVELDEN = ("statnaam", "gemeentenaam", "gm_naam", "gmnaam", "gemnaam", "gem_naam", "naam", "name")
CODE = re.compile(r"^(?:GM)?([0-9]{1,4})$", re.IGNORECASE)
# A code field is recognised by its first values.
PROEF = 100
# Rough bounds of the Netherlands in RD New (xmin, ymin, xmax, ymax), territorial sea included, in metres.
NEDERLAND = (-10_000.0, 290_000.0, 300_000.0, 640_000.0)
IN_ZIP = (".shp", ".gpkg", ".geojson", ".json", ".gml", ".fgb")
VLAKKEN = {"Polygon", "MultiPolygon", "CurvePolygon", "MultiSurface"}
MISLUKT = 3  # GDAL's CE_Failure; a mere warning is 2

WERK_BIJ = """
    WITH bron AS (
        SELECT unnest(%(codes)s::text[]) AS code, unnest(%(vlakken)s::bytea[]) AS vlak
    ), schoon AS (
        SELECT code, ST_Multi(ST_Union(ST_CollectionExtract(ST_MakeValid(ST_GeomFromWKB(vlak, %(srid)s)), 3))) AS grens
        FROM bron GROUP BY code
    )
    UPDATE monitoring_gemeente g
    SET grens = s.grens, grens_bron = %(herkomst)s, grens_schematisch = false, gewijzigd_op = now()
    FROM schoon s JOIN monitoring_gemeente oud ON oud.code = s.code
    WHERE g.code = s.code AND (
        oud.grens IS NULL OR oud.grens_schematisch OR oud.grens_bron <> %(herkomst)s
        OR ST_AsBinary(oud.grens) <> ST_AsBinary(s.grens))
    RETURNING oud.grens IS NULL OR oud.grens_schematisch AS nieuw, ST_IsEmpty(s.grens) AS leeg, g.naam
"""


@dataclass
class Uitkomst:
    """What an import did, in gemeenten; `zonder_grens` are the current ones that still have no real border."""

    bron: str
    nieuw: int = 0
    gewijzigd: int = 0
    gelijk: int = 0
    onbekend: int = 0
    zonder_code: int = 0
    andere_namen: list[str] = field(default_factory=list)
    zonder_grens: list[str] = field(default_factory=list)
    panden_verplaatst: int = 0

    def regels(self) -> list[str]:
        """The summary, in Dutch."""
        regels = [
            f"{self.bron}: {aantal(self.nieuw, 'grens', 'grenzen')} nieuw, {getal(self.gewijzigd)} gewijzigd, "
            f"{getal(self.gelijk)} gelijk gebleven."
        ]
        if self.onbekend:
            regels.append(f"{aantal(self.onbekend, 'gemeente', 'gemeenten')} overgeslagen: niet bekend in het portaal.")
        if self.zonder_code:
            regels.append(f"{aantal(self.zonder_code, 'vlak', 'vlakken')} overgeslagen: zonder gemeentecode.")
        regels += [f"Andere naam, niet overgenomen: {verschil}." for verschil in self.andere_namen]
        if self.zonder_grens:
            regels.append(f"Nog zonder echte grens: {', '.join(self.zonder_grens)}.")
        if self.panden_verplaatst:
            regels.append(
                f"{aantal(self.panden_verplaatst, 'pand', 'panden')} aan een andere gemeente of een ander terrein "
                "gekoppeld. De kerncijfers worden bijgewerkt."
            )
        return regels


@dataclass
class Inhoud:
    """What was read: per CBS code the polygons (WKB, RD New) and the name, and how many polygons have no code."""

    vlakken: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    namen: dict[str, str] = field(default_factory=dict)
    zonder_code: int = 0


def importeer_grenzen(
    bron: str | Path, *, herkomst: str = "", codeveld: str = "", naamveld: str = "", laag: str = ""
) -> Uitkomst:
    """Give the gemeenten that the portal knows the borders of a file; panden follow by location.

    `herkomst` is shown as the source of the border (the file's name when empty). Raises `BronFout` when the file
    cannot be used; nothing has changed then.
    """
    pad = Path(bron)
    herkomst = herkomst or pad.name
    ruimte = Gemeente._meta.get_field("grens_bron").max_length
    if ruimte and len(herkomst) > ruimte:
        raise BronFout(f"De naam van de bron is langer dan {ruimte} tekens. Geef een kortere met --bron.")
    inhoud = _lees(pad, codeveld, naamveld, laag)
    bekend = dict(Gemeente.objects.filter(code__in=inhoud.vlakken).values_list("code", "naam"))
    if not bekend:
        raise BronFout(
            f"Het portaal kent geen van de {aantal(len(inhoud.vlakken), 'gemeente', 'gemeenten')} in {pad.name}. "
            "Laad eerst de gemeenten met laad_stamgegevens."
        )
    uitkomst = Uitkomst(pad.name, onbekend=len(inhoud.vlakken) - len(bekend), zonder_code=inhoud.zonder_code)
    for code in sorted(bekend):
        naam = inhoud.namen.get(code)
        if naam and naam != bekend[code]:
            uitkomst.andere_namen.append(f"{code} heet '{naam}' in de bron en '{bekend[code]}' in het portaal")
    rijen = [(code, vlak) for code in sorted(bekend) for vlak in inhoud.vlakken[code]]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                WERK_BIJ,
                {
                    "codes": [code for code, _ in rijen],
                    "vlakken": [vlak for _, vlak in rijen],
                    "srid": RD_NEW,
                    "herkomst": herkomst,
                },
            )
            for nieuw, leeg, naam in cursor.fetchall():
                if leeg:
                    raise BronFout(f"De grens van {naam} in {pad.name} heeft geen oppervlak.")
                uitkomst.nieuw += nieuw
                uitkomst.gewijzigd += not nieuw
        uitkomst.gelijk = len(bekend) - uitkomst.nieuw - uitkomst.gewijzigd
        uitkomst.panden_verplaatst = bepaal_ligging()
    zonder = Gemeente.objects.huidig().exclude(grens__isnull=False, grens_schematisch=False)
    uitkomst.zonder_grens = list(zonder.values_list("naam", flat=True))
    return uitkomst


# --- reading -----------------------------------------------------------------------------------
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


def _iets_mislukt() -> bool:
    """Whether GDAL failed at something since the last reset; it often goes on with what it has."""
    return int(std_call("CPLGetLastErrorType")()) >= MISLUKT


def _lees(pad: Path, codeveld: str, naamveld: str, laag: str) -> Inhoud:
    """All polygons of the file with a CBS code. Raises `BronFout`."""
    if not pad.exists():
        raise BronFout(f"{pad} bestaat niet.")
    if pad.is_file() and not pad.stat().st_size:
        raise BronFout(f"{pad.name} is leeg.")
    adres = _adres_in_zip(pad) if pad.suffix.lower() == ".zip" else str(pad)
    with _stille_gdal():
        try:
            bron = DataSource(adres)
            gekozen, code = _kies_laag(bron, pad.name, laag, codeveld)
            inhoud = _lees_laag(gekozen, pad.name, code, naamveld)
        except (GDALException, UnicodeDecodeError) as fout:
            raise BronFout(f"{pad.name} is geen geldig of geen volledig geobestand: GDAL kan het niet lezen.") from fout
    if not inhoud.vlakken:
        raise BronFout(f"In {pad.name} staan geen vlakken met een gemeentecode.")
    return inhoud


def _adres_in_zip(pad: Path) -> str:
    """GDAL's address of the one dataset in a zip; shapefiles in one folder are one dataset with several layers."""
    try:
        with zipfile.ZipFile(pad) as zip_:
            namen = [Path(naam) for naam in zip_.namelist() if naam.lower().endswith(IN_ZIP)]
    except (zipfile.BadZipFile, OSError) as fout:
        raise BronFout(f"{pad.name} is geen geldig of geen volledig zipbestand.") from fout
    bronnen = sorted({str(naam.parent if naam.suffix.lower() == ".shp" else naam) for naam in namen})
    if not bronnen:
        raise BronFout(f"In {pad.name} zit geen bestand met grenzen (zoals {', '.join(IN_ZIP[:3])}).")
    if len(bronnen) > 1:
        raise BronFout(f"In {pad.name} zit meer dan één bestand met grenzen. Pak het uit en kies er een.")
    binnen = "" if bronnen[0] == "." else f"/{bronnen[0]}"
    return f"/vsizip/{pad.resolve()}{binnen}"


def _kies_laag(bron: DataSource, naam: str, laag: str, codeveld: str) -> tuple[Layer, str]:
    """The layer with polygons and CBS codes, and the field with the code."""
    alle = [bron[nummer] for nummer in range(len(bron))]
    lagen = alle
    if laag:
        lagen = [kandidaat for kandidaat in alle if kandidaat.name == laag]
        if not lagen:
            raise BronFout(f"{naam} heeft geen laag '{laag}'. Wel: {', '.join(lg.name for lg in alle) or 'geen'}.")
    met_vlakken = [kandidaat for kandidaat in lagen if any(_vlak(element) for element in _eerste(kandidaat))]
    if not met_vlakken:
        raise BronFout(f"In {naam} staan geen vlakken.")
    passend = [(lg, veld) for lg in met_vlakken if (veld := _zoek_codeveld(lg, codeveld))]
    if not passend:
        if codeveld:
            raise BronFout(f"{naam} heeft geen veld '{codeveld}' met gemeentecodes van het CBS.")
        raise BronFout(f"In {naam} is geen veld met gemeentecodes van het CBS gevonden. Noem het met --codeveld.")
    if len(passend) > 1:
        # CBS and PDOK deliver wijken, buurten and gemeenten in one file.
        passend = [(lg, veld) for lg, veld in passend if "gemeente" in lg.name.lower()] or passend
    if len(passend) > 1:
        raise BronFout(f"{naam} heeft meer lagen. Kies er een met --laag: {', '.join(lg.name for lg, _ in passend)}.")
    return passend[0]


def _eerste(laag: Layer) -> list[Feature]:
    return [element for _, element in zip(range(PROEF), laag, strict=False)]


def _zoek_codeveld(laag: Layer, gevraagd: str) -> str | None:
    """Name of the field with CBS codes, or None. Bare numbers only count in a field that is called after the code."""
    velden: list[str] = laag.fields
    proef = _eerste(laag)

    def past(veld: str, vorm: re.Pattern[str]) -> bool:
        waarden = [tekst for element in proef if (tekst := str(element.get(veld) or "").strip())]
        return bool(waarden) and all(vorm.match(waarde) for waarde in waarden)

    if gevraagd:
        return gevraagd if gevraagd in velden and past(gevraagd, CODE) else None
    bij_naam = sorted(
        (veld for veld in velden if veld.lower() in CODEVELDEN), key=lambda v: CODEVELDEN.index(v.lower())
    )
    volledig = re.compile(r"^GM[0-9]{4}$")
    return next((v for v in bij_naam if past(v, CODE)), None) or next((v for v in velden if past(v, volledig)), None)


def _vlak(element: Feature) -> OGRGeometry | None:
    """The polygon or multipolygon of a feature, made flat; None for anything else, or nothing."""
    try:
        vorm = element.geom
    except (GDALException, TypeError):
        return None
    vorm.set_3d(False)
    vorm.set_measured(False)
    return vorm if vorm.geom_type.name in VLAKKEN else None


def _lees_laag(laag: Layer, bestand: str, codeveld: str, naamveld: str) -> Inhoud:
    velden: list[str] = laag.fields
    if naamveld and naamveld not in velden:
        raise BronFout(f"{bestand} heeft geen veld '{naamveld}'. Wel: {', '.join(velden)}.")
    per_klein = {veld.lower(): veld for veld in velden}
    naamveld = naamveld or next((per_klein[veld] for veld in NAAMVELDEN if veld in per_klein), "")
    if laag.srs is None:
        raise BronFout(f"{bestand} zegt niet in welk coördinatenstelsel het is (bij een shape: het .prj-bestand mist).")
    naar_rd = CoordTransform(laag.srs, SpatialReference(RD_NEW))
    inhoud = Inhoud()
    for element in laag:
        code = CODE.match(str(element.get(codeveld) or "").strip())
        if not code:
            inhoud.zonder_code += 1
            continue
        sleutel = f"GM{int(code[1]):04d}"
        vlak = _vlak(element)
        if vlak is None:
            raise BronFout(f"{sleutel} heeft in {bestand} geen vlak. Is het bestand volledig?")
        inhoud.vlakken[sleutel].append(_naar_wkb(vlak, naar_rd, sleutel, bestand))
        if naamveld:
            inhoud.namen[sleutel] = str(element.get(naamveld) or "").strip()
    if _iets_mislukt():
        raise GDALException
    return inhoud


def _naar_wkb(vlak: OGRGeometry, naar_rd: CoordTransform, code: str, bestand: str) -> bytes:
    """A polygon in RD New with straight edges. Raises `BronFout` when it does not lie in the Netherlands."""
    if vlak.has_curve:
        vlak = vlak.get_linear_geometry()
    try:
        vlak.transform(naar_rd)
        xmin, ymin, xmax, ymax = vlak.extent
        binnen = NEDERLAND[0] <= xmin <= xmax <= NEDERLAND[2] and NEDERLAND[1] <= ymin <= ymax <= NEDERLAND[3]
    except GDALException:
        binnen = False
    if not binnen:
        raise BronFout(f"{code} ligt in {bestand} niet in Nederland. Klopt het opgegeven coördinatenstelsel?")
    wkb: Any = vlak.wkb
    return bytes(wkb)
