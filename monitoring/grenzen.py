"""Borders of gemeenten from any file that GDAL reads: a CBS or PDOK download, as it is.

The file is read and checked completely before the database is touched; what is written, is written in one transaction.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.gis.gdal import DataSource
from django.contrib.gis.gdal.layer import Layer
from django.db import connection, transaction

from akt.fouten import BronFout
from akt.opmaak import aantal, getal
from monitoring.geobron import als_wkb, eerste, geopend, lagen_met_vlakken, naar_rd, veld_in, vlak_van, waarde
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
def _lees(pad: Path, codeveld: str, naamveld: str, laag: str) -> Inhoud:
    """All polygons of the file with a CBS code. Raises `BronFout`."""
    with geopend(pad) as bron:
        gekozen, code = _kies_laag(bron, pad.name, laag, codeveld)
        inhoud = _lees_laag(gekozen, pad.name, code, naamveld)
    if not inhoud.vlakken:
        raise BronFout(f"In {pad.name} staan geen vlakken met een gemeentecode.")
    return inhoud


def _kies_laag(bron: DataSource, naam: str, laag: str, codeveld: str) -> tuple[Layer, str]:
    """The layer with polygons and CBS codes, and the field with the code."""
    met_vlakken = lagen_met_vlakken(bron, naam, laag)
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


def _zoek_codeveld(laag: Layer, gevraagd: str) -> str | None:
    """Name of the field with CBS codes, or None. Bare numbers only count in a field that is called after the code."""
    velden: list[str] = laag.fields
    proef = eerste(laag)

    def past(veld: str, vorm: re.Pattern[str]) -> bool:
        waarden = [tekst for element in proef if (tekst := waarde(element, veld))]
        return bool(waarden) and all(vorm.match(tekst) for tekst in waarden)

    if gevraagd:
        return gevraagd if gevraagd in velden and past(gevraagd, CODE) else None
    bij_naam = sorted(
        (veld for veld in velden if veld.lower() in CODEVELDEN), key=lambda v: CODEVELDEN.index(v.lower())
    )
    volledig = re.compile(r"^GM[0-9]{4}$")
    return next((v for v in bij_naam if past(v, CODE)), None) or next((v for v in velden if past(v, volledig)), None)


def _lees_laag(laag: Layer, bestand: str, codeveld: str, naamveld: str) -> Inhoud:
    naamveld = veld_in(laag, bestand, naamveld, NAAMVELDEN)
    omzetting = naar_rd(laag, bestand)
    inhoud = Inhoud()
    for element in laag:
        code = CODE.match(waarde(element, codeveld))
        if not code:
            inhoud.zonder_code += 1
            continue
        sleutel = f"GM{int(code[1]):04d}"
        vlak = vlak_van(element)
        if vlak is None:
            raise BronFout(f"{sleutel} heeft in {bestand} geen vlak. Is het bestand volledig?")
        inhoud.vlakken[sleutel].append(als_wkb(vlak, omzetting, sleutel, bestand))
        if naamveld:
            inhoud.namen[sleutel] = waarde(element, naamveld)
    return inhoud
