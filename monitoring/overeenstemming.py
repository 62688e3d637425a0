"""Agreement on definities: first agreement, then no more discussion about the figures (report 4.2)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from django.db import transaction
from django.db.models import Exists, OuterRef

from akt.fouten import Conflict
from akt.models import Gebruiker
from monitoring.models import Definitie, Gemeente, Overeenstemming

# What every kerncijfer is counted by. Figures of a gemeente that has not agreed to these are marked, also those of an
# older release: the mark says how things stand now.
TERMEN_CIJFERS = ("voorraad", "leegstand")
NOG_NIET_EENS = "nog niet ingestemd met de definities van voorraad en leegstand"


def geldige_definities(termen: Iterable[str] | None = None) -> list[Definitie]:
    """The version in force today of each term (or of these terms), by name."""
    definities = Definitie.objects.geldig_op(datetime.date.today())
    if termen is not None:
        definities = definities.filter(term__in=list(termen))
    return sorted(definities, key=lambda definitie: definitie.naam.lower())


def niet_eens(termen: Iterable[str] = TERMEN_CIJFERS) -> Exists:
    """Expression on a queryset of gemeenten: whether the version in force of one of these terms was not agreed to.

    A term without a version in force asks nothing.
    """
    geldig = Definitie.objects.geldig_op(datetime.date.today()).filter(term__in=list(termen))
    gezegd = Overeenstemming.objects.filter(gemeente=OuterRef(OuterRef("pk")), definitie=OuterRef("pk"))
    return Exists(Definitie.objects.filter(~Exists(gezegd), pk__in=geldig.values("pk")).order_by())


def overeenstemming_per_gemeente(termen: Iterable[str] = TERMEN_CIJFERS) -> dict[str, bool]:
    """Whether each present gemeente agrees to these terms, by code, in one query. One that merged is not asked."""
    rijen = Gemeente.objects.huidig().annotate(niet_eens=niet_eens(termen)).order_by()
    return {code: not open_ for code, open_ in rijen.values_list("code", "niet_eens")}


def gemeenten_zonder_overeenstemming(termen: Iterable[str] = TERMEN_CIJFERS) -> set[str]:
    """Codes of the present gemeenten that have not agreed to the version in force of every one of these terms.

    Figures built on the terms are shown for them too, but marked.
    """
    return {code for code, eens in overeenstemming_per_gemeente(termen).items() if not eens}


@transaction.atomic
def stem_in(gemeente: Gemeente, definities: Collection[int], door: Gebruiker) -> int:
    """Record that a gemeente agrees to these versions (ids); returns how many were new.

    Raises `Conflict` when one of them is no longer in force: the person has not seen what would be agreed to.
    """
    geldig = {definitie.pk for definitie in geldige_definities()}
    if not set(definities) <= geldig:
        raise Conflict(
            "Een definitie kreeg intussen een nieuwe versie. Lees de nieuwe tekst en stem daarna opnieuw in."
        )
    # The lock makes two simultaneous clicks follow each other, so that the second one finds nothing left to do.
    Gemeente.objects.select_for_update(of=("self",), no_key=True).only("code").get(pk=gemeente.pk)
    al = set(gemeente.overeenstemmingen.filter(definitie__in=definities).values_list("definitie", flat=True))
    nieuw = [
        Overeenstemming(gemeente=gemeente, definitie_id=definitie, door=door)
        for definitie in sorted(set(definities) - al)
    ]  # fmt: skip
    for overeenstemming in nieuw:
        overeenstemming.save()
    return len(nieuw)


@dataclass(frozen=True)
class Versie:
    """A version of a definition that is no longer in force, and the first day on which it was not."""

    definitie: Definitie
    tot: datetime.date


@dataclass
class Woord:
    """A term: the version in force, those before and after it, and the gemeenten that agree to the one in force."""

    nu: Definitie
    vroeger: list[Versie] = field(default_factory=list)
    straks: list[Definitie] = field(default_factory=list)
    eens: list[str] = field(default_factory=list)


def woordenlijst() -> list[Woord]:
    """All terms that have a version in force, by name, in two queries."""
    vandaag = datetime.date.today()
    versies: dict[str, list[Definitie]] = {}
    for definitie in Definitie.objects.order_by("term", "geldig_vanaf"):
        versies.setdefault(definitie.term, []).append(definitie)
    woorden: dict[int, Woord] = {}
    for reeks in versies.values():
        begonnen = [definitie for definitie in reeks if definitie.geldig_vanaf <= vandaag]
        if not begonnen:
            continue
        vroeger = [Versie(oud, volgende.geldig_vanaf) for oud, volgende in pairwise(begonnen)]
        woorden[begonnen[-1].pk] = Woord(begonnen[-1], vroeger[::-1], reeks[len(begonnen) :])
    eens = Overeenstemming.objects.filter(definitie__in=woorden, gemeente__einde__isnull=True).order_by(
        "gemeente__naam"
    )
    for pk, naam in eens.values_list("definitie", "gemeente__naam"):
        woorden[pk].eens.append(naam)
    return sorted(woorden.values(), key=lambda woord: woord.nu.naam.lower())
