"""Practices, knelpunten and solutions."""

from kennissysteem.models.bijlagen import Bijlage, Klad
from kennissysteem.models.knelpunten import Knelpunt, Oplossing
from kennissysteem.models.praktijken import Kostenpost, Praktijk, Praktijkcontact, Praktijkversie, Stap

__all__ = [
    "Bijlage",
    "Klad",
    "Knelpunt",
    "Kostenpost",
    "Oplossing",
    "Praktijk",
    "Praktijkcontact",
    "Praktijkversie",
    "Stap",
]
