"""The pages of knelpunten: open to all, with more on them for the network."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from kennissysteem import knelpunten, levend
from kennissysteem.models import Knelpunt

# So many practices on the page; the rest is a search away.
MAX_PRAKTIJKEN = 12


class KnelpuntenView(TemplateView):
    """The groups of the report, with how many practices and directions for a solution each knelpunt has."""

    template_name = "kennissysteem/knelpunten/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(groepen=knelpunten.overzicht(self.request.user), **kwargs)


class KnelpuntView(TemplateView):
    """What it is, what helps, what solved it and who knows about it."""

    template_name = "kennissysteem/knelpunten/knelpunt.html"

    @cached_property
    def knelpunt(self) -> Knelpunt:
        return get_object_or_404(Knelpunt, pk=self.kwargs["knelpunt_code"], actief=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gebruiker, knelpunt = self.request.user, self.knelpunt
        praktijken = list(knelpunten.praktijken_bij(knelpunt, gebruiker)[: MAX_PRAKTIJKEN + 1])
        return super().get_context_data(
            knelpunt=knelpunt,
            oplossingen=knelpunt.oplossingen.all(),
            praktijken=praktijken[:MAX_PRAKTIJKEN],
            meer=len(praktijken) > MAX_PRAKTIJKEN,
            coaches=knelpunten.coaches_bij(knelpunt, gebruiker),
            contactpersonen=knelpunten.contactpersonen_bij(praktijken[:MAX_PRAKTIJKEN], gebruiker),
            levend=levend.bij_knelpunt(knelpunt, gebruiker),
            **kwargs,
        )
