"""What the open figures show beside the kerncijfers: plans, onttrekking, opname, doelen, maatregelen and the balance.

One query brings all of it for one gebied, so that a page stays fast however many figures it has. The meaning is that
of `monitoring.metingen`, which answers the same questions for the pages of the network.
"""
# ruff: noqa: S608 - the SQL is put together from constants of this module; values are always parameters.

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.cache import cache
from django.db import connection

from monitoring.kerncijfers import LOSSE_PANDEN, STAND, STAND_PER_PEILDATUM, invoer_voor, kerncijfers_versie
from monitoring.models import Bestemming, Doelstelling, Gemeente, Maatregel, Niveau, Provincie, Regio, Terrein
from monitoring.publicaties import Uitgave

# What counts "sinds de start" counts from here: the first year of the programme.
START = datetime.date(2014, 1, 1)

# The gemeenten of a gebied, and those that merged into them.
LID = """
    basis AS (
        SELECT code FROM monitoring_gemeente
        WHERE (%(niveau)s = 'gemeente' AND code = %(code)s) OR (%(niveau)s = 'provincie' AND provincie_id = %(code)s)
        UNION
        SELECT gemeente_id FROM monitoring_regio_gemeenten WHERE %(niveau)s = 'regio' AND regio_id = %(code)s
    ), lid AS (
        SELECT code FROM basis
        UNION
        SELECT g.code FROM lid JOIN monitoring_gemeente g ON g.opgegaan_in_id = lid.code
    )
"""
PROGRAMMA = f"""
    WITH RECURSIVE {LID},
    opgave AS (
        SELECT p.plan, p.status, p.bvo_m2, p.terrein_id, p.peildatum AS van, p.gemeente_id,
               coalesce(g.opgegaan_in_id, g.code) AS gemeente,
               lead(p.peildatum) OVER (
                   PARTITION BY coalesce(g.opgegaan_in_id, g.code), p.plan, p.status ORDER BY p.peildatum) AS tot
        FROM monitoring_plancapaciteit p
        JOIN monitoring_gemeente g ON g.code = p.gemeente_id
        WHERE p.gemeente_id IN (SELECT code FROM lid)
    ), moment AS (
        SELECT make_date(jaar, 1, 1) AS dag
        FROM generate_series(
            (SELECT extract(year FROM min(van) + interval '1 year - 1 day')::int FROM opgave),
            extract(year FROM %(tot)s::date)::int) jaar
        WHERE make_date(jaar, 1, 1) <= %(tot)s
        UNION
        SELECT %(tot)s::date WHERE EXISTS (SELECT FROM opgave WHERE van <= %(tot)s)
    ), plan AS (
        -- Hard and zacht together: a plan that becomes hard has not left the plans.
        SELECT coalesce(min(terrein_id) FILTER (WHERE bij_begin),
                        min(terrein_id) FILTER (WHERE bij_eind)) AS terrein_id,
               coalesce(sum(bvo_m2) FILTER (WHERE bij_begin), 0) AS begin_m2,
               coalesce(sum(bvo_m2) FILTER (WHERE bij_eind), 0) AS eind_m2
        FROM (
            SELECT *, van <= %(start)s AND (tot IS NULL OR tot > %(start)s) AS bij_begin,
                   van <= %(tot)s AND (tot IS NULL OR tot > %(tot)s) AS bij_eind
            FROM opgave
        ) o
        WHERE bij_begin OR bij_eind GROUP BY gemeente, plan
    )
    SELECT 'capaciteit', jsonb_build_array(m.dag, coalesce(sum(o.bvo_m2) FILTER (WHERE o.status = 'hard'), 0),
                                           coalesce(sum(o.bvo_m2) FILTER (WHERE o.status = 'zacht'), 0))
    FROM moment m LEFT JOIN opgave o ON o.van <= m.dag AND (o.tot IS NULL OR o.tot > m.dag)
    GROUP BY m.dag
    UNION ALL
    SELECT 'reductie', jsonb_build_array(sum(begin_m2), sum(greatest(begin_m2 - eind_m2, 0)),
                                         sum(greatest(eind_m2 - begin_m2, 0)), sum(eind_m2))
    FROM plan HAVING count(*) > 0
    UNION ALL
    SELECT 'locatie', jsonb_build_array(t.naam, t.code, t.reductiedoel_m2, coalesce(sum(p.begin_m2), 0),
                                        coalesce(sum(greatest(p.begin_m2 - p.eind_m2, 0)), 0),
                                        coalesce(sum(p.eind_m2), 0))
    FROM monitoring_terrein t LEFT JOIN plan p ON p.terrein_id = t.id
    WHERE t.in_structuurvisie AND t.gemeente_id IN (SELECT code FROM lid)
    GROUP BY t.id
    UNION ALL
    SELECT 'transformatie', jsonb_build_array(
        bestemming, CASE WHEN fase = 'gereed' THEN 'gereed' WHEN fase IN ('vergunning', 'bouw') THEN 'uitvoering'
                         ELSE 'voorbereiding' END,
        CASE WHEN fase = 'gereed' THEN extract(year FROM gereed_op)::int END,
        sum(vvo_m2), coalesce(sum(woningen), 0), count(*))
    FROM monitoring_transformatie
    WHERE gemeente_id IN (SELECT code FROM lid) AND fase <> 'afgeblazen'
      AND (fase <> 'gereed' OR gereed_op BETWEEN %(start)s AND %(tot)s)
    GROUP BY bestemming,
        CASE WHEN fase = 'gereed' THEN 'gereed' WHEN fase IN ('vergunning', 'bouw') THEN 'uitvoering'
             ELSE 'voorbereiding' END,
        CASE WHEN fase = 'gereed' THEN extract(year FROM gereed_op)::int END
    UNION ALL
    SELECT 'opname', jsonb_build_array(
        extract(year FROM datum)::int, sum(vvo_m2), count(*),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY prijs) FILTER (WHERE soort = 'huur'),
        count(prijs) FILTER (WHERE soort = 'huur'))
    FROM monitoring_transactie WHERE gemeente_id IN (SELECT code FROM lid) AND datum <= %(tot)s
    GROUP BY extract(year FROM datum)
    UNION ALL
    SELECT 'doel', jsonb_build_array(soort, jaar, waarde, toelichting)
    FROM monitoring_doelstelling WHERE niveau = %(niveau)s AND gebied_code = %(code)s
    UNION ALL
    SELECT 'trend', jsonb_build_array(c.soort, c.peildatum, c.tot, c.waarde, c.eenheid, c.grens, b.naam)
    FROM monitoring_trendcijfer c JOIN monitoring_bron b ON b.id = c.bron_id
    WHERE c.gebied_code = %(code)s
    UNION ALL
    SELECT 'maatregel', jsonb_build_array(m.id, m.naam, m.spoor, m.begin, m.einde)
    FROM monitoring_maatregel m
    WHERE m.begin <= %(tot)s AND (
        EXISTS (SELECT FROM monitoring_maatregel_gemeenten mg
                WHERE mg.maatregel_id = m.id AND mg.gemeente_id IN (SELECT code FROM lid))
        OR EXISTS (SELECT FROM monitoring_maatregel_terreinen mt JOIN monitoring_terrein t ON t.id = mt.terrein_id
                   WHERE mt.maatregel_id = m.id AND (t.gemeente_id IN (SELECT code FROM lid)
                       OR (%(niveau)s = 'terrein' AND t.code = %(code)s)))
        OR (NOT EXISTS (SELECT FROM monitoring_maatregel_gemeenten mg WHERE mg.maatregel_id = m.id)
            AND NOT EXISTS (SELECT FROM monitoring_maatregel_terreinen mt WHERE mt.maatregel_id = m.id)))
"""


