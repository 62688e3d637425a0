"""Terreinen from a file with borders, such as IBIS delivers: matched by code, new ones placed by location.

The file is read and checked completely before the database is touched; what is written, is written in one transaction.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.gis.gdal.layer import Layer
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction

from akt.fouten import BronFout
from akt.opmaak import aantal, getal
from monitoring.geobron import als_wkb, geopend, lagen_met_vlakken, naar_rd, veld_in, vlak_van, waarde
from monitoring.ligging import bepaal_ligging
from monitoring.models import Terrein

# Names of fields as IBIS and others write them; lower case, best first.
CODEVELDEN = (
    "rin_nummer", "rinnummer", "rin_nr", "rin", "ibisnummer", "ibis_nummer", "ibis_nr", "plannummer", "plan_nummer",
    "plan_nr", "plannr", "terreincode", "code",
)  # fmt: skip
NAAMVELDEN = ("plannaam", "plan_naam", "terreinnaam", "terrein_naam", "naam", "name", "terrein")
SOORTVELDEN = ("soort", "soort_terrein", "type_locatie", "locatietype", "hoofdfunctie", "type", "werkmilieu")
CODELENGTE = 12

# The border of each code made valid, and the gemeente of today that a point in it lies in.
SCHOON = """
    WITH bron AS (
        SELECT unnest(%(codes)s::text[]) AS code, unnest(%(vlakken)s::bytea[]) AS vlak
    ), schoon AS (
        SELECT code, ST_Multi(ST_Union(ST_CollectionExtract(ST_MakeValid(ST_GeomFromWKB(vlak, 28992)), 3))) AS grens
        FROM bron GROUP BY code
    )
    SELECT s.code, ST_AsBinary(s.grens), ST_IsEmpty(s.grens), g.code
    FROM schoon s
    LEFT JOIN LATERAL (
        SELECT code FROM monitoring_gemeente
        WHERE einde IS NULL AND ST_Covers(grens, ST_PointOnSurface(s.grens)) ORDER BY code LIMIT 1
    ) g ON true
    ORDER BY s.code
