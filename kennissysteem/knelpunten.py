"""The pages of knelpunten: counts, who knows about it, and what solved it, each for who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from akt.rules import is_netwerk
from kennissysteem.models import Knelpunt, Oplossing, Praktijk
from loodsen.models import Contactpersoon, Expertise, Kantorencoach

# What a coach must know of to help with a knelpunt of the report. One of the beheerder's own goes to who knows the
# approach as a whole.
EXPERTISE: dict[str, tuple[str, ...]] = {
    "financiering": (Expertise.FINANCIERING,),
    "businesscase": (Expertise.FINANCIERING, Expertise.PROJECTEN),
    "bestemming": (Expertise.JURIDISCH, Expertise.BELEID),
    "parkeren-geluid": (Expertise.TECHNIEK, Expertise.BELEID),
    "labeling": (Expertise.TECHNIEK,),
    "puntensysteem": (Expertise.JURIDISCH, Expertise.MARKT),
    "nieuwbouw-aantrekkelijk": (Expertise.MARKT, Expertise.BELEID),
    "afwaarderen": (Expertise.FINANCIERING, Expertise.MARKT),
    "traagheid-procedure": (Expertise.PROCESSEN,),
    "tegengesteld-belang": (Expertise.PROCESSEN, Expertise.MARKT),
    "monofunctioneel-gebied": (Expertise.GEBIEDEN,),
    "openbare-ruimte": (Expertise.GEBIEDEN, Expertise.FINANCIERING),
    "gefragmenteerde-leegstand": (Expertise.GEBIEDEN, Expertise.MARKT),
    "tijdens-ro": (Expertise.JURIDISCH, Expertise.PROCESSEN),
    "tijdens-fiscaal": (Expertise.FINANCIERING,),
    "tijdens-bouwbesluit": (Expertise.TECHNIEK,),
    "tijdens-geluid": (Expertise.TECHNIEK,),
}


def leesbaar_voor(gebruiker: Any) -> QuerySet[Praktijk]:
    """Practices that this user finds: the open ones, and for the network all that are published."""
    return Praktijk.objects.gepubliceerd() if is_netwerk(gebruiker) else Praktijk.objects.open()


@dataclass(frozen=True)
class Regel:
    """A knelpunt with how many practices and directions for a solution there are."""

    knelpunt: Knelpunt
    praktijken: int
    oplossingen: int


def overzicht(gebruiker: Any) -> list[tuple[str, list[Regel]]]:
    """The groups of the report with their knelpunten; three queries, whatever their number."""
    praktijken = dict(
        leesbaar_voor(gebruiker).filter(knelpunten__isnull=False).order_by().values_list("knelpunten")
        .annotate(hoeveel=Count("pk", distinct=True))
    )  # fmt: skip
    oplossingen = dict(
        Oplossing.objects.order_by().values_list("knelpunten").annotate(hoeveel=Count("pk", distinct=True))
    )
    groepen: dict[str, list[Regel]] = {str(label): [] for label in Knelpunt.Groep.labels}
    for knelpunt in Knelpunt.objects.filter(actief=True):
        groepen[knelpunt.get_groep_display()].append(
            Regel(knelpunt, praktijken.get(knelpunt.pk, 0), oplossingen.get(knelpunt.pk, 0))
        )
    return [(groep, regels) for groep, regels in groepen.items() if regels]


def coaches_bij(knelpunt: Knelpunt, gebruiker: Any) -> list[Kantorencoach]:
    """Coaches who know about it, those who know most of it first; outside the network only who is public."""
    nodig = EXPERTISE.get(knelpunt.pk, (Expertise.AANPAK,))
    coaches = Kantorencoach.objects.huidig().filter(expertise__overlap=list(nodig))  # type: ignore[attr-defined]
    if not is_netwerk(gebruiker):
        coaches = coaches.filter(openbaar=True)
    return sorted(coaches, key=lambda coach: (-len(set(nodig) & set(coach.expertise)), coach.naam))


def praktijken_bij(knelpunt: Knelpunt, gebruiker: Any) -> QuerySet[Praktijk]:
    """What solved it, newest first, with the contactpersonen that the network may see."""
    praktijken = leesbaar_voor(gebruiker).filter(knelpunten=knelpunt).select_related("gemeente")
    zichtbaar = Contactpersoon.objects.zichtbaar().select_related("organisatie")
    return praktijken.defer("gemeente__grens").prefetch_related(
        Prefetch("contactpersonen", queryset=zichtbaar, to_attr="zichtbare_contactpersonen")
    )


def contactpersonen_bij(praktijken: list[Any], gebruiker: Any) -> list[Contactpersoon]:
    """Who worked on these practices, each once; nobody outside the network sees them."""
    if not is_netwerk(gebruiker):
        return []
    wie = {persoon.pk: persoon for praktijk in praktijken for persoon in praktijk.zichtbare_contactpersonen}
    return sorted(wie.values(), key=lambda persoon: persoon.naam)
