"""Searching practices, knelpunten and solutions in Dutch. How and why: docs/besluiten/0014.

A question becomes clauses that must all be met. Each clause is met by the word itself (its stem) or, for less, by a
synonym, by a compound that contains it or by the parts that it consists of. Where nothing meets all clauses, words
that occur nowhere give way to the word that looks most like them, and then the rarest half of the words is enough.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kennissysteem.begrip import Vraag, begrijp, een_van, lijkende_woorden, vervang
from kennissysteem.models import Knelpunt, Oplossing, Praktijk
from monitoring.models import Bestemming, Gemeente

MAX_VRAAG = 200
PER_PAGINA = 20
# So many are put in order of relevance; further pages are asked for by date.
MAX_RANG = 500
# With fewer than this that meet everything, what meets most of it follows.
WEINIG = 3
# How alike a word must be to take the place of one that occurs nowhere.
LIJKT = 0.42

GROOTTES = ("tot 1.000 m²", "1.000 tot 2.500 m²", "2.500 tot 5.000 m²", "5.000 tot 10.000 m²", "10.000 m² en meer")
# What is between these in a headline is marked; no text in the index holds them.
MARK, EINDMARK = "\x02", "\x03"
KOPJE = f"StartSel={MARK}, StopSel={EINDMARK}, "
HEEL = KOPJE + "HighlightAll=true"
FRAGMENT = KOPJE + 'MaxFragments=2, MinWords=12, MaxWords=26, FragmentDelimiter=" … "'


# --- what is asked -----------------------------------------------------------------------------
@dataclass(frozen=True)
class Opdracht:
    """A question with choices; what the address of the page holds."""

    q: str = ""
    knelpunt: tuple[str, ...] = ()
    gebruik: tuple[str, ...] = ()
    gemeente: tuple[str, ...] = ()
    grootte: tuple[int, ...] = ()
    periode: tuple[int, ...] = ()
    instrument: tuple[str, ...] = ()
    orde: str = ""
    pagina: int = 1

    @classmethod
    def uit(cls, invoer: Any) -> Opdracht:
        """From the parameters of an address; what makes no sense is left out."""

        def woorden(naam: str) -> tuple[str, ...]:
            return tuple(waarde for waarde in invoer.getlist(naam)[:50] if waarde)

        def getallen(naam: str) -> tuple[int, ...]:
            return tuple(int(waarde) for waarde in invoer.getlist(naam)[:50] if re.fullmatch(r"[0-9]{1,4}", waarde))

        pagina = invoer.get("page", "")
        return cls(
            q=" ".join(invoer.get("q", "").split())[:MAX_VRAAG],
            knelpunt=woorden("knelpunt"),
            gebruik=woorden("gebruik"),
            gemeente=woorden("gemeente"),
            grootte=getallen("grootte"),
            periode=getallen("periode"),
            instrument=woorden("instrument"),
            orde="nieuw" if invoer.get("orde") == "nieuw" else "",
            pagina=max(1, int(pagina)) if re.fullmatch(r"[0-9]{1,6}", pagina) else 1,
        )

    @property
    def keuzes(self) -> int:
        """Number of choices in the facets."""
        return sum(len(getattr(self, naam)) for naam in FACETTEN)


# Name in the address -> column of the index. Arrays of codes are matched by overlap.
FACETTEN = {
    "knelpunt": "knelpunten", "gebruik": "gebruik", "gemeente": "gemeente", "grootte": "grootte", "periode": "periode",
    "instrument": "instrumenten",
}  # fmt: skip
GETALLEN = ("grootte", "periode")
LIJSTEN = ("knelpunt", "instrument")


# --- searching ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Keuze:
    """A value of a facet, with how many would be found by it given the other choices."""

    waarde: str
    label: str
    aantal: int
    gekozen: bool


@dataclass(frozen=True)
class Facet:
    naam: str
    label: str
    keuzes: list[Keuze]
    meer: list[Keuze]


@dataclass
class Treffer:
    """A praktijk that was found, with what to show of it; texts are safe HTML in which only <mark> is markup."""

    praktijk: Praktijk
    titel: SafeString
    samenvatting: SafeString
    fragment: SafeString
    bijlage: str = ""


@dataclass(frozen=True)
class Wegwijzer:
    """A knelpunt or a solution that was found."""

    soort: str
    code: str
    naam: SafeString
    tekst: SafeString


@dataclass
class Uitslag:
    """What a question found. `gevonden` counts practices with the choices, `zonder_keuzes` without them."""

    opdracht: Opdracht
    gevonden: int = 0
    zonder_keuzes: int = 0
    treffers: list[Treffer] = field(default_factory=list)
    facetten: list[Facet] = field(default_factory=list)
    wegwijzers: list[Wegwijzer] = field(default_factory=list)
    # The question that was searched for instead, and one that may be meant.
    verbeterd: str = ""
    bedoeld: str = ""
    # Nothing meets all words, or little does and what meets most of them follows.
    half: bool = False
    aangevuld: bool = False
    paginas: int = 1
    geknipt: bool = False

    @property
    def begin(self) -> int:
        """Rank of the first praktijk on this page."""
        return (self.opdracht.pagina - 1) * PER_PAGINA + 1


def zoek(opdracht: Opdracht, *, netwerk: bool) -> Uitslag:
    """Search; without `netwerk` only what is open to all counts, also in facets, suggestions and weights."""
    uitslag = Uitslag(opdracht)
    vraag, tsquery = _beste_vraag(uitslag, netwerk)
    ids, tellingen = _haal(uitslag, vraag, tsquery, netwerk)
    uitslag.treffers = _treffers(ids, vraag)
    uitslag.facetten = _facetten(opdracht, tellingen)
    if not vraag.leeg and opdracht.pagina == 1:
        uitslag.wegwijzers = wegwijzers(vraag, tsquery)
        if not uitslag.gevonden and not uitslag.wegwijzers:
            uitslag.wegwijzers = dichtbij(opdracht.q)
    return uitslag


def volgorde(q: str, *, netwerk: bool = True, hoeveel: int = 10) -> list[int]:
    """Ids of the practices in order of relevance: what the measurement of quality looks at."""
    uitslag = Uitslag(Opdracht(q=q))
    vraag, tsquery = _beste_vraag(uitslag, netwerk)
    return [] if vraag.leeg else _haal(uitslag, vraag, tsquery, netwerk)[0][:hoeveel]


def _beste_vraag(uitslag: Uitslag, netwerk: bool) -> tuple[Vraag, str]:
    """The strictest reading of the question that finds enough, or else the last one tried."""
    kolom = "keer" if netwerk else "keer_open"
    vraag = begrijp(uitslag.opdracht.q, kolom)
    if vraag.leeg:
        return vraag, ""
    precies = _tel(vraag.alles(), netwerk)
    lijkt = {} if precies else lijkende_woorden(vraag, kolom)
    vervangen = {woord: ander for woord, (ander, gelijk) in lijkt.items() if gelijk >= LIJKT}
    if vervangen:
        verbeterd = vervang(uitslag.opdracht.q, vervangen)
        beter = begrijp(verbeterd, kolom)
        if not beter.leeg and _tel(beter.helft(), netwerk):
            uitslag.verbeterd, vraag = verbeterd, beter
            precies = _tel(vraag.alles(), netwerk)
    if precies < WEINIG and len(vraag.clausules) > 1 and _tel(vraag.helft(), netwerk) > precies:
        uitslag.half, uitslag.aangevuld = not precies, bool(precies)
        return vraag, een_van([f"({vraag.alles()})", f"({vraag.helft()})"])
    if lijkt and not precies:
        uitslag.bedoeld = vervang(uitslag.opdracht.q, {woord: ander for woord, (ander, _) in lijkt.items()})
    return vraag, vraag.alles()


def _zicht(netwerk: bool) -> str:
    return "true" if netwerk else "i.open"


def _tel(tsquery: str, netwerk: bool) -> int:
    """How many practices this finds, counted no further than WEINIG."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT count(*) FROM (SELECT FROM kennissysteem_praktijkindex i
                WHERE i.vector @@ %s::tsquery AND {_zicht(netwerk)} LIMIT {WEINIG}) x""",  # noqa: S608
            [tsquery],
        )
        return int(cursor.fetchone()[0])


# Weight of D, C, B and A.
GEWICHTEN = "{0.1, 0.3, 0.6, 1.0}"
# The age in years at which freshness has fallen to a third.
VERS_JAREN = 5.0


def _score(vraag: Vraag, gegevens: dict[str, Any]) -> str:
    """The formula of docs/besluiten/0014 in SQL; fills the parameters that it uses."""
    delen, totaal = [], 0.0
    for nummer, clausule in enumerate(vraag.clausules):
        gegevens[f"p{nummer}"] = een_van(term.precies for term in clausule)
        gegevens[f"r{nummer}"] = een_van(term.ruim for term in clausule)
        gewicht = vraag.gewicht(clausule)
        totaal += gewicht
        delen.append(
            f"{gewicht:.4f} * CASE WHEN i.kop @@ %(p{nummer})s::tsquery THEN 1.0"
            f" WHEN i.vector @@ %(p{nummer})s::tsquery THEN 0.75"
            f" WHEN i.kop @@ %(r{nummer})s::tsquery THEN 0.65"
            f" WHEN i.vector @@ %(r{nummer})s::tsquery THEN 0.4 ELSE 0 END"
        )
    gegevens |= {"iets": vraag.iets(), "nu": timezone.now(), "gewichten": GEWICHTEN}
    return (
        f"({' + '.join(delen)}) / {totaal:.4f}"
        " + 0.3 * ts_rank_cd(%(gewichten)s::float4[], i.vector, %(iets)s::tsquery, 1 | 32)"
        " + CASE WHEN i.titel = lower(unaccent(%(q)s)) THEN 0.5"
        " WHEN strpos(i.titel, lower(unaccent(%(q)s))) > 0 THEN 0.2 ELSE 0 END"
        f" + 0.05 * exp(-greatest(0, extract(epoch FROM %(nu)s - i.gepubliceerd_op)) / {VERS_JAREN * 31_557_600})"
    )


def _haal(
    uitslag: Uitslag, vraag: Vraag, tsquery: str, netwerk: bool
) -> tuple[list[int], dict[str, list[tuple[Any, int]]]]:
    """Ids of one page in order, and the counts of each facet, in one statement."""
    opdracht = uitslag.opdracht
    gegevens: dict[str, Any] = {"vraag": tsquery, "q": opdracht.q}
    waar = [_zicht(netwerk)]
    if tsquery:
        waar.append("i.vector @@ %(vraag)s::tsquery")
    # A facet counts what meets the choices in all others.
    vlaggen = {}
    for naam, kolom in FACETTEN.items():
        if gekozen := getattr(opdracht, naam):
            soort = "smallint[]" if naam in GETALLEN else "varchar[]"
            gegevens[naam] = list(gekozen)
            vlaggen[naam] = (
                f"i.{kolom} && %({naam})s::{soort}"
                if naam in LIJSTEN
                else f"coalesce(i.{kolom} = ANY(%({naam})s::{soort}), false)"
            )
    kolommen = "".join(f", ({sql}) AS is_{naam}" for naam, sql in vlaggen.items())
    alle = " AND ".join(f"is_{naam}" for naam in vlaggen) or "true"

    def telling(naam: str, kolom: str) -> str:
        anders = " AND ".join(f"is_{ander}" for ander in vlaggen if ander != naam) or "true"
        tel = f"SELECT {kolom} AS waarde, count(*) AS keer FROM gevonden WHERE {anders} GROUP BY {kolom}"  # noqa: S608
        if naam in LIJSTEN:
            # Few combinations occur: those are taken apart, not each row.
            tel = f"SELECT unnest(waarde) AS waarde, keer FROM ({tel}) combinaties"  # noqa: S608
        return f"SELECT '{naam}' AS facet, waarde::text, sum(keer) AS keer FROM ({tel}) w GROUP BY waarde"  # noqa: S608

    op_rang = bool(tsquery) and opdracht.orde != "nieuw"
    if op_rang:
        gegevens["kop"] = vraag.iets()
        kolommen += ", (i.kop @@ %(kop)s::tsquery) AS in_kop"
        pagina = f"""
            SELECT i.praktijk_id FROM kennissysteem_praktijkindex i WHERE i.praktijk_id = ANY(ARRAY(
                SELECT praktijk_id FROM gekozen
                ORDER BY in_kop DESC, gepubliceerd_op DESC, praktijk_id DESC LIMIT {MAX_RANG}))
            ORDER BY {_score(vraag, gegevens)} DESC, i.gepubliceerd_op DESC, i.praktijk_id DESC"""  # noqa: S608
    else:
        pagina = "SELECT praktijk_id FROM gekozen ORDER BY gepubliceerd_op DESC, praktijk_id DESC"
    sql = f"""
        WITH gevonden AS MATERIALIZED (
            SELECT i.praktijk_id, i.gepubliceerd_op, {", ".join(f"i.{k}" for k in FACETTEN.values())} {kolommen}
            FROM kennissysteem_praktijkindex i WHERE {" AND ".join(waar)}
        ), gekozen AS (SELECT * FROM gevonden WHERE {alle}),
        tellingen AS ({" UNION ALL ".join(telling(*facet) for facet in FACETTEN.items())})
        SELECT (SELECT count(*) FROM gevonden), (SELECT count(*) FROM gekozen),
            ARRAY({pagina} OFFSET {(opdracht.pagina - 1) * PER_PAGINA} LIMIT {PER_PAGINA}),
            (SELECT json_agg(t) FROM tellingen t WHERE waarde <> '')
    """  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        if tsquery:
            # The planner doesn't count what it costs to fetch the long vector of every row; the index has it all.
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(sql, gegevens)
        uitslag.zonder_keuzes, uitslag.gevonden, ids, tellingen = cursor.fetchone()
        if tsquery:
            cursor.execute("SET LOCAL enable_seqscan = on")
    te_bladeren = min(uitslag.gevonden, MAX_RANG) if op_rang else uitslag.gevonden
    uitslag.geknipt = te_bladeren < uitslag.gevonden
    uitslag.paginas = max(1, math.ceil(te_bladeren / PER_PAGINA))
    if opdracht.pagina > uitslag.paginas:
        uitslag.opdracht = replace(opdracht, pagina=uitslag.paginas)
        return _haal(uitslag, vraag, tsquery, netwerk)
    per_facet: dict[str, list[tuple[Any, int]]] = {naam: [] for naam in FACETTEN}
    for rij in tellingen or []:
        per_facet[rij["facet"]].append((rij["waarde"], rij["keer"]))
    return ids, per_facet


def markeer(tekst: str | None) -> SafeString:
    """Text with the marks of a headline as safe HTML: everything but the marks is escaped."""
    veilig = escape(tekst or "").replace(MARK, "<mark>").replace(EINDMARK, "</mark>")
    return mark_safe(veilig)  # noqa: S308 - escaped just above


FRAGMENTEN = """
    SELECT i.praktijk_id,
        ts_headline('akt_nl', kennissysteem_plat(p.titel), %(q)s::tsquery, %(heel)s),
        ts_headline('akt_nl', kennissysteem_plat(p.samenvatting), %(q)s::tsquery, %(heel)s),
        ts_headline('akt_nl', left(i.tekst, 30000), %(q)s::tsquery, %(fragment)s), t.titel, t.fragment
    FROM kennissysteem_praktijkindex i
    JOIN kennissysteem_praktijk p ON p.id = i.praktijk_id
    LEFT JOIN LATERAL (
        SELECT z.titel, ts_headline('akt_nl', left(z.tekst, 60000), %(q)s::tsquery, %(fragment)s) AS fragment
        FROM kennissysteem_zoektekst z
        WHERE z.praktijk_id = i.praktijk_id AND NOT ts_filter(i.vector, '{a,b,c}') @@ %(q)s::tsquery
            AND to_tsvector('akt_nl', z.titel || ' ' || z.tekst) @@ %(q)s::tsquery
        ORDER BY z.id LIMIT 1) t ON true
    WHERE i.praktijk_id = ANY(%(ids)s)
