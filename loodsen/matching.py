"""Which places suit an initiatief best, and which initiatieven suit a place: one score, counted by the database.

An initiatief asks (`wens`), a pand or terrein offers (`plek`); each pair that meets the hard conditions gets a score
per criterium of 0 to 1000, and together their weighted mean. What is not known counts as 0 and is said to be unknown.
"""
# ruff: noqa: S608 - the SQL is put together from constants of this module; values are always parameters.

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import dateformat
from psycopg.types.json import Json

from akt.opmaak import aantal, getal, m2
from loodsen.models import Initiatief
from monitoring.models import Bestemming, Pand, Terrein, Transformatie, Voorziening
from monitoring.views.netwerk import met_adressen

BESTE = 20
# How many times as many as are asked for are looked up first.
PROEF = 10
# What is usual where the initiatief says nothing: metres to walk, months of vacancy (structural), years of age.
LOOPAFSTAND_TREIN, LOOPAFSTAND_OV, LEEG_MAANDEN, JONG, OUD = 800, 400, 36, 10, 30
# Years outside the wished span of bouwjaren at which nothing is left of that score.
JAREN_SPELING = 20
# Within which a voorziening is at hand (metres), and the kinds that count for it.
DICHTBIJ = 1_000
OVERIG = [soort for soort in Voorziening.Soort if soort not in (Voorziening.Soort.TREIN, Voorziening.Soort.OV)]
# Gebruiksdoelen of the BAG by which one sees that a use is there already. It says nothing of what the plan allows.
FUNCTIES = {
    Bestemming.WONEN: "woonfunctie",
    Bestemming.HOTEL: "logiesfunctie",
    Bestemming.ONDERWIJS: "onderwijsfunctie",
    Bestemming.ZORG: "gezondheidszorgfunctie",
}
AL_GEBRUIKT = {
    Bestemming.WONEN: "in dit pand wordt al gewoond",
    Bestemming.HOTEL: "in dit pand is al een logiesfunctie",
    Bestemming.ONDERWIJS: "in dit pand is al onderwijs",
    Bestemming.ZORG: "in dit pand is al zorg",
}
IN_GEBRUIK = [Pand.BagStatus.IN_GEBRUIK, Pand.BagStatus.NIET_INGEMETEN]
LOPEND = [fase for fase in Transformatie.Fase if fase not in (Transformatie.Fase.GEREED, Transformatie.Fase.AFGEBLAZEN)]


VRAAGHUUR = "(SELECT vraaghuur FROM monitoring_waarneming x WHERE x.id = k.waarneming_id)"


@dataclass(frozen=True)
class Criterium:
    """One part of the score: `score` is SQL over a wens `w` and a plek `k`, NULL where it is not known.

    `geldt` is SQL for whether the wens asks for it. One that is `duur` looks things up per pair, so only for pairs that
    can still be among the best; its SQL is over `k` alone, which by then is the pair.
    """

    naam: str
    label: str
    standaard: int
    uitleg: str
    score: str
    geldt: str = "true"
    duur: bool = False
    # What must be known for a score: `greatest` and `least` pass over a NULL.
    bekend: str = "true"

    @property
    def sql(self) -> str:
        return f"CASE WHEN {self.bekend} THEN {self.score} END"


def _afstand(kolom: str, wens: str, gewoon: int) -> str:
    """Full up to the wished distance, nothing from twice that on."""
    return f"greatest(0, least(1000, 2000 - 1000::bigint * k.{kolom} / coalesce(w.{wens}, {gewoon})))"


