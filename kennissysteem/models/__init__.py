"""Practices, knelpunten and solutions."""

from kennissysteem.models.knelpunten import Knelpunt, Oplossing
from kennissysteem.models.levend import Hielp, Lezing, Praktijkverzoek, Reactie, Volgt
from kennissysteem.models.praktijken import Kostenpost, Praktijk, Praktijkcontact, Praktijkversie, Stap

__all__ = [
    "Hielp",
    "Knelpunt",
    "Kostenpost",
    "Lezing",
    "Oplossing",
    "Praktijk",
    "Praktijkcontact",
    "Praktijkversie",
    "Praktijkverzoek",
    "Reactie",
    "Stap",
    "Volgt",
]
