"""Publicaties: a frozen, numbered release of all kerncijfers, and which figures a visitor gets to see.

What is published is known for good, so a release may not be set beside an earlier one to learn about one pand. The
figures of a gemeente on a peildatum (with its terreinen and segments: an eenheid) are therefore taken over from the
last release, unless the change is safe: in every cell (total, terrein, rest, class) and for every measure either no
pand changed or at least `AKT_MINIMUM_PANDEN_OPEN` did, against each earlier release, and the same cells stay open.
Figures of regio's and provincies are the sums of what their gemeenten publish. Why: docs/besluiten/0011.
"""
# ruff: noqa: S608 - the SQL is put together from constants of this module; values are always parameters.

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import structlog
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from akt.fouten import Conflict
from akt.models import Gebruiker
from akt.opmaak import aantal, datum
from akt.rules import is_netwerk
from monitoring import kerncijfers
from monitoring.context import heeft_demogegevens
from monitoring.kerncijfers import PANDVELDEN, STAND, STAND_PER_PEILDATUM, WERKTABELLEN, aan_de_beurt, invoer_voor
from monitoring.models import (
    Deelname,
    Gemeente,
    Herberekening,
    Kerncijfer,
    KerncijferQuerySet,
    Niveau,
    Publicatie,
    Publicatiecijfer,
    Signaal,
)
from monitoring.openheid import LEDEN
from monitoring.overeenstemming import gemeenten_zonder_overeenstemming

log = structlog.get_logger(__name__)

Voortgang = Callable[[int, int, str], None]

SLEUTEL = ", ".join(kerncijfers.SLEUTEL)
MATEN = kerncijfers.MATEN
STANDVELDEN = (
    "pand_id, peildatum, gemeente_code, voorheen_code, terrein_code, terrein_gemeente_code, grootte, periode, "
    "voorraad_m2, aanbod_m2, leegstand_m2, duur, geraamd, recent"
)

# How long a computed preview is kept, in seconds.
BEWAAR_VOORBEELD = 7 * 24 * 3600

