"""Organisations and the people there: list, page, forms, import, and making one of two."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core import signing
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, ListView, TemplateView, View
from django_tables2 import SingleTableMixin

from akt.fouten import AktFout, Conflict
from akt.mixins import MetRecht
from akt.opmaak import aantal
from akt.versies import laatste_versie
from loodsen import contactpersonen, inlezen, organisaties
from loodsen.filters.organisaties import OrganisatieFilterSet
from loodsen.forms.organisaties import TEKSTEN, ContactpersoonForm, OrganisatieForm, SamenvoegForm, WisForm
from loodsen.models import Contactpersoon, Organisatie, Speler
from loodsen.tables.organisaties import OrganisatieTable
from loodsen.views.versie import VersieView, geschiedenis
from monitoring import inlezen_metingen
from monitoring.forms.metingen import InleesForm

# A proposal travels with its page, signed; after this many seconds the file must be chosen again.
VOORSTEL_GELDIG = 3600
SCHRIJF = "loodsen.change_organisatie"


class OrganisatiesView(MetRecht, SingleTableMixin, ListView):
    """All organisations, with whether there is someone to reach."""

    recht = "loodsen.view_organisatie"
    template_name = "loodsen/organisaties/lijst.html"
    table_class = OrganisatieTable
    # By the table alone: the list view would count a second time.
    table_pagination = {"per_page": 25}

    def get_queryset(self) -> QuerySet[Any]:
        self.filterset = OrganisatieFilterSet(self.request.GET, Organisatie.objects.all())
        self.filterset.is_valid()
        # The kept and not yet ended, as the page of an organisation shows them.
        zichtbaar = Q(contactpersonen__in=Contactpersoon.objects.zichtbaar())
        vraagt = Q(
            contactpersonen__grondslag=Contactpersoon.Grondslag.TOESTEMMING,
            contactpersonen__toestemming_op__isnull=True,
        )
        return (
            self.filterset.qs.select_related("gemeente")
            .defer("gemeente__grens")
            .annotate(
                personen=Count("contactpersonen", filter=zichtbaar),
                open_vragen=Count("contactpersonen", filter=zichtbaar & vraagt),
            )
            .order_by("naam", "pk")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            filter=self.filterset,
            gefilterd=any(self.request.GET.get(naam) for naam in self.filterset.filters),
            mag_samenvoegen=self.request.user.has_perm("loodsen.voeg_samen"),
            **kwargs,
        )


class OrganisatieMixin(MetRecht):
    recht = "loodsen.view_organisatie"

    @cached_property
    def organisatie(self) -> Organisatie:
        rijen = Organisatie.objects.select_related("gemeente").defer("gemeente__grens")
        return get_object_or_404(rijen, pk=self.kwargs["organisatie_id"])  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisatie=self.organisatie, **kwargs)  # type: ignore[misc]


class OrganisatieView(OrganisatieMixin, TemplateView):
    """One organisation: what it stands for, whom one reaches, what changed."""

    template_name = "loodsen/organisaties/organisatie.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        speler = Speler.objects.filter(pk=self.organisatie.soort).first()
        teksten = []
        for naam in TEKSTEN:
            eigen, van_soort = getattr(self.organisatie, naam), getattr(speler, naam, "")
            if eigen or van_soort:
                teksten.append({"kop": naam.capitalize(), "tekst": eigen or van_soort, "eigen": bool(eigen)})
        zichtbaar = Contactpersoon.objects.zichtbaar()
        return super().get_context_data(
            teksten=teksten,
            bron=speler.bron if speler and any(not tekst["eigen"] for tekst in teksten) else "",
            personen=zichtbaar.filter(organisatie=self.organisatie),
            wijzigingen=geschiedenis(self.organisatie),
            mag_wijzigen=self.request.user.has_perm(SCHRIJF),
            **kwargs,
        )


class OrganisatieWijzigenView(OrganisatieMixin, VersieView):
    recht = SCHRIJF
    template_name = "loodsen/organisaties/wijzigen.html"
    form_class = OrganisatieForm

    @property
    def ding(self) -> Organisatie:
        return self.organisatie


class OrganisatieNieuwView(VersieView):
    recht = SCHRIJF
    template_name = "loodsen/organisaties/wijzigen.html"
    form_class = OrganisatieForm

    @cached_property
    def ding(self) -> Organisatie:
        return Organisatie()


# --- people ------------------------------------------------------------------------------------
class PersoonMixin(MetRecht):
    """Someone who is kept and whose term has not ended; others don't exist (404)."""

    recht = "loodsen.view_organisatie"

    @cached_property
    def persoon(self) -> Contactpersoon:
        zichtbaar = Contactpersoon.objects.zichtbaar()
        rijen = zichtbaar.select_related("organisatie", "gebruiker")
        return get_object_or_404(rijen, pk=self.kwargs["contactpersoon_id"])  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(persoon=self.persoon, organisatie=self.persoon.organisatie, **kwargs)  # type: ignore[misc]


