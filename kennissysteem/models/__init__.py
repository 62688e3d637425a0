"""Practices, knelpunten and solutions."""

from kennissysteem.models.bijlagen import Klad
from kennissysteem.models.knelpunten import Knelpunt, Oplossing
from kennissysteem.models.levend import Hielp, Lezing, Praktijkverzoek, Reactie, Volgt
from kennissysteem.models.praktijken import Kostenpost, Praktijk, Praktijkcontact, Praktijkversie, Stap
from kennissysteem.models.zoeken import Praktijkindex, Synoniem, Woord, Zoektekst, Zoekvraag

__all__ = [
    "Hielp",
    "Klad",
    "Knelpunt",
    "Kostenpost",
    "Lezing",
    "Oplossing",
    "Praktijk",
    "Praktijkcontact",
    "Praktijkindex",
    "Praktijkversie",
    "Praktijkverzoek",
    "Reactie",
    "Stap",
    "Synoniem",
    "Volgt",
    "Woord",
    "Zoektekst",
    "Zoekvraag",
]