# --- what there is now, what was published, and how they differ ----------------------------------
# The state of each pand that counts for the gemeenten asked for (NULL: all), on each peildatum.
NU = f"""
    DROP TABLE IF EXISTS pg_temp.pub_nu;
    CREATE TEMP TABLE pub_nu ON COMMIT DROP AS
    WITH pand AS MATERIALIZED (
        SELECT p.id, coalesce(g.telt_bij, p.gemeente_id) AS gemeente_code,
               coalesce(p.gemeente_voorheen_id, CASE WHEN NOT g.huidig THEN g.code END, '') AS voorheen_code,
               coalesce(t.code, '') AS terrein_code, coalesce(t.gemeente_id, '') AS terrein_gemeente_code
        FROM monitoring_pand p
        JOIN kc_gemeente g ON g.code = p.gemeente_id
        LEFT JOIN monitoring_terrein t ON t.id = p.terrein_id
    ), panden AS MATERIALIZED (
        SELECT p.id AS pand_id, p.id::int AS groep, {PANDVELDEN.format(van="1", tot="%(aantal)s + 1")}
        FROM monitoring_pand p
        JOIN pand ON pand.id = p.id
        WHERE %(codes)s::text[] IS NULL OR pand.gemeente_code = ANY(%(codes)s) OR pand.voorheen_code = ANY(%(codes)s)
           OR pand.terrein_gemeente_code = ANY(%(codes)s)
    ), stand AS ({STAND})
    SELECT s.groep::bigint AS pand_id, (%(peildata)s::date[])[s.nr] AS peildatum, pand.gemeente_code,
           pand.voorheen_code, pand.terrein_code, pand.terrein_gemeente_code, s.grootte, s.periode, s.voorraad_m2,
           s.aanbod_m2, s.leegstand_m2, coalesce(s.duur::text, '') AS duur, s.geraamd,
           coalesce(s.recent, false) AS recent
    FROM ({STAND_PER_PEILDATUM}) s JOIN pand ON pand.id = s.groep;
    CREATE INDEX ON pub_nu (peildatum, pand_id);
    ANALYZE pub_nu;
"""
RIJEN = """
    SELECT CASE k.niveau WHEN 'terrein' THEN t.gemeente_id ELSE k.gebied_code END AS eenheid, k.*
    FROM {tabel} k LEFT JOIN monitoring_terrein t ON k.niveau = 'terrein' AND t.code = k.gebied_code
    WHERE k.niveau IN ('gemeente', 'terrein') AND k.peildatum <= %(tot)s AND {welke}
"""
NAAST = f"""
    DROP TABLE IF EXISTS pg_temp.pub_naast, pg_temp.pub_besluit;
    CREATE TEMP TABLE pub_naast ON COMMIT DROP AS
    WITH nieuw AS ({RIJEN.format(tabel="monitoring_kerncijfer", welke="true")}),
    oud AS ({RIJEN.format(tabel="monitoring_publicatiecijfer", welke="k.publicatie_id = %(vorige)s")})
    SELECT eenheid, {SLEUTEL}, n.panden AS panden_nu, o.panden AS panden_toen, n.panden_leegstand AS leeg_nu,
           o.panden_leegstand AS leeg_toen, n.openbaar AS open_nu, o.openbaar AS open_toen,
           ({", ".join(f"n.{maat}" for maat in Kerncijfer.MATEN)}, n.openbaar)
               IS NOT DISTINCT FROM ({", ".join(f"o.{maat}" for maat in Kerncijfer.MATEN)}, o.openbaar) AS gelijk
    FROM nieuw n FULL JOIN oud o USING (eenheid, {SLEUTEL})
    WHERE eenheid IS NOT NULL;
    -- One row for each eenheid and peildatum: published for the first time, the same, or different.
    CREATE TEMP TABLE pub_besluit ON COMMIT DROP AS
    SELECT eenheid, peildatum,
           CASE WHEN bool_and(open_toen IS NULL) THEN 'nieuw'
                WHEN bool_and(gelijk) THEN 'gelijk' ELSE 'anders' END AS wat
    FROM pub_naast GROUP BY eenheid, peildatum;
    ANALYZE pub_naast; ANALYZE pub_besluit;
"""
# An eenheid that differs is taken over from the last release ('vast') or shown as it is now ('herzien').
# First: what is open must stay open, what is hidden stays hidden, and hidden figures stay about as many panden.
VAST_OM_OPENHEID = """
    WITH totaal AS (
        SELECT eenheid, peildatum FROM pub_naast
        WHERE grootteklasse = '' AND bouwperiode = '' AND coalesce(open_nu, false) <> coalesce(open_toen, false)
    ), verdeling AS (
        SELECT eenheid, peildatum FROM pub_naast WHERE grootteklasse <> '' OR bouwperiode <> ''
        GROUP BY eenheid, peildatum, niveau, gebied_code, grootteklasse <> ''
        HAVING coalesce(bool_or(open_nu), false) <> coalesce(bool_or(open_toen), false)
    ), kleiner AS (
        SELECT eenheid, peildatum
        FROM pub_naast CROSS JOIN LATERAL (VALUES
            (coalesce(panden_nu, 0), coalesce(panden_toen, 0)), (coalesce(leeg_nu, 0), coalesce(leeg_toen, 0))
        ) v (nu, toen)
        WHERE NOT coalesce(open_nu, open_toen) AND (nu < toen OR (toen = 0 AND nu BETWEEN 1 AND %(minimum)s - 1))
    )
    UPDATE pub_besluit b SET wat = 'vast'
    FROM (SELECT * FROM totaal UNION SELECT * FROM verdeling UNION SELECT * FROM kleiner) v
    WHERE b.wat = 'anders' AND v.eenheid = b.eenheid AND v.peildatum = b.peildatum
"""
# What a pand adds to the cells of an eenheid, by measure. {} is the sign.
BIJDRAGE = """
    {0} * voorraad_m2 AS voorraad, {0} * aanbod_m2 AS aanbod, {0} * leegstand_m2 AS leegstand,
    {0} * leegstand_m2 * (duur = 'f')::int AS frictie, {0} * leegstand_m2 * (duur = 'l')::int AS langdurig,
    {0} * leegstand_m2 * (duur = 's')::int AS structureel, {0} * leegstand_m2 * (duur = 'o')::int AS onbekend,
    {0} * voorraad_m2 * geraamd::int AS geraamd_deel, {0} * voorraad_m2 * recent::int AS recent_deel
"""
BIJGEDRAGEN = (
    "voorraad", "aanbod", "leegstand", "frictie", "langdurig", "structureel", "onbekend", "geraamd_deel", "recent_deel",
)  # fmt: skip
# Then: how many panden lie behind each change, against every release in which the eenheid was new or revised.
VAST_OM_PANDEN = f"""
    WITH anders AS (
        SELECT eenheid, peildatum FROM pub_besluit WHERE wat = 'anders'
    ), eerder AS MATERIALIZED (
        SELECT a.eenheid, a.peildatum, s.pand_id, s.publicatie_id
        FROM anders a
        JOIN monitoring_publicatiestand s ON s.peildatum = a.peildatum
            AND a.eenheid IN (s.gemeente_code, s.voorheen_code, s.terrein_gemeente_code)
    ), betrokken AS MATERIALIZED (
        SELECT eenheid, peildatum, pand_id FROM eerder
        UNION
        SELECT a.eenheid, a.peildatum, n.pand_id
        FROM anders a
        JOIN pub_nu n ON n.peildatum = a.peildatum
            AND a.eenheid IN (n.gemeente_code, n.voorheen_code, n.terrein_gemeente_code)
    ), versie AS MATERIALIZED (
        SELECT DISTINCT eenheid, peildatum, publicatie_id AS versie FROM eerder
    ), toen AS (
        SELECT v.eenheid, v.versie, s.*
        FROM versie v
        JOIN betrokken b ON b.eenheid = v.eenheid AND b.peildatum = v.peildatum
        CROSS JOIN LATERAL (
            SELECT {STANDVELDEN} FROM monitoring_publicatiestand s
            WHERE s.pand_id = b.pand_id AND s.peildatum = b.peildatum AND s.publicatie_id <= v.versie
            ORDER BY s.publicatie_id DESC LIMIT 1
        ) s
        WHERE s.voorraad_m2 > 0
    ), nu AS (
        SELECT v.eenheid, v.versie, n.*
        FROM versie v
        JOIN betrokken b ON b.eenheid = v.eenheid AND b.peildatum = v.peildatum
        JOIN pub_nu n ON n.peildatum = b.peildatum AND n.pand_id = b.pand_id
    ), bijdrage AS (
        SELECT *, {BIJDRAGE.format("-1")} FROM toen
        UNION ALL
        SELECT *, {BIJDRAGE.format("1")} FROM nu
    ), verhuisd AS (
        SELECT DISTINCT n.eenheid, n.peildatum
        FROM nu n JOIN toen t ON t.eenheid = n.eenheid AND t.versie = n.versie AND t.peildatum = n.peildatum
            AND t.pand_id = n.pand_id AND t.gemeente_code <> n.gemeente_code
    ), per_pand AS (
        SELECT eenheid, peildatum, versie, cel, pand_id, {", ".join(f"sum({m}) AS {m}" for m in BIJGEDRAGEN)}
        FROM bijdrage
        CROSS JOIN LATERAL (
            SELECT 't' || terrein_code AS cel WHERE terrein_gemeente_code = eenheid
            UNION ALL
            SELECT c FROM unnest(ARRAY['totaal', 'g' || grootte, 'p' || periode]) c
            WHERE eenheid IN (gemeente_code, voorheen_code)
            UNION ALL
            SELECT 'rest' WHERE eenheid IN (gemeente_code, voorheen_code) AND terrein_gemeente_code <> eenheid
        ) cellen
        GROUP BY eenheid, peildatum, versie, cel, pand_id
    ), lek AS (
        SELECT eenheid, peildatum
        FROM per_pand GROUP BY eenheid, peildatum, versie, cel
        HAVING {" OR ".join(f"count(*) FILTER (WHERE {m} <> 0) BETWEEN 1 AND %(minimum)s - 1" for m in BIJGEDRAGEN)}
    )
    UPDATE pub_besluit b SET wat = 'vast'
    FROM (SELECT * FROM lek UNION SELECT * FROM verhuisd) v
    WHERE b.wat = 'anders' AND v.eenheid = b.eenheid AND v.peildatum = b.peildatum;
    UPDATE pub_besluit SET wat = 'herzien' WHERE wat = 'anders';
"""
# Last: an eenheid that is new on a peildatum already published would show in the totals what it adds. A gemeente that
# others merged into only takes over what those published.
VAST_OM_NIEUW = """
    UPDATE pub_besluit b SET wat = 'vast'
    WHERE b.wat = 'nieuw'
      AND b.peildatum IN (
          SELECT peildatum FROM monitoring_publicatiecijfer WHERE publicatie_id = %(vorige)s AND niveau = 'provincie')
      AND NOT EXISTS (SELECT FROM monitoring_gemeente g WHERE g.opgegaan_in_id = b.eenheid)
      AND EXISTS (
          SELECT FROM pub_naast n
          WHERE n.eenheid = b.eenheid AND n.peildatum = b.peildatum AND n.niveau = 'gemeente'
            AND (n.panden_nu < %(minimum)s OR n.leeg_nu BETWEEN 1 AND %(minimum)s - 1))
"""

