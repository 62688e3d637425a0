"""Signalen: the list, one of them, the rules, reports for suppliers, and reporting an error without an account."""

from __future__ import annotations

import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, ListView, TemplateView, View
from django_tables2 import SingleTableMixin

from akt.export import csv_antwoord, xlsx_antwoord
from akt.limiet import binnen_limiet
from akt.opmaak import aantal, datum
from monitoring.filters.signalen import SignaalFilterSet
from monitoring.forms.signalen import AfhandelForm, FoutMeldenForm
from monitoring.models import Adres, Bron, Signaal
from monitoring.signalen import REGELS, cijfers, handel_af, meld_fout, naam_van
from monitoring.tables.signalen import VOLGORDE, SignaalTable, adres_bij
from monitoring.views.netwerk import NetwerkMixin

# Reports from one address within an hour; more is no longer someone who looks at figures.
MELDINGEN_PER_UUR = 5
UUR = 3600


def met_pand(signalen: QuerySet[Signaal]) -> QuerySet[Signaal]:
    """Signalen with their pand, its addresses and the gemeente, in one extra query."""
    return (
        signalen.select_related("pand", "gemeente", "bron", "afgehandeld_door")
        .defer("pand__omtrek", "gemeente__grens")
        .prefetch_related(
            Prefetch(
                "pand__adressen",
                Adres.objects.filter(einde__isnull=True).defer("plek").order_by("straat", "huisnummer"),
                to_attr="eerste_adressen",
            )
        )
    )


