"""How fresh the kerncijfers are, and the button to rebuild them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from akt.models import Taak
from akt.taken import start_taak
from monitoring import tasks
from monitoring.models import (
    Herberekening,
    Kerncijfer,
)
from monitoring.views.netwerk import NetwerkMixin

NAAM_HERBOUW = "Kerncijfers herbouwen"


class KerncijfersView(NetwerkMixin, TemplateView):
    """How fresh the kerncijfers are, and for the beheerder a button to rebuild them."""

    recht = "monitoring.view_kerncijfers"
    template_name = "monitoring/kerncijfers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            laatste_peildatum=Kerncijfer.objects.laatste_peildatum(),
            aantal_cijfers=Kerncijfer.objects.count(),
            wachtend=Herberekening.objects.count(),
            taken=Taak.objects.filter(naam=NAAM_HERBOUW)[:5],
            mag_herbouwen=self.request.user.has_perm("monitoring.herbouw_kerncijfers"),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("monitoring.herbouw_kerncijfers"):
            raise PermissionDenied
        taak = start_taak(NAAM_HERBOUW, tasks.herbouw_kerncijfers, request.user)  # type: ignore[arg-type]
        return redirect(taak)