CRITERIA = (
    Criterium(
        "omvang", "Omvang", 3, "Past de leegstand bij het aantal m²?",
        "CASE WHEN w.m2_max IS NULL OR k.leeg_m2 <= w.m2_max THEN 1000 ELSE 1000 * w.m2_max / k.leeg_m2 END",
        "w.m2_min IS NOT NULL OR w.m2_max IS NOT NULL",
    ),
    Criterium("leeg", "Deel dat leegstaat", 3, "Een pand dat helemaal leeg is, is makkelijker te veranderen.",
              "1000 * k.leeg_m2 / k.voorraad_m2"),
    Criterium("duur", "Hoe lang leeg", 3, "Na drie jaar komt er zelden nog een huurder voor kantoor.",
              f"least(1000, 1000 * k.maanden / coalesce(w.leeg_maanden, {LEEG_MAANDEN}))",
              bekend="k.maanden IS NOT NULL"),
    Criterium("trein", "Lopen naar de trein", 2, "Gemeten vanaf het midden van het terrein.",
              _afstand("trein_m", "max_trein_m", LOOPAFSTAND_TREIN), bekend="k.trein_m IS NOT NULL"),
    Criterium("ov", "Lopen naar bus, tram of metro", 2, "Gemeten vanaf het midden van het terrein.",
              _afstand("ov_m", "max_ov_m", LOOPAFSTAND_OV), bekend="k.ov_m IS NOT NULL"),
    Criterium("voorzieningen", "Voorzieningen", 1, "Winkels, horeca, groen en meer binnen 1 km van het terrein.",
              f"1000 * cardinality(k.overig) / {len(OVERIG)}"),
    Criterium(
        "bouwjaar", "Bouwjaar", 2, "Past het bij wat u zoekt? Zonder wens: hoe ouder, hoe eerder toe aan iets nieuws.",
        f"""CASE WHEN w.bouwjaar_van IS NULL AND w.bouwjaar_tot IS NULL
            THEN greatest(0, least(1000, ({{jaar}} - k.bouwjaar - {JONG}) * 1000 / {OUD - JONG}))
            ELSE greatest(0, 1000 - {1000 // JAREN_SPELING} * greatest(
                w.bouwjaar_van - k.bouwjaar, k.bouwjaar - w.bouwjaar_tot, 0)) END""",
        bekend="k.bouwjaar IS NOT NULL",
    ),
    Criterium("gebruik", "Zelfde gebruik in het pand", 2, "Kent de BAG dit gebruik al in het pand?",
              """CASE WHEN EXISTS (SELECT FROM monitoring_adrespand ap JOIN monitoring_adres a ON a.id = ap.adres_id
                  WHERE ap.pand_id = k.id AND a.einde IS NULL AND a.gebruiksdoelen::text[] @> ARRAY[k.functie])
                  THEN 1000 ELSE 0 END""",
              "w.functie <> '' AND k.panden IS NULL", duur=True),
    Criterium("terrein", "Terrein met voorkeur", 4, "Ligt het op een terrein dat is gevraagd?",
              "CASE WHEN k.terrein_id = ANY(w.terreinen) THEN 1000 ELSE 0 END", "cardinality(w.terreinen) > 0"),
    Criterium("huur", "Vraaghuur", 3, "Past de vraaghuur bij het budget?",
              f"greatest(0, least(1000, 2000 - 1000 * {VRAAGHUUR} / k.budget))::int",
              "w.budget IS NOT NULL AND k.panden IS NULL", duur=True, bekend=f"{VRAAGHUUR} IS NOT NULL"),
)  # fmt: skip
PER_NAAM = {criterium.naam: criterium for criterium in CRITERIA}
STANDAARD = {criterium.naam: criterium.standaard for criterium in CRITERIA}


def gewichten_van(initiatief: Initiatief) -> dict[str, int]:
    """The weight (0 to ZWAARSTE) of every criterium: its own, or else the usual one."""
    return {naam: initiatief.gewichten.get(naam, gewicht) for naam, gewicht in STANDAARD.items()}


