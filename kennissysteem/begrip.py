"""Understanding a question: words, phrases, stems, compounds, synonyms and typing errors, as PostgreSQL tsqueries.

How and why: docs/besluiten/0014.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, permutations

from django.db import connection

from kennissysteem.woorden import MIN_DEEL, TUSSEN, bekende_stammen, kies, splitsingen

MAX_TERMEN = 10
# Where not everything is met, this share of the weight of the words is enough.
GENOEG = 0.5
MAX_HALF = 6
# How alike a word must be to be suggested for one that occurs nowhere, and for one that could be a compound.
LIJKT_WAT, LIJKT_SAMEN = 0.3, 0.6

DEEL = re.compile(r'(-?)"([^"]*)"|(\S+)')
WOORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass
class Term:
    """A word or phrase: `precies` as typed and `ruim` with what counts for less, both as tsquery text."""

    tekst: str
    stam: str
    keer: int = 0
    precies: str = ""
    anders: list[str] = field(default_factory=list)

    # Of a compound that occurs nowhere: its parts, each with what goes for it.
    delen: list[Term] = field(default_factory=list)

    @property
    def ruim(self) -> str:
        delen = " & ".join(f"({deel.ruim})" for deel in self.delen)
        return een_van([self.precies, *self.anders, f"({delen})" if delen else ""])

    @property
    def bekend(self) -> bool:
        return self.keer > 0 or bool(self.anders) or bool(self.delen)


@dataclass
class Vraag:
    """A question that was understood: all clauses (terms of which one is enough), and what may not be there."""

    clausules: list[list[Term]] = field(default_factory=list)
    niet: list[str] = field(default_factory=list)
    meeste: int = 1

    @property
    def leeg(self) -> bool:
        return not self.clausules

    def gewicht(self, clausule: list[Term]) -> float:
        """How much a clause tells: more when its words are rare."""
        return 0.3 + math.log((self.meeste + 1) / (max(term.keer for term in clausule) + 1))

    def zonder(self, tsquery: str) -> str:
        return " & ".join([f"({tsquery})", *(f"!({deel})" for deel in self.niet)])

    def alles(self) -> str:
        return self.zonder(" & ".join(f"({een_van(t.ruim for t in clausule)})" for clausule in self.clausules))

    def iets(self) -> str:
        return een_van(term.ruim for clausule in self.clausules for term in clausule)

    def helft(self) -> str:
        """Any set of clauses that together weigh enough, out of those that weigh most."""
        # What occurs nowhere can't be met; it must not outweigh the rest.
        te_vinden = [clausule for clausule in self.clausules if any(term.bekend for term in clausule)]
        op_gewicht = sorted(te_vinden or self.clausules, key=self.gewicht, reverse=True)[:MAX_HALF]
        nodig = GENOEG * sum(map(self.gewicht, op_gewicht))
        sets: list[tuple[int, ...]] = []
        for hoeveel in range(1, len(op_gewicht) + 1):
            for keuze in combinations(range(len(op_gewicht)), hoeveel):
                if any(set(kleiner) <= set(keuze) for kleiner in sets):
                    continue
                if sum(self.gewicht(op_gewicht[i]) for i in keuze) >= nodig:
                    sets.append(keuze)
        ruim = [f"({een_van(term.ruim for term in clausule)})" for clausule in op_gewicht]
        return self.zonder(een_van(f"({' & '.join(ruim[i] for i in keuze)})" for keuze in sets))


def een_van(delen: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(deel for deel in delen if deel))


def _lexeem(stam: str) -> str:
    return "'" + stam.replace("\\", "\\\\").replace("'", "''") + "'"


def _en(stammen: str | Sequence[str]) -> str:
    """Stems (a list, or text with spaces) that must all be there."""
    delen = stammen.split() if isinstance(stammen, str) else stammen
    return f"({' & '.join(map(_lexeem, delen))})" if delen else ""


# --- understanding -----------------------------------------------------------------------------
@dataclass(frozen=True)
class _Stuk:
    tekst: str
    frase: bool
    niet: bool
    of: bool


def knip(q: str) -> list[_Stuk]:
    """Words and "phrases" of a question; a minus leaves out, OF (or OR or |) between two means either."""
    stukken: list[_Stuk] = []
    of = False
    for min_, frase, los in DEEL.findall(q):
        if los in {"OF", "OR", "|"}:
            of = bool(stukken)
            continue
        woorden = [" ".join(WOORD.findall(frase))] if frase else WOORD.findall(los)
        niet = bool(min_) or (los.startswith("-") and len(los) > 1)
        for woord in filter(None, woorden):
            stukken.append(_Stuk(woord, bool(frase) and " " in woord, niet, of))
            of = False
    return stukken[:MAX_TERMEN]


ONTLEED = """
    SELECT lower(unaccent(t.woord)), kennissysteem_stammen(t.woord), phraseto_tsquery('akt_nl', t.woord)::text, k.keer,
        ARRAY(SELECT v.lexeem FROM kennissysteem_woord v
              WHERE s.stam <> '' AND v.delen @> ARRAY[s.stam]::varchar[] AND v.{kolom} > 0
              GROUP BY v.lexeem ORDER BY max(v.{kolom}) DESC, v.lexeem LIMIT 20),
        (SELECT v.delen FROM kennissysteem_woord v
         WHERE v.lexeem = s.stam AND cardinality(v.delen) > 0 AND v.{kolom} > 0 ORDER BY v.woord LIMIT 1),
        (SELECT max({kolom}) FROM kennissysteem_woord)
    FROM unnest(%s::text[]) WITH ORDINALITY t(woord, nr)
    CROSS JOIN LATERAL (SELECT kennissysteem_stammen(t.woord) AS stam) s
    CROSS JOIN LATERAL (
        SELECT coalesce(max(v.{kolom}), 0) AS keer FROM kennissysteem_woord v WHERE v.lexeem = s.stam) k
    ORDER BY t.nr
