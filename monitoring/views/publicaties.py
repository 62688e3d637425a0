"""Releases: the open list, and for the beheerder the preview and the step that publishes."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from akt.models import Taak
from akt.opmaak import datum
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
    """What a release would bring, made by a worker, and the button that makes it one."""

    recht = "monitoring.publiceer"
    template_name = "monitoring/publicaties/nieuw.html"

    def get_context_data(self, form: PublicatieForm | None = None, **kwargs: Any) -> dict[str, Any]:
        vorige = Publicatie.objects.laatste()
        dagen = publicaties.keuze_peildata(vorige)
        dag = self.gekozen(dagen)
        taak = self.laatste_taak(dag) if dag else None
        loopt = taak is not None and taak.loopt
        beeld = publicaties.voorbeeld(dag, vorige) if dag and not loopt else None
        if form is not None and beeld is not None:
            # The person looks at the figures of this moment again.
            form.data = {**form.data.dict(), "gezien": beeld.vingerafdruk}  # type: ignore[attr-defined]
        elif beeld is not None:
            form = PublicatieForm(initial={"peildatum": beeld.peildatum, "gezien": beeld.vingerafdruk})
        return super().get_context_data(
            peildata=dagen, dag=dag, vorige=vorige, voorbeeld=beeld, taak=taak, form=form, **kwargs
        )

    @staticmethod
    def laatste_taak(dag: datetime.date) -> Taak | None:
        """The last time that a preview up to this peildatum was made, by whichever beheerder."""
        return Taak.objects.filter(werk=tasks.maak_voorbeeld.name, gegevens__peildatum=dag.isoformat()).first()

    def gekozen(self, dagen: list[datetime.date]) -> datetime.date | None:
        """The peildatum asked for if a release may end with it, else the last one."""
        vraag = self.request.POST.get("peildatum") or self.request.GET.get("peildatum", "")
        return next((dag for dag in dagen if dag.isoformat() == vraag), dagen[0] if dagen else None)

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("actie") == "voorbeeld":
            return self.maak_voorbeeld(request)
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

    def maak_voorbeeld(self, request: HttpRequest) -> HttpResponse:
        """Have a preview made, unless one is being made or there is one of the figures as they are."""
        vorige = Publicatie.objects.laatste()
        dag = self.gekozen(publicaties.keuze_peildata(vorige))
        if dag is None:
            return redirect("monitoring:publiceren")
        taak = self.laatste_taak(dag)
        if not (taak and taak.loopt) and publicaties.voorbeeld(dag, vorige) is None:
            start_taak(
                f"Voorbeeld van een publicatie tot en met {datum(dag)}",
                tasks.maak_voorbeeld,
                request.user,  # type: ignore[arg-type]
                peildatum=dag.isoformat(),
            )
        return redirect(f"{reverse('monitoring:publiceren')}?peildatum={dag.isoformat()}")
