"""Releases: the open list, and for the beheerder the preview and the step that publishes."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from akt.taken import start_taak
from monitoring import publicaties, tasks
from monitoring.forms.publicaties import PublicatieForm
from monitoring.models import Publicatie
from monitoring.views.netwerk import NetwerkMixin

NAAM_PUBLICEREN = "Publicatie vaststellen"


class PublicatiesView(TemplateView):
    """All releases with their notes, for everyone."""

    template_name = "monitoring/publicaties/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            publicaties=Publicatie.objects.vastgesteld(),
            mag_publiceren=self.request.user.has_perm("monitoring.publiceer"),
            **kwargs,
        )


class PublicerenView(NetwerkMixin, TemplateView):
    """What a release would bring, and the button that makes it one."""

    recht = "monitoring.publiceer"
    template_name = "monitoring/publicaties/nieuw.html"

    def get_context_data(self, form: PublicatieForm | None = None, **kwargs: Any) -> dict[str, Any]:
        vorige = Publicatie.objects.laatste()
        dagen = publicaties.keuze_peildata(vorige)
        dag = self.gekozen(dagen)
        beeld = publicaties.voorbeeld(dag, vorige) if dag else None
        if form is not None and beeld is not None:
            # The person looks at the figures of this moment again.
            form.data = {**form.data.dict(), "gezien": beeld.vingerafdruk}  # type: ignore[attr-defined]
        elif beeld is not None:
            form = PublicatieForm(initial={"peildatum": beeld.peildatum, "gezien": beeld.vingerafdruk})
        return super().get_context_data(peildata=dagen, voorbeeld=beeld, form=form, **kwargs)

    def gekozen(self, dagen: list[datetime.date]) -> datetime.date | None:
        """The peildatum asked for if a release may end with it, else the last one."""
        vraag = self.request.POST.get("peildatum") or self.request.GET.get("peildatum", "")
        return next((dag for dag in dagen if dag.isoformat() == vraag), dagen[0] if dagen else None)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PublicatieForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        taak = start_taak(
            NAAM_PUBLICEREN,
            tasks.publiceer,
            request.user,  # type: ignore[arg-type]
            toelichting=form.cleaned_data["toelichting"],
            peildatum=form.cleaned_data["peildatum"].isoformat(),
            gezien=form.cleaned_data["gezien"],
            gebruiker_id=request.user.pk,
        )
        return redirect(taak)