# --- the question --------------------------------------------------------------------------------
# What each initiatief asks. Without gemeenten and regio it may land everywhere; a gemeente that merged means its heir.
WENS = f"""
    SELECT i.*, {", ".join(f"(alle_gewichten ->> '{c.naam}')::bigint AS w_{c.naam}" for c in CRITERIA)}
    FROM (
        SELECT i.id, i.m2_min, i.m2_max::bigint, i.max_trein_m, i.max_ov_m, i.bouwjaar_van, i.bouwjaar_tot,
               i.leeg_maanden, coalesce(%(functies)s::jsonb ->> i.bestemming, '') AS functie,
               CASE WHEN i.budget_soort = '{Initiatief.Budget.HUUR}' THEN i.budget END AS budget,
               %(standaard)s::jsonb || i.gewichten || %(gewichten)s::jsonb AS alle_gewichten,
               ARRAY(SELECT terrein_id FROM loodsen_initiatief_terreinen t WHERE t.initiatief_id = i.id) AS terreinen,
               CASE WHEN i.regio_id IS NOT NULL
                         OR EXISTS (SELECT FROM loodsen_initiatief_gemeenten m WHERE m.initiatief_id = i.id)
                    THEN ARRAY(
                        SELECT coalesce(g.opgegaan_in_id, g.code)::text FROM monitoring_gemeente g
                        WHERE g.code IN (SELECT gemeente_id FROM loodsen_initiatief_gemeenten m
                                         WHERE m.initiatief_id = i.id
                                         UNION SELECT gemeente_id FROM monitoring_regio_gemeenten r
                                         WHERE r.regio_id = i.regio_id)) END AS gemeenten
        FROM loodsen_initiatief i WHERE i.id = ANY(%(initiatieven)s)
    ) i
"""
VOORZIENING = """
    SELECT terrein_id, min(afstand_m) FILTER (WHERE soort = 'trein') AS trein_m,
           min(afstand_m) FILTER (WHERE soort = 'ov') AS ov_m,
           coalesce(array_agg(soort ORDER BY soort) FILTER (
               WHERE soort = ANY(%(overig)s::text[]) AND afstand_m <= %(dichtbij)s), '{}') AS overig
    FROM monitoring_voorziening GROUP BY terrein_id
"""
# Panden that have space, stand and are used as the BAG says, and in which no transformatie runs.
PAND = """
    SELECT p.id, p.gemeente_id, p.terrein_id, p.bouwjaar::int, s.leegstand_m2::bigint AS leeg_m2, s.voorraad_m2,
           s.leeg_sinds, (extract(year FROM age(%(vandaag)s::date, s.leeg_sinds)) * 12
                          + extract(month FROM age(%(vandaag)s::date, s.leeg_sinds)))::int AS maanden,
           v.trein_m, v.ov_m, v.overig, p.bag_id AS volgorde, s.waarneming_id
    FROM monitoring_pandstand s
    JOIN monitoring_pand p ON p.id = s.pand_id
    LEFT JOIN voorziening v ON v.terrein_id = p.terrein_id
    WHERE s.leegstand_m2 > 0 AND p.einde IS NULL AND p.bag_status = ANY(%(in_gebruik)s::text[])
      AND (%(gemeenten)s::text[] IS NULL OR p.gemeente_id = ANY(%(gemeenten)s::text[]))
      AND NOT EXISTS (SELECT FROM monitoring_transformatie_panden tp
                      JOIN monitoring_transformatie t ON t.id = tp.transformatie_id
                      WHERE tp.pand_id = p.id AND t.fase = ANY(%(lopend)s::text[]))
"""
PLEK_PAND = "SELECT p.*, NULL::bigint AS panden FROM pand p WHERE {welke}"
# A terrein offers what its vacant panden offer together; how long they are vacant is weighed by their m².
PLEK_TERREIN = """
    SELECT t.id, t.gemeente_id, t.id AS terrein_id, round(avg(p.bouwjaar))::int AS bouwjaar,
           sum(p.leeg_m2)::bigint AS leeg_m2, sum(p.voorraad_m2)::bigint AS voorraad_m2, NULL::date AS leeg_sinds,
           round(sum(p.leeg_m2 * p.maanden) / nullif(sum(p.leeg_m2) FILTER (WHERE p.maanden IS NOT NULL), 0))::int
               AS maanden,
           p.trein_m, p.ov_m, p.overig, t.code AS volgorde, NULL::bigint AS waarneming_id, count(*) AS panden
    FROM pand p JOIN monitoring_terrein t ON t.id = p.terrein_id
    WHERE {welke}
    GROUP BY t.id, p.trein_m, p.ov_m, p.overig
"""
# Scores and weights are whole numbers, so the order does not hang on rounding; equals go by m² and number.
MATCH = """
    WITH wens AS MATERIALIZED ({wens}),
    voorziening AS MATERIALIZED ({voorziening}),
    pand AS ({pand}),
    plek AS ({plek}),
    paar AS MATERIALIZED (
        SELECT w.id AS wens_id, w.functie, w.budget, k.*, {gewichten}, {scores}
        FROM wens w JOIN plek k ON k.leeg_m2 >= coalesce(w.m2_min, 1)
            AND (w.gemeenten IS NULL OR k.gemeente_id = ANY(w.gemeenten))
    ),
    punten AS MATERIALIZED (
        SELECT *, {som} AS punten, {gewicht} AS gewicht, 1000 * ({duur_gewicht}) AS nog FROM paar
    ),
    rij AS MATERIALIZED (
        SELECT *, row_number() OVER (PARTITION BY {per} ORDER BY punten::float8 / gewicht DESC) AS rang FROM punten
    ),
    -- Looking up the most promising ones first tells what the others must reach; those that cannot are left alone.
    proef AS (
        SELECT {per} AS sleutel, row_number() OVER (PARTITION BY {per} ORDER BY uitkomst DESC) AS rang, uitkomst
        FROM (
            SELECT {per}, (punten + {dure_som})::float8 / gewicht AS uitkomst
            FROM (SELECT k.*, {dure_scores} FROM rij k WHERE rang <= %(proef)s) k
        ) k
    ),
    compleet AS (
        SELECT k.*, {dure_scores}, CASE WHEN k.g_huur > 0 THEN {huur} END AS huur
        FROM rij k LEFT JOIN proef g ON g.sleutel = k.{per} AND g.rang = %(hoeveel)s
        WHERE g.uitkomst IS NULL OR (punten + nog)::float8 / gewicht >= g.uitkomst - 0.001
    ),
    gewogen AS (
        SELECT *, (punten + {dure_som})::numeric / gewicht AS uitkomst FROM compleet
    )
    SELECT * FROM (
        SELECT *, row_number() OVER (
            PARTITION BY {per} ORDER BY uitkomst DESC, leeg_m2 DESC, volgorde, wens_id) AS plaats
        FROM gewogen
    ) r
    WHERE plaats <= %(hoeveel)s ORDER BY {per}, plaats
"""