@dataclass(frozen=True)
class Capaciteit:
    """Plancapaciteit on a day, in m² BVO."""

    dag: datetime.date
    hard_m2: int
    zacht_m2: int

    @property
    def totaal_m2(self) -> int:
        return self.hard_m2 + self.zacht_m2


@dataclass(frozen=True)
class Reductie:
    """What happened to the plans since the start, in m² BVO: begin - reductie + nieuw = eind."""

    begin_m2: int
    reductie_m2: int
    nieuw_m2: int
    eind_m2: int


@dataclass(frozen=True)
class Locatie:
    """A location of the structuurvisie with what left its plans since the start, in m² BVO."""

    naam: str
    code: str
    doel_m2: int | None
    begin_m2: int
    reductie_m2: int
    eind_m2: int


@dataclass(frozen=True)
class Project:
    """Transformaties of one bestemming, stage ('gereed', 'uitvoering', 'voorbereiding') and year of delivery."""

    bestemming: str
    stap: str
    jaar: int | None
    vvo_m2: int
    woningen: int
    aantal: int

    @property
    def is_sloop(self) -> bool:
        return self.bestemming == Bestemming.SLOOP


@dataclass(frozen=True)
class Opname:
    """Office space let or sold in a year, and the median rent in euro per m² a year."""

    jaar: int
    vvo_m2: int
    transacties: int
    mediane_huur: Decimal | None
    met_huur: int


