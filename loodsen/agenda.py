"""The AKT agenda: the planning of a year as a table, and gemeenten that join the agenda for gemeenten."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q

from akt.ruimtes import lees_fixture
from loodsen.models import Gemeenteagenda, Gemeenteagendapunt, Programmaonderdeel, Punt
from monitoring.models import Gemeente

KWARTALEN = (1, 2, 3, 4)


# --- the planning --------------------------------------------------------------------------------
@dataclass(frozen=True)
class Cel:
    """One or more quarters of a row: what is planned there, or nothing."""

    van: int
    breedte: int
    onderdeel: Programmaonderdeel | None = None


@dataclass
class Baan:
    """One line of a strand: parts that do not overlap, with the gaps between them."""

    onderdelen: list[tuple[int, int, Programmaonderdeel]] = field(default_factory=list)

    @property
    def vrij_vanaf(self) -> int:
        return self.onderdelen[-1][1] + 1 if self.onderdelen else 1

    @property
    def cellen(self) -> Iterator[Cel]:
        vanaf = 1
        for eerste, laatste, onderdeel in self.onderdelen:
            yield from (Cel(kwartaal, 1) for kwartaal in range(vanaf, eerste))
            yield Cel(eerste, laatste - eerste + 1, onderdeel)
            vanaf = laatste + 1
        yield from (Cel(kwartaal, 1) for kwartaal in range(vanaf, 5))


@dataclass
class Rij:
    """A strand of the programme in a year, in as many lines as it takes."""

    strand: str
    naam: str
    banen: list[Baan] = field(default_factory=list)


def in_jaar(jaar: int) -> Q:
    return Q(begin__lte=datetime.date(jaar, 12, 31), einde__gte=datetime.date(jaar, 1, 1))


def kwartaal(dag: datetime.date, jaar: int) -> int:
    """The quarter of a day, 1 to 4; what lies outside the year counts to its nearest one."""
    if dag.year != jaar:
        return 1 if dag.year < jaar else 4
    return (dag.month + 2) // 3


def rijen(onderdelen: Iterable[Programmaonderdeel], jaar: int) -> list[Rij]:
    """The planning of a year: strands in the order of the programme, only those that have something."""
    per_strand = {strand.value: Rij(strand.value, str(strand.label)) for strand in Programmaonderdeel.Strand}
    for onderdeel in sorted(onderdelen, key=lambda deel: (deel.begin, deel.volgorde, deel.pk)):
        banen = per_strand[onderdeel.strand].banen
        eerste, laatste = kwartaal(onderdeel.begin, jaar), kwartaal(onderdeel.einde, jaar)
        baan = next((baan for baan in banen if baan.vrij_vanaf <= eerste), None)
        if baan is None:
            banen.append(baan := Baan())
        baan.onderdelen.append((eerste, laatste, onderdeel))
    return [rij for rij in per_strand.values() if rij.banen]


def jaren() -> list[int]:
    """Years with something in the planning, in order."""
    uiterste = Programmaonderdeel.objects.aggregate(eerste=Min("begin"), laatste=Max("einde"))
    if uiterste["eerste"] is None:
        return []
    perioden = list(Programmaonderdeel.objects.order_by().values_list("begin__year", "einde__year").distinct())
    alle = range(uiterste["eerste"].year, uiterste["laatste"].year + 1)
    return [jaar for jaar in alle if any(begin <= jaar <= einde for begin, einde in perioden)]


# --- the agenda for gemeenten ----------------------------------------------------------------------
@transaction.atomic
def sluit_aan(gemeente: Gemeente, gebruiker: Any = None, sinds: datetime.date | None = None) -> bool:
    """Let a gemeente take part, with the five points to fill in. False when it takes part already."""
    agenda, nieuw = Gemeenteagenda.objects.get_or_create(
        gemeente=gemeente, defaults={"aangesloten_door": gebruiker, "sinds": sinds or datetime.date.today()}
    )
    if nieuw:
        for punt in Punt:
            Gemeenteagendapunt.objects.create(agenda=agenda, punt=punt)
    return nieuw


# --- the start set ---------------------------------------------------------------------------------
@transaction.atomic
def laad_stamgegevens() -> int:
    """The planning of the report and the eight gemeenten that start; what is there stays. Returns the number added."""
    gegevens = lees_fixture("agenda.json")
    nieuw = 0
    for rij in gegevens["programma"]["onderdelen"]:
        velden = {"bron": gegevens["programma"]["bron"], **rij}
        nieuw += Programmaonderdeel.objects.get_or_create(sleutel=rij["sleutel"], defaults=velden)[1]
    sinds = datetime.date.fromisoformat(gegevens["gemeenten"]["sinds"])
    for gemeente in Gemeente.objects.filter(pk__in=gegevens["gemeenten"]["codes"]):
        nieuw += sluit_aan(gemeente, sinds=sinds)
    return nieuw
