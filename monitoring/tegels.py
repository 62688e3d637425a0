"""Vector tiles (MVT) of panden, terreinen, gemeenten and percelen, cut by PostGIS in the web grid of 512 pixels.

At small scale panden are gathered in cells of RD New, so that a tile stays small however many there are; then come
points, then footprints. A feature near an edge is in both tiles, so that a symbol is never cut off.
"""

# ruff: noqa: S608 - the SQL is put together from constants of this module; values are always parameters.

from __future__ import annotations

import datetime
import hashlib
import math
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Polygon
from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BinaryField, F, FloatField, Func, QuerySet, Value

from monitoring.infographics import KLASSEN_PERCENTAGE
from monitoring.kerncijfers import kerncijfers_versie
from monitoring.models import Niveau, Pand
from monitoring.models.gebieden import RD_NEW
from monitoring.publicaties import Uitgave, uitgave_voor

MIN_ZOOM, MAX_ZOOM = 5, 18
PIXELS = 512
MAAT = 4096
# What a tile holds around itself: 32 pixels, more than any symbol reaches.
RAND = MAAT // 16
# Up to this zoom panden are gathered in cells of so many pixels; from the next but one they are footprints.
CELLEN_TOT = 12
CEL_PIXELS = 20
OMTREK_VANAF = 14
PERCELEN_VANAF = 14
BEWAAR_SECONDEN = 300
# Colour classes of panden, by the share that is vacant (%).
KLASSEN_PAND = (1, 25, 50, 75)
OMTREK_AARDE_M = 2 * math.pi * 6378137
# Longitudes and latitudes (degrees) that hold the Netherlands: RD New says nothing outside of them.
NEDERLAND = (3.0, 50.5, 7.5, 53.8)
COS_BREEDTE = math.cos(math.radians(52.15))

TEGEL = "ST_TileEnvelope(%(z)s, %(x)s, %(y)s)"
# Bounds of a tile with its surroundings in RD New. The sides bend, hence the extra points.
VAK = """
    SELECT ST_XMin(rd), ST_YMin(rd), ST_XMax(rd), ST_YMax(rd)
    FROM (
        SELECT ST_Transform(ST_Segmentize(ST_Intersection(
            ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.0625),
            ST_Transform(ST_MakeEnvelope(3.0, 50.5, 7.5, 53.8, 4326), 3857)), 20000), 28992) AS rd
    ) v
"""
# The newest waarneming, the last one replaced or withdrawn, and the last change of a pand: each found at once in an
# index. As long as these stay, so do the tiles.
VERSIE = """
    SELECT (SELECT max(id) FROM monitoring_waarneming),
           (SELECT max(vervangen_op) FROM monitoring_waarneming WHERE vervangen_op IS NOT NULL),
           (SELECT max(gewijzigd_op) FROM monitoring_pand)
"""
CELLEN = f"""
    SELECT ST_AsMVT(t, 'panden', {MAAT}, 'vorm') FROM (
        SELECT ST_AsMVTGeom(ST_Transform(ST_SetSRID(ST_MakePoint(avg(x), avg(y)), 28992), 3857), {TEGEL},
                            {MAAT}, {RAND}, true) AS vorm,
               count(*)::int AS n, CASE WHEN count(*) = 1 THEN min(bag_id) END AS bag,
               CASE WHEN sum(voorraad) > 0
                    THEN width_bucket(100.0 * sum(leegstand) / sum(voorraad), %(klassen)s::numeric[]) END AS klasse
        FROM ({{panden}}) p
        GROUP BY floor(x / %(cel)s), floor(y / %(cel)s)
    ) t WHERE vorm IS NOT NULL
"""
LOSSE_PANDEN = f"""
    SELECT ST_AsMVT(t, 'panden', {MAAT}, 'vorm') FROM (
        SELECT vorm, 1 AS n, bag_id AS bag,
               CASE WHEN voorraad > 0
                    THEN width_bucket(100.0 * leegstand / voorraad, %(klassen)s::numeric[]) END AS klasse
        FROM ({{panden}}) p
    ) t WHERE vorm IS NOT NULL
"""
# The figures that anyone may see (`cijfers`), as colour class per gebied.
OPEN_KLASSEN = """
    SELECT gebied_code, CASE WHEN voorraad_m2 > 0
           THEN width_bucket(100.0 * leegstand_m2 / voorraad_m2, %(klassen)s::numeric[]) END AS klasse
    FROM ({cijfers}) cijfers
"""
VORM = f"""
    ST_AsMVTGeom(ST_Transform(ST_SimplifyPreserveTopology({{grens}}, %(meter)s), 3857), {TEGEL}, {MAAT}, {RAND}, true)
"""
BINNEN = "ST_MakeEnvelope(%(xmin)s, %(ymin)s, %(xmax)s, %(ymax)s, 28992)"
GEMEENTEN = f"""
    WITH binnen AS (
        SELECT g.code, g.naam, c.klasse, g.grens
        FROM monitoring_gemeente g LEFT JOIN ({OPEN_KLASSEN}) c ON c.gebied_code = g.code
        WHERE g.einde IS NULL AND g.grens && {BINNEN}
    ), vormen AS (
        SELECT code, naam, klasse, {VORM.format(grens="grens")} AS vorm FROM binnen
    ), namen AS (
        SELECT naam, ST_AsMVTGeom(ST_Transform(ST_PointOnSurface(grens), 3857), {TEGEL}, {MAAT}, 0, true) AS vorm
        FROM binnen
    )
    SELECT coalesce((SELECT ST_AsMVT(t, 'gemeenten', {MAAT}, 'vorm') FROM vormen t WHERE vorm IS NOT NULL), '')
        || coalesce((SELECT ST_AsMVT(t, 'namen', {MAAT}, 'vorm') FROM namen t WHERE vorm IS NOT NULL), '')
"""
TERREINEN = f"""
    SELECT ST_AsMVT(t, 'terreinen', {MAAT}, 'vorm') FROM (
        SELECT t.code, t.naam, t.soort, c.klasse, {VORM.format(grens="t.grens")} AS vorm
        FROM monitoring_terrein t LEFT JOIN ({OPEN_KLASSEN}) c ON c.gebied_code = t.code
        WHERE t.grens && {BINNEN}
    ) t WHERE vorm IS NOT NULL
"""
PERCELEN = f"""
    SELECT ST_AsMVT(t, 'percelen', {MAAT}, 'vorm') FROM (
        SELECT kadastrale_gemeente || ' ' || sectie || ' ' || nummer AS naam, oppervlakte_m2,
               {VORM.format(grens="grens")} AS vorm
        FROM monitoring_perceel WHERE grens && {BINNEN}
    ) t WHERE vorm IS NOT NULL
"""
OPEN_LAGEN = {"gemeenten": GEMEENTEN, "terreinen": TERREINEN, "percelen": PERCELEN}