@dataclass(frozen=True)
class Doel:
    soort: str
    jaar: int
    waarde: Decimal
    toelichting: str

    @property
    def label(self) -> str:
        return str(Doelstelling.Soort(self.soort).label)


@dataclass(frozen=True)
class Trend:
    """A figure from research."""

    soort: str
    peildatum: datetime.date
    tot: datetime.date | None
    waarde: Decimal
    eenheid: str
    grens: str
    bron: str


@dataclass(frozen=True)
class Mijlpaal:
    """A maatregel as a marker in a series."""

    id: int
    naam: str
    spoor: str
    begin: datetime.date
    einde: datetime.date | None

    @property
    def spoornaam(self) -> str:
        return str(Maatregel.Spoor(self.spoor).label)


@dataclass
class Programma:
    """All of it for one gebied; empty lists where nothing is known."""

    capaciteit: list[Capaciteit] = field(default_factory=list)
    reductie: Reductie | None = None
    locaties: list[Locatie] = field(default_factory=list)
    projecten: list[Project] = field(default_factory=list)
    opname: list[Opname] = field(default_factory=list)
    doelen: list[Doel] = field(default_factory=list)
    trends: list[Trend] = field(default_factory=list)
    maatregelen: list[Mijlpaal] = field(default_factory=list)

    def gereed_m2(self, *, sloop: bool) -> int:
        """m² VVO delivered since the start."""
        return sum(p.vvo_m2 for p in self.projecten if p.stap == "gereed" and p.is_sloop == sloop)