# --- writing a release ---------------------------------------------------------------------------
BEVRIES_EENHEDEN = f"""
    INSERT INTO monitoring_publicatiecijfer (publicatie_id, {SLEUTEL}, {MATEN}, openbaar)
    SELECT %(publicatie)s, {SLEUTEL}, {MATEN}, openbaar
    FROM ({RIJEN.format(tabel="monitoring_kerncijfer", welke="true")}) k
    JOIN pub_besluit b USING (eenheid, peildatum) WHERE b.wat <> 'vast'
    UNION ALL
    SELECT %(publicatie)s, {SLEUTEL}, {MATEN}, openbaar
    FROM ({RIJEN.format(tabel="monitoring_publicatiecijfer", welke="k.publicatie_id = %(vorige)s")}) k
    JOIN pub_besluit b USING (eenheid, peildatum) WHERE b.wat = 'vast'
"""
# On a peildatum published before, wholes are the sums of what their gemeenten publish now, as open as they were.
BEVRIES_GEHELEN = f"""
    INSERT INTO monitoring_publicatiecijfer (publicatie_id, {SLEUTEL}, {MATEN}, openbaar)
    WITH eerder AS (
        SELECT niveau, gebied_code, peildatum, grootteklasse <> '' AS naar_grootte,
               bouwperiode <> '' AS naar_bouwperiode, bool_or(openbaar) AS openbaar
        FROM monitoring_publicatiecijfer
        WHERE publicatie_id = %(vorige)s AND niveau IN ('provincie', 'regio')
        GROUP BY 1, 2, 3, 4, 5
    ), gepubliceerd AS (
        SELECT DISTINCT peildatum FROM eerder
    ), som AS (
        SELECT l.niveau, l.geheel AS gebied_code, c.peildatum, c.grootteklasse, c.bouwperiode, {kerncijfers.OPGETELD}
        FROM ({LEDEN}) l
        JOIN monitoring_publicatiecijfer c ON c.publicatie_id = %(publicatie)s AND c.niveau = 'gemeente'
            AND c.gebied_code = l.deel
        WHERE c.peildatum IN (SELECT peildatum FROM gepubliceerd)
        GROUP BY 1, 2, 3, 4, 5
    )
    SELECT %(publicatie)s, {SLEUTEL}, {MATEN}, openbaar
    FROM monitoring_kerncijfer
    WHERE niveau IN ('provincie', 'regio') AND peildatum <= %(tot)s
      AND peildatum NOT IN (SELECT peildatum FROM gepubliceerd)
    UNION ALL
    SELECT %(publicatie)s, {", ".join(f"s.{kolom}" for kolom in kerncijfers.SLEUTEL)}, {MATEN},
           coalesce(e.openbaar, false)
    FROM som s
    LEFT JOIN eerder e ON e.niveau = s.niveau AND e.gebied_code = s.gebied_code AND e.peildatum = s.peildatum
        AND e.naar_grootte = (s.grootteklasse <> '') AND e.naar_bouwperiode = (s.bouwperiode <> '')
"""
BEVRIES_STANDEN = f"""
    INSERT INTO monitoring_publicatiestand (publicatie_id, {STANDVELDEN})
    WITH bekend AS (
        SELECT DISTINCT ON (pand_id, peildatum) {STANDVELDEN}
        FROM monitoring_publicatiestand
        WHERE peildatum IN (SELECT peildatum FROM pub_besluit WHERE wat IN ('nieuw', 'herzien'))
        ORDER BY pand_id, peildatum, publicatie_id DESC
    ), raakt AS (
        SELECT n.* FROM pub_nu n WHERE EXISTS (
            SELECT FROM pub_besluit b WHERE b.wat IN ('nieuw', 'herzien') AND b.peildatum = n.peildatum
                AND b.eenheid IN (n.gemeente_code, n.voorheen_code, n.terrein_gemeente_code))
    )
    SELECT %(publicatie)s, n.*
    FROM (SELECT {STANDVELDEN} FROM raakt EXCEPT SELECT {STANDVELDEN} FROM bekend) n
    UNION ALL
    -- Gone: demolished, no longer an office, or never seen again.
    SELECT %(publicatie)s, o.pand_id, o.peildatum, o.gemeente_code, o.voorheen_code, o.terrein_code,
           o.terrein_gemeente_code, o.grootte, o.periode, 0, 0, 0, '', false, false
    FROM bekend o
    WHERE o.voorraad_m2 > 0
      AND NOT EXISTS (SELECT FROM pub_nu n WHERE n.pand_id = o.pand_id AND n.peildatum = o.peildatum)
      AND EXISTS (
          SELECT FROM pub_besluit b WHERE b.wat IN ('nieuw', 'herzien') AND b.peildatum = o.peildatum
              AND b.eenheid IN (o.gemeente_code, o.voorheen_code, o.terrein_gemeente_code))
"""
VINGERAFDRUK = f"""
    SELECT coalesce(sum(hashtextextended(concat_ws('|', {SLEUTEL}, {MATEN}, openbaar), 0)::numeric), 0), count(*)
    FROM monitoring_kerncijfer WHERE peildatum <= %s
"""


