"""What people do with signalen, and how much of it gets done."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.aggregates import Count
from django.utils import timezone

from akt.models import Gebruiker
from monitoring.models import Pand, Signaal
from monitoring.signalen.regels import REGELS, naam_van

# Within which a signaal is to be resolved, and over which that is counted.
TERMIJN = datetime.timedelta(days=30)
PERIODE = datetime.timedelta(days=365)


def handel_af(signalen: QuerySet[Signaal], status: Signaal.Status, gebruiker: Gebruiker, reden: str = "") -> int:
    """Close the open ones among these; returns how many. The reporter's e-mail address goes with it.

    Raises ValueError for "klopt" without a reason; the database refuses that too.
    """
    reden = reden.strip()
    if status == Signaal.Status.KLOPT and not reden:
        raise ValueError("Zeg kort waarom het klopt.")
    return signalen.filter(status=Signaal.Status.OPEN).update(
        status=status, reden=reden, afgehandeld_op=timezone.now(), afgehandeld_door=gebruiker, melder=""
    )


@dataclass(frozen=True)
class Cijfers:
    """How it goes with the signalen. Shares are percents, None where there is nothing to take a share of."""

    open: int
    fouten: int
    gevonden: int
    afgehandeld: int
    rijp: int
    op_tijd: int

    @property
    def aandeel(self) -> float | None:
        """Of what was found in the past year: explained, mended or gone."""
        return 100 * self.afgehandeld / self.gevonden if self.gevonden else None

    @property
    def aandeel_op_tijd(self) -> float | None:
        """Of what was found in the past year and had its thirty days: done within them."""
        return 100 * self.op_tijd / self.rijp if self.rijp else None


def cijfers(signalen: QuerySet[Signaal]) -> Cijfers:
    """The state of these signalen, in one query. Done is: resolved, explained, or gone because the data changed."""
    nu = timezone.now()
    recent = Q(gevonden_op__gte=nu - PERIODE)
    klaar = ~Q(status=Signaal.Status.OPEN)
    duur = ExpressionWrapper(F("afgehandeld_op") - F("gevonden_op"), output_field=DurationField())
    op_tijd = klaar & Q(duur__lte=TERMIJN)
    telling = signalen.annotate(duur=duur).aggregate(
        open=Count("pk", filter=~klaar),
        fouten=Count("pk", filter=~klaar & Q(ernst=Signaal.Ernst.FOUT)),
        gevonden=Count("pk", filter=recent),
        afgehandeld=Count("pk", filter=recent & klaar),
        rijp=Count("pk", filter=recent & (Q(gevonden_op__lte=nu - TERMIJN) | klaar)),
        op_tijd=Count("pk", filter=recent & op_tijd),
    )
    return Cijfers(**telling)


@dataclass(frozen=True)
class Bevinding:
    """A signaal with the name of its rule, and whether a new waarneming mends it."""

    signaal: Signaal
    naam: str
    vastleggen: bool


def signalen_bij(pand: Pand, hoeveel: int = 20) -> list[Bevinding]:
    """For the page of a pand: what is open, then what someone called right."""
    signalen = (
        pand.signalen.filter(status__in=[Signaal.Status.OPEN, Signaal.Status.KLOPT])
        .select_related("afgehandeld_door")
        .order_by("-status", "ernst", "-gevonden_op")[:hoeveel]
    )
    return [
        Bevinding(signaal, naam_van(signaal.regel), signaal.regel in REGELS and REGELS[signaal.regel].vastleggen)
        for signaal in signalen
    ]
