"""Questions asked of what is measured beside the voorraad: plans, onttrekking, opname, and how far the doelen are.

Everything is counted by the database in sets; a question costs the same number of queries for one gebied as for all.
The word in each docstring between quotes is the term in the definities.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, ExtractYear

from monitoring.models import (
    Bestemming,
    Doelstelling,
    Gemeente,
    Kerncijfer,
    Niveau,
    Plancapaciteit,
    Provincie,
    Regio,
    Terrein,
    Transactie,
    Transformatie,
)

Gebied = Provincie | Regio | Gemeente | Terrein

# What counts "sinds de start" counts from here: the first year of the programme.
START = datetime.date(2015, 1, 1)

# Each opgave with the day until which it holds: that of the next one for the same plan and status. A gemeente that
# merged hands its plans to its successor, so that a plan registered anew there takes over from the old opgave.
_OPGAVEN = """
    SELECT p.id, p.plan, p.status, p.bvo_m2, p.terrein_id, p.peildatum AS van, p.gemeente_id,
           coalesce(g.opgegaan_in_id, g.code) AS gemeente,
           lead(p.peildatum) OVER (
               PARTITION BY coalesce(g.opgegaan_in_id, g.code), p.plan, p.status ORDER BY p.peildatum
           ) AS tot
    FROM monitoring_plancapaciteit p JOIN monitoring_gemeente g ON g.code = p.gemeente_id
"""


def gemeenten_in(gebied: Gebied | None) -> list[str] | None:
    """Codes of the gemeenten whose measurements count for a gebied, those that merged into it too; None for all."""
    match gebied:
        case None:
            return None
        case Provincie():
            codes = Gemeente.objects.filter(provincie=gebied)
        case Regio():
            codes = Gemeente.objects.filter(Q(regios=gebied) | Q(opgegaan_in__regios=gebied)).distinct()
        case Gemeente():
            codes = Gemeente.objects.filter(Q(code=gebied.code) | Q(opgegaan_in=gebied))
        case Terrein():
            return [gebied.gemeente_id]
    return list(codes.values_list("code", flat=True))


def binnen(rijen: QuerySet[Any], gebied: Gebied | None, terrein: str = "terrein") -> QuerySet[Any]:
    """The rows (with a `gemeente`) of a gebied; `terrein` is the path from a row to its terrein."""
    if isinstance(gebied, Terrein):
        return rijen.filter(**{terrein: gebied}).distinct()
    codes = gemeenten_in(gebied)
    return rijen if codes is None else rijen.filter(gemeente__in=codes)


# --- plancapaciteit -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Capaciteit:
    """Plancapaciteit on a peildatum, in m² BVO."""

    peildatum: datetime.date
    hard_m2: int = 0
    zacht_m2: int = 0

    @property
    def totaal_m2(self) -> int:
        return self.hard_m2 + self.zacht_m2


def stand_plancapaciteit(op: datetime.date | None = None) -> QuerySet[Plancapaciteit]:
    """The opgave in force of each plan and status on a date (today without one), those of 0 m² included."""
    dag = op or datetime.date.today()
    gelden = RawSQL(  # noqa: S611 (no values in it)
        f"SELECT id FROM ({_OPGAVEN}) o WHERE van <= %s AND (tot IS NULL OR tot > %s)",  # noqa: S608
        [dag, dag],
    )
    return Plancapaciteit.objects.filter(pk__in=gelden)


def plancapaciteit_per_peildatum(
    peildata: Iterable[datetime.date], gebied: Gebied | None = None
) -> list[Capaciteit]:  # fmt: skip
    """The 'plancapaciteit' of a gebied on each peildatum, in order; the last opgave of each plan is carried forward."""
    dagen = sorted(set(peildata))
    codes = gemeenten_in(gebied)
    terrein = gebied.pk if isinstance(gebied, Terrein) else None
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH opgave AS ({_OPGAVEN})
            SELECT d.dag, o.status, sum(o.bvo_m2)
            FROM unnest(%(dagen)s::date[]) AS d(dag)
            JOIN opgave o ON o.van <= d.dag AND (o.tot IS NULL OR o.tot > d.dag)
            WHERE (%(codes)s::text[] IS NULL OR o.gemeente_id = ANY(%(codes)s::text[]))
              AND (%(terrein)s::bigint IS NULL OR o.terrein_id = %(terrein)s::bigint)
            GROUP BY d.dag, o.status
            """,  # noqa: S608 (no values in it)
            {"dagen": dagen, "codes": codes, "terrein": terrein},
        )
        gevonden = {(dag, status): int(m2) for dag, status, m2 in cursor.fetchall()}
    return [
        Capaciteit(
            dag,
            gevonden.get((dag, Plancapaciteit.Status.HARD), 0),
            gevonden.get((dag, Plancapaciteit.Status.ZACHT), 0),
        )
        for dag in dagen
    ]


