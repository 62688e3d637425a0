"""Percelen from the kadastrale kaart: Kadaster's GML (also in its zip), or a GeoPackage or other file with its fields.

The file is read and checked completely before percelen are touched; SQL then compares and writes in sets, in one
transaction. Percelen lie in the gemeenten of the portal; those elsewhere are left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.gis.gdal.layer import Layer
from django.db import connection, transaction

from akt.fouten import BronFout
from akt.opmaak import aantal, getal
from monitoring.geobron import als_wkb, geopend, lagen_met_vlakken, naar_rd, veld_in, vlak_van, waarde
from monitoring.ligging import bepaal_ligging
from monitoring.models import Perceel

# Where GDAL finds what in Kadaster's GML; by itself it takes the spot of the label for the border.
SJABLOON = Path(__file__).with_name("kadastralekaart.gfs")
KADASTER = b"schemas/brkkadastralekaart/"
# Names of fields as the GML (by the template above), PDOK and others write them; lower case, best first.
VELDEN = {
    "gemeente": (
        "gemeente", "akrkadastralegemeentecode", "akr_kadastrale_gemeente_code_waarde",
        "akrkadastralegemeentecodewaarde", "kadastrale_gemeente_code", "kadgemcode", "kad_gem",
    ),
    "sectie": ("sectie",),
    "nummer": ("perceelnummer", "perceel_nummer", "nummer"),
    "oppervlakte": (
        "oppervlakte", "kadastrale_grootte_waarde", "kadastralegroottewaarde", "kadastrale_grootte", "oppervlakte_m2",
    ),
    "status": ("status", "status_historie_waarde", "statushistoriewaarde"),
}  # fmt: skip
MELD_PER = 100_000

BRON = """
    CREATE TEMP TABLE perceel_bron (
        gemeente text, sectie text, nummer bigint, oppervlakte bigint, vlak bytea
    ) ON COMMIT DROP
"""
VUL = "COPY perceel_bron (gemeente, sectie, nummer, oppervlakte, vlak) FROM STDIN"
# What has no border (`vlak`) has ended. A perceel in parts is one.
NIEUW = """
    CREATE TEMP TABLE perceel_nieuw ON COMMIT DROP AS
    SELECT b.*, EXISTS (
        SELECT FROM monitoring_gemeente g WHERE g.einde IS NULL AND ST_Covers(g.grens, ST_PointOnSurface(b.grens))
    ) AS hier
    FROM (
        SELECT gemeente, sectie, nummer, max(oppervlakte) AS oppervlakte,
               ST_Multi(ST_Union(ST_CollectionExtract(ST_MakeValid(ST_GeomFromWKB(vlak, 28992)), 3))) AS grens
        FROM perceel_bron WHERE vlak IS NOT NULL GROUP BY 1, 2, 3
    ) b;
    CREATE INDEX ON perceel_nieuw USING gist (grens);
    CREATE INDEX ON perceel_nieuw (gemeente, sectie, nummer);
    ANALYZE perceel_nieuw;
"""
TEL = """
    SELECT count(*) FILTER (WHERE hier), count(*) FILTER (WHERE NOT hier),
           min(gemeente || ' ' || sectie || ' ' || nummer) FILTER (WHERE ST_IsEmpty(grens))
    FROM perceel_nieuw
"""
SCHRIJF = """
    WITH gedaan AS (
        INSERT INTO monitoring_perceel AS p (kadastrale_gemeente, sectie, nummer, oppervlakte_m2, grens, bron)
        SELECT gemeente, sectie, nummer, oppervlakte, grens, %(herkomst)s FROM perceel_nieuw WHERE hier
        ON CONFLICT (kadastrale_gemeente, sectie, nummer) DO UPDATE
        SET oppervlakte_m2 = excluded.oppervlakte_m2, grens = excluded.grens, bron = excluded.bron
        WHERE (p.oppervlakte_m2, p.bron) IS DISTINCT FROM (excluded.oppervlakte_m2, excluded.bron)
           OR ST_AsBinary(p.grens) <> ST_AsBinary(excluded.grens)
        RETURNING xmax = 0 AS nieuw
    )
    SELECT count(*) FILTER (WHERE nieuw), count(*) FILTER (WHERE NOT nieuw) FROM gedaan