class ContactpersoonView(PersoonMixin, TemplateView):
    """Someone one reaches, and on what ground and how long that is kept."""

    template_name = "loodsen/organisaties/persoon.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            wijzigingen=geschiedenis(self.persoon), mag_wijzigen=self.request.user.has_perm(SCHRIJF), **kwargs
        )


class PersoonSchrijfView(VersieView):
    recht = SCHRIJF
    template_name = "loodsen/organisaties/persoon_wijzigen.html"
    form_class = ContactpersoonForm

    def bewaar(self, ding: Contactpersoon) -> None:
        contactpersonen.bewaar(ding)


class ContactpersoonWijzigenView(PersoonMixin, PersoonSchrijfView):
    recht = SCHRIJF

    @property
    def ding(self) -> Contactpersoon:
        return self.persoon


class ContactpersoonNieuwView(OrganisatieMixin, PersoonSchrijfView):
    recht = SCHRIJF

    @cached_property
    def ding(self) -> Contactpersoon:
        return Contactpersoon(organisatie=self.organisatie)


class ToestemmingVragenView(PersoonMixin, TemplateView):
    """Send the question for consent (again)."""

    recht = SCHRIJF
    template_name = "loodsen/organisaties/persoon_toestemming.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if contactpersonen.vraag_toestemming(self.persoon):
            messages.success(request, f"De vraag is gemaild naar {self.persoon.email}.")
        else:
            messages.info(request, "Vandaag is er al een mail gestuurd. Morgen kunt u het opnieuw vragen.")
        return redirect(self.persoon)


