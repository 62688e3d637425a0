"""What pages for the network share: who may see them, and finding the pand of the address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property

from akt.views import niet_meer_ingelogd
from monitoring.models import (
    Adres,
    Pand,
)

# How a browser sends a form by itself.
FORMULIER = {"application/x-www-form-urlencoded", "multipart/form-data"}


class NetwerkMixin(LoginRequiredMixin):
    """A page for those who may see figures per pand; others get 403, and a stranger the log-in page."""

    recht = "monitoring.view_pand"

    def handle_no_permission(self) -> HttpResponseRedirect:
        # Sent on to the log-in page, what someone just typed would be gone. A script keeps its own (see rondes.js).
        request: Any = self.request  # type: ignore[attr-defined]
        if request.method == "POST" and request.content_type in FORMULIER and not request.htmx:
            return niet_meer_ingelogd(request)  # type: ignore[return-value]
        return super().handle_no_permission()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_perm(self.recht):
            raise PermissionDenied
        antwoord = super().dispatch(request, *args, **kwargs)
        # On a shared computer the next person must not find it back with the back button.
        add_never_cache_headers(antwoord)
        return antwoord


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
