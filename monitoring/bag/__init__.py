"""The BAG (Basisregistratie Adressen en Gebouwen) of Kadaster: from a delivery to panden and adressen.

`levering` says what is in a delivery, `lezen` reads it with GDAL, `verwerken` holds the SQL, and `importeer` here puts
them in order, in one transaction. See docs/besluiten/0008 for what the rules are and why.
"""

from __future__ import annotations

import datetime
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import structlog
from django.db import connection, transaction
from django.db.utils import DataError, InternalError

from akt.fouten import BronFout
from akt.opmaak import aantal, datum, getal
from monitoring.bag import verwerken
from monitoring.bag.levering import Levering, open_levering
from monitoring.bag.lezen import Gelezen, lees, porties
from monitoring.geschiedenis import bewaar_nieuwe_stand, bewaar_oude_stand
from monitoring.kerncijfers import meld_gemeenten
from monitoring.models import Gemeente, Pand

log = structlog.get_logger(__name__)

Meld = Callable[[str], None]

# Number of the advisory lock that lets one import run at a time; any constant will do.
SLOT = 20091001
NAMEN = {
    "PND": ("pand", "panden"), "VBO": ("verblijfsobject", "verblijfsobjecten"),
    "NUM": ("nummeraanduiding", "nummeraanduidingen"), "OPR": ("openbare ruimte", "openbare ruimten"),
    "WPL": ("woonplaats", "woonplaatsen"),
}  # fmt: skip
# Verblijfsobjecten that one can use today; one that is "gevormd" has only been permitted.
VBO_BESTAAT = (
    "Verblijfsobject in gebruik", "Verblijfsobject in gebruik (niet ingemeten)", "Verblijfsobject buiten gebruik",
    "Verbouwing verblijfsobject",
)  # fmt: skip
VBO_EINDE = (
    "Verblijfsobject ingetrokken", "Niet gerealiseerd verblijfsobject", "Verblijfsobject ten onrechte opgevoerd",
)  # fmt: skip


@dataclass
class Telling:
    """What an import did with one kind of objects; each object counts once."""

    nieuw: int = 0
    gewijzigd: int = 0
    beeindigd: int = 0
    ongewijzigd: int = 0
    geweigerd: dict[str, int] = field(default_factory=dict)

    @property
    def veranderd(self) -> int:
        return self.nieuw + self.gewijzigd + self.beeindigd


@dataclass
class Samenvatting:
    """What an import did. `opmerkingen` are counts worth knowing; `gemeenten` those whose figures follow."""

    bron: str
    peildatum: datetime.date
    panden: Telling = field(default_factory=Telling)
    adressen: Telling = field(default_factory=Telling)
    opmerkingen: dict[str, int] = field(default_factory=dict)
    gemeenten: list[str] = field(default_factory=list)
    seconden: float = 0.0

    def regels(self) -> list[str]:
        """The summary in Dutch."""
        regels = [f"{self.bron}, stand van {datum(self.peildatum)}, in {getal(self.seconden, 1)} seconden:"]
        for naam, telling in (("Panden", self.panden), ("Adressen", self.adressen)):
            regels.append(
                f"{naam}: {getal(telling.nieuw)} nieuw, {getal(telling.gewijzigd)} gewijzigd, "
                f"{getal(telling.beeindigd)} beëindigd, {getal(telling.ongewijzigd)} ongewijzigd, "
                f"{getal(sum(telling.geweigerd.values()))} geweigerd."
            )
            regels += [f"  geweigerd: {reden} ({getal(hoeveel)})" for reden, hoeveel in telling.geweigerd.items()]
        regels += [f"Let op: {wat}: {getal(hoeveel)}." for wat, hoeveel in self.opmerkingen.items()]
        if self.gemeenten:
            regels.append(
                f"De kerncijfers van {aantal(len(self.gemeenten), 'gemeente', 'gemeenten')} worden bijgewerkt."
            )
        return regels


def importeer(
    bron: Path, *, gemeenten: Iterable[str] = (), peildatum: datetime.date | None = None, meld: Meld = lambda _: None
) -> Samenvatting:
    """Bring panden and adressen in step with a BAG Extract 2.0: a zip of zips, a zip, an XML file or a folder.

    Only what lies in `gemeenten` (CBS codes; all that the portal knows when empty) and holds on `peildatum` (the day
    of the delivery when None). `meld` gets Dutch lines of progress. All in one transaction; a second import waits.
    Raises `BronFout` when the source cannot be used; nothing has changed then.
    """
    begin = time.monotonic()
    alleen = sorted(set(gemeenten))
    with open_levering(bron) as levering:
        dag = peildatum or levering.stand
        meld(_beschrijf(levering, dag))
        with transaction.atomic(), connection.cursor() as cursor:
            _wacht_op_beurt(cursor, meld)
            _controleer_gebieden(alleen, meld)
            samenvatting = Samenvatting(levering.naam, dag)
            try:
                _Import(cursor, levering, _invoer(cursor, levering, dag, alleen), meld).draai(samenvatting)
            except (DataError, InternalError, psycopg.DataError, psycopg.InternalError) as fout:
                # A number, date or shape in the delivery that PostgreSQL or PostGIS cannot hold.
                log.warning("bag_onmogelijke_waarde", bron=levering.naam, exc_info=True)
                reden = str(fout).partition("\n")[0]
                raise BronFout(f"{levering.naam} bevat een waarde die niet kan: {reden}") from fout
    samenvatting.seconden = time.monotonic() - begin
    log.info("bag_geimporteerd", bron=levering.naam, peildatum=str(dag), panden=samenvatting.panden.veranderd,
             adressen=samenvatting.adressen.veranderd, seconden=round(samenvatting.seconden, 2))  # fmt: skip
    return samenvatting


