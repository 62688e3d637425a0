"""Recording what was seen at a pand: find it by its address, then say what is empty."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from akt.opmaak import datum, getal, m2
from monitoring.adressen import zoek_adressen
from monitoring.forms.waarnemingen import IntrekForm, VastleggenZoekForm, WaarnemingForm, waarschuwing_bij
from monitoring.models import (
    Adres,
    Pand,
    Waarneming,
)
from monitoring.vastleggen import WaarnemingConflict, leg_vast, trek_in
from monitoring.views.netwerk import NetwerkMixin, PandMixin


class VastleggenView(NetwerkMixin, TemplateView):
    """Step one: find the pand by its address. The list comes while one types, or after Enter without JavaScript."""

    recht = "monitoring.add_waarneming"
    template_name = "monitoring/vastleggen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vraag = self.request.GET.get("q", "").strip()
        return super().get_context_data(
            form=VastleggenZoekForm(self.request.GET if vraag else None),
            vraag=vraag,
            resultaten=adresresultaten(self.request.user, vraag) if vraag else None,
            **kwargs,
        )


class AdressenZoekView(NetwerkMixin, View):
    """Addresses that fit what was typed so far, for the search field."""

    recht = "monitoring.add_waarneming"

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"resultaten": adresresultaten(request.user, request.GET.get("q", ""))})


def adresresultaten(gebruiker: Any, vraag: str) -> list[dict[str, str]]:
    """Addresses in panden the user may see, best first; one in several panden comes once for each."""
    panden = Pand.objects.zichtbaar_voor(gebruiker).bestaand()
    adressen = zoek_adressen(vraag[:120], Adres.objects.filter(einde__isnull=True, panden__in=panden).distinct())
    resultaten = []
    for adres in adressen.prefetch_related(
        Prefetch("panden", panden.select_related("gemeente").defer("omtrek", "gemeente__grens"))
    ):
        for pand in adres.panden.all():
            resultaten.append(
                {
                    "tekst": str(adres),
                    "uitleg": " · ".join(
                        deel
                        for deel in (
                            adres.postcode,
                            f"bouwjaar {pand.bouwjaar}" if pand.bouwjaar else "",
                            f"{getal(pand.go_kantoor_m2)} m² kantoor" if pand.go_kantoor_m2 else "",
                        )
                        if deel
                    ),
                    "url": reverse("monitoring:pand-vastleggen", args=[pand.bag_id]),
                }
            )
    return resultaten[:12]


class SchrijfMixin(PandMixin):
    """A pand that this user may record for; another's doesn't exist (404)."""

    recht = "monitoring.add_waarneming"

    @cached_property
    def pand(self) -> Pand:
        pand = super().pand
        if not self.request.user.has_perm(self.recht, pand):  # type: ignore[attr-defined]
            raise Http404
        return pand


class PandVastleggenView(SchrijfMixin, FormView):
    """Step two: what is empty, since when, and how one knows."""

    template_name = "monitoring/pand_vastleggen.html"
    form_class = WaarnemingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "pand": self.pand}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            pand=self.pand,
            adressen=self.pand.adressen.filter(einde__isnull=True).defer("plek")[:5],
            laatste=self.pand.waarnemingen.actueel().select_related("bron").order_by("-peildatum").first(),
            **kwargs,
        )

    def form_valid(self, form: WaarnemingForm) -> HttpResponse:
        try:
            waarneming = leg_vast(self.pand, form.invoer(), self.request.user, form.cleaned_data["gezien"])  # type: ignore[arg-type]
        except WaarnemingConflict as conflict:
            return self.toon_conflict(form, conflict)
        waarschuwing = waarschuwing_bij(self.pand, waarneming)
        if waarschuwing:
            messages.warning(self.request, waarschuwing)
        else:
            messages.success(
                self.request,
                f"Vastgelegd: {m2(waarneming.leegstand_m2)} leegstand op {datum(waarneming.peildatum)}. "
                "De kerncijfers worden bijgewerkt.",
            )
        return redirect(self.pand)

    def form_invalid(self, form: WaarnemingForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def toon_conflict(self, form: WaarnemingForm, conflict: WaarnemingConflict) -> HttpResponse:
        """The person's own input stays; saving again says: mine, knowing theirs."""
        form.data = {**form.data.dict(), "gezien": str(conflict.nieuwste.pk)}  # type: ignore[attr-defined]
        nieuw: Waarneming = conflict.nieuwste
        form.add_error(
            None,
            f"{conflict} Daar staat: leegstand {m2(nieuw.leegstand_m2)}, leeg sinds {datum(nieuw.leeg_sinds)}, aanbod "
            f"{m2(nieuw.aanbod_m2)}, voorraad {m2(nieuw.voorraad_m2)}, peildatum {datum(nieuw.peildatum)}. "
            "Uw invoer is nog niet opgeslagen. Controleer de velden en sla opnieuw op als uw gegevens beter zijn.",
        )
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.CONFLICT)


class WaarnemingIntrekkenView(SchrijfMixin, FormView):
    """Take back what should not have been recorded, after a look at what it is."""

    template_name = "monitoring/waarneming_intrekken.html"
    form_class = IntrekForm

    @cached_property
    def waarneming(self) -> Waarneming:
        waarnemingen = self.pand.waarnemingen.actueel().select_related("bron", "ingevoerd_door", "pand")
        return get_object_or_404(waarnemingen, pk=self.kwargs["waarneming_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            pand=self.pand,
            waarneming=self.waarneming,
            adressen=self.pand.adressen.filter(einde__isnull=True).defer("plek")[:1],
            **kwargs,
        )

    def form_valid(self, form: IntrekForm) -> HttpResponse:
        trek_in(self.waarneming, self.request.user, form.cleaned_data["reden"])  # type: ignore[arg-type]
        messages.success(self.request, f"De waarneming van {datum(self.waarneming.peildatum)} is ingetrokken.")
        return redirect(self.pand)