def vingerafdruk(peildatum: datetime.date, vorige: Publicatie | None) -> str:
    """Changes with any figure of a release up to `peildatum`; what was reviewed is what comes out."""
    with connection.cursor() as cursor:
        cursor.execute(VINGERAFDRUK, [peildatum])
        som, rijen = cursor.fetchone()
    return f"{vorige.pk if vorige else 0}-{rijen}-{som}"


# By eenheid: how many peildata are new, the same, different (until that is decided), revised and kept.
Tellingen = dict[str, dict[str, int]]


def _tel(cursor: Any) -> Tellingen:
    tellingen: Tellingen = defaultdict(dict)
    cursor.execute("SELECT eenheid, wat, count(*) FROM pub_besluit GROUP BY eenheid, wat")
    for eenheid, wat, hoeveel in cursor:
        tellingen[eenheid][wat] = hoeveel
    return tellingen


def _besluit(
    cursor: Any, peildatum: datetime.date, vorige: Publicatie | None, *, alles: bool
) -> tuple[dict[str, Any], Tellingen]:
    """Fill pub_besluit for a release up to `peildatum`; with `alles` pub_nu holds the panden of all gemeenten.

    Returns the parameters of the SQL and what was decided.
    """
    momenten = [dag for dag in kerncijfers.peildata() if dag <= peildatum]
    invoer = {**invoer_voor(momenten), "tot": peildatum, "vorige": vorige.pk if vorige else 0}
    cursor.execute(WERKTABELLEN + NAAST, invoer)
    tellingen = _tel(cursor)
    codes = [eenheid for eenheid, aantallen in tellingen.items() if "anders" in aantallen]
    if alles or codes:
        cursor.execute(NU, {**invoer, "codes": None if alles else codes})
    if codes:
        cursor.execute(VAST_OM_OPENHEID + ";" + VAST_OM_PANDEN, invoer)
    if vorige:
        cursor.execute(VAST_OM_NIEUW, invoer)
        tellingen = _tel(cursor)
    return invoer, tellingen