def _beschrijf(levering: Levering, dag: datetime.date) -> str:
    wat = (
        "onvolledige levering" if levering.gemeenten == set() else
        "levering van heel Nederland" if levering.gemeenten is None else
        f"levering van {aantal(len(levering.gemeenten), 'gemeente', 'gemeenten')}"
    )  # fmt: skip
    return f"{levering.naam}: {wat}, {aantal(len(levering.bestanden), 'bestand', 'bestanden')}, stand van {datum(dag)}"


def _wacht_op_beurt(cursor: Any, meld: Meld) -> None:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SLOT])
    if not cursor.fetchone()[0]:
        meld("Er loopt al een import van de BAG; deze begint als die klaar is.")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SLOT])


def _controleer_gebieden(alleen: list[str], meld: Meld) -> None:
    """Raises `BronFout` when no gemeente has a border, or one that was asked for is not known."""
    bekend = Gemeente.objects.huidig()
    onbekend = sorted(set(alleen) - set(bekend.filter(code__in=alleen).values_list("code", flat=True)))
    if onbekend:
        raise BronFout(f"Deze gemeente kent het portaal niet (meer): {', '.join(onbekend)}.")
    met_grens = bekend.filter(grens__isnull=False)
    if not met_grens.exists():
        raise BronFout("Geen enkele gemeente heeft een grens. Draai eerst: manage.py importeer_gebieden BRON")
    schematisch = met_grens.filter(grens_schematisch=True).count()
    if schematisch:
        meld(
            f"Let op: {aantal(schematisch, 'gemeente heeft', 'gemeenten hebben')} een schematische grens; "
            "draai importeer_gebieden voor de echte."
        )


def _invoer(cursor: Any, levering: Levering, dag: datetime.date, alleen: list[str]) -> dict[str, Any]:
    """The parameters that all SQL of the import shares."""
    cursor.execute(
        "SELECT array_agg(DISTINCT gemeente_id::text) FROM monitoring_pand WHERE NOT demo AND bag_peildatum > %s", [dag]
    )
    nieuwer = cursor.fetchone()[0] or []
    if nieuwer and not alleen:
        log.info("bag_ouder_dan_portaal", gemeenten=nieuwer)
    gebied = sorted(levering.gemeenten) if levering.gemeenten is not None else None
    if alleen:
        gebied = alleen if gebied is None else sorted(set(gebied) & set(alleen))
    return {
        "peildatum": dag,
        "alleen": alleen or None,
        "nieuwer": nieuwer,
        "gebied": gebied,
        "volledig": levering.gemeenten != set(),
        "hele_land": levering.gemeenten is None,
        "met_pnd": "PND" in levering.soorten,
        "met_vbo": "VBO" in levering.soorten,
        "onderzocht": sorted(levering.in_onderzoek),
        "laatste_bouwjaar": dag.year + 10,
        "statussen": [str(status) for status in Pand.BagStatus.values],
        "pand_einde": [str(status) for status in Pand.NOOIT_GEBOUWD],
        "vbo_bestaat": list(VBO_BESTAAT),
        "vbo_einde": list(VBO_EINDE),
    }