@dataclass(frozen=True)
class Tegel:
    """One tile of the web grid."""

    z: int
    x: int
    y: int

    @property
    def bestaat(self) -> bool:
        """Whether this grid has such a tile, in the Netherlands or not."""
        return MIN_ZOOM <= self.z <= MAX_ZOOM and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z

    @property
    def raakt_nederland(self) -> bool:
        west, zuid, oost, noord = NEDERLAND
        return (
            kolom_van(west, self.z) <= self.x <= kolom_van(oost, self.z)
            and rij_van(noord, self.z) <= self.y <= rij_van(zuid, self.z)
        )  # fmt: skip

    @property
    def meter_per_pixel(self) -> float:
        """Of the ground, in the middle of the country."""
        return OMTREK_AARDE_M * COS_BREEDTE / (PIXELS * 2**self.z)

    def als_dict(self) -> dict[str, Any]:
        return {"z": self.z, "x": self.x, "y": self.y}

    def vak(self) -> tuple[float, float, float, float]:
        """Bounds in RD New (xmin, ymin, xmax, ymax in metres), surroundings included."""
        with connection.cursor() as cursor:
            cursor.execute(VAK, self.als_dict())
            return cursor.fetchone()


def kolom_van(lengte: float, z: int) -> int:
    """The x of the tiles that hold a longitude (degrees)."""
    return math.floor((lengte + 180) / 360 * 2**z)


def rij_van(breedte: float, z: int) -> int:
    """The y of the tiles that hold a latitude (degrees)."""
    return math.floor((1 - math.asinh(math.tan(math.radians(breedte))) / math.pi) / 2 * 2**z)


def kenmerk(inhoud: bytes) -> str:
    """ETag of a tile: equal content, equal mark."""
    return f'"{hashlib.blake2b(inhoud, digest_size=12).hexdigest()}"'


# --- panden ------------------------------------------------------------------------------------
def sleutel_panden(tegel: Tegel, zicht: str, vraag: str) -> str:
    """Where the tile is kept: it changes with every waarneming, every change of a pand, and every day.

    `zicht` says whose panden, `vraag` which filters.
    """
    with connection.cursor() as cursor:
        cursor.execute(VERSIE)
        versie = cursor.fetchone()
    delen = repr((tegel, zicht, vraag, versie, datetime.date.today()))
    return f"monitoring:tegel:{hashlib.blake2b(delen.encode(), digest_size=16).hexdigest()}"