@dataclass(frozen=True)
class Reductie:
    """What happened to the plans of a gebied between two dates, in m² BVO: begin − reductie + nieuw = eind."""

    begin_m2: int
    reductie_m2: int
    nieuw_m2: int
    eind_m2: int


def _reducties(sinds: datetime.date, tot: datetime.date, codes: list[str] | None) -> dict[int | None, Reductie]:
    """By id of the terrein (None for plans on none). A plan counts where it lay at the start, a new one where it lies.

    Hard and zacht of one plan are taken together: a plan that becomes hard has not left the plans.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH opgave AS ({_OPGAVEN}),
            plan AS (
                SELECT gemeente, plan,
                       coalesce(
                           min(terrein_id) FILTER (WHERE bij_begin), min(terrein_id) FILTER (WHERE bij_eind)
                       ) AS terrein,
                       coalesce(sum(bvo_m2) FILTER (WHERE bij_begin), 0) AS begin_m2,
                       coalesce(sum(bvo_m2) FILTER (WHERE bij_eind), 0) AS eind_m2
                FROM (
                    SELECT *, van <= %(sinds)s AND (tot IS NULL OR tot > %(sinds)s) AS bij_begin,
                           van <= %(tot)s AND (tot IS NULL OR tot > %(tot)s) AS bij_eind
                    FROM opgave
                ) o
                WHERE (bij_begin OR bij_eind) AND (%(codes)s::text[] IS NULL OR gemeente_id = ANY(%(codes)s::text[]))
                GROUP BY gemeente, plan
            )
            SELECT terrein, sum(begin_m2), sum(greatest(begin_m2 - eind_m2, 0)),
                   sum(greatest(eind_m2 - begin_m2, 0)), sum(eind_m2)
            FROM plan GROUP BY terrein
            """,  # noqa: S608 (no values in it)
            {"sinds": sinds, "tot": tot, "codes": codes},
        )
        return {terrein: Reductie(*map(int, maten)) for terrein, *maten in cursor.fetchall()}


def reductie_plancapaciteit(
    gebied: Gebied | None = None, sinds: datetime.date = START, tot: datetime.date | None = None
) -> Reductie:
    """The 'reductie-plancapaciteit' of a gebied: m² BVO taken out of the plans since `sinds`, new plans apart."""
    per_terrein = _reducties(sinds, tot or datetime.date.today(), gemeenten_in(gebied))
    delen = [per_terrein.get(gebied.pk)] if isinstance(gebied, Terrein) else list(per_terrein.values())
    return Reductie(
        *(sum(getattr(deel, maat) for deel in delen if deel) for maat in Reductie.__dataclass_fields__)
    )  # fmt: skip


