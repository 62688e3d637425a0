"""Pages of the scans: the list, asking for one, one scan with its comparison, and one aspect of it."""

from __future__ import annotations

import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, TemplateView
from django_tables2 import SingleTableMixin

from akt.fouten import Conflict
from akt.mixins import MetRecht
from akt.rules import is_netwerk
from monitoring.models import Pand
from scans import aanvragen, antwoorden, verloop
from scans.businesscase import bereken
from scans.catalogus import actueel
from scans.filters.scans import ScanFilterSet
from scans.forms.scans import AanvraagForm, AspectForm, StapForm
from scans.models import Aspect, Businesscase, Criterium, Scan, Scanaspect, Variant
from scans.score import Uitslag, geldt_voor
from scans.tables.scans import ScanTable
from scans.views.businesscase import ScanMixin


def _dag(waarde: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(waarde) if waarde else None


def met_dagen(feiten: dict[str, Any]) -> dict[str, Any]:
    """Frozen facts of a pand with its days as dates, to show."""
    return {**feiten, **{naam: _dag(feiten.get(naam)) for naam in ("leeg_sinds", "peildatum")}}


class ScansView(MetRecht, SingleTableMixin, ListView):
    """The scans that this user may see, the newest first."""

    recht = "scans.view_scan"
    model = Scan
    template_name = "scans/scan/lijst.html"
    table_class = ScanTable
    table_pagination = {"per_page": 25}

    def get_queryset(self) -> QuerySet[Scan]:
        zichtbaar = Scan.objects.zichtbaar_voor(self.request.user)
        self.filterset = ScanFilterSet(self.request.GET, zichtbaar, request=self.request)
        self.filterset.is_valid()
        return self.filterset.qs.select_related("gemeente").defer("gemeente__grens").prefetch_related("varianten")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            filter=self.filterset,
            gefilterd=any(self.request.GET.get(naam) for naam in self.filterset.filters),
            **kwargs,
        )