"""


@dataclass
class Uitkomst:
    """What an import did, in terreinen."""

    bron: str
    nieuw: int = 0
    gewijzigd: int = 0
    gelijk: int = 0
    elders: int = 0
    zonder_code: int = 0
    opmerkingen: list[str] = field(default_factory=list)
    panden_verplaatst: int = 0

    def regels(self) -> list[str]:
        """The summary, in Dutch."""
        regels = [
            f"{self.bron}: {aantal(self.nieuw, 'terrein', 'terreinen')} nieuw, {getal(self.gewijzigd)} gewijzigd, "
            f"{getal(self.gelijk)} gelijk gebleven."
        ]
        if self.elders:
            regels.append(f"{aantal(self.elders, 'terrein', 'terreinen')} overgeslagen: buiten de gemeenten hier.")
        if self.zonder_code:
            regels.append(f"{aantal(self.zonder_code, 'vlak', 'vlakken')} overgeslagen: zonder code.")
        regels += self.opmerkingen
        if self.panden_verplaatst:
            regels.append(
                f"{aantal(self.panden_verplaatst, 'pand', 'panden')} aan een ander terrein of een andere gemeente "
                "gekoppeld. De kerncijfers worden bijgewerkt."
            )
        return regels


@dataclass
class Inhoud:
    """What was read: per code the polygons (WKB, RD New), the name and the kind."""

    vlakken: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    namen: dict[str, str] = field(default_factory=dict)
    soorten: dict[str, str] = field(default_factory=dict)
    zonder_code: int = 0


def importeer_terreinen(
    bron: str | Path, *, herkomst: str = "", codeveld: str = "", naamveld: str = "", soortveld: str = "",
    soort: str = Terrein.Soort.BEDRIJVENTERREIN, laag: str = "",
) -> Uitkomst:  # fmt: skip
    """Give terreinen the borders of a file and add those that are new; panden follow by location.

    `soort` is the kind of new terreinen of which the file says nothing. `herkomst` is shown as the source of the
    border (the file's name when empty). Raises `BronFout` when the file cannot be used; nothing has changed then.
    """
    pad = Path(bron)
    herkomst = herkomst or pad.name
    ruimte = Terrein._meta.get_field("grens_bron").max_length
    if ruimte and len(herkomst) > ruimte:
        raise BronFout(f"De naam van de bron is langer dan {ruimte} tekens. Geef een kortere met --bron.")
    with geopend(pad) as dataset:
        lagen = lagen_met_vlakken(dataset, pad.name, laag)
        if len(lagen) > 1:
            namen = ", ".join(kandidaat.name for kandidaat in lagen)
            raise BronFout(f"{pad.name} heeft meer lagen. Kies er een met --laag: {namen}.")
        inhoud = _lees(lagen[0], pad.name, codeveld, naamveld, soortveld)
    if not inhoud.vlakken:
        raise BronFout(f"In {pad.name} staan geen vlakken met een code.")
    uitkomst = Uitkomst(pad.name, zonder_code=inhoud.zonder_code)
    with transaction.atomic():
        _schrijf(inhoud, herkomst, soort, uitkomst)
        if uitkomst.nieuw or uitkomst.gewijzigd:
            uitkomst.panden_verplaatst = bepaal_ligging()
    return uitkomst


def _lees(laag: Layer, bestand: str, codeveld: str, naamveld: str, soortveld: str) -> Inhoud:
    codeveld = veld_in(laag, bestand, codeveld, CODEVELDEN)
    if not codeveld:
        raise BronFout(f"In {bestand} is geen veld met de code van het terrein gevonden. Noem het met --codeveld.")
    naamveld = veld_in(laag, bestand, naamveld, NAAMVELDEN)
    soortveld = veld_in(laag, bestand, soortveld, SOORTVELDEN)
    omzetting = naar_rd(laag, bestand)
    inhoud = Inhoud()
    for element in laag:
        code = re.sub(r"[^A-Za-z0-9_-]+", "-", waarde(element, codeveld)).strip("-")
        if not code:
            inhoud.zonder_code += 1
            continue
        if len(code) > CODELENGTE:
            raise BronFout(f"De code '{code[:40]}' in {bestand} is langer dan {CODELENGTE} tekens.")
        vlak = vlak_van(element)
        if vlak is None:
            raise BronFout(f"Terrein {code} heeft in {bestand} geen vlak. Is het bestand volledig?")
        inhoud.vlakken[code].append(als_wkb(vlak, omzetting, f"Terrein {code}", bestand))
        inhoud.namen[code] = waarde(element, naamveld)[:80]
        inhoud.soorten[code] = _soort(waarde(element, soortveld))
    return inhoud


def _soort(tekst: str) -> str:
    """The kind that a text speaks of; '' when it speaks of none."""
    for woord, soort in (
        ("gemengd", Terrein.Soort.GEMENGD),
        ("kantoor", Terrein.Soort.KANTORENLOCATIE),
        ("kantoren", Terrein.Soort.KANTORENLOCATIE),
        ("bedrijven", Terrein.Soort.BEDRIJVENTERREIN),
    ):
        if woord in tekst.lower():
            return soort
    return ""


def _schrijf(inhoud: Inhoud, herkomst: str, soort: str, uitkomst: Uitkomst) -> None:
    rijen = [(code, vlak) for code, vlakken in inhoud.vlakken.items() for vlak in vlakken]
    with connection.cursor() as cursor:
        cursor.execute(SCHOON, {"codes": [code for code, _ in rijen], "vlakken": [vlak for _, vlak in rijen]})
        schoon = cursor.fetchall()
    bekend = {terrein.code: terrein for terrein in Terrein.objects.filter(code__in=inhoud.vlakken).select_for_update()}
    bezet = set(Terrein.objects.values_list("gemeente_id", "naam"))
    for code, wkb, leeg, gemeente in schoon:
        if leeg:
            raise BronFout(f"De grens van terrein {code} in {uitkomst.bron} heeft geen oppervlak.")
        grens = GEOSGeometry(memoryview(bytes(wkb)), srid=28992)
        naam = inhoud.namen[code]
        terrein = bekend.get(code)
        if terrein is None:
            _voeg_toe(code, naam or f"Terrein {code}", inhoud.soorten[code] or soort, gemeente, grens, herkomst,
                      bezet, uitkomst)  # fmt: skip
            continue
        if terrein.demo:
            uitkomst.opmerkingen.append(f"Overgeslagen: {code} is een demoterrein.")
            continue
        if naam and naam != terrein.naam:
            uitkomst.opmerkingen.append(
                f"Andere naam, niet overgenomen: {code} heet '{naam}' in de bron en '{terrein.naam}' in het portaal."
            )
        if terrein.grens.wkb == grens.wkb and terrein.grens_bron == herkomst:
            uitkomst.gelijk += 1
            continue
        terrein.grens, terrein.grens_bron = grens, herkomst  # type: ignore[assignment]
        terrein._change_reason = f"Grens uit {herkomst}"[:100]  # type: ignore[attr-defined]
        terrein.save(update_fields=["grens", "grens_bron", "gewijzigd_op"])
        uitkomst.gewijzigd += 1


def _voeg_toe(
    code: str, naam: str, soort: str, gemeente: str | None, grens: GEOSGeometry, herkomst: str,
    bezet: set[tuple[str, str]], uitkomst: Uitkomst,
) -> None:  # fmt: skip
    if gemeente is None:
        uitkomst.elders += 1
        return
    if (gemeente, naam) in bezet:
        uitkomst.opmerkingen.append(
            f"Overgeslagen: {code} heet '{naam}', en zo heet al een ander terrein in die gemeente."
        )
        return
    bezet.add((gemeente, naam))
    terrein = Terrein(code=code, naam=naam, gemeente_id=gemeente, soort=soort, grens=grens, grens_bron=herkomst)
    terrein._change_reason = f"Uit {herkomst}"[:100]  # type: ignore[attr-defined]
    terrein.save()
    uitkomst.nieuw += 1