def reductie_per_structuurvisielocatie(
    sinds: datetime.date = START, tot: datetime.date | None = None
) -> list[tuple[Terrein, Reductie]]:
    """The locations of the structuurvisie with what left their plans, beside their own `reductiedoel_m2`."""
    per_terrein = _reducties(sinds, tot or datetime.date.today(), None)
    terreinen = Terrein.objects.filter(in_structuurvisie=True).select_related("gemeente")
    return [
        (terrein, per_terrein.get(terrein.pk, Reductie(0, 0, 0, 0)))
        for terrein in terreinen.defer("grens", "gemeente__grens").order_by("gemeente__naam", "naam")
    ]


# --- transformatie and sloop ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Onttrekking:
    """Office space that went out of use as such in a year by one bestemming (sloop among them)."""

    jaar: int
    bestemming: str
    vvo_m2: int
    woningen: int
    projecten: int


def onttrekking_per_jaar(gebied: Gebied | None = None) -> list[Onttrekking]:
    """The 'onttrekking' by year of delivery and bestemming; 'sloop' is one, all others together 'transformatie'.

    Only what is gereed counts. On a terrein the whole of a project counts when one of its panden lies there.
    """
    gereed = Transformatie.objects.filter(fase=Transformatie.Fase.GEREED)
    binnen_gebied = Transformatie.objects.filter(pk__in=binnen(gereed, gebied, "panden__terrein").values("pk"))
    rijen = (
        binnen_gebied.order_by()
        .values("bestemming", jaar=ExtractYear("gereed_op"))
        .annotate(m2=Sum("vvo_m2"), huizen=Coalesce(Sum("woningen"), 0), stuks=Count("pk"))
        .order_by("jaar", "bestemming")
    )
    return [Onttrekking(rij["jaar"], rij["bestemming"], rij["m2"], rij["huizen"], rij["stuks"]) for rij in rijen]


# --- opname --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Opname:
    """Office space let or sold in a year. The rent is the median over lettings with a known one, in euro per m²."""

    jaar: int
    vvo_m2: int
    transacties: int
    mediane_huur: Decimal | None
    met_huur: int