class SignalenView(NetwerkMixin, SingleTableMixin, ListView):
    """The list of signalen with filters, counts per rule, and closing one or many of them."""

    recht = "monitoring.view_signaal"
    model = Signaal
    template_name = "monitoring/signalen/signalen.html"
    table_class = SignaalTable
    table_pagination = {"per_page": 25}

    def get_queryset(self) -> QuerySet[Signaal]:
        self.zichtbaar = Signaal.objects.zichtbaar_voor(self.request.user)
        self.filterset = self.filter(self.request.GET)
        self.filterset.is_valid()
        return self.filterset.qs.order_by(VOLGORDE, "-gevonden_op", "-pk")

    def filter(self, keuzes: Any) -> SignaalFilterSet:
        return SignaalFilterSet(keuzes, self.zichtbaar, request=self.request, gebruiker=self.request.user)

    def get_table_data(self) -> QuerySet[Signaal]:
        return met_pand(self.object_list)  # type: ignore[arg-type]

    def get_table_kwargs(self) -> dict[str, Any]:
        mag = self.request.user.has_perm("monitoring.change_signaal")  # type: ignore[union-attr]
        return {"exclude": () if mag else ("kies", "actie")}

    def per_regel(self) -> list[dict[str, Any]]:
        """How many each rule found under the other filters, the most first, with the address to see them."""
        keuzes = self.request.GET.copy()
        for naam in ("regel", "page"):
            keuzes.pop(naam, None)
        zonder = self.filter(keuzes)
        zonder.is_valid()
        gekozen = self.request.GET.get("regel", "")
        regels = []
        for rij in zonder.qs.order_by().values("regel").annotate(aantal=Count("pk")).order_by("-aantal", "regel"):
            vraag = keuzes.copy()
            if rij["regel"] != gekozen:
                vraag["regel"] = rij["regel"]
            regels.append(
                {
                    "naam": naam_van(rij["regel"]),
                    "aantal": rij["aantal"],
                    "vraag": vraag.urlencode(),
                    "gekozen": rij["regel"] == gekozen,
                }
            )
        return regels

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gebruiker: Any = self.request.user
        return super().get_context_data(
            filter=self.filterset,
            cijfers=cijfers(self.zichtbaar),
            per_regel=self.per_regel(),
            gefilterd=any(self.request.GET.get(naam) for naam in self.filterset.filters),
            vraag=self.request.GET.urlencode(),
            mag_afhandelen=gebruiker.has_perm("monitoring.change_signaal"),
            bronnen=self.leveranciers() if gebruiker.has_perm("monitoring.view_kerncijfers") else [],
            reden_lengte=Signaal._meta.get_field("reden").max_length,
            **kwargs,
        )

    @staticmethod
    def leveranciers() -> QuerySet[Bron]:
        """Sources with open signalen, for the reports."""
        return (
            Bron.objects.annotate(open=Count("signalen", filter=Q(signalen__status=Signaal.Status.OPEN)))
            .filter(open__gt=0)
            .order_by("-open", "naam")
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Close what was chosen: one by its own button, or all that are ticked."""
        if not request.user.has_perm("monitoring.change_signaal"):
            raise PermissionDenied
        if (een := request.POST.get("licht_toe", "")).isdecimal():
            return redirect("monitoring:signaal", een)
        if (een := request.POST.get("los_op", "")).isdecimal():
            gekozen, invoer = [een], {"actie": AfhandelForm.OPGELOST}
        else:
            gekozen, invoer = request.POST.getlist("kies"), request.POST.dict()
        form = AfhandelForm(invoer)
        ids = [int(nummer) for nummer in gekozen if nummer.isdecimal()]
        if not ids:
            messages.warning(request, "Kies eerst een of meer signalen.")
        elif not form.is_valid():
            messages.error(request, " ".join(fout for fouten in form.errors.values() for fout in fouten))
        else:
            self.sluit(ids, form)
        return redirect(request.get_full_path())

    def sluit(self, ids: list[int], form: AfhandelForm) -> None:
        eigen = Signaal.objects.zichtbaar_voor(self.request.user).filter(pk__in=ids)
        status = Signaal.Status(form.cleaned_data["actie"])
        hoeveel = handel_af(eigen, status, self.request.user, form.cleaned_data["reden"])  # type: ignore[arg-type]
        if hoeveel:
            messages.success(self.request, f"{aantal(hoeveel, 'signaal', 'signalen')} afgehandeld: {status.label}.")
        if hoeveel < len(set(ids)):
            messages.info(
                self.request, f"{aantal(len(set(ids)) - hoeveel, 'signaal was', 'signalen waren')} al afgehandeld."
            )


class SignalenCsvView(SignalenView):
    """The filtered list as CSV."""

    http_method_names = ["get", "head"]
    KOP = (
        "Nummer", "Regel", "Ernst", "Signaal", "Voorstel", "BAG-pandnummer", "Adres", "Gemeente", "Bron", "Status",
        "Reden", "Gevonden op", "Afgehandeld op", "Demogegevens",
    )  # fmt: skip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        return csv_antwoord("signalen", self.KOP, map(self.rij, met_pand(self.get_queryset()).iterator(1000)))

    @staticmethod
    def rij(signaal: Signaal) -> list[Any]:
        return [
            signaal.pk,
            naam_van(signaal.regel),
            signaal.get_ernst_display(),
            signaal.uitleg,
            signaal.voorstel,
            signaal.pand.bag_id if signaal.pand else "",
            adres_bij(signaal),
            signaal.gemeente.naam if signaal.gemeente else "",
            signaal.bron.naam if signaal.bron else "",
            signaal.get_status_display(),
            signaal.reden,
            signaal.gevonden_op.date(),
            signaal.afgehandeld_op.date() if signaal.afgehandeld_op else None,
            "ja" if signaal.pand and signaal.pand.demo else "nee",
        ]


class SignaalView(NetwerkMixin, FormView):
    """One signaal: what is wrong, what the rule checks, where to mend it, and closing it."""

    recht = "monitoring.view_signaal"
    template_name = "monitoring/signalen/signaal.html"
    form_class = AfhandelForm

    @cached_property
    def signaal(self) -> Signaal:
        zichtbaar = Signaal.objects.zichtbaar_voor(self.request.user)
        return get_object_or_404(met_pand(zichtbaar), pk=self.kwargs["signaal_id"])

    @property
    def mag(self) -> bool:
        gebruiker: Any = self.request.user
        return bool(gebruiker.has_perm("monitoring.change_signaal", self.signaal))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signaal = self.signaal
        regel = REGELS.get(signaal.regel)
        gebruiker: Any = self.request.user
        herstelbaar = signaal.pand is not None and (regel is None or regel.vastleggen)
        return super().get_context_data(
            signaal=signaal,
            naam=naam_van(signaal.regel),
            adres=adres_bij(signaal),
            regel=regel,
            mag_afhandelen=self.mag and signaal.status == Signaal.Status.OPEN,
            mag_vastleggen=herstelbaar and gebruiker.has_perm("monitoring.add_waarneming", signaal.pand),
            # Only a page of the portal itself becomes a link.
            plek_url=signaal.plek if signaal.plek.startswith("/") and not signaal.plek.startswith("//") else "",
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("monitoring.change_signaal"):
            raise PermissionDenied
        if not self.mag:
            raise Http404
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AfhandelForm) -> HttpResponse:
        status = Signaal.Status(form.cleaned_data["actie"])
        eigen = Signaal.objects.filter(pk=self.signaal.pk)
        if handel_af(eigen, status, self.request.user, form.cleaned_data["reden"]):  # type: ignore[arg-type]
            messages.success(self.request, f"Het signaal is afgehandeld: {status.label}.")
            return redirect("monitoring:signalen")
        messages.info(self.request, "Iemand anders handelde dit signaal intussen af.")
        return redirect(self.signaal)

    def form_invalid(self, form: AfhandelForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


class RegelsView(NetwerkMixin, TemplateView):
    """What is checked: every rule with its severity and its remedy."""

    recht = "monitoring.view_signaal"
    template_name = "monitoring/signalen/regels.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(regels=REGELS.values(), **kwargs)


class LeverancierView(NetwerkMixin, View):
    """The open signalen in what one source delivered, to send to its supplier."""

    recht = "monitoring.view_kerncijfers"
    KOP = (
        "BAG-pandnummer", "Adres", "Postcode", "Woonplaats", "Gemeente", "Regel", "Ernst", "Wat er niet klopt",
        "Voorstel", "Gevonden op", "Demogegevens",
    )  # fmt: skip

    def get(self, request: HttpRequest, bron_id: int, vorm: str) -> HttpResponseBase:
        bron = get_object_or_404(Bron, pk=bron_id)
        # A report by a visitor is not for a supplier to read.
        signalen = met_pand(
            Signaal.objects.open().filter(bron=bron).exclude(regel=Signaal.MELDING).order_by(VOLGORDE, "regel", "pk")
        )
        naam = f"signalen-{slugify(bron.naam)[:20]}".strip("-")
        rijen = map(self.rij, signalen.iterator(1000))
        if vorm == "csv":
            return csv_antwoord(naam, self.KOP, rijen)
        toelichting = (
            f"Signalen over gegevens uit de bron '{bron.naam}'"
            f"{f' van {bron.leverancier}' if bron.leverancier else ''}, AKT-portaal, {datum(datetime.date.today())}. "
            "Een regel is een bevinding van een automatische controle; er kan een goede verklaring voor zijn."
        )
        return xlsx_antwoord(naam, self.KOP, rijen, toelichting)

    @staticmethod
    def rij(signaal: Signaal) -> list[Any]:
        adressen = signaal.pand.eerste_adressen if signaal.pand else []  # type: ignore[attr-defined]
        adres = adressen[0] if adressen else None
        return [
            signaal.pand.bag_id if signaal.pand else "",
            adres.regel if adres else "",
            adres.postcode if adres else "",
            adres.woonplaats if adres else "",
            signaal.gemeente.naam if signaal.gemeente else "",
            naam_van(signaal.regel),
            signaal.get_ernst_display(),
            signaal.uitleg,
            signaal.voorstel,
            signaal.gevonden_op.date(),
            "ja" if signaal.pand and signaal.pand.demo else "nee",
        ]


@method_decorator(never_cache, name="dispatch")
class FoutMeldenView(FormView):
    """Anyone may say that a figure is wrong; no account is asked."""

    template_name = "monitoring/signalen/fout_melden.html"
    form_class = FoutMeldenForm

    def get_initial(self) -> dict[str, Any]:
        return {"waar": self.request.GET.get("waar", "")[:200]}

    def form_valid(self, form: FoutMeldenForm) -> HttpResponse:
        if not binnen_limiet("fout-melden", self.request, MELDINGEN_PER_UUR, UUR):
            form.add_error(
                None,
                "Vanaf dit internetadres zijn het afgelopen uur al veel meldingen gedaan. Probeer het later opnieuw, "
                "of mail ons: het adres staat onderaan de pagina.",
            )
            return self.toon(form, HTTPStatus.TOO_MANY_REQUESTS)
        gegevens = form.cleaned_data
        signaal = meld_fout(gegevens["wat"], gegevens["waar"], gegevens["email"])
        return redirect("monitoring:fout-gemeld", signaal.sleutel)

    def form_invalid(self, form: FoutMeldenForm) -> HttpResponse:
        return self.toon(form, HTTPStatus.UNPROCESSABLE_ENTITY)

    def toon(self, form: FoutMeldenForm, status: HTTPStatus) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)


class FoutGemeldView(TemplateView):
    """Thanks, with the reference number. It asks the database nothing, so a guess at a number tells nothing."""

    template_name = "monitoring/signalen/fout_gemeld.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meld_nog=reverse("monitoring:fout-melden"), **kwargs)
