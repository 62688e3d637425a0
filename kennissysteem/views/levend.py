"""Asking, answering, taking back, saying that it helped and following, each on a page of its own; and the figures."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from akt.export import csv_antwoord
from akt.mixins import MetRecht
from kennissysteem import levend, levendigheid
from kennissysteem.forms.levend import AntwoordForm, HielpForm, IntrekForm, ReactieForm, VolgForm
from kennissysteem.models import Knelpunt, Praktijk, Reactie, Volgt


class FormulierView(MetRecht, FormView):
    """A form about a praktijk or knelpunt (`over`), and back to its page."""

    recht = "kennissysteem.add_reactie"
    template_name = "kennissysteem/levend/formulier.html"
    titel = ""
    knop = ""

    @property
    def over(self) -> Praktijk | Knelpunt:
        raise NotImplementedError

    @property
    def gebruiker(self) -> Any:
        return self.request.user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            over=self.over, terug=self.over.get_absolute_url(), titel=self.titel, knop=self.knop, **kwargs
        )

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def klaar(self, melding: str) -> HttpResponse:
        messages.success(self.request, melding)
        return redirect(self.over)


class PraktijkMixin:
    """A praktijk that this user may read; another's concept is not there."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def over(self) -> Praktijk:
        praktijk = get_object_or_404(Praktijk.objects.select_related("auteur"), pk=self.kwargs["levend_praktijk"])
        if not praktijk.is_leesbaar or not self.request.user.has_perm("kennissysteem.view_praktijk", praktijk):
            raise Http404
        return praktijk


class ReageerView(FormulierView):
    form_class = ReactieForm
    prefix = "reactie"
    titel = "Vraag of reactie"
    knop = "Plaats"

    def form_valid(self, form: ReactieForm) -> HttpResponse:
        invoer = form.cleaned_data
        reactie = levend.plaats(
            self.gebruiker, self.over, invoer["soort"], invoer["tekst"], verzending=invoer["verzending"]
        )
        vraag = reactie.soort == Reactie.Soort.VRAAG
        return self.klaar("Uw vraag is geplaatst." if vraag else "Uw reactie is geplaatst.")


class PraktijkReageerView(PraktijkMixin, ReageerView):
    """Ask or say something about a praktijk."""


class KnelpuntReageerView(ReageerView):
    """Ask or say something about a knelpunt."""

    @cached_property
    def over(self) -> Knelpunt:  # type: ignore[override]
        return get_object_or_404(Knelpunt, pk=self.kwargs["knelpunt_code"], actief=True)


class ReactieMixin:
    """What was said and may be read by this user."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def reactie(self) -> Reactie:
        return self.zoek()

    def zoek(self) -> Reactie:
        reacties = levend.zichtbaar_voor(self.request.user).geldig()  # type: ignore[attr-defined]
        return get_object_or_404(reacties.select_related("praktijk", "knelpunt", "door"), pk=self.kwargs["reactie_id"])

    @property
    def over(self) -> Praktijk | Knelpunt:
        return self.reactie.over


class AntwoordView(ReactieMixin, FormulierView):
    """Answer a question or reaction."""

    form_class = AntwoordForm
    titel = "Antwoorden"
    knop = "Verstuur het antwoord"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.reactie.ouder_id is not None:
            raise Http404
        return super().get_context_data(reactie=self.reactie, **kwargs)

    def form_valid(self, form: AntwoordForm) -> HttpResponse:
        invoer = form.cleaned_data
        levend.plaats(
            self.gebruiker, self.over, Reactie.Soort.ANTWOORD, invoer["tekst"], ouder=self.reactie,
            verzending=invoer["verzending"],
        )  # fmt: skip
        return self.klaar("Uw antwoord is geplaatst.")


class IntrekView(ReactieMixin, FormulierView):
    """Take back what one said; the coachteam also what another said."""

    form_class = IntrekForm
    titel = "Intrekken"
    knop = "Trek in"

    def zoek(self) -> Reactie:
        reactie = super().zoek()
        if not self.gebruiker.has_perm("kennissysteem.trek_reactie_in", reactie):
            raise Http404
        return reactie

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reactie=self.reactie, **kwargs)

    def form_valid(self, form: IntrekForm) -> HttpResponse:
        levend.trek_in(self.reactie, self.gebruiker, form.cleaned_data["reden"])
        return self.klaar("Ingetrokken.")


class HielpView(PraktijkMixin, FormulierView):
    """Say that a praktijk helped, and where; said again it is changed."""

    form_class = HielpForm
    prefix = "hielp"
    titel = "Dit hielp mij"
    knop = "Bewaar"

    def get_form_kwargs(self) -> dict[str, Any]:
        if not levend.mag_hielp(self.over, self.gebruiker):
            raise Http404
        mijn = self.over.geholpen.filter(gebruiker=self.gebruiker).first()
        return super().get_form_kwargs() | {"instance": mijn}

    def form_valid(self, form: HielpForm) -> HttpResponse:
        levend.hielp(self.over, self.gebruiker, form.cleaned_data["waar"], form.cleaned_data["toelichting"])
        return self.klaar("Dank u wel. De auteur hoort dat het hielp.")


class VolgenView(MetRecht, FormView):
    """What one follows; the button on the page of a knelpunt comes here too."""

    recht = "kennissysteem.view_levend"
    template_name = "kennissysteem/levend/volgen.html"
    form_class = VolgForm

    def get_initial(self) -> dict[str, Any]:
        volgt = list(Volgt.objects.filter(gebruiker=self.request.user.pk))
        return {
            "alles": any(rij.knelpunt_id is None and rij.gemeente_id is None for rij in volgt),
            "knelpunten": [rij.knelpunt_id for rij in volgt if rij.knelpunt_id],
            "gemeenten": [rij.gemeente_id for rij in volgt if rij.gemeente_id],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actie = request.POST.get("actie")
        if actie not in {"volg", "stop"}:
            return super().post(request, *args, **kwargs)
        knelpunt = get_object_or_404(Knelpunt, pk=request.POST.get("knelpunt", ""))
        (levend.volg if actie == "volg" else levend.stop)(request.user, knelpunt=knelpunt)  # type: ignore[arg-type]
        messages.success(
            request,
            "U volgt dit knelpunt. Op maandag krijgt u een mail als er iets nieuws is."
            if actie == "volg"
            else "U volgt dit knelpunt niet meer.",
        )
        return redirect(knelpunt)

    def form_valid(self, form: VolgForm) -> HttpResponse:
        levend.zet_volgend(self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(self.request, "Bewaard. Op maandag krijgt u een mail als er iets nieuws is.")
        return redirect("kennissysteem:volgen")


class LevendView(MetRecht, TemplateView):
    """Whether the knowledge is alive: per quarter, what is stale, and where nothing is known yet."""

    recht = "kennissysteem.view_levend"
    template_name = "kennissysteem/levend/levend.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            levend=levendigheid.bereken(), norm=levendigheid.ANTWOORD_DAGEN, gevuld=levendigheid.GEVULD, **kwargs
        )


class LevendCsvView(MetRecht, View):
    """The white spots as a table to take along."""

    recht = "kennissysteem.view_levend"

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        cijfers = levendigheid.bereken()
        return csv_antwoord("kennis-levend", levendigheid.KOP, levendigheid.als_rijen(cijfers))
