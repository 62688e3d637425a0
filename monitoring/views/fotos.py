"""Photos of a pand: sending them in, looking at one, changing its text, taking it away; and the files themselves."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from akt.fouten import Conflict
from akt.opmaak import aantal
from akt.versies import laatste_versie
from monitoring import fotos
from monitoring.forms.fotos import FotoForm, FotosForm, FotoVerwijderForm
from monitoring.models import Foto
from monitoring.views.netwerk import PandMixin
from monitoring.views.vastleggen import SchrijfMixin

MATEN = {"groot": "bestand", "klein": "miniatuur"}


class FotoMixin:
    """The photo of the address; one of another pand doesn't exist here (404)."""

    @cached_property
    def foto(self) -> Foto:
        foto = get_object_or_404(
            self.pand.fotos.select_related("toegevoegd_door"),  # type: ignore[attr-defined]
            pk=self.kwargs["foto_id"],  # type: ignore[attr-defined]
        )
        foto.pand = self.pand  # type: ignore[attr-defined]
        return foto

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(foto=self.foto, **kwargs)  # type: ignore[misc,no-any-return]


class _PaginaMixin:
    """What the bread crumbs of these pages need, and 422 where a form is wrong."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        adressen = self.pand.adressen.filter(einde__isnull=True).defer("plek")  # type: ignore[attr-defined]
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            pand=self.pand, naam=adressen.first() or self.pand, **kwargs  # type: ignore[attr-defined]
        )  # fmt: skip
        return context

    def form_invalid(self, form: Any) -> HttpResponse:
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)  # type: ignore[attr-defined,no-any-return]


class FotosToevoegenView(_PaginaMixin, SchrijfMixin, FormView):
    """Send in photos of a pand, several at once."""

    template_name = "monitoring/fotos/toevoegen.html"
    form_class = FotosForm

    def form_valid(self, form: FotosForm) -> HttpResponse:
        gegevens = dict(form.cleaned_data)
        beelden = gegevens.pop("fotos")
        try:
            nieuw = fotos.voeg_toe(self.pand, beelden, self.request.user, **gegevens)  # type: ignore[arg-type]
        except fotos.FotoFout as fout:
            form.add_error("fotos", str(fout))
            return self.form_invalid(form)
        dubbel = len(beelden) - len(nieuw)
        if nieuw:
            messages.success(self.request, f"{aantal(len(nieuw), *fotos.NAAM)} toegevoegd.")
        if dubbel:
            messages.info(
                self.request,
                "De foto stond al bij dit pand en komt er niet nog eens bij."
                if dubbel == 1
                else f"{dubbel} foto's stonden al bij dit pand en komen er niet nog eens bij.",
            )
        return redirect(f"{self.pand.get_absolute_url()}#fotos")


class FotoView(_PaginaMixin, FotoMixin, PandMixin, TemplateView):
    """One photo, large, with what is known of it."""

    template_name = "monitoring/fotos/foto.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mag = self.request.user.has_perm("monitoring.add_waarneming", self.pand)
        return super().get_context_data(mag_vastleggen=mag, **kwargs)


class FotoWijzigenView(_PaginaMixin, FotoMixin, SchrijfMixin, FormView):
    """Say it better."""

    template_name = "monitoring/fotos/wijzigen.html"
    form_class = FotoForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.foto}

    def form_valid(self, form: FotoForm) -> HttpResponse:
        with transaction.atomic():
            vast = fotos.vergrendel(self.foto)
            if laatste_versie(vast) == form.cleaned_data["gezien"]:
                form.save()
                messages.success(self.request, "Opgeslagen.")
                return redirect(self.foto)
        form.data = {**form.data.dict(), "gezien": str(laatste_versie(vast))}  # type: ignore[attr-defined]
        form.add_error(
            None,
            f"Iemand heeft de tekst bij deze foto intussen ook gewijzigd. Daar staat nu: “{vast.bijschrift}”. "
            "Uw invoer is nog niet opgeslagen. Sla opnieuw op als uw tekst beter is.",
        )
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.CONFLICT)


class FotoVerwijderenView(_PaginaMixin, FotoMixin, SchrijfMixin, FormView):
    """Take a photo away, after a look at it and with a reason."""

    template_name = "monitoring/fotos/verwijderen.html"
    form_class = FotoVerwijderForm

    def form_valid(self, form: FotoVerwijderForm) -> HttpResponse:
        try:
            fotos.verwijder(self.foto, form.cleaned_data["reden"])
        except Conflict as conflict:
            messages.info(self.request, str(conflict))
        else:
            messages.success(self.request, "De foto is verwijderd.")
        return redirect(f"{self.pand.get_absolute_url()}#fotos")


class FotoBestandView(FotoMixin, PandMixin, View):
    """The picture itself, for who may see the pand: never open, and never from the folder of files directly."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        antwoord = super().dispatch(request, *args, **kwargs)
        # Kept by this browser only, and shown again only to who may still see it.
        antwoord["Cache-Control"] = "private, no-cache"
        patch_vary_headers(antwoord, ["Cookie"])
        return antwoord

    def get(self, request: HttpRequest, bag_id: str, foto_id: int, foto_maat: str) -> HttpResponseBase:
        if foto_maat not in MATEN:
            raise Http404
        bestand = getattr(self.foto, MATEN[foto_maat])
        etag = f'"{self.foto.vingerafdruk}-{foto_maat}"'
        # Under one name a file never changes.
        antwoord = get_conditional_response(request, etag=etag)
        if antwoord is not None:
            return antwoord
        try:
            inhoud = bestand.open("rb")
        except FileNotFoundError as fout:
            raise Http404 from fout
        return FileResponse(
            inhoud, filename=f"pand-{bag_id}-foto-{foto_id}.jpg", content_type="image/jpeg",
            headers={"ETag": etag, "X-Content-Type-Options": "nosniff"},
        )  # fmt: skip