def _vraag(terrein: bool, per: str, welke: str) -> str:
    """The SQL for panden or terreinen (`welke` narrows these), ranked within each `per`."""
    goedkoop, duur = [c for c in CRITERIA if not c.duur], [c for c in CRITERIA if c.duur]

    def som(criteria: Iterable[Criterium]) -> str:
        return "(" + " + ".join(f"g_{c.naam} * coalesce(s_{c.naam}, 0)" for c in criteria) + ")"

    return MATCH.format(
        wens=WENS,
        voorziening=VOORZIENING,
        pand=PAND,
        plek=(PLEK_TERREIN if terrein else PLEK_PAND).format(welke=welke),
        gewichten=", ".join(f"CASE WHEN {c.geldt} THEN w_{c.naam} ELSE 0 END AS g_{c.naam}" for c in CRITERIA),
        scores=", ".join(
            f"CASE WHEN {c.geldt} THEN {c.sql.replace('{jaar}', '%(jaar)s::int')} END AS s_{c.naam}" for c in goedkoop
        ),
        dure_scores=", ".join(f"CASE WHEN k.g_{c.naam} > 0 THEN {c.sql} END AS s_{c.naam}" for c in duur),
        som=som(goedkoop),
        dure_som=som(duur),
        duur_gewicht=" + ".join(f"g_{c.naam}" for c in duur),
        gewicht="greatest(1, " + " + ".join(f"g_{c.naam}" for c in CRITERIA) + ")",
        huur=VRAAGHUUR,
        per=per,
    )


