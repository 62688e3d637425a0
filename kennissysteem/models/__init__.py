"""Practices, knelpunten and solutions."""

from kennissysteem.models.knelpunten import Knelpunt, Oplossing
from kennissysteem.models.praktijken import Kostenpost, Praktijk, Praktijkcontact, Praktijkversie, Stap
from kennissysteem.models.zoeken import Praktijkindex, Synoniem, Woord, Zoektekst, Zoekvraag

__all__ = [
    "Knelpunt",
    "Kostenpost",
    "Oplossing",
    "Praktijk",
    "Praktijkcontact",
    "Praktijkindex",
    "Praktijkversie",
    "Stap",
    "Synoniem",
    "Woord",
    "Zoektekst",
    "Zoekvraag",
]