"""


def _treffers(ids: list[int], vraag: Vraag) -> list[Treffer]:
    if not ids:
        return []
    praktijken = {
        praktijk.pk: praktijk
        for praktijk in Praktijk.objects.filter(pk__in=ids)
        .select_related("gemeente")
        .prefetch_related("knelpunten")
        .only(
            "titel", "samenvatting", "naar_gebruik", "vvo_m2", "woningen", "jaar", "openbaarheid", "status", "demo",
            "gepubliceerd_op", "gemeente__naam",
        )
    }  # fmt: skip
    gegevens: dict[str, Any] = {"q": vraag.iets(), "heel": HEEL, "fragment": FRAGMENT, "ids": ids}
    with connection.cursor() as cursor:
        cursor.execute(FRAGMENTEN, gegevens)
        rijen = {rij[0]: rij[1:] for rij in cursor.fetchall()}
    treffers = []
    for nummer in ids:
        if nummer not in praktijken or nummer not in rijen:
            # Withdrawn between two statements.
            continue
        titel, samenvatting, fragment, bijlage, uit_bijlage = rijen[nummer]
        treffers.append(
            Treffer(
                praktijken[nummer], markeer(titel), markeer(samenvatting),
                markeer(uit_bijlage if bijlage is not None else fragment), bijlage or "",
            )
        )  # fmt: skip
    return treffers


# --- facets ------------------------------------------------------------------------------------
LABELS = {
    "knelpunt": "Knelpunt", "gebruik": "Nieuw gebruik", "instrument": "Instrument", "gemeente": "Gemeente",
    "grootte": "Grootte", "periode": "Jaar",
}  # fmt: skip
TOON = 6


def _facetten(opdracht: Opdracht, tellingen: dict[str, list[tuple[Any, int]]]) -> list[Facet]:
    namen: dict[str, dict[str, str]] = {
        "knelpunt": dict(Knelpunt.objects.values_list("code", "naam")),
        "instrument": dict(Oplossing.objects.values_list("code", "naam")),
        "gemeente": dict(Gemeente.objects.values_list("code", "naam")),
        "gebruik": dict(Bestemming.choices),
        "grootte": {str(nummer): naam for nummer, naam in enumerate(GROOTTES)},
        "periode": {waarde: f"{waarde} tot en met {int(waarde) + 4}" for waarde, _ in tellingen["periode"]},
    }
    facetten = []
    for naam, label in LABELS.items():
        keren = dict(tellingen[naam])
        gekozen = {str(waarde) for waarde in getattr(opdracht, naam)}
        keuzes = [
            Keuze(waarde, namen[naam][waarde], keren.get(waarde, 0), waarde in gekozen)
            for waarde in {**keren, **dict.fromkeys(sorted(gekozen), 0)}
            if waarde in namen[naam]
        ]
        if naam == "grootte":
            keuzes.sort(key=lambda keuze: keuze.waarde)
        elif naam == "periode":
            keuzes.sort(key=lambda keuze: keuze.waarde, reverse=True)
        else:
            keuzes.sort(key=lambda keuze: (not keuze.gekozen, -keuze.aantal, keuze.label))
        if keuzes:
            facetten.append(Facet(naam, label, keuzes[:TOON], keuzes[TOON:]))
    return facetten


# --- knelpunten and solutions ------------------------------------------------------------------
BRONNEN = """
    (SELECT 'knelpunt' AS soort, code, naam, uitleg AS tekst FROM kennissysteem_knelpunt WHERE actief
     UNION ALL SELECT 'oplossing', code, naam, tekst FROM kennissysteem_oplossing) d