def _wacht_op_kerncijfers() -> None:
    """Bring the live figures up to date first, so that a release never holds half a change."""
    kerncijfers.werk_bij()
    if Herberekening.objects.exists():
        raise Conflict("Er komen nog wijzigingen binnen. Wacht een minuut en bekijk het voorbeeld opnieuw.")


def publiceer(
    toelichting: str, gebruiker: Gebruiker | None, *, peildatum: datetime.date | None = None, gezien: str = "",
    voortgang: Voortgang | None = None,
) -> Publicatie:  # fmt: skip
    """Freeze all kerncijfers up to `peildatum` (the last one there is) as a release, in one transaction.

    On the peildatum of the last release it is a correction of that: the same number, a next version. `gezien` is the
    `vingerafdruk` of what was reviewed. Raises `Conflict` when the figures changed since, or can't be published.
    """
    meld = voortgang or (lambda gedaan, totaal, melding: None)
    meld(0, 4, "Kerncijfers bijwerken")
    _wacht_op_kerncijfers()
    with aan_de_beurt() as cursor:
        dag = peildatum or Kerncijfer.objects.laatste_peildatum()
        if dag is None or not Kerncijfer.objects.filter(niveau=Niveau.PROVINCIE, peildatum=dag).exists():
            raise Conflict("Op deze peildatum zijn er geen kerncijfers om te publiceren.")
        vorige = Publicatie.objects.laatste()
        if gezien and gezien != vingerafdruk(dag, vorige):
            raise Conflict("De cijfers zijn veranderd sinds u het voorbeeld bekeek. Bekijk het opnieuw.")
        if vorige and dag < vorige.peildatum:
            raise Conflict(f"{vorige} gaat al tot en met {datum(vorige.peildatum)}. Kies die peildatum of een latere.")
        correctie = vorige if vorige and dag == vorige.peildatum else None
        meld(1, 4, "Vergelijken met de vorige publicatie")
        invoer, _ = _besluit(cursor, dag, vorige, alles=True)
        publicatie = Publicatie.objects.create(
            nummer=vorige.nummer + (correctie is None) if vorige else 1,
            versie=correctie.versie + 1 if correctie else 1,
            peildatum=dag,
            toelichting=toelichting,
            corrigeert=correctie,
            vastgesteld_door=gebruiker,
            demo=heeft_demogegevens(),
        )
        invoer["publicatie"] = publicatie.pk
        for nummer, (wat, opdracht) in enumerate(
            (("Cijfers vastleggen", BEVRIES_EENHEDEN + ";" + BEVRIES_GEHELEN), ("Panden vastleggen", BEVRIES_STANDEN))
        ):
            meld(2 + nummer, 4, wat)
            cursor.execute(opdracht, invoer)
        publicatie.vastgesteld_op = timezone.now()
        publicatie.save(update_fields=["vastgesteld_op"])
        cursor.execute("ANALYZE monitoring_publicatiecijfer")
    log.info("gepubliceerd", publicatie=publicatie.naam, peildatum=str(dag))
    return publicatie