"""
# A perceel ended when the file says so, or when another perceel of the file lies where it lay. Panden that follow by
# location let go of it; one that a demo pand or a pand without footprint lies on, stays.
VERVALLEN = """
    CREATE TEMP TABLE perceel_weg ON COMMIT DROP AS
    SELECT p.id, EXISTS (
        SELECT FROM monitoring_pand d WHERE d.perceel_id = p.id AND (d.demo OR d.omtrek IS NULL)
    ) AS blijft
    FROM monitoring_perceel p
    WHERE NOT EXISTS (
        SELECT FROM perceel_nieuw n
        WHERE (n.gemeente, n.sectie, n.nummer) = (p.kadastrale_gemeente, p.sectie, p.nummer)
    ) AND (
        EXISTS (
            SELECT FROM perceel_bron b WHERE b.vlak IS NULL
            AND (b.gemeente, b.sectie, b.nummer) = (p.kadastrale_gemeente, p.sectie, p.nummer)
        )
        OR EXISTS (SELECT FROM perceel_nieuw n WHERE ST_Covers(n.grens, ST_PointOnSurface(p.grens)))
    );
    DELETE FROM monitoring_perceel WHERE id IN (SELECT id FROM perceel_weg WHERE NOT blijft);
"""
TEL_VERVALLEN = "SELECT count(*) FILTER (WHERE NOT blijft), count(*) FILTER (WHERE blijft) FROM perceel_weg"

Melding = Callable[[str], None]


@dataclass
class Uitkomst:
    """What an import did, in percelen."""

    bron: str
    nieuw: int = 0
    gewijzigd: int = 0
    gelijk: int = 0
    elders: int = 0
    vervallen: int = 0
    behouden: int = 0
    panden_verplaatst: int = 0

    def regels(self) -> list[str]:
        """The summary, in Dutch."""
        regels = [
            f"{self.bron}: {aantal(self.nieuw, 'perceel', 'percelen')} nieuw, {getal(self.gewijzigd)} gewijzigd, "
            f"{getal(self.gelijk)} gelijk gebleven, {getal(self.vervallen)} vervallen."
        ]
        if self.elders:
            regels.append(f"{aantal(self.elders, 'perceel', 'percelen')} overgeslagen: buiten de gemeenten hier.")
        if self.behouden:
            regels.append(f"{aantal(self.behouden, 'perceel', 'percelen')} vervallen, maar nog aan een pand gekoppeld.")
        if self.panden_verplaatst:
            regels.append(f"{aantal(self.panden_verplaatst, 'pand', 'panden')} opnieuw gekoppeld naar ligging.")
        return regels


def importeer_percelen(
    bron: str | Path, *, herkomst: str = "", laag: str = "", meld: Melding = lambda regel: None
) -> Uitkomst:
    """Bring percelen in step with a file; panden get their perceel by location.

    `herkomst` is shown as the source (the file's name when empty). Raises `BronFout` when the file cannot be used;
    nothing has changed then.
    """
    pad = Path(bron)
    herkomst = herkomst or pad.name
    ruimte = Perceel._meta.get_field("bron").max_length
    if ruimte and len(herkomst) > ruimte:
        raise BronFout(f"De naam van de bron is langer dan {ruimte} tekens. Geef een kortere met --bron.")
    uitkomst = Uitkomst(pad.name)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.perceel_bron, pg_temp.perceel_nieuw, pg_temp.perceel_weg")
        cursor.execute(BRON)
        with cursor.copy(VUL) as doel:
            for nummer, rij in enumerate(_lees(pad, laag), start=1):
                doel.write_row(rij)
                if nummer % MELD_PER == 0:
                    meld(f"{getal(nummer)} percelen gelezen.")
        cursor.execute(NIEUW)
        cursor.execute(TEL)
        hier, uitkomst.elders, leeg = cursor.fetchone()
        if leeg:
            raise BronFout(f"Perceel {leeg} in {pad.name} heeft geen oppervlak.")
        if not hier and uitkomst.elders:
            raise BronFout(
                f"Geen van de {aantal(uitkomst.elders, 'perceel', 'percelen')} in {pad.name} ligt in een gemeente van "
                "het portaal. Staan de gemeentegrenzen erin? Zie importeer_gebieden."
            )
        cursor.execute(SCHRIJF, {"herkomst": herkomst})
        uitkomst.nieuw, uitkomst.gewijzigd = cursor.fetchone()
        uitkomst.gelijk = hier - uitkomst.nieuw - uitkomst.gewijzigd
        cursor.execute(VERVALLEN)
        cursor.execute(TEL_VERVALLEN)
        uitkomst.vervallen, uitkomst.behouden = cursor.fetchone()
        meld("Panden koppelen aan hun perceel.")
        uitkomst.panden_verplaatst = bepaal_ligging()
    return uitkomst


# --- reading -----------------------------------------------------------------------------------
def _lees(pad: Path, laag: str) -> Iterator[tuple[Any, ...]]:
    """Rows for `VUL`. Raises `BronFout`."""
    opties = {"GML_GFS_TEMPLATE": str(SJABLOON)} if _is_van_kadaster(pad) else {}
    with geopend(pad, alleen=_kan_percelen_hebben, **opties) as bron:
        lagen = lagen_met_vlakken(bron, pad.name, laag)
        if len(lagen) > 1:
            lagen = [kandidaat for kandidaat in lagen if "perceel" in kandidaat.name.lower()] or lagen
        if len(lagen) > 1:
            namen = ", ".join(kandidaat.name for kandidaat in lagen)
            raise BronFout(f"{pad.name} heeft meer lagen. Kies er een met --laag: {namen}.")
        yield from _lees_laag(lagen[0], pad.name)


def _kan_percelen_hebben(bestand: Path) -> bool:
    """Kadaster delivers a file for each kind of object."""
    return not bestand.stem.lower().startswith("kadastralekaart_") or bestand.stem.lower().endswith("_perceel")


def _is_van_kadaster(pad: Path) -> bool:
    try:
        if pad.suffix.lower() == ".gml":
            with pad.open("rb") as stroom:
                return KADASTER in stroom.read(4096)
        if pad.suffix.lower() != ".zip":
            return False
        with zipfile.ZipFile(pad) as zip_:
            namen = [
                naam for naam in zip_.namelist() if naam.lower().endswith(".gml") and _kan_percelen_hebben(Path(naam))
            ]
            if len(namen) != 1:
                return False
            with zip_.open(namen[0]) as stroom:
                return KADASTER in stroom.read(4096)
    except (OSError, zipfile.BadZipFile, RuntimeError):
        return False


def _lees_laag(laag: Layer, bestand: str) -> Iterator[tuple[Any, ...]]:
    velden = {naam: veld_in(laag, bestand, "", namen) for naam, namen in VELDEN.items()}
    if mist := [naam for naam in ("gemeente", "sectie", "nummer") if not velden[naam]]:
        raise BronFout(f"{bestand} heeft geen veld met {' en '.join(mist)} van de kadastrale aanduiding.")
    omzetting = naar_rd(laag, bestand)
    for element in laag:
        gemeente, sectie, nummer = (waarde(element, velden[naam]) for naam in ("gemeente", "sectie", "nummer"))
        wat = f"Perceel {gemeente} {sectie} {nummer}"
        if not (re.fullmatch(r"[A-Z]{3}[0-9]{2}", gemeente) and re.fullmatch(r"[A-Z]{1,2}", sectie)):
            raise BronFout(f"{wat} in {bestand} heeft geen geldige kadastrale aanduiding (zoals UTT00 B 1234).")
        if not re.fullmatch(r"[0-9]{1,5}", nummer):
            raise BronFout(f"{wat} in {bestand} heeft geen geldig perceelnummer.")
        oppervlakte = _hele_meters(waarde(element, velden["oppervlakte"]), wat, bestand)
        if waarde(element, velden["status"]).lower() not in {"", "geldig", "g"}:
            yield gemeente, sectie, int(nummer), oppervlakte, None
            continue
        vlak = vlak_van(element)
        if vlak is None:
            raise BronFout(f"{wat} heeft in {bestand} geen vlak. Is het bestand volledig?")
        yield gemeente, sectie, int(nummer), oppervlakte, als_wkb(vlak, omzetting, wat, bestand)


def _hele_meters(tekst: str, wat: str, bestand: str) -> int | None:
    if not tekst:
        return None
    try:
        meters = round(float(tekst))
    except (ValueError, OverflowError) as fout:
        raise BronFout(f"{wat} in {bestand} heeft '{tekst[:20]}' als oppervlakte, en dat is geen getal.") from fout
    if not 0 <= meters < 2**31:
        raise BronFout(f"{wat} in {bestand} heeft een onmogelijke oppervlakte: {tekst[:20]}.")
    return meters