def _zoek(
    initiatieven: list[Initiatief], *, terrein: bool, per: str = "wens_id", gewichten: Mapping[str, int] | None = None,
    gemeenten: Iterable[str] | None = None, plekken: Iterable[int] | None = None, hoeveel: int = BESTE,
) -> list[dict[str, Any]]:  # fmt: skip
    """Rows of the pairs, best first; `gemeenten` and `plekken` (ids) narrow where one looks."""
    vandaag = datetime.date.today()
    welke = ("t.id" if terrein else "p.id") + " = ANY(%(plekken)s)" if plekken is not None else "true"
    waarden: dict[str, Any] = {
        "initiatieven": [initiatief.pk for initiatief in initiatieven],
        "functies": Json({str(bestemming): functie for bestemming, functie in FUNCTIES.items()}),
        "standaard": Json(STANDAARD),
        "gewichten": Json(dict(gewichten or {})),
        "overig": [str(soort) for soort in OVERIG],
        "dichtbij": DICHTBIJ,
        "vandaag": vandaag,
        "jaar": vandaag.year,
        "in_gebruik": [str(status) for status in IN_GEBRUIK],
        "lopend": [str(fase) for fase in LOPEND],
        "gemeenten": None if gemeenten is None else list(gemeenten),
        "plekken": None if plekken is None else list(plekken),
        "hoeveel": hoeveel,
        "proef": PROEF * hoeveel,
    }
    if not waarden["initiatieven"]:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_vraag(terrein, per, welke), waarden)
        kolommen = [kolom.name for kolom in cursor.description]
        return [dict(zip(kolommen, rij, strict=True)) for rij in cursor]


# --- the answer ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Reden:
    """Why a place scores as it does on one criterium, in words. `punten` are 0 to 100, None when not known.

    `tegen` says that it counts against the place: not known, less than half, or not what was asked for.
    """

    criterium: str
    label: str
    gewicht: int
    punten: int | None
    tekst: str
    tegen: bool


@dataclass(frozen=True)
class Match:
    """An initiatief and a place that suit each other. `score` is 0 to 100; reasons with the most weight come first."""

    initiatief: Initiatief
    plek: Pand | Terrein
    score: int
    leeg_m2: int
    panden: int | None
    redenen: tuple[Reden, ...]

    @property
    def voor(self) -> list[Reden]:
        return [reden for reden in self.redenen if not reden.tegen]

    @property
    def tegen(self) -> list[Reden]:
        return [reden for reden in self.redenen if reden.tegen]

    def bevroren(self) -> list[dict[str, Any]]:
        """The reasons as they are kept with a koppeling."""
        return [{"label": reden.label, "tekst": reden.tekst, "tegen": reden.tegen} for reden in self.redenen]


def beste_panden(
    initiatief: Initiatief, gewichten: Mapping[str, int] | None = None, gemeenten: Iterable[str] | None = None,
    hoeveel: int = BESTE,
) -> list[Match]:  # fmt: skip
    """The panden that suit an initiatief best. `gewichten` go before its own; `gemeenten` are codes to look in."""
    return _panden(_zoek([initiatief], terrein=False, gewichten=gewichten, gemeenten=gemeenten, hoeveel=hoeveel),
                   [initiatief])  # fmt: skip


def beste_terreinen(
    initiatief: Initiatief, gewichten: Mapping[str, int] | None = None, gemeenten: Iterable[str] | None = None,
    hoeveel: int = 5,
) -> list[Match]:  # fmt: skip
    return _terreinen(_zoek([initiatief], terrein=True, gewichten=gewichten, gemeenten=gemeenten, hoeveel=hoeveel),
                      [initiatief])  # fmt: skip


def beste_initiatieven(plek: Pand | Terrein, initiatieven: QuerySet[Initiatief], hoeveel: int = BESTE) -> list[Match]:
    """The other way round: which of these initiatieven suit a pand or terrein best, each by its own weights."""
    alle = list(initiatieven)
    terrein = isinstance(plek, Terrein)
    rijen = _zoek(alle, terrein=terrein, per="id", plekken=[plek.pk], hoeveel=hoeveel)
    return _terreinen(rijen, alle) if terrein else _panden(rijen, alle)