# --- what a beheerder reviews --------------------------------------------------------------------
@dataclass
class Gemeenteverschil:
    """A gemeente in a preview: its figures on the new peildatum beside those that are published last."""

    code: str
    naam: str
    nu: Kerncijfer | None
    toen: Publicatiecijfer | None
    signalen: int = 0
    ronde: str = ""
    herzien: int = 0
    vast: int = 0
    niet_eens: bool = False

    @property
    def verschil_m2(self) -> int | None:
        """Change of leegstand in m²; None without an earlier figure."""
        return self.nu.leegstand_m2 - self.toen.leegstand_m2 if self.nu and self.toen else None

    @property
    def verschil_voorraad(self) -> int | None:
        return self.nu.voorraad_m2 - self.toen.voorraad_m2 if self.nu and self.toen else None

    @property
    def verschil_punten(self) -> Decimal | None:
        """Change of the leegstandspercentage in procentpunten."""
        nu, toen = (cijfer.leegstandspercentage if cijfer else None for cijfer in (self.nu, self.toen))
        return nu - toen if nu is not None and toen is not None else None


@dataclass
class Voorbeeld:
    """A release before it is one."""

    peildatum: datetime.date
    vorige: Publicatie | None
    vingerafdruk: str
    gemeenten: list[Gemeenteverschil] = field(default_factory=list)
    wachtend: int = 0

    @property
    def correctie(self) -> bool:
        return self.vorige is not None and self.vorige.peildatum == self.peildatum

    @property
    def naam(self) -> str:
        """The number that the release gets."""
        if self.vorige is None:
            return "1"
        return f"{self.vorige.nummer}.{self.vorige.versie + 1}" if self.correctie else str(self.vorige.nummer + 1)

    @property
    def signalen(self) -> int:
        return sum(rij.signalen for rij in self.gemeenten)

    @property
    def niet_afgerond(self) -> list[Gemeenteverschil]:
        return [rij for rij in self.gemeenten if rij.ronde == "open"]

    @property
    def vast(self) -> list[Gemeenteverschil]:
        """Gemeenten of which a change stays out, because it would tell too much about one or two panden."""
        return [rij for rij in self.gemeenten if rij.vast]

    @property
    def herzien(self) -> list[Gemeenteverschil]:
        return [rij for rij in self.gemeenten if rij.herzien]

    @property
    def niet_eens(self) -> list[Gemeenteverschil]:
        """Gemeenten that have not agreed to the definities; their figures come out marked."""
        return [rij for rij in self.gemeenten if rij.niet_eens]

    @property
    def verandert_iets(self) -> bool:
        return not self.correctie or bool(self.herzien)


