"""Bijeenkomsten: the list, one of them, arranging them, the answer of a guest, and calendars."""

from __future__ import annotations

import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, ListView, TemplateView, View

from akt.fouten import AktFout, Conflict
from akt.limiet import binnen_limiet
from akt.mixins import MetRecht
from akt.opmaak import aantal
from akt.rules import is_netwerk
from akt.versies import laatste_versie
from loodsen import bestanden, bijeenkomsten, ics
from loodsen.filters.bijeenkomsten import BijeenkomstFilterSet
from loodsen.forms import bijeenkomsten as formulieren
from loodsen.models import Actie, Agendafeed, Bijeenkomst, Document, Uitnodiging

Stand, Status = Uitnodiging.Stand, Bijeenkomst.Status

PER_PAGINA = 30
# Answers from one address within an hour: a household or a town hall, not a guesser.
ANTWOORDEN_PER_UUR = 40
UUR = 3600


def met_gebied(rijen: QuerySet[Bijeenkomst]) -> QuerySet[Bijeenkomst]:
    """With what says where it is about, in the same query."""
    return rijen.select_related("regio", "gemeente", "terrein").defer("gemeente__grens", "terrein__grens")


def per_stand(uitnodigingen: QuerySet[Uitnodiging]) -> dict[str, int]:
    """How many gave each answer."""
    gevonden = dict(uitnodigingen.order_by().values_list("stand").annotate(Count("pk")))
    return {stand.name.lower(): gevonden.get(stand.value, 0) for stand in Stand}