def opname_per_jaar(gebied: Gebied | None = None) -> list[Opname]:
    """The 'opname' per year and the median rent. A terrein counts transacties in its panden only."""
    transacties = binnen(Transactie.objects.all(), gebied, "pand__terrein").order_by().values("pk")
    keuze, waarden = transacties.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT extract(year FROM datum)::int, sum(vvo_m2), count(*),
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY prijs) FILTER (WHERE soort = %s),
                   count(prijs) FILTER (WHERE soort = %s)
            FROM monitoring_transactie WHERE id IN ({keuze}) GROUP BY 1 ORDER BY 1
            """,  # noqa: S608 (the query set's own SQL, with its values apart)
            [Transactie.Soort.HUUR, Transactie.Soort.HUUR, *waarden],
        )
        return [
            Opname(jaar, int(m2), stuks, None if huur is None else round(Decimal(str(huur)), 2), met_huur)
            for jaar, m2, stuks, huur, met_huur in cursor.fetchall()
        ]


# --- doelstellingen ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Voortgang:
    """How far a doelstelling is. `stand` is in the unit of the doel, None when there is no figure yet."""

    doel: Doelstelling
    stand: Decimal | None
    peildatum: datetime.date | None

    @property
    def gehaald(self) -> bool | None:
        """Whether the stand meets the doel: vacancy and plans must be at most the value, the others at least."""
        if self.stand is None:
            return None
        if self.doel.soort in {Doelstelling.Soort.LEEGSTANDSPERCENTAGE, Doelstelling.Soort.PLANCAPACITEIT}:
            return self.stand <= self.doel.waarde
        return self.stand >= self.doel.waarde


def voortgang(doelen: Sequence[Doelstelling]) -> list[Voortgang]:
    """The stand of doelstellingen of any gebieden: today's, or that at the end of its year for a year gone by.

    Onttrekking counts since `START`; leegstand is that of the last peildatum. Figures of a gemeente hold those of the
    gemeenten that merged into it. The queries grow with the years gone by, not with the doelen.
    """
    leegstand = _leegstand(doelen)
    totalen: dict[tuple[str, datetime.date], dict[tuple[str, str], int]] = {}
    standen = []
    for doel in doelen:
        dag = _dag(doel)
        if doel.soort == Doelstelling.Soort.LEEGSTANDSPERCENTAGE:
            cijfers = leegstand.get((doel.niveau, doel.gebied_code), [])
            cijfer = next((cijfer for cijfer in cijfers if cijfer.peildatum <= dag), None)
            standen.append(
                Voortgang(doel, cijfer.leegstandspercentage, cijfer.peildatum)
                if cijfer
                else Voortgang(doel, None, None)
            )
            continue
        if (doel.soort, dag) not in totalen:
            totalen[doel.soort, dag] = _totalen(doel.soort, dag)
        m2 = totalen[doel.soort, dag].get((doel.niveau, doel.gebied_code), 0)
        standen.append(Voortgang(doel, Decimal(m2), dag))
    return standen


def _dag(doel: Doelstelling) -> datetime.date:
    return min(datetime.date.today(), datetime.date(doel.jaar, 12, 31))


def _totalen(soort: str, dag: datetime.date) -> dict[tuple[str, str], int]:
    """m² up to a day of every gebied, for a soort in m²."""
    if soort == Doelstelling.Soort.PLANCAPACITEIT:
        return _per_gebied(stand_plancapaciteit(dag), "bvo_m2", "terrein")
    gereed = Transformatie.objects.filter(fase=Transformatie.Fase.GEREED, gereed_op__range=(START, dag))
    sloop = Q(bestemming=Bestemming.SLOOP)
    rijen = gereed.filter(sloop) if soort == Doelstelling.Soort.SLOOP else gereed.exclude(sloop)
    return _per_gebied(rijen, "vvo_m2", "panden__terrein")


def _leegstand(doelen: Sequence[Doelstelling]) -> dict[tuple[str, str], list[Kerncijfer]]:
    """Kerncijfers of the gebieden with a doel for it, newest first."""
    codes = {doel.gebied_code for doel in doelen if doel.soort == Doelstelling.Soort.LEEGSTANDSPERCENTAGE}
    reeksen: dict[tuple[str, str], list[Kerncijfer]] = defaultdict(list)
    if codes:
        cijfers = Kerncijfer.objects.totalen().filter(gebied_code__in=codes).order_by("-peildatum")
        for cijfer in cijfers.only("niveau", "gebied_code", "peildatum", "leegstand_m2", "voorraad_m2"):
            reeksen[cijfer.niveau, cijfer.gebied_code].append(cijfer)
    return reeksen


def _per_gebied(rijen: QuerySet[Any], maat: str, terrein: str) -> dict[tuple[str, str], int]:
    """m² of rows by niveau and code of every gebied they lie in."""
    totalen: dict[tuple[str, str], int] = defaultdict(int)
    per_gemeente = dict(
        rijen.order_by()
        .annotate(nu=Coalesce("gemeente__opgegaan_in", "gemeente"))
        .values_list("nu")
        .annotate(m2=Sum(maat))
        .values_list("nu", "m2")
    )
    provincies = dict(Gemeente.objects.filter(code__in=per_gemeente).values_list("code", "provincie"))
    for code, m2 in per_gemeente.items():
        totalen[Niveau.GEMEENTE, code] += m2
        totalen[Niveau.PROVINCIE, provincies[code]] += m2
    for regio, code in Regio.gemeenten.through.objects.values_list("regio_id", "gemeente_id"):
        totalen[Niveau.REGIO, regio] += per_gemeente.get(code, 0)
    # A project with two panden on one terrein counts once there.
    op_terrein = rijen.order_by().filter(**{f"{terrein}__isnull": False})
    for code, m2, _ in op_terrein.values_list(f"{terrein}__code", maat, "pk").distinct():
        totalen[Niveau.TERREIN, code] += m2
    return totalen