def match_met(initiatief: Initiatief, plek: Pand | Terrein, gewichten: Mapping[str, int] | None = None) -> Match | None:
    """The score of one pair; None when the place does not meet the hard conditions."""
    terrein = isinstance(plek, Terrein)
    rijen = _zoek([initiatief], terrein=terrein, gewichten=gewichten, plekken=[plek.pk], hoeveel=1)
    gevonden = _terreinen(rijen, [initiatief]) if terrein else _panden(rijen, [initiatief])
    return gevonden[0] if gevonden else None


def terreinen_voor(
    initiatieven: list[Initiatief], gemeenten: Iterable[str] | None = None, hoeveel: int = 5
) -> list[Match]:  # fmt: skip
    """The best terreinen of each of several initiatieven, in one question."""
    return _terreinen(_zoek(initiatieven, terrein=True, gemeenten=gemeenten, hoeveel=hoeveel), initiatieven)


def _panden(rijen: list[dict[str, Any]], initiatieven: list[Initiatief]) -> list[Match]:
    panden = Pand.objects.filter(pk__in={rij["id"] for rij in rijen}).select_related("gemeente", "terrein", "stand")
    panden = panden.defer("omtrek", "gemeente__grens", "terrein__grens")
    return _maak(rijen, initiatieven, {pand.pk: pand for pand in met_adressen(panden)})


def _terreinen(rijen: list[dict[str, Any]], initiatieven: list[Initiatief]) -> list[Match]:
    terreinen = Terrein.objects.filter(pk__in={rij["id"] for rij in rijen}).select_related("gemeente")
    return _maak(rijen, initiatieven, {terrein.pk: terrein for terrein in terreinen.defer("grens", "gemeente__grens")})


def _maak(
    rijen: list[dict[str, Any]], initiatieven: list[Initiatief], plekken: Mapping[int, Pand | Terrein]
) -> list[Match]:  # fmt: skip
    per_id = {initiatief.pk: initiatief for initiatief in initiatieven}
    return [
        Match(
            initiatief=per_id[rij["wens_id"]],
            plek=plekken[rij["id"]],
            score=int(rij["uitkomst"] / 10),
            leeg_m2=rij["leeg_m2"],
            panden=rij["panden"],
            redenen=_redenen(rij, per_id[rij["wens_id"]]),
        )
        for rij in rijen
        if rij["id"] in plekken
    ]


def _gevraagd(criterium: str, initiatief: Initiatief) -> bool:
    """Whether the initiatief itself says where the limit lies."""
    return {
        "omvang": True,
        "huur": True,
        "trein": initiatief.max_trein_m is not None,
        "ov": initiatief.max_ov_m is not None,
        "bouwjaar": initiatief.bouwjaar_van is not None or initiatief.bouwjaar_tot is not None,
    }.get(criterium, False)


def _redenen(rij: dict[str, Any], initiatief: Initiatief) -> tuple[Reden, ...]:
    redenen = []
    for criterium in CRITERIA:
        gewicht, score = rij[f"g_{criterium.naam}"], rij[f"s_{criterium.naam}"]
        if not gewicht:
            continue
        tekst = TEKSTEN[criterium.naam](rij, initiatief, score)
        punten = None if score is None else score // 10
        tegen = score is None or score < (1000 if _gevraagd(criterium.naam, initiatief) else 500)
        redenen.append(Reden(criterium.naam, criterium.label, gewicht, punten, tekst, tegen))
    return tuple(sorted(redenen, key=lambda reden: -reden.gewicht))


# --- in words ------------------------------------------------------------------------------------
def tijd(maanden: int) -> str:
    """Months in words: 5 -> '5 maanden', 56 -> '4 jaar en 8 maanden'."""
    jaren, rest = divmod(maanden, 12)
    delen = [f"{jaren} jaar"] if jaren else []
    if rest or not jaren:
        delen.append(aantal(rest, "maand", "maanden"))
    return " en ".join(delen)


def _omvang(rij: dict[str, Any], initiatief: Initiatief, score: int | None) -> str:
    leeg = m2(rij["leeg_m2"])
    if initiatief.m2_max and rij["leeg_m2"] > initiatief.m2_max:
        return f"{leeg} leeg, gevraagd is ten hoogste {m2(initiatief.m2_max)}"
    gevraagd = " tot ".join(m2(grens) for grens in (initiatief.m2_min, initiatief.m2_max) if grens)
    return f"{leeg} leeg, past bij de gevraagde {gevraagd}"