@method_decorator(never_cache, name="dispatch")
class BijeenkomstenView(ListView):
    """Bijeenkomsten by month; for the network also whether they come often enough."""

    template_name = "loodsen/bijeenkomsten/lijst.html"
    context_object_name = "bijeenkomsten"
    paginate_by = PER_PAGINA

    def get_queryset(self) -> QuerySet[Bijeenkomst]:
        zichtbaar = met_gebied(Bijeenkomst.objects.zichtbaar_voor(self.request.user))  # type: ignore[attr-defined]
        self.filterset = BijeenkomstFilterSet(self.request.GET, zichtbaar, request=self.request)
        if not self.filterset.is_valid():
            return zichtbaar.none()
        return self.filterset.qs.annotate(komen=Count("uitnodigingen", filter=Q(uitnodigingen__stand=Stand.KOMT)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gebruiker: Any = self.request.user
        netwerk = is_netwerk(gebruiker)
        vraag = self.request.GET.copy()
        vraag.pop("page", None)
        return super().get_context_data(
            filter=self.filterset,
            gefilterd=any(self.request.GET.get(naam) for naam in self.filterset.filters),
            netwerk=netwerk,
            ritmes=bijeenkomsten.ritmes() if netwerk else [],
            mag_organiseren=gebruiker.has_perm("loodsen.organiseer"),
            mag_reeks=gebruiker.has_perm("loodsen.stel_aan"),
            vraag=vraag.urlencode(),
            **kwargs,
        )


class BijeenkomstMixin:
    """Finds the bijeenkomst of the address; one that this user may not see doesn't exist (404)."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def bijeenkomst(self) -> Bijeenkomst:
        return self.zoek()

    def zoek(self) -> Bijeenkomst:
        zichtbaar = Bijeenkomst.objects.zichtbaar_voor(self.request.user)  # type: ignore[attr-defined]
        return get_object_or_404(met_gebied(zichtbaar).select_related("organisator"), pk=self.kwargs["bijeenkomst_id"])

    @property
    def mag_organiseren(self) -> bool:
        gebruiker: Any = self.request.user
        return bool(gebruiker.has_perm("loodsen.organiseer", self.bijeenkomst))


@method_decorator(never_cache, name="dispatch")
class BijeenkomstView(BijeenkomstMixin, TemplateView):
    """One bijeenkomst: what it is about, the agenda, and for who may see that: guests, minutes, actions, documents."""

    template_name = "loodsen/bijeenkomsten/bijeenkomst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bijeenkomst, gebruiker = self.bijeenkomst, self.request.user
        organiseert = self.mag_organiseren
        binnen = gebruiker.has_perm("loodsen.view_notulen", bijeenkomst)  # type: ignore[union-attr]
        ziet_gasten = gebruiker.has_perm("loodsen.view_uitnodiging")  # type: ignore[union-attr]
        context: dict[str, Any] = {
            "bijeenkomst": bijeenkomst,
            "organiseert": organiseert,
            "vandaag": timezone.localdate(),
            "netwerk_organisator": bijeenkomst.organisator if ziet_gasten else None,
            "binnen": binnen,
            "te_organiseren": organiseert and bijeenkomst.status == Status.GEPLAND and not bijeenkomst.begonnen,
            "nazorg": organiseert and bijeenkomst.status != Status.AFGELAST and bijeenkomst.begonnen,
        }
        # A draft is for the network.
        if bijeenkomst.agenda_vastgesteld_op or ziet_gasten:
            context["agenda"] = bijeenkomsten.met_tijden(bijeenkomst, bijeenkomst.agendapunten.all())
        if ziet_gasten:
            context["gasten"] = bijeenkomst.uitnodigingen.select_related("gemeente").defer("gemeente__grens")
            context["telling"] = per_stand(bijeenkomst.uitnodigingen.all())
            context["commissie"] = bijeenkomst.commissie.all()
            context["ontbreekt"] = bijeenkomsten.ontbreekt_in_commissie(bijeenkomst)
        if binnen:
            context["documenten"] = bijeenkomst.documenten.all()
            context["acties"] = self.acties()
            if bijeenkomst.notulen_vastgesteld_op or organiseert:
                context["besluiten"] = bijeenkomst.besluiten.all()
        if gebruiker.is_authenticated:
            context["eigen"] = bijeenkomst.uitnodigingen.filter(gebruiker=gebruiker).first()
        return super().get_context_data(**context, **kwargs)

    def acties(self) -> list[tuple[Actie, bool]]:
        """Each action with whether this user may tick it off."""
        organiseert = self.mag_organiseren
        return [
            (actie, organiseert or actie.eigenaar_id == self.request.user.pk)
            for actie in self.bijeenkomst.acties.select_related("gemeente").defer("gemeente__grens")
        ]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        bijeenkomst = self.bijeenkomst
        gebruiker: Any = request.user
        doe = request.POST.get("actie", "")
        if doe in {"afvinken", "heropenen"}:
            self.vink_af(doe == "afvinken")
            return redirect(bijeenkomst)
        if not self.mag_organiseren:
            raise PermissionDenied
        try:
            match doe:
                case "agenda-vast":
                    bijeenkomsten.stel_agenda_vast(bijeenkomst, gebruiker)
                    messages.success(request, "De agenda is vastgesteld.")
                case "agenda-open":
                    bijeenkomsten.open_agenda(bijeenkomst)
                    messages.info(request, "De agenda is weer een concept.")
        except AktFout as fout:
            messages.error(request, str(fout))
        return redirect(bijeenkomst)

    def vink_af(self, gedaan: bool) -> None:
        nummer = self.request.POST.get("welke", "")
        actie = next((actie for actie, mag in self.acties() if mag and str(actie.pk) == nummer), None)
        if actie is None or not self.request.user.has_perm("loodsen.view_notulen", self.bijeenkomst):  # type: ignore[union-attr]
            raise PermissionDenied
        bijeenkomsten.vink_af(actie, self.request.user, gedaan)  # type: ignore[arg-type]


# --- arranging ---------------------------------------------------------------------------------
class OrganiseerMixin(BijeenkomstMixin, MetRecht):
    """A page for who organises this bijeenkomst; who only sees it gets 403."""

    recht = "loodsen.organiseer"

    @cached_property
    def bijeenkomst(self) -> Bijeenkomst:
        bijeenkomst = self.zoek()
        if not self.request.user.has_perm(self.recht, bijeenkomst):  # type: ignore[union-attr]
            raise PermissionDenied
        return bijeenkomst

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"bijeenkomst": self.bijeenkomst, **kwargs})  # type: ignore[misc]

    def toon(self, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY, **meer: Any) -> HttpResponse:
        """The page again, with what is wrong."""
        return self.render_to_response(self.get_context_data(**meer), status=status)  # type: ignore[attr-defined]


class FormulierMixin:
    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(  # type: ignore[attr-defined]
            self.get_context_data(form=form),  # type: ignore[attr-defined]
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )


class NieuwView(FormulierMixin, MetRecht, FormView):
    """Plan one."""

    recht = "loodsen.organiseer"
    template_name = "loodsen/bijeenkomsten/formulier.html"
    form_class = formulieren.BijeenkomstForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "gebruiker": self.request.user}

    def form_valid(self, form: formulieren.BijeenkomstForm) -> HttpResponse:
        bijeenkomst = Bijeenkomst(organisator=self.request.user, **form.velden())  # type: ignore[misc]
        if not self.request.user.has_perm(self.recht, bijeenkomst):  # type: ignore[union-attr]
            raise PermissionDenied
        try:
            bijeenkomsten.bewaar(bijeenkomst)
        except AktFout as fout:
            form.add_error("dag", str(fout))
            return self.form_invalid(form)
        messages.success(self.request, "De bijeenkomst is gepland. Maak de agenda of nodig mensen uit.")
        return redirect(bijeenkomst)


class ReeksView(FormulierMixin, MetRecht, FormView):
    """Plan a year: the days first, and nothing is kept before the person says so."""

    recht = "loodsen.stel_aan"
    template_name = "loodsen/bijeenkomsten/reeks.html"
    form_class = formulieren.ReeksForm

    def get_initial(self) -> dict[str, Any]:
        return {"titel": "Loodsensessie", "van": datetime.time(10), "tot": datetime.time(12)}

    def form_valid(self, form: formulieren.ReeksForm) -> HttpResponse:
        gegevens = dict(form.cleaned_data)
        dagen = bijeenkomsten.reeksdata(gegevens.pop("eerste"), gegevens.pop("maanden"))
        if self.request.POST.get("actie") != "bevestigen":
            return self.render_to_response(self.get_context_data(form=form, dagen=dagen))
        gekozen = [dag for dag in dagen if dag.isoformat() in self.request.POST.getlist("dag")]
        if not gekozen:
            form.add_error(None, "Kies ten minste één dag.")
            return self.render_to_response(
                self.get_context_data(form=form, dagen=dagen), status=HTTPStatus.UNPROCESSABLE_ENTITY
            )
        try:
            gemaakt = bijeenkomsten.plan_reeks(
                gekozen,
                gegevens.pop("van"),
                gegevens.pop("tot"),
                self.request.user,  # type: ignore[arg-type]
                **gegevens,
            )
        except AktFout as fout:
            form.add_error(None, str(fout))
            return self.render_to_response(
                self.get_context_data(form=form, dagen=dagen), status=HTTPStatus.UNPROCESSABLE_ENTITY
            )
        messages.success(self.request, f"{aantal(len(gemaakt), 'bijeenkomst', 'bijeenkomsten')} gepland.")
        return redirect("loodsen:bijeenkomsten")


class WijzigenView(FormulierMixin, OrganiseerMixin, FormView):
    """Change it; guests hear of it when it matters to them."""

    template_name = "loodsen/bijeenkomsten/formulier.html"
    form_class = formulieren.BijeenkomstForm

    def get_form_kwargs(self) -> dict[str, Any]:
        # A form writes into its instance, also when it is wrong; the page keeps the bijeenkomst as it is.
        instance = Bijeenkomst.objects.get(pk=self.bijeenkomst.pk)
        return {**super().get_form_kwargs(), "instance": instance, "gebruiker": self.request.user}

    def form_valid(self, form: formulieren.BijeenkomstForm) -> HttpResponse:
        velden = form.velden()
        # A loods doesn't move it to where it has nothing to say.
        proef = Bijeenkomst(soort=velden["soort"], gemeente=velden["gemeente"])
        if not self.request.user.has_perm(self.recht, proef):  # type: ignore[union-attr]
            raise PermissionDenied
        try:
            gasten = bijeenkomsten.wijzig(self.bijeenkomst, velden, form.cleaned_data["gezien"] or 0)
        except Conflict as fout:
            form.neem_kennis(laatste_versie(self.bijeenkomst))
            form.add_error(None, f"{fout} Controleer de velden en sla opnieuw op als uw gegevens beter zijn.")
            return self.toon(HTTPStatus.CONFLICT, form=form)
        except AktFout as fout:
            form.add_error(None, str(fout))
            return self.form_invalid(form)
        bericht = f" {aantal(gasten, 'genodigde krijgt', 'genodigden krijgen')} bericht." if gasten else ""
        messages.success(self.request, f"Opgeslagen.{bericht}")
        return redirect(self.bijeenkomst)


class AfgelastenView(FormulierMixin, OrganiseerMixin, FormView):
    """Call it off, with a reason."""

    template_name = "loodsen/bijeenkomsten/afgelasten.html"
    form_class = formulieren.AfgelastForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hoeveel = self.bijeenkomst.uitnodigingen.exclude(stand=Stand.KOMT_NIET).count()
        return super().get_context_data(hoeveel=hoeveel, **kwargs)

    def form_valid(self, form: formulieren.AfgelastForm) -> HttpResponse:
        try:
            hoeveel = bijeenkomsten.gelast_af(self.bijeenkomst, form.cleaned_data["reden"])
        except AktFout as fout:
            form.add_error(None, str(fout))
            return self.form_invalid(form)
        messages.success(
            self.request, f"Afgelast. {aantal(hoeveel, 'genodigde krijgt', 'genodigden krijgen')} bericht."
        )
        return redirect(self.bijeenkomst)


class AgendaView(OrganiseerMixin, TemplateView):
    """The points of the agenda, and who prepares it."""

    template_name = "loodsen/bijeenkomsten/agenda.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("punten", self.punten())
        kwargs.setdefault("form", formulieren.CommissielidForm())
        return super().get_context_data(
            commissie=self.bijeenkomst.commissie.all(),
            ontbreekt=bijeenkomsten.ontbreekt_in_commissie(self.bijeenkomst),
            **kwargs,
        )

    def punten(self, data: Any = None) -> Any:
        return formulieren.AgendaFormSet(data, instance=self.bijeenkomst, prefix="punt")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        bijeenkomst = self.bijeenkomst
        try:
            match request.POST.get("actie"):
                case "agenda":
                    punten = self.punten(request.POST)
                    if not punten.is_valid():
                        return self.toon(punten=punten)
                    self.bewaar(punten)
                    messages.success(request, "De agenda is opgeslagen.")
                case "lid":
                    lid = formulieren.CommissielidForm(
                        request.POST, instance=bijeenkomst.commissie.model(bijeenkomst=bijeenkomst)
                    )
                    if not lid.is_valid():
                        return self.toon(form=lid)
                    lid.instance.naam = lid.cleaned_data["naam"]
                    lid.save()
                    messages.success(request, f"{lid.instance.naam} zit in de agendacommissie.")
                case "lid-weg":
                    bijeenkomsten.eis_agenda_open(bijeenkomst)
                    nummer = request.POST.get("welke", "")
                    if nummer.isdecimal():
                        bijeenkomst.commissie.filter(pk=int(nummer)).delete()
        except AktFout as fout:
            messages.error(request, str(fout))
        return redirect("loodsen:bijeenkomst-agenda", bijeenkomst.pk)

    def bewaar(self, punten: Any) -> None:
        """Save the points in the order of their numbers, and number them anew."""
        with transaction.atomic():
            bijeenkomst = bijeenkomsten.vergrendel(self.bijeenkomst)
            bijeenkomsten.eis_gepland(bijeenkomst)
            bijeenkomsten.eis_agenda_open(bijeenkomst)
            weg = set(punten.deleted_forms)
            blijft = [form for form in punten.forms if form not in weg and (form.instance.pk or form.has_changed())]
            for form in weg:
                if form.instance.pk:
                    form.instance.delete()
            # A point without a number comes last.
            blijft.sort(key=lambda form: form.cleaned_data.get("volgorde") or 999)
            rijen = [form.instance for form in blijft]
            # What someone else added meanwhile stays, after these.
            rijen += bijeenkomst.agendapunten.exclude(pk__in=[rij.pk for rij in rijen if rij.pk])
            for nummer, rij in enumerate(rijen, start=1):
                rij.volgorde = nummer
                rij.save()


class UitnodigenView(OrganiseerMixin, TemplateView):
    """The proposal of who to ask, and someone else by name."""

    template_name = "loodsen/bijeenkomsten/uitnodigen.html"

    @cached_property
    def voorstel(self) -> list[bijeenkomsten.Genodigde]:
        return bijeenkomsten.voorstel(self.bijeenkomst)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", formulieren.GenodigdeForm())
        groepen: dict[str, list[bijeenkomsten.Genodigde]] = {}
        for gast in self.voorstel:
            groepen.setdefault(gast.label, []).append(gast)
        return super().get_context_data(
            groepen=list(groepen.items()),
            telling=per_stand(self.bijeenkomst.uitnodigingen.all()),
            al=self.bijeenkomst.uitnodigingen.count(),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("actie") == "een":
            form = formulieren.GenodigdeForm(request.POST, instance=Uitnodiging(bijeenkomst=self.bijeenkomst))
            if not form.is_valid():
                return self.toon(form=form)
            gegevens = form.cleaned_data
            gemeente = gegevens["gemeente"].pk if gegevens["gemeente"] else None
            gasten = [
                bijeenkomsten.Genodigde(gegevens["naam"], gegevens["email"], gegevens["hoedanigheid"], "", gemeente)
            ]
        else:
            gekozen = set(request.POST.getlist("kies"))
            gasten = [gast for gast in self.voorstel if gast.email in gekozen]
            if not gasten:
                messages.warning(request, "Kies eerst wie u uitnodigt.")
                return redirect("loodsen:bijeenkomst-uitnodigen", self.bijeenkomst.pk)
        try:
            nieuw = bijeenkomsten.nodig_uit(self.bijeenkomst, gasten)
        except AktFout as fout:
            messages.error(request, str(fout))
            return redirect(self.bijeenkomst)
        if nieuw:
            messages.success(request, f"{aantal(len(nieuw), 'uitnodiging', 'uitnodigingen')} verstuurd.")
        if len(nieuw) < len(gasten):
            messages.info(request, "Wie al was uitgenodigd, krijgt geen tweede uitnodiging.")
        return redirect("loodsen:bijeenkomst-uitnodigen", self.bijeenkomst.pk)


class AanwezigView(OrganiseerMixin, TemplateView):
    """Who was there."""

    template_name = "loodsen/bijeenkomsten/aanwezig.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gasten = self.bijeenkomst.uitnodigingen.select_related("gemeente").defer("gemeente__grens")
        return super().get_context_data(
            # Who said yes is ticked already, until someone says who was there.
            gasten=[(gast, gast.stand == Stand.KOMT if gast.aanwezig is None else gast.aanwezig) for gast in gasten],
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        nummers = [int(nummer) for nummer in request.POST.getlist("aanwezig") if nummer.isdecimal()]
        try:
            hoeveel = bijeenkomsten.leg_aanwezigheid_vast(self.bijeenkomst, nummers)
        except AktFout as fout:
            messages.error(request, str(fout))
        else:
            messages.success(request, f"{aantal(hoeveel, 'persoon was', 'personen waren')} aanwezig.")
        return redirect(self.bijeenkomst)


class NotulenView(OrganiseerMixin, TemplateView):
    """The draft of the minutes with decisions and actions, and fixing it: one form, so that no button loses text."""

    template_name = "loodsen/bijeenkomsten/notulen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, besluit, actie = self.formulieren()
        kwargs = {"form": form, "besluit": besluit, "nieuwe_actie": actie, **kwargs}
        return super().get_context_data(
            besluiten=self.bijeenkomst.besluiten.all(),
            acties=self.bijeenkomst.acties.all(),
            gasten=self.bijeenkomst.uitnodigingen.count(),
            **kwargs,
        )

    def formulieren(self, data: Any = None) -> tuple[Any, Any, Any]:
        """The text, a new decision and a new action; the last two may stay empty."""
        leeg_mag: dict[str, Any] = {"empty_permitted": True, "use_required_attribute": False}
        bijeenkomst = Bijeenkomst.objects.get(pk=self.bijeenkomst.pk)
        nieuw = Actie(bijeenkomst=bijeenkomst, demo=bijeenkomst.demo)
        return (
            formulieren.NotulenForm(data, instance=bijeenkomst),
            formulieren.BesluitForm(data, prefix="besluit", **leeg_mag),
            formulieren.ActieForm(data, prefix="actie", instance=nieuw, **leeg_mag),
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form, besluit, actie = self.formulieren(request.POST)
        opnieuw = {"form": form, "besluit": besluit, "nieuwe_actie": actie}
        if not all([form.is_valid(), besluit.is_valid(), actie.is_valid()]):
            return self.toon(**opnieuw)
        try:
            with transaction.atomic():
                self.bewaar(form, besluit, actie)
                if "vast" in request.POST:
                    return self.stel_vast()
        except Conflict as fout:
            form.neem_kennis(laatste_versie(self.bijeenkomst))
            form.add_error(
                None,
                f"{fout} Uw tekst is nog niet opgeslagen. Bekijk de andere tekst in een nieuw venster, en sla opnieuw "
                "op als de uwe beter is.",
            )
            return self.toon(HTTPStatus.CONFLICT, **opnieuw)
        except AktFout as fout:
            form.add_error(None, str(fout))
            return self.toon(**opnieuw)
        messages.success(request, "Het concept is opgeslagen.")
        return redirect("loodsen:bijeenkomst-notulen", self.bijeenkomst.pk)

    def bewaar(self, form: Any, besluit: Any, actie: Any) -> None:
        """All that was typed, whatever button was pressed; and what is to go."""
        bijeenkomst = self.bijeenkomst
        bijeenkomsten.bewaar_notulen(bijeenkomst, form.cleaned_data["notulen"], form.cleaned_data["gezien"] or 0)
        if besluit.has_changed():
            bijeenkomsten.voeg_besluit_toe(bijeenkomst, besluit.cleaned_data["tekst"])
        if actie.has_changed():
            actie.save()
        keuzes: list[tuple[str, QuerySet[Any]]] = [
            ("besluit-weg", bijeenkomst.besluiten.all()),
            ("actie-weg", bijeenkomst.acties.all()),
        ]
        for naam, rijen in keuzes:
            if (nummer := self.request.POST.get(naam, "")).isdecimal():
                bijeenkomsten.haal_weg(bijeenkomst, get_object_or_404(rijen, pk=int(nummer)))

    def stel_vast(self) -> HttpResponse:
        verstuurd = bijeenkomsten.stel_notulen_vast(
            self.bijeenkomst,
            self.request.user,  # type: ignore[arg-type]
            laatste_versie(self.bijeenkomst),
            mail=bool(self.request.POST.get("mail")),
        )
        bericht = f" {aantal(verstuurd, 'mail', 'mails')} verstuurd." if verstuurd else ""
        messages.success(self.request, f"De notulen zijn vastgesteld.{bericht}")
        return redirect(self.bijeenkomst)


class DocumentenView(FormulierMixin, OrganiseerMixin, FormView):
    """Files with a bijeenkomst: adding and taking away."""

    template_name = "loodsen/bijeenkomsten/documenten.html"
    form_class = formulieren.DocumentForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(documenten=self.bijeenkomst.documenten.all(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (nummer := request.POST.get("weg", "")).isdecimal():
            document = get_object_or_404(self.bijeenkomst.documenten, pk=int(nummer))
            bijeenkomsten.gooi_weg(document)
            messages.success(request, f"Verwijderd: {document.naam}.")
            return redirect("loodsen:bijeenkomst-documenten", self.bijeenkomst.pk)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: formulieren.DocumentForm) -> HttpResponse:
        bestand = form.cleaned_data["bestand"]
        Document.objects.create(
            bijeenkomst=self.bijeenkomst,
            naam=bestanden.naam_met_einde(form.cleaned_data["naam"] or bestand.name, form.einde),
            bestand=bestand,
            soort=form.soort,
            grootte=bestand.size,
            toegevoegd_door=self.request.user,  # type: ignore[misc]
        )
        messages.success(self.request, "Het bestand is toegevoegd.")
        return redirect("loodsen:bijeenkomst-documenten", self.bijeenkomst.pk)


@method_decorator(never_cache, name="dispatch")
class DocumentView(BijeenkomstMixin, LoginRequiredMixin, View):
    """Gives a file out, to who may see the minutes."""

    def get(self, request: HttpRequest, document_id: int, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("loodsen.view_notulen", self.bijeenkomst):  # type: ignore[union-attr]
            raise Http404
        document = get_object_or_404(self.bijeenkomst.documenten, pk=document_id)
        try:
            bestand = document.bestand.open("rb")
        except FileNotFoundError as fout:
            raise Http404 from fout
        # Never shown inside the portal: what is in it is not ours.
        return FileResponse(bestand, as_attachment=True, filename=document.naam, content_type=document.soort)


# --- guests ------------------------------------------------------------------------------------
@method_decorator(never_cache, name="dispatch")
class AntwoordView(FormulierMixin, FormView):
    """The page behind the link in an invitation: no account, the secret in the address is the key. Looking changes
    nothing, so that a mail scanner that follows links says yes to nothing."""

    template_name = "loodsen/bijeenkomsten/antwoord.html"
    form_class = formulieren.AntwoordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        antwoord = super().dispatch(request, *args, **kwargs)
        antwoord["X-Robots-Tag"] = "noindex, nofollow"
        return antwoord

    @cached_property
    def uitnodiging(self) -> Uitnodiging:
        rijen = Uitnodiging.objects.select_related(
            "bijeenkomst__regio", "bijeenkomst__gemeente", "bijeenkomst__terrein"
        ).defer("bijeenkomst__gemeente__grens", "bijeenkomst__terrein__grens")
        return get_object_or_404(rijen, sleutel=self.kwargs["antwoord_sleutel"])

    def get_initial(self) -> dict[str, Any]:
        uitnodiging = self.uitnodiging
        ja = uitnodiging.stand in {Stand.KOMT, Stand.WACHTLIJST}
        nee = uitnodiging.stand == Stand.KOMT_NIET
        keuze = {"komt": "ja"} if ja else {"komt": "nee"} if nee else {}
        return {**keuze, "opmerking": uitnodiging.opmerking}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uitnodiging = self.uitnodiging
        bijeenkomst = uitnodiging.bijeenkomst
        agenda = bijeenkomst.agendapunten.all() if bijeenkomst.agenda_vastgesteld_op else []
        return super().get_context_data(
            uitnodiging=uitnodiging,
            bijeenkomst=bijeenkomst,
            agenda=bijeenkomsten.met_tijden(bijeenkomst, agenda),
            open=bijeenkomst.status == Status.GEPLAND and not bijeenkomst.begonnen,
            vol=bijeenkomsten.vrije_plaatsen(bijeenkomst) == 0 and uitnodiging.stand != Stand.KOMT,
            in_rij=bijeenkomsten.plaats_in_rij(uitnodiging) if uitnodiging.stand == Stand.WACHTLIJST else 0,
            **kwargs,
        )

    def form_valid(self, form: formulieren.AntwoordForm) -> HttpResponse:
        if not binnen_limiet("bijeenkomst-antwoord", self.request, ANTWOORDEN_PER_UUR, UUR):
            form.add_error(None, "Vanaf dit internetadres kwamen al veel antwoorden. Probeer het later opnieuw.")
            return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.TOO_MANY_REQUESTS)
        try:
            uitnodiging = bijeenkomsten.antwoord(
                self.uitnodiging, form.cleaned_data["komt"] == form.KOMT, form.cleaned_data["opmerking"]
            )
        except AktFout as fout:
            form.add_error(None, str(fout))
            return self.form_invalid(form)
        tekst = {
            Stand.KOMT: "Bedankt, u komt. Tot dan!",
            Stand.WACHTLIJST: "Het is vol. U staat op de wachtlijst en krijgt een mail als er plaats is.",
            Stand.KOMT_NIET: "Bedankt voor uw antwoord. Jammer dat u niet kunt komen.",
        }
        messages.success(self.request, tekst[Stand(uitnodiging.stand)])
        return redirect(uitnodiging)


# --- calendars ---------------------------------------------------------------------------------
def als_ics(tekst: str, naam: str) -> HttpResponse:
    return HttpResponse(
        tekst,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{naam}.ics"'},
    )


class OpenbaarIcsView(View):
    """The open bijeenkomsten, for anyone's calendar."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return als_ics(ics.als_feed(bijeenkomsten.open_bijeenkomsten(), "Bijeenkomsten AKT"), "bijeenkomsten")


class BijeenkomstIcsView(BijeenkomstMixin, View):
    """One bijeenkomst, to put in one's calendar by hand."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        binnen = request.user.has_perm("loodsen.view_notulen", self.bijeenkomst)  # type: ignore[union-attr]
        antwoord = als_ics(ics.als_feed([self.bijeenkomst], self.bijeenkomst.titel, binnen=binnen), "bijeenkomst")
        add_never_cache_headers(antwoord)
        return antwoord


@method_decorator(never_cache, name="dispatch")
class PersoonlijkIcsView(View):
    """Someone's own bijeenkomsten, at an address that only they know."""

    def get(self, request: HttpRequest, feed_sleutel: str) -> HttpResponse:
        feed = get_object_or_404(
            Agendafeed.objects.select_related("gebruiker"), sleutel=feed_sleutel, gebruiker__is_active=True
        )
        komend = bijeenkomsten.voor_agenda_van(feed.gebruiker)
        antwoord = als_ics(ics.als_feed(komend, "Mijn AKT-agenda", binnen=True), "agenda")
        antwoord["X-Robots-Tag"] = "noindex, nofollow"
        return antwoord


@method_decorator(never_cache, name="dispatch")
class MijnAgendaView(LoginRequiredMixin, TemplateView):
    """The address of one's own calendar: making one, a new one, or none."""

    template_name = "loodsen/bijeenkomsten/mijn_agenda.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feed = Agendafeed.objects.filter(gebruiker=self.request.user).first()  # type: ignore[misc]
        url = settings.BASIS_URL + reverse("loodsen:agenda-persoonlijk", args=[feed.sleutel]) if feed else ""
        komend = bijeenkomsten.voor_agenda_van(self.request.user).filter(einde__gte=timezone.now())  # type: ignore[arg-type]
        return super().get_context_data(feed=feed, url=url, komend=met_gebied(komend), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        match request.POST.get("actie"):
            case "nieuw":
                bijeenkomsten.nieuwe_feed(request.user)  # type: ignore[arg-type]
                messages.success(request, "Uw agenda heeft een nieuw adres. Een ouder adres werkt niet meer.")
            case "intrekken":
                Agendafeed.objects.filter(gebruiker=request.user).delete()  # type: ignore[misc]
                messages.success(request, "Het adres van uw agenda werkt niet meer.")
        return redirect("loodsen:mijn-agenda")