def keuze_peildata(vorige: Publicatie | None) -> list[datetime.date]:
    """Peildata that a release after `vorige` may end with, the last one first."""
    dagen = Kerncijfer.objects.filter(niveau=Niveau.PROVINCIE).values_list("peildatum", flat=True).distinct()
    return sorted((dag for dag in dagen if vorige is None or dag >= vorige.peildatum), reverse=True)


def _sleutel(peildatum: datetime.date, afdruk: str) -> str:
    """Where a computed preview is kept. Other figures or another release before it make another key."""
    return f"monitoring:publicatievoorbeeld:{peildatum}:{afdruk}"


def bereken_voorbeeld(peildatum: datetime.date, voortgang: Voortgang | None = None) -> str:
    """Decide what a release up to a peildatum may revise, and keep that for `voorbeeld`; returns one Dutch line.

    This is the part that takes long after many corrections. It belongs to the figures of one moment, named by their
    `vingerafdruk`: once these change it is not found any more.
    """
    meld = voortgang or (lambda gedaan, totaal, melding: None)
    meld(0, 2, "Kerncijfers bijwerken")
    kerncijfers.werk_bij()
    meld(1, 2, "Vergelijken met de vorige publicatie")
    with aan_de_beurt() as cursor:
        vorige = Publicatie.objects.laatste()
        afdruk = vingerafdruk(peildatum, vorige)
        _, besluiten = _besluit(cursor, peildatum, vorige, alles=False)
    cache.set(_sleutel(peildatum, afdruk), dict(besluiten), BEWAAR_VOORBEELD)
    return f"Het voorbeeld met cijfers tot en met {datum(peildatum)} is klaar. Bekijk het bij Nieuwe publicatie."


