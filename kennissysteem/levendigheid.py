"""Whether the knowledge is alive: what came in, was read and helped per quarter, what is stale, and the white spots.

All counts are of published practices and of what was not withdrawn. The number of queries doesn't grow with the data.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncQuarter
from django.utils import timezone

from akt.opmaak import aantal
from kennissysteem.models import Hielp, Knelpunt, Lezing, Praktijk, Praktijkversie, Reactie
from monitoring.models import Gemeente

KWARTALEN = 8
# A question counts as answered in time within so many days.
ANTWOORD_DAGEN = 14
# From so many practices on a subject is filled.
GEVULD = 3
# So many stale and unread practices on the page; the counts are of all.
MAX_LIJST = 20


@dataclass
class Kwartaal:
    """What happened from `begin` on, in three months."""

    begin: datetime.date
    nieuw: int = 0
    bijgewerkt: int = 0
    gelezen: int = 0
    hielp: int = 0
    vragen: int = 0
    beantwoord: int = 0

    @property
    def naam(self) -> str:
        """2026-10-01 -> '4e kwartaal 2026'."""
        return f"{(self.begin.month + 2) // 3}e kwartaal {self.begin.year}"


@dataclass(frozen=True)
class Plek:
    """A knelpunt or gemeente and what there is about it."""

    soort: str
    naam: str
    code: str
    praktijken: int
    te_herzien: int
    gelezen: int
    hielp: int
    open_vragen: int

    @property
    def stand(self) -> str:
        """In words: how well it is filled."""
        if not self.praktijken:
            return "Witte vlek"
        return "Gevuld" if self.praktijken >= GEVULD else "Nog dun"

    @property
    def klasse(self) -> str:
        return {"Witte vlek": "fout", "Nog dun": "let-op", "Gevuld": "goed"}[self.stand]


@dataclass
class Levendigheid:
    """The page in figures; `nooit_gelezen` and `te_herzien` are at most MAX_LIJST of them, the longest ago first."""

    praktijken: int
    gelezen: int
    hielp: int
    open_vragen: int
    beantwoord: int
    op_tijd: int
    kwartalen: list[Kwartaal]
    knelpunten: list[Plek]
    gemeenten: list[Plek]
    aantal_te_herzien: int
    aantal_nooit_gelezen: int
    te_herzien: list[Praktijk] = field(default_factory=list)
    nooit_gelezen: list[Praktijk] = field(default_factory=list)

    @property
    def op_tijd_percentage(self) -> float | None:
        """Of the questions of the past year that were answered or had to be; None without any."""
        return 100 * self.op_tijd / self.beantwoord if self.beantwoord else None

    @property
    def witte_vlekken(self) -> str:
        """'3 knelpunten en 5 gemeenten'."""
        knelpunten = sum(not plek.praktijken for plek in self.knelpunten)
        gemeenten = sum(not plek.praktijken for plek in self.gemeenten)
        return f"{aantal(knelpunten, 'knelpunt', 'knelpunten')} en {aantal(gemeenten, 'gemeente', 'gemeenten')}"


def kwartaal_van(dag: datetime.date) -> datetime.date:
    return datetime.date(dag.year, 3 * ((dag.month - 1) // 3) + 1, 1)


def _terug(begin: datetime.date, kwartalen: int) -> datetime.date:
    maand = 12 * begin.year + begin.month - 1 - 3 * kwartalen
    return datetime.date(maand // 12, maand % 12 + 1, 1)


def _leesbaar(voor: str = "praktijk__") -> Q:
    return Q(**{f"{voor}status__in": Praktijk.LEESBAAR})


def kwartalen_tot(dag: datetime.date) -> list[Kwartaal]:
    """The quarters up to that of this day, the newest first."""
    nu = kwartaal_van(dag)
    kwartalen = {begin: Kwartaal(begin) for begin in (_terug(nu, terug) for terug in range(KWARTALEN))}
    vanaf = min(kwartalen)
    begin = timezone.make_aware(datetime.datetime.combine(vanaf, datetime.time()))

    def zet(naam: str, rijen: QuerySet[Any], veld: str, tel: Any) -> None:
        per = rijen.order_by().annotate(kwartaal=TruncQuarter(veld)).values_list("kwartaal").annotate(hoeveel=tel)
        for moment, hoeveel in per:
            eerste = timezone.localdate(moment) if isinstance(moment, datetime.datetime) else moment
            if eerste in kwartalen:
                setattr(kwartalen[eerste], naam, hoeveel)

    versies = Praktijkversie.objects.filter(_leesbaar(), op__gte=begin)
    zet("nieuw", versies.filter(nummer=1), "op", Count("pk"))
    zet("bijgewerkt", versies.filter(nummer__gt=1), "op", Count("pk"))
    zet("gelezen", Lezing.objects.filter(_leesbaar(), dag__gte=vanaf), "dag", Sum("aantal"))
    zet("hielp", Hielp.objects.filter(_leesbaar(), op__gte=begin), "op", Count("pk"))
    vragen = Reactie.objects.vragen().filter(op__gte=begin)
    zet("vragen", vragen, "op", Count("pk"))
    geldig = Reactie.objects.geldig().filter(ouder=OuterRef("pk"))
    zet("beantwoord", vragen.filter(Exists(geldig)), "op", Count("pk"))
    return list(kwartalen.values())


def _plekken(soort: str, dingen: Iterable[Any], veld: str, vragen: dict[str, int]) -> list[Plek]:
    """Counts for each thing that practices point at by `veld`; three queries."""
    gepubliceerd = Praktijk.objects.gepubliceerd().filter(**{f"{veld}__isnull": False}).order_by()
    praktijken = {
        code: (hoeveel, oud)
        for code, hoeveel, oud in gepubliceerd.values_list(veld).annotate(
            hoeveel=Count("pk", distinct=True),
            oud=Count("pk", distinct=True, filter=Q(status=Praktijk.Status.TE_HERZIEN)),
        )
    }
    gelezen = dict(gepubliceerd.values_list(veld).annotate(hoeveel=Sum("lezingen__aantal")))
    hielp = dict(gepubliceerd.values_list(veld).annotate(hoeveel=Count("geholpen")))
    return [
        Plek(
            soort, ding.naam, ding.pk, *praktijken.get(ding.pk, (0, 0)), gelezen.get(ding.pk) or 0,
            hielp.get(ding.pk, 0), vragen.get(ding.pk, 0),
        )
        for ding in dingen
    ]  # fmt: skip


def bereken(dag: datetime.date | None = None) -> Levendigheid:
    """All of the page."""
    dag = dag or timezone.localdate()
    jaar = timezone.now() - datetime.timedelta(days=365)
    open_vragen = Reactie.objects.open().filter(Q(praktijk__isnull=True) | _leesbaar()).order_by()
    per_knelpunt: dict[str, int] = {}
    per_gemeente: dict[str, int] = {}
    for knelpunt, gemeente in open_vragen.values_list("knelpunt_id", "praktijk__gemeente_id"):
        if knelpunt:
            per_knelpunt[knelpunt] = per_knelpunt.get(knelpunt, 0) + 1
        if gemeente:
            per_gemeente[gemeente] = per_gemeente.get(gemeente, 0) + 1
    eerste = dict(
        Reactie.objects.geldig().filter(ouder__isnull=False).order_by().values_list("ouder").annotate(Min("op"))
    )
    gesteld = list(Reactie.objects.vragen().filter(op__gte=jaar).values_list("pk", "op"))
    norm = datetime.timedelta(days=ANTWOORD_DAGEN)
    # What still has time doesn't count yet.
    telt = [(op, eerste.get(pk)) for pk, op in gesteld if pk in eerste or timezone.now() - op > norm]
    gepubliceerd = Praktijk.objects.gepubliceerd().select_related("gemeente").defer("gemeente__grens")
    oud = gepubliceerd.filter(Q(status=Praktijk.Status.TE_HERZIEN) | Q(herzien_voor__lte=dag)).order_by("herzien_voor")
    ongelezen = gepubliceerd.filter(lezingen__isnull=True).order_by("gepubliceerd_op")
    tellingen = gepubliceerd.order_by().aggregate(
        alle=Count("pk", distinct=True),
        oud=Count("pk", distinct=True, filter=Q(status=Praktijk.Status.TE_HERZIEN) | Q(herzien_voor__lte=dag)),
        ongelezen=Count("pk", distinct=True, filter=Q(lezingen__isnull=True)),
    )
    return Levendigheid(
        praktijken=tellingen["alle"],
        gelezen=Lezing.objects.filter(_leesbaar(), dag__gt=dag - datetime.timedelta(days=365)).aggregate(
            som=Sum("aantal")
        )["som"]
        or 0,
        hielp=Hielp.objects.filter(_leesbaar(), op__gte=jaar).count(),
        open_vragen=open_vragen.count(),
        beantwoord=len(telt),
        op_tijd=sum(antwoord is not None and antwoord - op <= norm for op, antwoord in telt),
        kwartalen=kwartalen_tot(dag),
        knelpunten=_plekken("Knelpunt", Knelpunt.objects.filter(actief=True), "knelpunten", per_knelpunt),
        gemeenten=_plekken(
            "Gemeente", Gemeente.objects.huidig().order_by("naam").only("code", "naam"), "gemeente", per_gemeente
        ),
        aantal_te_herzien=tellingen["oud"],
        aantal_nooit_gelezen=tellingen["ongelezen"],
        te_herzien=list(oud[:MAX_LIJST]),
        nooit_gelezen=list(ongelezen[:MAX_LIJST]),
    )


KOP = ("soort", "naam", "code", "praktijken", "te_herzien", "gelezen", "hielp", "open_vragen", "stand")


def als_rijen(levendigheid: Levendigheid) -> list[tuple[Any, ...]]:
    """The white spots as a table to take along."""
    return [
        (plek.soort, plek.naam, plek.code, plek.praktijken, plek.te_herzien, plek.gelezen, plek.hielp,
         plek.open_vragen, plek.stand)
        for plek in [*levendigheid.knelpunten, *levendigheid.gemeenten]
    ]  # fmt: skip