class ContactpersoonWissenView(PersoonMixin, FormView):
    """Erase someone, at their request or because they left."""

    recht = SCHRIJF
    template_name = "loodsen/organisaties/persoon_wissen.html"
    form_class = WisForm

    def form_valid(self, form: WisForm) -> HttpResponse:
        organisatie = self.persoon.organisatie
        contactpersonen.wis(Contactpersoon.objects.filter(pk=self.persoon.pk))
        messages.success(self.request, "De contactpersoon is gewist.")
        return redirect(organisatie)

    def form_invalid(self, form: WisForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


# --- import ------------------------------------------------------------------------------------
class SjabloonView(MetRecht, View):
    """The empty workbook to fill in."""

    recht = SCHRIJF

    def get(self, request: HttpRequest) -> HttpResponse:
        antwoord = HttpResponse(
            inlezen.sjabloon(),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
        antwoord["Content-Disposition"] = 'attachment; filename="sjabloon-contactpersonen.xlsx"'
        return antwoord


class Ondertekend(NamedTuple):
    """What travels with the page of a proposal."""

    bestand: str
    rijen: list[Any]
    gezien: str


class InlezenView(MetRecht, FormView):
    """Choose a file, see what it would do, confirm. Between the two nothing is kept but the signed page itself."""

    recht = SCHRIJF
    template_name = "loodsen/organisaties/inlezen.html"
    form_class = InleesForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            max_rijen=inlezen_metingen.MAX_RIJEN, max_mb=inlezen_metingen.MAX_BYTES // 1024 // 1024, **kwargs
        )

    @property
    def zout(self) -> str:
        """A proposal is of one person."""
        return f"contactpersonen-inlezen:{self.request.user.pk}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.bevestig(request.POST["voorstel"]) if "voorstel" in request.POST else super().post(request)

    def form_valid(self, form: Any) -> HttpResponse:
        bestand = form.cleaned_data["bestand"]
        try:
            # One byte too many is enough to refuse it.
            rijen = inlezen_metingen.lees_bestand(
                bestand.name, bestand.read(inlezen_metingen.MAX_BYTES + 1), inlezen.INVOER
            )
        except AktFout as fout:
            form.add_error("bestand", str(fout))
            return self.form_invalid(form)
        return self.toon(bestand.name, rijen)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def toon(self, bestand: str, rijen: list[Any], melding: str = "") -> HttpResponse:
        voorstel = inlezen.stel_voor(rijen)
        pakket = Ondertekend(bestand, rijen, voorstel.vingerafdruk())
        return self.render_to_response(
            self.get_context_data(
                voorstel=voorstel,
                bestand=bestand,
                melding=melding,
                ondertekend=signing.dumps(pakket, salt=self.zout, compress=True) if voorstel.compleet else "",
            ),
            status=HTTPStatus.CONFLICT if melding else HTTPStatus.OK,
        )

    def bevestig(self, tekst: str) -> HttpResponse:
        try:
            pakket = Ondertekend(*signing.loads(tekst, salt=self.zout, max_age=VOORSTEL_GELDIG))
        except signing.BadSignature:
            messages.error(self.request, "Dit voorstel is verlopen. Kies het bestand opnieuw.")
            return redirect("loodsen:contactpersonen-inlezen")
        rijen = [(nummer, rij) for nummer, rij in pakket.rijen]
        try:
            voorstel = inlezen.neem_in(rijen, pakket.gezien, pakket.bestand)
        except AktFout as fout:
            return self.toon(pakket.bestand, rijen, str(fout))
        messages.success(self.request, f"Ingelezen uit {pakket.bestand}: {voorstel.samenvatting()}.")
        return redirect("loodsen:organisaties")


# --- one of two --------------------------------------------------------------------------------
class DubbelView(MetRecht, TemplateView):
    """Organisations that may be there twice."""

    recht = "loodsen.voeg_samen"
    template_name = "loodsen/organisaties/dubbel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(kandidaten=organisaties.kandidaten(), **kwargs)


class SamenvoegenView(MetRecht, FormView):
    """Two side by side; one chooses what it is to be, and one stays."""

    recht = "loodsen.voeg_samen"
    template_name = "loodsen/organisaties/samenvoegen.html"
    form_class = SamenvoegForm

    @cached_property
    def paar(self) -> tuple[Organisatie, Organisatie]:
        nummers = (self.kwargs["blijft_id"], self.kwargs["weg_id"])
        rijen = Organisatie.objects.select_related("gemeente").defer("gemeente__grens").in_bulk(nummers)
        if len(rijen) != 2:
            raise Http404
        return rijen[nummers[0]], rijen[nummers[1]]

    def get_form_kwargs(self) -> dict[str, Any]:
        een, ander = self.paar
        return {
            **super().get_form_kwargs(),
            "een": een,
            "ander": ander,
            "initial": {"gezien_een": laatste_versie(een), "gezien_ander": laatste_versie(ander)},
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        een, ander = self.paar
        zichtbaar = Contactpersoon.objects.zichtbaar()
        return super().get_context_data(
            een=een,
            ander=ander,
            personen_een=zichtbaar.filter(organisatie=een),
            personen_ander=zichtbaar.filter(organisatie=ander),
            **kwargs,
        )

    def form_valid(self, form: SamenvoegForm) -> HttpResponse:
        een, ander = self.paar
        weg = ander.naam
        gezien = (form.cleaned_data["gezien_een"], form.cleaned_data["gezien_ander"])
        try:
            blijft, verplaatst = organisaties.voeg_samen(een, ander, form.waarden(), gezien)
        except Conflict as conflict:
            messages.error(self.request, f"{conflict} Bekijk beide opnieuw.")
            return redirect("loodsen:organisaties-dubbel")
        except AktFout as fout:
            form.add_error(None, str(fout))
            return self.form_invalid(form)
        messages.success(
            self.request,
            f"{weg} is opgegaan in {blijft.naam}. {aantal(verplaatst, 'verwijzing', 'verwijzingen')} verplaatst.",
        )
        return redirect(blijft)

    def form_invalid(self, form: SamenvoegForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


# --- one's own data ----------------------------------------------------------------------------
class MijnMixin:
    """The rows of who has the key. The address is a secret: not kept by anyone, not passed on, not indexed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        antwoord: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        add_never_cache_headers(antwoord)
        antwoord["Referrer-Policy"] = "no-referrer"
        antwoord["X-Robots-Tag"] = "noindex, nofollow"
        return antwoord

    @cached_property
    def persoon(self) -> Contactpersoon:
        bewaard = Contactpersoon.objects.bewaard()
        return get_object_or_404(bewaard, sleutel=self.kwargs["gegevens_sleutel"])  # type: ignore[attr-defined]

    @property
    def rijen(self) -> QuerySet[Contactpersoon]:
        return contactpersonen.rijen_van(self.persoon)


@method_decorator(csrf_exempt, name="dispatch")
class MijnGegevensView(MijnMixin, FormView):
    """What is kept of someone, and what they want with it: consent, none, along, or gone.

    The key is all that counts here, and no other site has it. Without a referrer a browser names no origin either, so
    that the usual check would refuse the person.
    """

    template_name = "loodsen/organisaties/mijn_gegevens.html"
    form_class = WisForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rijen = list(self.rijen)
        return super().get_context_data(
            rijen=rijen,
            genoemd=sorted({regel for persoon in rijen for regel in contactpersonen.genoemd_bij(persoon)}),
            vraagt=any(persoon.mist_toestemming for persoon in rijen),
            kan_intrekken=any(persoon.toestemming_op for persoon in rijen),
            meenemen_url=reverse("loodsen:mijn-gegevens-meenemen", args=[self.persoon.sleutel]),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        match request.POST.get("actie"):
            case "toestemming":
                contactpersonen.geef_toestemming(self.rijen)
                messages.success(request, "Dank u wel. Wij bewaren uw gegevens weer een termijn.")
            case "intrekken":
                contactpersonen.trek_toestemming_in(self.rijen)
                messages.success(
                    request, "Uw toestemming is ingetrokken. Niemand ziet uw gegevens meer; morgen wissen wij ze."
                )
            case _:
                return super().post(request, *args, **kwargs)
        return redirect("loodsen:mijn-gegevens", self.persoon.sleutel)

    def form_valid(self, form: WisForm) -> HttpResponse:
        contactpersonen.wis(self.rijen)
        return redirect("loodsen:mijn-gegevens-gewist")

    def form_invalid(self, form: WisForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


class MeenemenView(MijnMixin, View):
    """All that is kept of someone, as a file."""

    def get(self, request: HttpRequest, gegevens_sleutel: str) -> JsonResponse:
        antwoord = JsonResponse(
            {"gegevens": contactpersonen.als_gegevens(self.rijen)},
            json_dumps_params={"ensure_ascii": False, "indent": 2},
        )
        antwoord["Content-Disposition"] = 'attachment; filename="mijn-gegevens.json"'
        return antwoord


class GewistView(TemplateView):
    """Says that it is done. It asks the database nothing, so there is nothing to learn from it."""

    template_name = "loodsen/organisaties/gewist.html"


class EigenGegevensView(LoginRequiredMixin, TemplateView):
    """The way to one's own data for who is logged in; without a linked contactpersoon it says so."""

    template_name = "loodsen/organisaties/eigen_gegevens.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        persoon = getattr(request.user, "contactpersoon", None)
        if persoon is not None:
            return redirect("loodsen:mijn-gegevens", persoon.sleutel)
        return super().get(request, *args, **kwargs)