class _Import:
    """The steps of one import, inside its transaction."""

    def __init__(self, cursor: Any, levering: Levering, invoer: dict[str, Any], meld: Meld) -> None:
        self.cursor = cursor
        self.levering = levering
        self.invoer = invoer
        self.meld = meld

    def draai(self, samenvatting: Samenvatting) -> None:
        self.cursor.execute(verwerken.INSTELLINGEN)
        self.cursor.execute(verwerken.PEIL_DOELTABELLEN)
        self.cursor.execute(verwerken.WERKTABELLEN)
        self._lees()
        self._vergelijk()
        self._vat_samen(samenvatting)
        if samenvatting.panden.veranderd or samenvatting.adressen.veranderd:
            self._schrijf(samenvatting.panden.nieuw + samenvatting.adressen.nieuw)
        self._sql(verwerken.BEVESTIGDE_PANDEN)
        self._sql(verwerken.BEVESTIGDE_ADRESSEN)
        meld_gemeenten(samenvatting.gemeenten, datetime.date.min, None)

    def _sql(self, opdracht: str) -> int:
        self.cursor.execute(opdracht, self.invoer)
        return int(self.cursor.rowcount)

    def _lees(self) -> None:
        """The delivery into the working tables, while other processes still read the rest of it."""
        alle = porties(self.levering.bestanden)
        panden = sum(portie.soort == "PND" and not portie.in_onderzoek for portie in alle)
        totalen: Counter[tuple[str, str]] = Counter()
        with tempfile.TemporaryDirectory(prefix="akt-bag-") as werkmap:
            for nummer, deel in enumerate(lees(alle, Path(werkmap), self.invoer["peildatum"]), 1):
                wat = (
                    ("kenmerk in onderzoek", "kenmerken in onderzoek")
                    if deel.portie.in_onderzoek
                    else (NAMEN[deel.portie.soort])
                )
                totalen[wat] += self._kopieer(deel)
                self.meld(f"Gelezen: {aantal(totalen[wat], *wat)} (deel {nummer} van {len(alle)})")
                if nummer == panden:
                    self._plaats_panden()
        if not panden:
            self._plaats_panden()

    def _kopieer(self, deel: Gelezen) -> int:
        """One portie into its working table. Raises `BronFout` when rows are missing."""
        tabel = "onderzoek" if deel.portie.in_onderzoek else deel.portie.soort.lower()
        with self.cursor.copy(f"COPY bag_{tabel} FROM STDIN") as kopie:
            for blok in deel.blokken():
                kopie.write(blok)
        rijen = int(self.cursor.rowcount)
        if rijen != deel.objecten:
            raise BronFout(
                f"{deel.portie.naam} is niet volledig gelezen: {getal(rijen)} van {getal(deel.objecten)} objecten."
            )
        return rijen

    def _plaats_panden(self) -> None:
        self.cursor.execute(f"ANALYZE bag_pnd ({verwerken.GETELD})")
        self._sql(verwerken.GELDIG_PAND)
        self.cursor.execute("ANALYZE bag_geldig_pand (bag_id, pand_id)")

    def _vergelijk(self) -> None:
        self.meld("Vergelijken met wat het portaal al heeft")
        for soort in ("vbo", "num", "opr", "wpl"):
            self.cursor.execute(f"ANALYZE bag_{soort} ({verwerken.GETELD})")
        self._sql(verwerken.GELDIG_ADRES)
        self.cursor.execute("ANALYZE bag_geldig_adres (bag_id, adres_id)")
        self._sql(verwerken.LINK)
        self._sql(verwerken.LINK_WEG)
        self.cursor.execute("ANALYZE bag_link")
        self._sql(verwerken.ADRES)
        self.cursor.execute("ANALYZE bag_adres (bag_id, adres_id, soort)")
        self._sql(verwerken.GO)
        self._sql(verwerken.PAND)
        self.cursor.execute("ANALYZE bag_pand (bag_id, pand_id, soort)")

    def _schrijf(self, nieuw: int) -> None:
        self.meld("Wijzigingen vastleggen")
        reden = f"BAG, stand van {datum(self.invoer['peildatum'])}"
        verwerken.vul_teksten(self.cursor)
        bewaar_oude_stand(self.cursor, verwerken.VERANDERDE_PANDEN)
        with verwerken.grote_vulling(self.cursor, nieuw):
            self._sql(verwerken.NIEUWE_PANDEN)
            self._sql(verwerken.NIEUWE_ADRESSEN)
            self._sql(verwerken.GEWIJZIGDE_PANDEN)
            self._sql(verwerken.GEWIJZIGDE_ADRESSEN)
            self._sql(verwerken.OUDE_LINKS)
            self._sql(verwerken.NIEUWE_LINKS)
        bewaar_nieuwe_stand(self.cursor, verwerken.VERANDERDE_PANDEN, reden)

    def _vat_samen(self, samenvatting: Samenvatting) -> None:
        for telling, tabel, soort in ((samenvatting.panden, "pand", "pnd"), (samenvatting.adressen, "adres", "vbo")):
            self.cursor.execute(verwerken.TEL.format(tabel=tabel))
            tellen = dict(self.cursor.fetchall())
            telling.nieuw, telling.gewijzigd = tellen.get("n", 0), tellen.get("w", 0)
            telling.beeindigd, telling.ongewijzigd = tellen.get("e", 0), tellen.get("g", 0)
            uit = "geldig_pand" if tabel == "pand" else "adres"
            self.cursor.execute(
                verwerken.GEWEIGERD.format(uit=uit, tabel=tabel, soort=soort, niet_geldig=verwerken.NIET_GELDIG)
            )
            telling.geweigerd = dict(sorted(self.cursor.fetchall()))
        self.cursor.execute(verwerken.OPMERKINGEN)
        samenvatting.opmerkingen = {wat: hoeveel for wat, hoeveel in self.cursor.fetchall() if hoeveel}
        self.cursor.execute(verwerken.GERAAKTE_GEMEENTEN)
        samenvatting.gemeenten = sorted({code for rij in self.cursor.fetchall() for code in rij if code})
