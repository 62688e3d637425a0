"""Small errors in the demo data, as real data have, and signalen about them of which people handled a part.

Panden are picked by their demo number, so the same ones come out each time. No kerncijfer on a peildatum changes by it,
but for the bouwperiode of a handful of panden.
"""
# ruff: noqa: S608 - the SQL is put together from constants of this module; values are always parameters.

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from monitoring.models import Bron, Gebruik, Signaal
from monitoring.signalen import controleer, meld_fout

NUMMER = "right(p.bag_id, 9)::int"
FOUTEN = (
    f"UPDATE monitoring_pand p SET bouwjaar = NULL WHERE demo AND {NUMMER} %% 397 = 11",
    f"UPDATE monitoring_pand p SET in_onderzoek = true WHERE demo AND {NUMMER} %% 251 = 3",
    # Only where someone looked: else the BAG is what the kerncijfers rest on.
    f"UPDATE monitoring_pand p SET go_kantoor_m2 = go_kantoor_m2 * 3 / 5 WHERE demo AND {NUMMER} %% 173 = 5"
    " AND EXISTS (SELECT FROM monitoring_pandstand s WHERE s.pand_id = p.id)",
    f"UPDATE monitoring_pand p SET go_kantoor_m2 = go_kantoor_m2 / 3 WHERE demo AND {NUMMER} %% 499 = 23"
    " AND EXISTS (SELECT FROM monitoring_pandstand s WHERE s.pand_id = p.id)",
    # A broker who counted differently, between two peildata: the next waarneming takes its place on the peildatum.
    f"""
    INSERT INTO monitoring_waarneming (pand_id, peildatum, voorraad_m2, aanbod_m2, leegstand_m2, opgegeven_in, geraamd,
                                       gebruik, bron_id, toelichting, ingevoerd_op)
    SELECT p.id, s.peildatum - 20, s.voorraad_m2 * 118 / 100, 0, 0, 'VVO', false, %(kantoor)s, %(makelaars)s,
           'Opgave van de makelaar.', %(nu)s
    FROM monitoring_pand p JOIN monitoring_pandstand s ON s.pand_id = p.id
    WHERE p.demo AND p.einde IS NULL AND {NUMMER} %% 101 = 41 AND s.leegstand_m2 = 0 AND s.voorraad_m2 > 600
      AND EXISTS (SELECT FROM monitoring_waarneming w WHERE w.pand_id = p.id AND w.peildatum < s.peildatum - 20)
    """,
)
REDENEN = ("Gecontroleerd ter plaatse.", "De eigenaar heeft het bevestigd.", "Gesplitst in twee adressen.")
MELDINGEN = (
    ("De leegstand lijkt hoger: de bovenste verdiepingen staan al een jaar donker.", "GM0321"),
    ("Dit kantoor is vorig jaar een hotel geworden.", "GM0344"),
    ("Het terrein staat bij de verkeerde gemeente.", "GM0356"),
)
VERLEDEN = (
    f"""
    UPDATE monitoring_signaal s SET gevonden_op = %(nu)s - make_interval(days => {NUMMER} * 37 %% 170)
    FROM monitoring_pand p WHERE p.id = s.pand_id AND p.demo AND s.status = 'open'
    """,
    f"""
    UPDATE monitoring_signaal s
    SET status = 'klopt', reden = (%(redenen)s::text[])[1 + {NUMMER} %% cardinality(%(redenen)s::text[])],
        afgehandeld_op = least(%(nu)s, s.gevonden_op + make_interval(days => {NUMMER} %% 40))
    FROM monitoring_pand p WHERE p.id = s.pand_id AND p.demo AND s.status = 'open' AND {NUMMER} %% 8 = 5
    """,
    # What was old and has been looked at since.
    f"""
    INSERT INTO monitoring_signaal (regel, sleutel, ernst, gemeente_id, pand_id, bron_id, uitleg, feiten, voorstel,
                                    status, reden, plek, melder, gevonden_op, afgehandeld_op)
    SELECT 'verouderd', p.bag_id, 'let_op', p.gemeente_id, p.id, w.bron_id, 'Dit pand was lang niet vastgelegd.', '',
           '', 'vervallen', '', '', '', %(nu)s - make_interval(days => 90 + {NUMMER} %% 200),
           %(nu)s - make_interval(days => 90 + {NUMMER} %% 200 - {NUMMER} * 7 %% 50)
    FROM monitoring_pand p
    JOIN monitoring_pandstand s ON s.pand_id = p.id
    JOIN monitoring_waarneming w ON w.id = s.waarneming_id
    WHERE p.demo AND p.einde IS NULL AND {NUMMER} %% 31 = 4 AND s.peildatum > %(nu)s::date - 200
    """,
)
# Without a pand a report is not taken out with the demo by itself; this says which they are.
VERWIJDER = (
    "DELETE FROM monitoring_signaal WHERE pand_id IN (SELECT id FROM monitoring_pand WHERE demo)"
    " OR (regel = 'melding' AND plek LIKE '%%?demo')"
)


def verstoor() -> None:
    """Put errors in the demo panden; before the kerncijfers are built."""
    waarden: dict[str, Any] = {
        "kantoor": Gebruik.KANTOOR,
        "makelaars": Bron.objects.filter(soort=Bron.Soort.MAKELAARS).order_by("pk").values_list("pk", flat=True)[0],
        "nu": timezone.now(),
    }
    with connection.cursor() as cursor:
        for opdracht in FOUTEN:
            cursor.execute(opdracht, waarden)


def maak_demo() -> int:
    """Find the signalen as if the check ran all this time, explain one in eight; returns how many are open."""
    controleer()
    nu = timezone.now()
    with connection.cursor() as cursor:
        for opdracht in VERLEDEN:
            cursor.execute(opdracht, {"nu": nu, "redenen": list(REDENEN)})
    for tekst, code in MELDINGEN:
        signaal = meld_fout(tekst, f"/infographics/gemeente/{code}/?demo")
        Signaal.objects.filter(pk=signaal.pk).update(gevonden_op=nu - datetime.timedelta(days=4))
    return Signaal.objects.open().count()