"""
WEGWIJZERS = f"""
    SELECT d.soort, d.code, ts_headline('akt_nl', d.naam, %(q)s::tsquery, %(heel)s),
        ts_headline('akt_nl', kennissysteem_plat(d.tekst), %(q)s::tsquery, %(heel)s)
    FROM {BRONNEN}
    CROSS JOIN LATERAL (SELECT setweight(to_tsvector('akt_nl', d.naam), 'A')
        || setweight(to_tsvector('akt_nl', kennissysteem_plat(d.tekst)), 'C') AS vector) v
    WHERE v.vector @@ %(alles)s::tsquery
    ORDER BY ts_rank_cd(%(gewichten)s::float4[], v.vector, %(q)s::tsquery) DESC, d.soort, d.naam, d.code LIMIT 4
"""  # noqa: S608
DICHTBIJ = f"""
    SELECT d.soort, d.code, d.naam, d.tekst FROM {BRONNEN} WHERE d.soort = 'knelpunt'
    ORDER BY word_similarity(lower(unaccent(%(q)s)), lower(unaccent(d.naam || ' ' || d.tekst))) DESC, d.naam, d.code
    LIMIT 3
"""  # noqa: S608


def wegwijzers(vraag: Vraag, tsquery: str) -> list[Wegwijzer]:
    """Knelpunten and solutions that the question finds, at most four."""
    gegevens = {"q": vraag.iets(), "alles": tsquery, "heel": HEEL, "gewichten": GEWICHTEN}
    return _lees_wegwijzers(WEGWIJZERS, gegevens)


def dichtbij(q: str) -> list[Wegwijzer]:
    """The knelpunten whose text looks most like the question, for when nothing was found."""
    return _lees_wegwijzers(DICHTBIJ, {"q": q})


def _lees_wegwijzers(sql: str, gegevens: dict[str, Any]) -> list[Wegwijzer]:
    with connection.cursor() as cursor:
        cursor.execute(sql, gegevens)
        return [Wegwijzer(soort, code, markeer(naam), markeer(tekst)) for soort, code, naam, tekst in cursor.fetchall()]
