"""Running the rules: every night over all panden, and right after entry over the panden it was about.

Each rule is one pass over the panden, and three statements then bring the signalen in step with what was found: gone
what no longer holds, new what wasn't there, and fresh words for what stayed.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from akt.opmaak import aantal, getal
from akt.taken import probeer
from monitoring.models import Pand, Signaal
from monitoring.signalen.regels import REGELS, invoer

# Number of the advisory lock that lets one check run at a time; any constant will do.
SLOT = 20140416
# An e-mail address that nobody used for so long goes, even when the report is still open.
MELDER_BEWAREN = datetime.timedelta(days=180)

GEVONDEN = """
    CREATE TEMPORARY TABLE gevonden (
        regel text, ernst text, voorstel text, sleutel text, pand_id bigint, gemeente_id text, bron_id bigint,
        feiten text, uitleg text
    ) ON COMMIT DROP
"""
# One row a sleutel, whatever a rule returns.
ZOEK = """
    INSERT INTO gevonden
    SELECT DISTINCT ON (r.sleutel) %(regel)s, %(ernst)s, %(voorstel)s, r.sleutel, r.pand_id, p.gemeente_id, r.bron_id,
           r.feiten, r.uitleg
    FROM ({regel}) r JOIN monitoring_pand p ON p.id = r.pand_id
    ORDER BY r.sleutel, r.pand_id
"""
# What was called right comes back only with other facts; where it just isn't found, it stays as it was.
VERVALLEN = """
    UPDATE monitoring_signaal s
    SET status = 'vervallen', afgehandeld_op = coalesce(s.afgehandeld_op, %(nu)s), melder = ''
    WHERE s.regel <> %(melding)s {bereik}
      AND CASE s.status
            WHEN 'open' THEN NOT EXISTS (SELECT FROM gevonden g WHERE g.regel = s.regel AND g.sleutel = s.sleutel)
            WHEN 'klopt' THEN EXISTS (SELECT FROM gevonden g WHERE g.regel = s.regel AND g.sleutel = s.sleutel
                                                               AND g.feiten <> s.feiten)
            ELSE false END
"""
BIJWERKEN = """
    UPDATE monitoring_signaal s
    SET uitleg = g.uitleg, feiten = g.feiten, voorstel = g.voorstel, ernst = g.ernst, gemeente_id = g.gemeente_id,
        pand_id = g.pand_id, bron_id = g.bron_id
    FROM gevonden g
    WHERE g.regel = s.regel AND g.sleutel = s.sleutel AND s.status = 'open'
      AND (s.uitleg, s.feiten, s.voorstel, s.ernst, s.gemeente_id, s.pand_id, s.bron_id) IS DISTINCT FROM
          (g.uitleg, g.feiten, g.voorstel, g.ernst, g.gemeente_id, g.pand_id, g.bron_id)
"""
NIEUW = """
    INSERT INTO monitoring_signaal (regel, sleutel, ernst, gemeente_id, pand_id, bron_id, uitleg, feiten, voorstel,
                                    status, reden, plek, melder, gevonden_op)
    SELECT regel, sleutel, ernst, gemeente_id, pand_id, bron_id, uitleg, feiten, voorstel, 'open', '', '', '', %(nu)s
    FROM gevonden g
    WHERE NOT EXISTS (SELECT FROM monitoring_signaal s WHERE s.regel = g.regel AND s.sleutel = g.sleutel
                                                         AND s.status IN ('open', 'klopt'))
"""


@dataclass
class Uitkomst:
    """What a check found: per rule the number of findings and the seconds it took, and what changed."""

    gevonden: dict[str, int] = field(default_factory=dict)
    seconden: dict[str, float] = field(default_factory=dict)
    nieuw: int = 0
    bijgewerkt: int = 0
    vervallen: int = 0
    duur: float = 0.0

    def samenvatting(self) -> str:
        """In Dutch, for a person."""
        return (
            f"{aantal(sum(self.gevonden.values()), 'bevinding', 'bevindingen')} met "
            f"{aantal(len(self.gevonden), 'regel', 'regels')}: "
            f"{getal(self.nieuw)} nieuw, {getal(self.vervallen)} vervallen, in {getal(self.duur, 1)} s."
        )


def controleer(panden: Iterable[int] | None = None, *, vandaag: datetime.date | None = None) -> Uitkomst:
    """Run all rules over all panden, or over those with these ids, and bring the signalen in step.

    One transaction, one at a time; a second run changes nothing. An empty list checks nothing.
    """
    begin = time.perf_counter()
    ids = None if panden is None else sorted(set(panden))
    uitkomst = Uitkomst()
    if ids == []:
        return uitkomst
    waarden = invoer() | {
        "panden": ids,
        "vandaag": vandaag or timezone.localdate(),
        "nu": timezone.now(),
        "melding": Signaal.MELDING,
    }
    relatie = "monitoring_pand" if ids is None else "(SELECT * FROM monitoring_pand WHERE id = ANY(%(panden)s))"
    bereik = "" if ids is None else "AND s.pand_id = ANY(%(panden)s)"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SLOT])
        cursor.execute(GEVONDEN)
        for regel in REGELS.values():
            start = time.perf_counter()
            cursor.execute(
                ZOEK.format(regel=regel.zoek(relatie)),
                waarden | {"regel": regel.slug, "ernst": regel.ernst, "voorstel": regel.voorstel},
            )
            uitkomst.gevonden[regel.slug] = cursor.rowcount
            uitkomst.seconden[regel.slug] = time.perf_counter() - start
        cursor.execute("ANALYZE gevonden")
        cursor.execute(VERVALLEN.format(bereik=bereik), waarden)
        uitkomst.vervallen = cursor.rowcount
        cursor.execute(BIJWERKEN)
        uitkomst.bijgewerkt = cursor.rowcount
        cursor.execute(NIEUW, waarden)
        uitkomst.nieuw = cursor.rowcount
        # For a caller whose own transaction goes on.
        cursor.execute("DROP TABLE gevonden")
    uitkomst.duur = time.perf_counter() - begin
    return uitkomst


def controleer_na_invoer(panden: Iterable[Pand | int]) -> None:
    """Check these panden soon after the commit; call in the transaction of the change.

    Without Redis nothing is lost: the nightly check comes by anyway.
    """
    ids = [pand.pk if isinstance(pand, Pand) else pand for pand in panden]

    def zet_klaar() -> None:
        from monitoring.tasks import controleer_panden

        probeer(controleer_panden, ids)

    if ids:
        transaction.on_commit(zet_klaar)


def wis_oude_melders(nu: datetime.datetime | None = None) -> int:
    """Erase e-mail addresses that were kept long enough; returns how many."""
    grens = (nu or timezone.now()) - MELDER_BEWAREN
    return Signaal.objects.filter(gevonden_op__lt=grens).exclude(melder="").update(melder="")
