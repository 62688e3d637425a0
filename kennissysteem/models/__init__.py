"""Practices, knelpunten and solutions."""

from kennissysteem.models.bijlagen import Klad
from kennissysteem.models.knelpunten import Knelpunt, Oplossing
from kennissysteem.models.praktijken import Kostenpost, Praktijk, Praktijkcontact, Praktijkversie, Stap

__all__ = ["Klad", "Knelpunt", "Kostenpost", "Oplossing", "Praktijk", "Praktijkcontact", "Praktijkversie", "Stap"]