def teken_panden(tegel: Tegel, panden: QuerySet[Pand]) -> bytes:
    """The tile of these panden: `n` panden at each place, their colour class, and the BAG id of one that is alone."""
    if not tegel.raakt_nederland:
        return b""
    cel = CEL_PIXELS * tegel.meter_per_pixel
    xmin, ymin, xmax, ymax = tegel.vak()
    if tegel.z <= CELLEN_TOT:
        # Whole cells, so that neighbouring tiles agree on what a cell holds.
        xmin, ymin = (cel * math.floor(grens / cel) for grens in (xmin, ymin))
        xmax, ymax = (cel * math.ceil(grens / cel) for grens in (xmax, ymax))
    vak = Polygon.from_bbox((xmin, ymin, xmax, ymax))
    vak.srid = RD_NEW
    panden = (
        panden.order_by()
        .filter(omtrek__bboverlaps=vak)
        .annotate(voorraad=F("stand__voorraad_m2"), leegstand=F("stand__leegstand_m2"))
    )
    if tegel.z <= CELLEN_TOT:
        # The middle of the bounds: enough for a dot, and a tenth of the work of a real centre.
        kolommen = {"x": _midden("ST_XMin", "ST_XMax"), "y": _midden("ST_YMin", "ST_YMax")}
        opdracht = CELLEN
    else:
        vorm = (
            Func("omtrek", function="ST_Centroid", output_field=BinaryField()) if tegel.z < OMTREK_VANAF else "omtrek"
        )
        kolommen = {"vorm": _in_tegel(vorm, tegel)}
        opdracht = LOSSE_PANDEN
    rijen = panden.values("bag_id", "voorraad", "leegstand", **kolommen)
    return _haal(opdracht, {"panden": rijen}, tegel.als_dict() | {"klassen": list(KLASSEN_PAND), "cel": cel})


def _midden(laag: str, hoog: str) -> Any:
    return (
        Func("omtrek", function=laag, output_field=FloatField())
        + Func("omtrek", function=hoog, output_field=FloatField())
    ) / Value(2.0)


def _in_tegel(vorm: Any, tegel: Tegel) -> Func:
    web = Func(vorm, Value(3857), function="ST_Transform", output_field=BinaryField())
    raam = Func(Value(tegel.z), Value(tegel.x), Value(tegel.y), function="ST_TileEnvelope", output_field=BinaryField())
    return Func(
        web, raam, Value(MAAT), Value(RAND), Value(True), function="ST_AsMVTGeom", output_field=BinaryField()
    )  # fmt: skip


def _haal(opdracht: str, binnen: dict[str, QuerySet[Any]], invoer: dict[str, Any]) -> bytes:
    """The tile of a statement in which `{naam}` stands for a query of `binnen`; its parameters get names too."""
    invoer = dict(invoer)
    for naam, vraag in binnen.items():
        try:
            sql, waarden = vraag.query.sql_with_params()
        except EmptyResultSet:
            return b""
        namen = [f"{naam}_{nummer}" for nummer in range(len(waarden))]
        invoer |= dict(zip(namen, waarden, strict=True))
        # A percent sign of an operator (%%) stays escaped.
        delen = [deel.replace("%s", "%({})s") for deel in sql.replace("{", "{{").replace("}", "}}").split("%%")]
        opdracht = opdracht.replace("{" + naam + "}", "%%".join(delen).format(*namen))
    with connection.cursor() as cursor:
        cursor.execute(opdracht, invoer)
        return bytes(cursor.fetchone()[0] or b"")


# --- open layers -------------------------------------------------------------------------------
def open_tegel(laag: str, tegel: Tegel, uitgave: Uitgave) -> bytes:
    """The tile of a layer of `OPEN_LAGEN`, with the open figures of this release."""
    if not tegel.raakt_nederland or (laag == "percelen" and tegel.z < PERCELEN_VANAF):
        return b""
    xmin, ymin, xmax, ymax = tegel.vak()
    niveau = {"gemeenten": Niveau.GEMEENTE, "terreinen": Niveau.TERREIN}.get(laag)
    cijfers = uitgave.cijfers.filter(niveau=niveau, peildatum=uitgave.cijfers.laatste_peildatum()).totalen().openbaar()
    return _haal(
        OPEN_LAGEN[laag],
        {"cijfers": cijfers.order_by().values("gebied_code", "leegstand_m2", "voorraad_m2")} if niveau else {},
        tegel.als_dict() | {
            "xmin": xmin, "ymin": ymin, "xmax": xmax, "ymax": ymax, "meter": tegel.meter_per_pixel / 2,
            "klassen": list(KLASSEN_PERCENTAGE),
        },
    )  # fmt: skip


def bewaarde_open_tegel(laag: str, tegel: Tegel) -> bytes:
    """What anyone may see, kept for a few minutes; percelen are many and cheap, so they are not kept."""
    uitgave = uitgave_voor(AnonymousUser())
    if laag == "percelen":
        return open_tegel(laag, tegel, uitgave)
    nummer = uitgave.publicatie.pk if uitgave.publicatie else kerncijfers_versie()
    sleutel = f"monitoring:tegel:{laag}:{tegel.z}:{tegel.x}:{tegel.y}:{nummer}"
    inhoud: bytes | None = cache.get(sleutel)
    if inhoud is None:
        inhoud = open_tegel(laag, tegel, uitgave)
        cache.set(sleutel, inhoud, BEWAAR_SECONDEN)
    return inhoud