def _dag(tekst: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(tekst) if tekst else None


def lees_programma(niveau: str, code: str, tot: datetime.date) -> Programma:
    """What is known of a gebied up to a day, in one query."""
    uitkomst = Programma()
    with connection.cursor() as cursor:
        cursor.execute(PROGRAMMA, {"niveau": niveau, "code": code, "tot": tot, "start": START})
        for onderdeel, rij in cursor:
            # Django leaves json to us, so that numbers keep their decimals.
            velden = json.loads(rij, parse_float=Decimal)
            match onderdeel:
                case "capaciteit":
                    dag, hard, zacht = velden
                    uitkomst.capaciteit.append(Capaciteit(datetime.date.fromisoformat(dag), int(hard), int(zacht)))
                case "reductie":
                    uitkomst.reductie = Reductie(*map(int, velden))
                case "locatie":
                    naam, terrein, doel, *maten = velden
                    uitkomst.locaties.append(Locatie(naam, terrein, doel and int(doel), *map(int, maten)))
                case "transformatie":
                    bestemming, stap, jaar, *maten = velden
                    uitkomst.projecten.append(Project(bestemming, stap, jaar and int(jaar), *map(int, maten)))
                case "opname":
                    jaar, m2, aantal, huur, met_huur = velden
                    mediaan = None if huur is None else round(Decimal(huur), 2)
                    uitkomst.opname.append(Opname(int(jaar), int(m2), int(aantal), mediaan, int(met_huur)))
                case "doel":
                    soort, jaar, waarde, toelichting = velden
                    uitkomst.doelen.append(Doel(soort, int(jaar), Decimal(waarde), toelichting))
                case "trend":
                    soort, dag, einde, waarde, eenheid, grens, bron = velden
                    begin = datetime.date.fromisoformat(dag)
                    uitkomst.trends.append(Trend(soort, begin, _dag(einde), Decimal(waarde), eenheid, grens, bron))
                case "maatregel":
                    nummer, naam, spoor, begin, einde = velden
                    uitkomst.maatregelen.append(
                        Mijlpaal(int(nummer), naam, spoor, datetime.date.fromisoformat(begin), _dag(einde))
                    )
    uitkomst.capaciteit.sort(key=lambda rij: rij.dag)
    uitkomst.locaties.sort(key=lambda rij: rij.naam)
    uitkomst.opname.sort(key=lambda rij: rij.jaar)
    uitkomst.doelen.sort(key=lambda rij: (rij.soort, rij.jaar))
    uitkomst.trends.sort(key=lambda rij: (rij.soort, rij.peildatum))
    uitkomst.maatregelen.sort(key=lambda rij: (rij.begin, rij.naam))
    return uitkomst


# --- the balance of the voorraad -----------------------------------------------------------------
# What became of each pand between two peildata, in m² VVO. `toestand` gives pand_id, v0, g0, v1 and g1 (geraamd).
SOORTEN = """
    SELECT soort, sum(m2)::bigint
    FROM (
        SELECT t.v1 - t.v0 AS m2,
               CASE
                   WHEN t.v0 = 0 AND coalesce(p.begin, make_date(p.bouwjaar, 1, 1)) > %(van)s THEN 'nieuwbouw'
                   WHEN t.v0 = 0 THEN 'correctie'
                   WHEN t.v1 < t.v0 AND einde.bestemming = 'sloop' THEN 'sloop'
                   WHEN t.v1 < t.v0 AND einde.bestemming IS NOT NULL THEN 'transformatie'
                   WHEN t.v1 = 0 AND p.einde > %(van)s AND p.einde <= %(tot)s THEN 'sloop'
                   WHEN t.v1 > t.v0 AND t.g0 = t.g1 THEN 'uitbreiding'
                   ELSE 'correctie'
               END AS soort
        FROM toestand t
        JOIN monitoring_pand p ON p.id = t.pand_id
        LEFT JOIN LATERAL (
            SELECT tr.bestemming FROM monitoring_transformatie tr
            JOIN monitoring_transformatie_panden tp ON tp.transformatie_id = tr.id AND tp.pand_id = t.pand_id
            WHERE tr.fase = 'gereed' AND tr.gereed_op > %(van)s AND tr.gereed_op <= %(tot)s
            ORDER BY tr.gereed_op DESC LIMIT 1
        ) einde ON true
        WHERE t.v0 <> t.v1
    ) wijziging
    GROUP BY soort
"""
BALANS_NU = f"""
    WITH RECURSIVE {LID},
    {LOSSE_PANDEN.format(welke="p.gemeente_id IN (SELECT code FROM lid)", stand=STAND, groep="p.id::int")},
    toestand AS (
        SELECT groep AS pand_id,
               coalesce(sum(voorraad_m2) FILTER (WHERE nr = 1), 0) AS v0, bool_or(geraamd) FILTER (WHERE nr = 1) AS g0,
               coalesce(sum(voorraad_m2) FILTER (WHERE nr = 2), 0) AS v1, bool_or(geraamd) FILTER (WHERE nr = 2) AS g1
        FROM ({STAND_PER_PEILDATUM}) s GROUP BY groep
    )
    {SOORTEN}
"""
BALANS_PUBLICATIE = f"""
    WITH RECURSIVE {LID},
    gepubliceerd AS (
        SELECT DISTINCT ON (pand_id, peildatum) pand_id, peildatum, gemeente_code, voorraad_m2, geraamd
        FROM monitoring_publicatiestand
        WHERE peildatum IN (%(van)s, %(tot)s) AND publicatie_id <= %(publicatie)s
        ORDER BY pand_id, peildatum, publicatie_id DESC
    ), toestand AS (
        SELECT pand_id, coalesce(sum(voorraad_m2) FILTER (WHERE peildatum = %(van)s), 0) AS v0,
               bool_or(geraamd) FILTER (WHERE peildatum = %(van)s) AS g0,
               coalesce(sum(voorraad_m2) FILTER (WHERE peildatum = %(tot)s), 0) AS v1,
               bool_or(geraamd) FILTER (WHERE peildatum = %(tot)s) AS g1
        FROM gepubliceerd WHERE gemeente_code IN (SELECT code FROM lid) GROUP BY pand_id
    )
    {SOORTEN}
"""


@dataclass(frozen=True)
class Balans:
    """Voorraad at the begin + nieuwbouw + uitbreiding - transformatie - sloop + correctie = at the end, in m² VVO."""

    begin: datetime.date
    einde: datetime.date
    begin_m2: int
    nieuwbouw_m2: int
    uitbreiding_m2: int
    transformatie_m2: int
    sloop_m2: int
    correctie_m2: int
    einde_m2: int


def lees_balans(
    gebied: Provincie | Regio | Gemeente | Terrein, uitgave: Uitgave, begin: datetime.date, begin_m2: int,
    einde: datetime.date, einde_m2: int,
) -> Balans:  # fmt: skip
    """How the voorraad of a gebied went from one kerncijfer to another; the correctie is what nothing explains.

    Kept for five minutes, by release or version of the kerncijfers.
    """
    publicatie = None if uitgave.actueel else uitgave.publicatie
    versie = publicatie.pk if publicatie else kerncijfers_versie()
    sleutel = f"monitoring:balans:{versie}:{gebied.niveau}:{gebied.code}:{begin}:{einde}".lower()
    delen = cache.get(sleutel)
    if delen is None:
        waarden = {**invoer_voor([begin, einde]), "niveau": str(gebied.niveau), "code": gebied.code,
                   "van": begin, "tot": einde, "publicatie": publicatie.pk if publicatie else None}  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(BALANS_PUBLICATIE if publicatie else BALANS_NU, waarden)
            delen = {soort: int(m2) for soort, m2 in cursor}
        cache.set(sleutel, delen, 300)
    nieuwbouw, uitbreiding = delen.get("nieuwbouw", 0), delen.get("uitbreiding", 0)
    transformatie, sloop = -delen.get("transformatie", 0), -delen.get("sloop", 0)
    verklaard = nieuwbouw + uitbreiding - transformatie - sloop
    return Balans(
        begin, einde, begin_m2, nieuwbouw, uitbreiding, transformatie, sloop, einde_m2 - begin_m2 - verklaard, einde_m2
    )


def heeft_balans(gebied: Provincie | Regio | Gemeente | Terrein) -> bool:
    """Not for a terrein (too few panden) nor a gemeente that is no more."""
    return gebied.niveau != Niveau.TERREIN and not (isinstance(gebied, Gemeente) and gebied.einde)