def voorbeeld(peildatum: datetime.date, vorige: Publicatie | None) -> Voorbeeld | None:
    """What a release up to a peildatum would bring, by gemeente, the largest change of leegstand first.

    None when that was not computed for the figures as they are now (see `bereken_voorbeeld`).
    """
    afdruk = vingerafdruk(peildatum, vorige)
    besluiten: Tellingen | None = cache.get(_sleutel(peildatum, afdruk))
    if besluiten is None:
        return None
    uitkomst = Voorbeeld(peildatum, vorige, afdruk, wachtend=Herberekening.objects.count())
    oneens = gemeenten_zonder_overeenstemming()
    nu = Kerncijfer.objects.filter(niveau=Niveau.GEMEENTE, peildatum=peildatum).totalen()
    per_nu = {cijfer.gebied_code: cijfer for cijfer in nu}
    per_toen = {}
    if vorige:
        toen = vorige.cijfers.filter(niveau=Niveau.GEMEENTE, peildatum=vorige.peildatum).totalen()
        per_toen = {cijfer.gebied_code: cijfer for cijfer in toen}
    deelname = Deelname.objects.filter(ronde__peildatum=peildatum, gemeente=OuterRef("pk"))
    gemeenten = Gemeente.objects.filter(code__in={*per_nu, *besluiten}).only("code", "naam")
    for gemeente in gemeenten.annotate(
        open_signalen=Count("signalen", Q(signalen__status=Signaal.Status.OPEN)),
        gevraagd=Exists(deelname),
        afgerond=Exists(deelname.filter(afgerond_op__isnull=False)),
    ):
        besluit = besluiten.get(gemeente.code, {})
        uitkomst.gemeenten.append(
            Gemeenteverschil(
                gemeente.code,
                gemeente.naam,
                per_nu.get(gemeente.code),
                per_toen.get(gemeente.code),
                gemeente.open_signalen,
                "" if not gemeente.gevraagd else "klaar" if gemeente.afgerond else "open",
                besluit.get("herzien", 0),
                besluit.get("vast", 0),
                gemeente.code in oneens,
            )
        )
    uitkomst.gemeenten.sort(key=lambda rij: (-abs(rij.verschil_m2 or 0), rij.naam))
    return uitkomst


# --- what a visitor sees -------------------------------------------------------------------------
@dataclass(frozen=True)
class Uitgave:
    """Which figures a page shows: those of a release, the live ones, or those as known on a day."""

    publicatie: Publicatie | None = None
    actueel: bool = False
    bekend_op: datetime.date | None = None
    # Whether this visitor may switch to the live figures.
    netwerk: bool = False

    @property
    def cijfers(self) -> KerncijferQuerySet:
        """Kerncijfers to choose from, live or frozen."""
        if self.actueel or self.publicatie is None:
            return Kerncijfer.objects.all()
        return Publicatiecijfer.objects.filter(publicatie=self.publicatie)

    @property
    def voorlopig(self) -> bool:
        """Live figures for all, because nothing was published yet."""
        return self.publicatie is None

    @property
    def omschrijving(self) -> str:
        """One line that says which figures these are."""
        if self.bekend_op:
            return f"Cijfers zoals bekend op {datum(self.bekend_op)}"
        if self.publicatie is None:
            return "Voorlopige cijfers: er is nog geen publicatie vastgesteld"
        return "Actuele stand, nog niet gepubliceerd" if self.actueel else self.publicatie.omschrijving

    @property
    def persoonlijk(self) -> bool:
        """Whether only this visitor may have the answer."""
        return (self.actueel and self.publicatie is not None) or self.bekend_op is not None


def uitgave_voor(gebruiker: Any, stand: str = "", bekend_op: datetime.date | None = None) -> Uitgave:
    """The figures a user sees: the network the live ones unless `stand` is 'publicatie', others the last release."""
    netwerk = bool(is_netwerk(gebruiker))
    publicatie = Publicatie.objects.laatste()
    return Uitgave(
        publicatie,
        actueel=netwerk and publicatie is not None and stand != "publicatie",
        bekend_op=bekend_op if netwerk else None,
        netwerk=netwerk,
    )


def samenvatting(publicatie: Publicatie) -> str:
    """One Dutch line for who published."""
    gemeenten = publicatie.cijfers.filter(niveau=Niveau.GEMEENTE).values("gebied_code").distinct().count()
    peildata = publicatie.cijfers.filter(niveau=Niveau.PROVINCIE).values("peildatum").distinct().count()
    return (
        f"{publicatie} is vastgesteld: {aantal(gemeenten, 'gemeente', 'gemeenten')} en "
        f"{aantal(peildata, 'peildatum', 'peildata')}, tot en met {datum(publicatie.peildatum)}."
    )