def _leeg(rij: dict[str, Any], initiatief: Initiatief, score: int | None) -> str:
    tekst = f"{m2(rij['leeg_m2'])} leeg van {m2(rij['voorraad_m2'])}"
    return f"{tekst} in {aantal(rij['panden'], 'pand', 'panden')} met leegstand" if rij["panden"] else tekst


def _duur(rij: dict[str, Any], initiatief: Initiatief, score: int | None) -> str:
    if rij["maanden"] is None:
        return "niet bekend sinds wanneer het leegstaat"
    if rij["leeg_sinds"] is None:
        return f"gemiddeld {tijd(rij['maanden'])} leeg"
    return f"leeg sinds {dateformat.format(rij['leeg_sinds'], 'F Y')} ({tijd(rij['maanden'])})"


def _trein(rij: dict[str, Any], initiatief: Initiatief, score: int | None) -> str:
    if rij["trein_m"] is None:
        return "niet bekend hoe ver het lopen is naar het station"
    return _lopen(rij["trein_m"], "het station", initiatief.max_trein_m)


def _ov(rij: dict[str, Any], initiatief: Initiatief, score: int | None) -> str:
    if rij["ov_m"] is None:
        return "niet bekend hoe ver het lopen is naar bus, tram of metro"
    return _lopen(rij["ov_m"], "bus, tram of metro", initiatief.max_ov_m)


def _lopen(meter: int, waarheen: str, wens: int | None) -> str:
    tekst = f"{getal(meter)} m lopen naar {waarheen}"
    return f"{tekst}, gevraagd is hoogstens {getal(wens)} m" if wens and meter > wens else tekst


def _voorzieningen(rij: dict[str, Any], initiatief: Initiatief, score: int | None) -> str:
    if rij["overig"] is None:
        return "niet bekend welke voorzieningen er zijn"
    namen = [str(Voorziening.Soort(soort).label).lower() for soort in rij["overig"]]
    if not namen:
        return "geen winkels, horeca of groen binnen 1 km bekend"
    opsomming = f"{', '.join(namen[:-1])} en {namen[-1]}" if len(namen) > 1 else namen[0]
    return f"{opsomming} binnen 1 km"


def _bouwjaar(rij: dict[str, Any], initiatief: Initiatief, score: int | None) -> str:
    if rij["bouwjaar"] is None:
        return "bouwjaar niet bekend"
    tekst = f"{'gemiddeld ' if rij['panden'] else ''}bouwjaar {rij['bouwjaar']}"
    if initiatief.bouwjaar_van or initiatief.bouwjaar_tot:
        return f"{tekst}, {'past bij wat is gevraagd' if score == 1000 else 'niet wat is gevraagd'}"
    return f"{tekst}: jong voor transformatie" if score is not None and score < 500 else tekst


def _gebruik(rij: dict[str, Any], initiatief: Initiatief, score: int | None) -> str:
    if score:
        return AL_GEBRUIKT[Bestemming(initiatief.bestemming)]
    return f"de BAG kent hier geen {FUNCTIES[Bestemming(initiatief.bestemming)]}"


def _terrein(rij: dict[str, Any], initiatief: Initiatief, score: int | None) -> str:
    return "op een terrein met voorkeur" if score else "niet op een terrein met voorkeur"


def _huur(rij: dict[str, Any], initiatief: Initiatief, score: int | None) -> str:
    if rij["huur"] is None:
        return "vraaghuur niet bekend"
    oordeel = "binnen" if initiatief.budget and rij["huur"] <= initiatief.budget else "boven"
    return f"vraaghuur € {getal(rij['huur'], 2)} per m² per jaar, {oordeel} het budget"


TEKSTEN = {
    "omvang": _omvang,
    "leeg": _leeg,
    "duur": _duur,
    "trein": _trein,
    "ov": _ov,
    "voorzieningen": _voorzieningen,
    "bouwjaar": _bouwjaar,
    "gebruik": _gebruik,
    "terrein": _terrein,
    "huur": _huur,
}
