"""What pages for the network share: who may see them, and finding the pand of the address."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from akt.mixins import MetRecht
from monitoring.models import Adres, Pand


class NetwerkMixin(MetRecht):
    """A page for those who may see figures per pand."""

    recht = "monitoring.view_pand"


class PandMixin(NetwerkMixin):
    """Finds the pand of the address; another's pand doesn't exist for this user (404)."""

    @cached_property
    def pand(self) -> Pand:
        panden = Pand.objects.select_related("gemeente", "gemeente_voorheen", "terrein", "perceel", "stand").defer(
            "omtrek", "gemeente__grens", "gemeente_voorheen__grens", "terrein__grens", "perceel__grens"
        )
        pand = get_object_or_404(panden, bag_id=self.kwargs["bag_id"])  # type: ignore[attr-defined]
        if not self.request.user.has_perm("monitoring.view_pand", pand):  # type: ignore[attr-defined]
            raise Http404
        return pand


def met_adressen(panden: QuerySet[Pand]) -> QuerySet[Any]:
    """Panden with their addresses ready as `eerste_adressen`, in one extra query."""
    return panden.prefetch_related(
        Prefetch(
            "adressen",
            Adres.objects.filter(einde__isnull=True).defer("plek").order_by("straat", "huisnummer"),
            to_attr="eerste_adressen",
        )
    )
