"""The words of the practices themselves: for compounds, for typing errors, and for how rare a word is.

Dutch writes 'leegstandsbelasting' as one word; who types two finds it because this list knows its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import structlog
from django.core.cache import cache
from django.db import connection, transaction

from kennissysteem.models import Synoniem

log = structlog.get_logger(__name__)

# What may stand between the parts of a compound, the most common first.
TUSSEN = ("", "s", "en", "e")
MIN_DEEL = 4
SLEUTEL = "kennissysteem:woorden"
SLOT = 5_150_003

TEKSTEN = """
    SELECT to_tsvector('akt_woord', concat_ws(' ', kennissysteem_plat(p.titel), kennissysteem_plat(p.samenvatting),
        i.tekst)) FROM kennissysteem_praktijkindex i JOIN kennissysteem_praktijk p ON p.id = i.praktijk_id {waar}
    UNION ALL SELECT to_tsvector('akt_woord', kennissysteem_plat(naam || ' ' || uitleg)) FROM kennissysteem_knelpunt
    WHERE actief
    UNION ALL SELECT to_tsvector('akt_woord', kennissysteem_plat(naam || ' ' || tekst)) FROM kennissysteem_oplossing
"""
VUL = """
    INSERT INTO kennissysteem_woord (woord, lexeem, keer, keer_open, delen)
    SELECT a.word, (ts_lexize('dutch_stem', a.word))[1], a.ndoc, coalesce(o.ndoc, 0), '{}'
    FROM ts_stat(%s) a LEFT JOIN ts_stat(%s) o USING (word)
    WHERE length(a.word) BETWEEN 2 AND 80 AND cardinality(ts_lexize('dutch_stem', a.word)) > 0
"""


def splitsingen(woord: str) -> list[tuple[str, str]]:
    """Ways to see a word as two, each of MIN_DEEL letters or more, without what may stand between them."""
    paren = []
    for plek in range(MIN_DEEL, len(woord) - MIN_DEEL + 1):
        voor, na = woord[:plek], woord[plek:]
        for tussen in TUSSEN:
            links = voor.removesuffix(tussen) if tussen else voor
            if len(links) >= MIN_DEEL and (not tussen or links != voor):
                paren.append((links, na))
    return paren


def kies(woord: str, stammen: Mapping[str, str]) -> list[str]:
    """Stems of the two parts of a word; the most even split of which both parts are known wins. [] for none."""
    mogelijk = [(links, rechts) for links, rechts in splitsingen(woord) if links in stammen and rechts in stammen]
    if not mogelijk:
        return []
    links, rechts = max(mogelijk, key=lambda paar: (min(map(len, paar)), len(paar[0])))
    return [stammen[links], stammen[rechts]]


def bekende_stammen(woorden: Iterable[str], kolom: str) -> dict[str, str]:
    """The stems of those words whose stem is in the list (those that count in `kolom`) or a synonym.

    `kolom` is "keer" or, for what is open to all, "keer_open".
    """
    vraag = sorted(set(woorden))
    if not vraag:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT w, s FROM (SELECT w, (ts_lexize('dutch_stem', w))[1] AS s FROM unnest(%s::text[]) w) x
                WHERE EXISTS (SELECT FROM kennissysteem_woord v WHERE v.lexeem = x.s AND v.{kolom} > 0)
                   OR EXISTS (SELECT FROM kennissysteem_synoniem y
                              WHERE y.actief AND y.lexemen @> ARRAY[x.s]::varchar[])""",  # noqa: S608
            [vraag],
        )
        return dict(cursor.fetchall())


def ververs() -> int:
    """Make the list anew from what is readable now; returns the number of words. Readers see the old one until then."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SLOT])
        cursor.execute("DELETE FROM kennissysteem_woord")
        cursor.execute(VUL, [TEKSTEN.format(waar=""), TEKSTEN.format(waar="WHERE i.open")])
        cursor.execute("SELECT woord, lexeem FROM kennissysteem_woord")
        woorden = dict(cursor.fetchall())
        delen = _delen(woorden)
        cursor.execute(
            """UPDATE kennissysteem_woord w SET delen = string_to_array(d.delen, ' ')
               FROM unnest(%s::text[], %s::text[]) d(woord, delen) WHERE d.woord = w.woord""",
            [list(delen), [" ".join(stammen) for stammen in delen.values()]],
        )
    return len(woorden)


def _delen(woorden: dict[str, str]) -> dict[str, list[str]]:
    """Stems of the parts of each compound, also of the parts of its parts."""
    # The last part is a word by itself; the first may be a stem that stands nowhere alone ('parkeer').
    heel = woorden.keys() | {
        woord.strip().lower()
        for regel in Synoniem.objects.values_list("woorden", flat=True)
        for woord in regel.split(",")
    }
    nodig = {deel for woord in woorden for paar in splitsingen(woord) if paar[1] in heel for deel in paar}
    stammen = {**bekende_stammen(nodig, "keer"), **woorden}
    delen = {woord: paar for woord in woorden if (paar := kies(woord, stammen))}
    per_stam = {woorden[woord]: paar for woord, paar in sorted(delen.items())}
    return {
        woord: sorted({stam for deel in paar for stam in (deel, *per_stam.get(deel, ()))} - {woorden[woord]})
        for woord, paar in delen.items()
    }


def ververs_als_nodig() -> bool:
    """Make the list anew when a practice came, changed or went since the last time; returns whether it did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(bijgewerkt_op) FROM kennissysteem_praktijkindex")
        kenmerk = "{} {}".format(*cursor.fetchone())
    if cache.get(SLEUTEL) == kenmerk:
        return False
    log.info("woorden_ververst", woorden=ververs())
    cache.set(SLEUTEL, kenmerk, None)
    return True