"""


def begrijp(q: str, kolom: str) -> Vraag:
    """A question as clauses, with what the list of words (those that count in `kolom`) and the synonyms add."""
    stukken = knip(q)
    vraag = Vraag()
    if not stukken:
        return vraag
    with connection.cursor() as cursor:
        cursor.execute(ONTLEED.format(kolom=kolom), [[stuk.tekst for stuk in stukken]])
        rijen = cursor.fetchall()
    reeks: list[Term] = []
    for stuk, (woord, stam, frase, keer, samengesteld, delen, meeste) in zip(stukken, rijen, strict=True):
        if not stam:
            continue
        vraag.meeste = meeste or 1
        if stuk.niet:
            vraag.niet.append(frase if stuk.frase else _en(stam))
            continue
        term = Term(woord, stam, keer, f"({frase})" if stuk.frase else _en(stam))
        if not stuk.frase:
            term.anders = [_lexeem(lexeem) for lexeem in samengesteld]
            if delen:
                term.anders.append(_en(delen))
            reeks.append(term)
        if stuk.of and vraag.clausules:
            vraag.clausules[-1].append(term)
        else:
            vraag.clausules.append([term])
    _voeg_samenstellingen_toe(reeks, kolom)
    _voeg_synoniemen_toe(reeks)
    return vraag


def _voeg_samenstellingen_toe(reeks: list[Term], kolom: str) -> None:
    """The parts of a compound that occurs nowhere, and the compound that two words side by side could be."""
    onbekend = [term for term in reeks if not term.bekend]
    # Either way round: 'belasting op leegstand' is a leegstandsbelasting.
    samen = [
        (een, twee, [f"{voor}{tussen}{na}" for voor, na in permutations((een.tekst, twee.tekst)) for tussen in TUSSEN])
        for een, twee in pairwise(reeks)
    ]
    # The stemmer takes 'toren' and 'torens' for two words: it cuts -en off the one and -s off the other.
    meervoud = [
        (term, vorm)
        for term in reeks
        for vorm in (f"{term.tekst}s", term.tekst.removesuffix("s"))
        if vorm != term.tekst
    ]
    vraag = {vorm for _, vorm in meervoud if len(vorm) >= MIN_DEEL}
    vraag |= {deel for term in onbekend for paar in splitsingen(term.tekst) for deel in paar}
    vraag |= {vorm for _, _, vormen in samen for vorm in vormen}
    stammen = bekende_stammen(vraag, kolom)
    for term, vorm in meervoud:
        if stammen.get(vorm, term.stam) != term.stam:
            term.anders.append(_lexeem(stammen[vorm]))
    for term in onbekend:
        term.delen = [Term(stam, stam, 0, _en(stam)) for stam in kies(term.tekst, stammen)]
    for een, twee, vormen in samen:
        for vorm in vormen:
            if vorm in stammen:
                een.anders.append(_lexeem(stammen[vorm]))
                twee.anders.append(_lexeem(stammen[vorm]))


def _voeg_synoniemen_toe(reeks: list[Term]) -> None:
    """Words that mean the same, also for two or three words together."""
    groepjes = {
        " ".join(term.stam for term in reeks[i : i + n]): reeks[i : i + n]
        for n in (1, 2, 3)
        for i in range(len(reeks) - n + 1)
    }
    for term in reeks:
        for deel in term.delen:
            groepjes.setdefault(deel.stam, []).append(deel)
    if not groepjes:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lexemen FROM kennissysteem_synoniem WHERE actief AND lexemen && %s::varchar[] ORDER BY naam",
            [list(groepjes)],
        )
        groepen = [lexemen for (lexemen,) in cursor.fetchall()]
    for lexemen in groepen:
        for stam in sorted(groepjes.keys() & set(lexemen)):
            for term in groepjes[stam]:
                term.anders += [_en(ander) for ander in lexemen if ander != stam]


LIJKEND = """
    SELECT u.woord, v.woord, v.gelijk FROM unnest(%s::text[]) u(woord)
    CROSS JOIN LATERAL (
        SELECT w.woord, similarity(w.woord, u.woord) AS gelijk FROM kennissysteem_woord w
        WHERE w.woord %% u.woord AND w.{kolom} > 0
        ORDER BY gelijk DESC, abs(length(w.woord) - length(u.woord)), w.{kolom} DESC, w.woord LIMIT 1) v
"""


def lijkende_woorden(vraag: Vraag, kolom: str) -> dict[str, tuple[str, float]]:
    """For words that occur nowhere: the word most like it, and how much (0 to 1).

    One that could be a compound must look more like it, because its parts may be what was meant.
    """
    onbekend = {t.tekst: t for clausule in vraag.clausules for t in clausule if not (t.keer or t.anders)}
    if not onbekend:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(LIJKEND.format(kolom=kolom), [list(onbekend)])
        return {
            woord: (ander, gelijk)
            for woord, ander, gelijk in cursor.fetchall()
            if gelijk >= (LIJKT_SAMEN if onbekend[woord].delen else LIJKT_WAT)
        }


def vervang(q: str, woorden: dict[str, str]) -> str:
    """The question with some of its words (without accents, in lower case) replaced by others."""
    return WOORD.sub(lambda gevonden: woorden.get(gevonden[0].lower(), gevonden[0]), q)