class AanvragenView(MetRecht, FormView):
    """Asking for a scan: an owner for a place, the network for panden (`?pand=`)."""

    recht = "scans.add_scan"
    template_name = "scans/scan/aanvragen.html"

    @cached_property
    def pand(self) -> Pand | None:
        """The pand that someone of the network came from; another's pand doesn't exist."""
        bag_id = self.request.GET.get("pand", "")
        if not bag_id:
            return None
        panden = Pand.objects.zichtbaar_voor(self.request.user).select_related("gemeente")
        return get_object_or_404(panden.defer("omtrek", "gemeente__grens"), bag_id=bag_id)

    def get_form(self, form_class: Any = None) -> AanvraagForm:
        begin: dict[str, Any] = {}
        if self.pand:
            adres = self.pand.adressen.filter(einde__isnull=True).defer("plek").first()
            begin = {"panden": self.pand.bag_id, "gemeente": self.pand.gemeente_id, "titel": str(adres or self.pand)}
        data = self.request.POST if self.request.method == "POST" else None
        return AanvraagForm(data, initial=begin, gebruiker=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feiten = met_dagen(aanvragen.feiten_van(self.pand)) if self.pand else None
        return super().get_context_data(pand=self.pand, feiten=feiten, netwerk=is_netwerk(self.request.user), **kwargs)

    def form_valid(self, form: AanvraagForm) -> HttpResponse:
        gegevens = form.cleaned_data
        scan = aanvragen.vraag_aan(
            form.save(commit=False), self.request.user, gegevens["varianten"],  # type: ignore[arg-type]
            panden=gegevens.get("panden") or (), plek=gegevens.get("plek", ""),
        )  # fmt: skip
        messages.success(self.request, "De scan is aangevraagd.")
        return redirect(scan)

    def form_invalid(self, form: AanvraagForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


class WijzigenView(ScanMixin, FormView):
    """Changing the request during the intake; the loods also links the panden here."""

    template_name = "scans/scan/aanvragen.html"

    def get_form(self, form_class: Any = None) -> AanvraagForm:
        if not self.request.user.has_perm("scans.change_aanvraag", self.scan):
            raise PermissionDenied
        aanvragen.eis_intake(self.scan)
        data = self.request.POST if self.request.method == "POST" else None
        return AanvraagForm(data, instance=self.scan, gebruiker=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            netwerk=is_netwerk(self.request.user), plek=self.scan.intake.get("plek", ""), **kwargs
        )

    def form_valid(self, form: AanvraagForm) -> HttpResponse:
        gegevens = form.cleaned_data
        aanvragen.wijzig(
            form.save(commit=False), gegevens["varianten"],
            panden=gegevens.get("panden"), plek=gegevens.get("plek"), gezien=gegevens["gezien"],
        )  # fmt: skip
        messages.success(self.request, "De aanvraag is gewijzigd.")
        return redirect(self.scan)

    def form_invalid(self, form: AanvraagForm) -> HttpResponse:
        status = HTTPStatus.CONFLICT if form.non_field_errors() else HTTPStatus.UNPROCESSABLE_ENTITY
        return self.render_to_response(self.get_context_data(form=form), status=status)


class ScanView(ScanMixin, TemplateView):
    """One scan: its phase, the destinations side by side, and what each aspect says. A POST is a step on."""

    template_name = "scans/scan/een.html"

    @cached_property
    def aspecten(self) -> list[Scanaspect]:
        """Those that this user may see: an expert only the own ones."""
        alle = list(self.scan.aspecten.select_related("expert"))
        for aspect in alle:
            aspect.scan = self.scan
        return [aspect for aspect in alle if self.request.user.has_perm("scans.view_scanaspect", aspect)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scan, gebruiker = self.scan, self.request.user
        uitslagen = antwoorden.uitslagen(scan)
        formulieren = kwargs.pop("formulieren", None) or self.formulieren()
        fasen = [fase for fase in Scan.Fase if fase not in {Scan.Fase.AFGEBROKEN}]
        return super().get_context_data(
            fasen=[(fase.label, fase == scan.fase) for fase in fasen],
            kolommen=[(Variant(uitslag.variant).label, uitslag) for uitslag in uitslagen],
            rijen=[
                (aspect.get_aspect_display(), [uitslag.aspecten[aspect.aspect] for uitslag in uitslagen])
                for aspect in self.aspecten
            ],
            residueel=self.residueel(uitslagen),
            herrekening=antwoorden.herreken(scan, actueel(), uitslagen),
            vastgelegd_op=_dag(scan.intake.get("vastgelegd_op")),
            feitenlijst=[met_dagen(feiten) for feiten in scan.intake.get("panden", [])],
            aspecten=self.aspecten,
            alles_zichtbaar=len(self.aspecten) == len(Aspect.values),
            panden=[
                (pand, gebruiker.has_perm("monitoring.view_pand", pand))
                for pand in scan.panden.defer("omtrek").order_by("bag_id")
            ],
            stappen=[
                (naar, verloop.STAP[Scan.Fase(naar)], form, [] if form.fields else verloop.ontbreekt(scan, naar))
                for naar, form in formulieren.items()
            ],
            mag_aanvraag_wijzigen=scan.fase == Scan.Fase.INTAKE and gebruiker.has_perm("scans.change_aanvraag", scan),
            **kwargs,
        )

    def residueel(self, uitslagen: list[Uitslag]) -> list[list[tuple[Businesscase, str]]]:
        """Per destination its businesscases with the residual value; empty when there are none at all."""
        gevonden: dict[str, list[tuple[Businesscase, str]]] = {}
        for case in self.scan.businesscases.all():
            case.scan = self.scan
            regel = bereken(case.als_invoer()).regels["residueel"]
            gevonden.setdefault(case.variant, []).append((case, regel.rond))
        return [gevonden.get(uitslag.variant, []) for uitslag in uitslagen] if gevonden else []

    def formulieren(self) -> dict[str, StapForm]:
        if not self.mag_wijzigen:
            return {}
        return {naar: StapForm(naar=naar, instance=self.scan) for naar in verloop.OVERGANGEN[self.scan.fase]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.mag_wijzigen:
            raise PermissionDenied
        naar = request.POST.get("naar", "")
        if naar not in verloop.STAP:
            raise Http404
        form = StapForm(request.POST, naar=naar, instance=Scan.objects.get(pk=self.scan.pk))
        if not form.is_valid():
            formulieren = self.formulieren()
            if naar in formulieren:
                formulieren[naar] = form
            context = self.get_context_data(formulieren=formulieren, form=form)
            return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        verloop.verzet(self.scan, naar, request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, f"De scan is nu in de fase: {Scan.Fase(naar).label.lower()}.")
        return redirect(self.scan)


class AspectView(ScanMixin, FormView):
    """The answers of one aspect with their evidence; who works on it fills them in."""

    template_name = "scans/scan/aspect.html"

    @cached_property
    def aspect(self) -> Scanaspect:
        aspect = get_object_or_404(
            Scanaspect.objects.select_related("expert"), scan=self.scan, aspect=self.kwargs["scan_aspect"]
        )
        aspect.scan = self.scan
        if not self.request.user.has_perm("scans.view_scanaspect", aspect):
            raise Http404
        return aspect

    @cached_property
    def mag_invullen(self) -> bool:
        return antwoorden.mag_nu(self.scan) and self.request.user.has_perm("scans.change_scanaspect", self.aspect)

    @cached_property
    def criteria(self) -> list[Criterium]:
        varianten = [rij.variant for rij in self.scan.varianten.all()]
        return [
            criterium
            for criterium in self.scan.catalogus.criteria.filter(aspect=self.aspect.aspect)
            if any(geldt_voor(criterium, variant) for variant in varianten)
        ]

    def get_form(self, form_class: Any = None) -> AspectForm:
        return AspectForm(
            self.request.POST if self.request.method == "POST" else None,
            instance=self.aspect,
            criteria=self.criteria,
            antwoorden=list(self.scan.antwoorden.filter(criterium__aspect=self.aspect.aspect)),
            varianten=[rij.variant for rij in self.scan.varianten.all()],
            afronden="afronden" in self.request.POST,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gegeven = self.scan.antwoorden.filter(criterium__aspect=self.aspect.aspect).select_related("criterium", "door")
        per_code: dict[str, list[Any]] = {}
        for antwoord in gegeven:
            per_code.setdefault(antwoord.criterium.code, []).append(antwoord)
        return super().get_context_data(
            aspect=self.aspect,
            mag_invullen=self.mag_invullen,
            vragen=[(criterium, per_code.get(criterium.code, [])) for criterium in self.criteria],
            **kwargs,
        )

    def form_valid(self, form: AspectForm) -> HttpResponse:
        if not self.request.user.has_perm("scans.change_scanaspect", self.aspect):
            raise PermissionDenied
        try:
            antwoorden.bewaar(
                form.save(commit=False), form.gegeven(), self.request.user,  # type: ignore[arg-type]
                gezien=form.cleaned_data["gezien"], afronden=form.afronden,
            )  # fmt: skip
        except Conflict as conflict:
            if not antwoorden.mag_nu(Scan.objects.get(pk=self.scan.pk)):
                raise
            form.zet_gezien()
            form.add_error(None, str(conflict))
            return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.CONFLICT)
        klaar = "afgerond" if form.afronden else "opgeslagen"
        messages.success(self.request, f"Het aspect {self.aspect.get_aspect_display().lower()} is {klaar}.")
        return redirect(reverse("scans:scan", args=[self.scan.nummer]))

    def form_invalid(self, form: AspectForm) -> HttpResponse:
        if not self.request.user.has_perm("scans.change_scanaspect", self.aspect):
            raise PermissionDenied
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)
