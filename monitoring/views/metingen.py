"""Pages of what is measured beside the voorraad, and of the programme: seven subjects in one shape.

`ONDERWERPEN` says what differs between them; the four views (list, export, one thing, removal) and the import work for
each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NamedTuple

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count, Model, Prefetch, Q, QuerySet, Sum, Value
from django.db.models.fields import CharField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, TemplateView, View
from django_filters.views import FilterMixin
from django_tables2 import SingleTableMixin

from akt.export import csv_antwoord, xlsx_antwoord
from akt.fouten import AktFout, Conflict
from akt.opmaak import GEEN, aantal, datum, getal, m2
from akt.versies import laatste_versie, vergrendel
from monitoring import inlezen_metingen, metingen
from monitoring.dossier import wijzigingen
from monitoring.filters import metingen as filters
from monitoring.forms import metingen as formulieren
from monitoring.models import (
    Bestemming,
    Definitie,
    Doelstelling,
    Gemeente,
    Maatregel,
    Niveau,
    Pand,
    Plancapaciteit,
    Provincie,
    Regio,
    Terrein,
    Transactie,
    Transformatie,
    Trendcijfer,
    Voorziening,
)
from monitoring.overeenstemming import geldige_definities
from monitoring.rules import gemeenten_van, ziet_alles
from monitoring.tables import metingen as tabellen
from monitoring.views.netwerk import NetwerkMixin, met_adressen

MAX_XLSX = 10_000
# A proposal travels with its page, signed; after this many seconds the file must be chosen again.
VOORSTEL_GELDIG = 3600


# --- what differs between the subjects --------------------------------------------------------------------------
@dataclass(frozen=True)
class Onderwerp:
    """One subject. `naam` is in the names of its addresses, `lijst` is the address and the name of its list.

    `pad` leads from a row to its gemeente ("" when the network sees all of it), `gemeente_van` gives the gemeente that
    keeps a row (None: the provincie). `totalen` is the line above the list, `klaar` gets the rows ready for the table.
    """

    naam: str
    lijst: str
    titel: str
    uitleg: str
    nieuw: str
    woorden: tuple[str, str]
    model: type[Any]
    form: type[formulieren.MetingForm]
    filterset: type[filters.MetingFilterSet]
    table: type[tabellen.MetingTable]
    klaar: Callable[[QuerySet[Any]], Any]
    totalen: Callable[[QuerySet[Any], Any], str]
    pad: str = ""
    gemeente_van: Callable[[Any], Gemeente | None] | None = None
    term: str = ""

    @property
    def url(self) -> str:
        return reverse(f"monitoring:{self.lijst}")

    @property
    def inlezen(self) -> inlezen_metingen.Invoer | None:
        return inlezen_metingen.INVOER.get(self.naam)

    def adres(self, wat: str, ding: Any = None) -> str:
        """Address of something of this subject: 'nieuw', 'wijzigen', 'verwijderen', 'csv', ..."""
        return reverse(f"monitoring:{self.naam}-{wat}", args=[ding.pk] if ding is not None else [])

    def zichtbaar(self, gebruiker: Any) -> QuerySet[Any]:
        """All rows for the provincie; for a loods those of the own gemeenten, and of what merged into them."""
        rijen = self.model.objects.all()
        if not self.pad or ziet_alles(gebruiker):
            return rijen
        eigen = gemeenten_van(gebruiker)
        return rijen.filter(Q(**{f"{self.pad}__in": eigen}) | Q(**{f"{self.pad}__opgegaan_in__in": eigen}))

    def mag_wijzigen(self, gebruiker: Any, ding: Any = None) -> bool:
        """The beheerder always; a loods what its own gemeente keeps. Without a thing: whether one may add."""
        if gebruiker.has_perm("monitoring.change_programma"):
            return True
        if self.gemeente_van is None:
            return False
        gemeente = self.gemeente_van(ding) if ding is not None else None
        if ding is not None and gemeente is None:
            return False
        return gebruiker.has_perm("monitoring.change_meting", gemeente)


def _nu(gemeente: Gemeente) -> Gemeente:
    return gemeente.opgegaan_in or gemeente


def _gemeente_van_doel(doel: Doelstelling) -> Gemeente | None:
    match doel.niveau:
        case Niveau.GEMEENTE:
            return Gemeente.objects.filter(code=doel.gebied_code).first()
        case Niveau.TERREIN:
            return Gemeente.objects.filter(terreinen__code=doel.gebied_code).first()
    return None


def _met_gebieden(rijen: QuerySet[Any]) -> list[Any]:
    """Rows with the name of their gebied as `gebied`, in one query more."""
    lijst = list(rijen)
    codes = {rij.gebied_code for rij in lijst}
    per_niveau = [
        model.objects.filter(code__in=codes).order_by().annotate(wat=Value(model.niveau.value, CharField()))
        for model in (Provincie, Regio, Gemeente, Terrein)
    ]
    kolommen = [gebieden.values_list("code", "naam", "wat") for gebieden in per_niveau]
    namen = {
        code: f"provincie {naam}" if wat == Niveau.PROVINCIE else naam
        for code, naam, wat in kolommen[0].union(*kolommen[1:], all=True)
    }
    for rij in lijst:
        rij.gebied = namen.get(rij.gebied_code, rij.gebied_code)
    return lijst


def _met_voortgang(rijen: QuerySet[Any]) -> list[Any]:
    lijst = _met_gebieden(rijen)
    for voortgang in metingen.voortgang(lijst):
        voortgang.doel.voortgang = voortgang  # type: ignore[attr-defined]
    return lijst


def _zonder_grens(model: Any) -> QuerySet[Any]:
    return model.objects.defer("grens")


def _totalen_plancapaciteit(rijen: QuerySet[Any], filterset: Any) -> str:
    hoeveel = rijen.count()
    if not filterset.is_stand:
        return f"{aantal(hoeveel, 'opgave', 'opgaven')}, van alle peildata door elkaar: die tellen niet op."
    som = rijen.aggregate(
        hard=Sum("bvo_m2", filter=Q(status=Plancapaciteit.Status.HARD), default=0),
        zacht=Sum("bvo_m2", filter=Q(status=Plancapaciteit.Status.ZACHT), default=0),
    )
    return (
        f"{aantal(hoeveel, 'opgave', 'opgaven')}: {m2(som['hard'] + som['zacht'])} BVO op {datum(filterset.dag)}, "
        f"waarvan {m2(som['hard'])} hard en {m2(som['zacht'])} zacht."
    )


def _totalen_transformatie(rijen: QuerySet[Any], filterset: Any) -> str:
    sloop = Q(bestemming=Bestemming.SLOOP)
    telt = ~Q(fase=Transformatie.Fase.AFGEBLAZEN)
    som = rijen.model.objects.filter(pk__in=rijen.values("pk")).aggregate(
        stuks=Count("pk"),
        anders=Sum("vvo_m2", filter=telt & ~sloop, default=0),
        sloop=Sum("vvo_m2", filter=telt & sloop, default=0),
        woningen=Sum("woningen", filter=telt, default=0),
    )
    return (
        f"{aantal(som['stuks'], 'project', 'projecten')}: {m2(som['anders'])} VVO transformatie, "
        f"{aantal(som['woningen'], 'woning', 'woningen')} en {m2(som['sloop'])} VVO sloop (zonder wat is afgeblazen)."
    )


def _totalen_transactie(rijen: QuerySet[Any], filterset: Any) -> str:
    som = rijen.aggregate(stuks=Count("pk"), m2=Sum("vvo_m2", default=0))
    return f"{aantal(som['stuks'], 'transactie', 'transacties')}: {m2(som['m2'])} VVO opname."


def _alleen_aantal(enkelvoud: str, meervoud: str) -> Callable[[QuerySet[Any], Any], str]:
    return lambda rijen, filterset: f"{aantal(rijen.count(), enkelvoud, meervoud)}."


ONDERWERPEN: tuple[Onderwerp, ...] = (
    Onderwerp(
        "plancapaciteit", "plancapaciteit", "Plancapaciteit",
        "Kantoorruimte die volgens plannen gebouwd mag worden en er nog niet is, hard en zacht.",
        "Plancapaciteit vastleggen", ("opgave", "opgaven"),
        Plancapaciteit, formulieren.PlancapaciteitForm, filters.PlancapaciteitFilterSet, tabellen.PlancapaciteitTable,
        lambda rijen: rijen.select_related("gemeente", "terrein", "bron").defer("gemeente__grens", "terrein__grens"),
        _totalen_plancapaciteit, "gemeente", lambda ding: _nu(ding.gemeente), "plancapaciteit",
    ),
    Onderwerp(
        "transformatie", "transformaties", "Transformaties en sloop",
        "Kantoorruimte die een ander gebruik krijgt of verdwijnt, van idee tot gereed.",
        "Transformatie vastleggen", ("project", "projecten"),
        Transformatie, formulieren.TransformatieForm, filters.TransformatieFilterSet, tabellen.TransformatieTable,
        lambda rijen: rijen.select_related("gemeente", "bron").defer("gemeente__grens").prefetch_related(
            Prefetch("panden", Pand.objects.only("bag_id"))
        ),
        _totalen_transformatie, "gemeente", lambda ding: _nu(ding.gemeente), "transformatie",
    ),
    Onderwerp(
        "transactie", "transacties", "Transacties",
        "Kantoorruimte die is verhuurd of verkocht aan gebruikers: de opname, met prijzen waar die bekend zijn.",
        "Transactie vastleggen", ("transactie", "transacties"),
        Transactie, formulieren.TransactieForm, filters.TransactieFilterSet, tabellen.TransactieTable,
        lambda rijen: rijen.select_related("gemeente", "bron").defer("gemeente__grens").prefetch_related(
            Prefetch("pand", met_adressen(Pand.objects.defer("omtrek")))
        ),
        _totalen_transactie, "gemeente", lambda ding: _nu(ding.gemeente), "opname",
    ),
    Onderwerp(
        "voorziening", "voorzieningen", "Voorzieningen",
        "Wat een terrein zijn gebruikers biedt: station, winkels, horeca, kinderopvang, en hoe ver dat lopen is.",
        "Voorziening vastleggen", ("voorziening", "voorzieningen"),
        Voorziening, formulieren.VoorzieningForm, filters.VoorzieningFilterSet, tabellen.VoorzieningTable,
        lambda rijen: rijen.select_related("terrein__gemeente").defer("terrein__grens", "terrein__gemeente__grens"),
        _alleen_aantal("voorziening", "voorzieningen"), "terrein__gemeente", lambda ding: ding.terrein.gemeente,
    ),
    Onderwerp(
        "maatregel", "maatregelen", "Maatregelen",
        "Wat het programma deed, waar en wanneer. Zo is later te zien of het hielp.",
        "Maatregel vastleggen", ("maatregel", "maatregelen"),
        Maatregel, formulieren.MaatregelForm, filters.MaatregelFilterSet, tabellen.MaatregelTable,
        lambda rijen: rijen.prefetch_related(
            Prefetch("gemeenten", _zonder_grens(Gemeente)), Prefetch("terreinen", _zonder_grens(Terrein))
        ),
        _alleen_aantal("maatregel", "maatregelen"),
    ),
    Onderwerp(
        "doelstelling", "doelstellingen", "Doelstellingen",
        "Wat de provincie en elke gemeente willen bereiken, en hoe ver het is (of was, in een jaar dat voorbij is).",
        "Doel vastleggen", ("doel", "doelen"),
        Doelstelling, formulieren.DoelstellingForm, filters.DoelstellingFilterSet, tabellen.DoelstellingTable,
        _met_voortgang, _alleen_aantal("doel", "doelen"), "", _gemeente_van_doel, "doel",
    ),
    Onderwerp(
        "trendcijfer", "trendcijfers", "Trendcijfers",
        "Cijfers uit onderzoek over een heel gebied, zoals de behoefte aan kantoorruimte, naast onze eigen tellingen.",
        "Trendcijfer vastleggen", ("cijfer", "cijfers"),
        Trendcijfer, formulieren.TrendcijferForm, filters.TrendcijferFilterSet, tabellen.TrendcijferTable,
        lambda rijen: _met_gebieden(rijen.select_related("bron")), _alleen_aantal("cijfer", "cijfers"),
    ),
)  # fmt: skip


# --- landing page -------------------------------------------------------------------------------------------------
class MetingenView(NetwerkMixin, TemplateView):
    """What is measured, what each is, and how much of it there is."""

    recht = "monitoring.view_meting"
    template_name = "monitoring/metingen/overzicht.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gebruiker = self.request.user
        tellingen = [
            onderwerp.zichtbaar(gebruiker).order_by().annotate(wat=Value(onderwerp.naam, CharField())).values("wat")
            .annotate(stuks=Count("pk", distinct=True)).values_list("wat", "stuks")
            for onderwerp in ONDERWERPEN
        ]  # fmt: skip
        stuks = dict(tellingen[0].union(*tellingen[1:], all=True))
        return super().get_context_data(
            onderwerpen=[
                {
                    "onderwerp": onderwerp,
                    "hoeveel": aantal(stuks.get(onderwerp.naam, 0), *onderwerp.woorden),
                    "mag_toevoegen": onderwerp.mag_wijzigen(gebruiker),
                }
                for onderwerp in ONDERWERPEN
            ],
            **kwargs,
        )


# --- the four views -----------------------------------------------------------------------------------------------
class OnderwerpMixin(NetwerkMixin):
    """A page of one subject, given in the URL conf."""

    recht = "monitoring.view_meting"
    onderwerp: Onderwerp = ONDERWERPEN[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(onderwerp=self.onderwerp, **kwargs)  # type: ignore[misc]

    @cached_property
    def ding(self) -> Any:
        """The thing of the address; what this user may not see doesn't exist (404)."""
        rijen = self.onderwerp.zichtbaar(self.request.user)  # type: ignore[attr-defined]
        return get_object_or_404(rijen, pk=self.kwargs[f"{self.onderwerp.naam}_id"])  # type: ignore[attr-defined]


class LijstView(OnderwerpMixin, SingleTableMixin, FilterMixin, ListView):
    """The list of a subject with filters, totals and exports of the same selection."""

    template_name = "monitoring/metingen/lijst.html"
    # By the table alone: the list view would count a second time.
    table_pagination = {"per_page": 25}

    def get_queryset(self) -> QuerySet[Any]:
        self.filterset = self.onderwerp.filterset(
            self.request.GET, self.onderwerp.zichtbaar(self.request.user), gebruiker=self.request.user
        )
        self.filterset.is_valid()
        return self.filterset.qs.order_by("pk")

    def get_table_class(self) -> Any:
        return self.onderwerp.table

    def get_table_data(self) -> Any:
        return self.onderwerp.klaar(self.object_list)  # type: ignore[arg-type]

    def get_table(self, **kwargs: Any) -> Any:
        tabel = super().get_table(**kwargs)
        tabel.adres_van = lambda ding: self.onderwerp.adres("wijzigen", ding)
        return tabel

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        onderwerp = self.onderwerp
        mag_toevoegen = onderwerp.mag_wijzigen(self.request.user)
        termen = [onderwerp.term] if onderwerp.term else []
        return super().get_context_data(
            filter=self.filterset,
            gefilterd=any(self.request.GET.get(naam) for naam in self.filterset.filters),
            vraag=self.request.GET.urlencode(),
            totalen=onderwerp.totalen(self.object_list, self.filterset),  # type: ignore[arg-type]
            definitie=next(iter(geldige_definities(termen)), None) if termen else None,
            adressen={wat: onderwerp.adres(wat) for wat in ("nieuw", "csv", "xlsx")},
            mag_toevoegen=mag_toevoegen,
            inlezen_url=onderwerp.adres("inlezen") if mag_toevoegen and onderwerp.inlezen else "",
            **kwargs,
        )


class ExportView(LijstView):
    """The filtered list as CSV or Excel, with the columns that the page has no room for."""

    vorm = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        self.object_list = self.get_queryset()
        rijen: Iterator[list[Any]] = self.get_table().as_values()
        kop = next(rijen)
        kaal = ([None if cel == GEEN else cel for cel in rij] for rij in rijen)
        if self.vorm == "csv":
            return csv_antwoord(self.onderwerp.lijst, kop, kaal)
        hoeveel = self.object_list.count()
        if hoeveel > MAX_XLSX:
            messages.error(
                request,
                f"Excel kan hier tot {getal(MAX_XLSX)} rijen aan; dit zijn er {getal(hoeveel)}. "
                "Maak het filter kleiner of kies CSV.",
            )
            return redirect(f"{self.onderwerp.url}?{request.GET.urlencode()}")
        toelichting = (
            f"{self.onderwerp.titel}, AKT-portaal, {datum(timezone.localdate())}. "
            f"{self.onderwerp.totalen(self.object_list, self.filterset)}"
        )
        return xlsx_antwoord(self.onderwerp.lijst, kop, kaal, toelichting)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"orderable": True}


class SchrijfMixin(OnderwerpMixin):
    """A page that changes a thing. To see it is not enough: another's can be read but not changed (403)."""

    @cached_property
    def mag_wijzigen(self) -> bool:
        return self.onderwerp.mag_wijzigen(self.request.user, self.ding)  # type: ignore[attr-defined]


class DingView(SchrijfMixin, FormView):
    """One thing: its facts and history, and a form for who may change it. With `nieuw`, an empty form."""

    template_name = "monitoring/metingen/ding.html"
    nieuw = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.nieuw and request.user.is_authenticated and not self.onderwerp.mag_wijzigen(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def ding(self) -> Any:
        return self.onderwerp.model() if self.nieuw else super().ding

    @cached_property
    def mag_wijzigen(self) -> bool:
        return self.nieuw or super().mag_wijzigen

    def get_form_class(self) -> Any:
        return self.onderwerp.form

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.ding, "gebruiker": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.mag_wijzigen:
            kwargs["form"] = None
        return super().get_context_data(
            mag_wijzigen=self.mag_wijzigen,
            nieuw=self.nieuw,
            titel=self.onderwerp.nieuw if self.nieuw else self.naam,
            demo=getattr(self.ding, "demo", False),
            feiten=[] if self.nieuw else self.feiten,
            wijzigingen=[] if self.nieuw else leesbaar(self.onderwerp.model, wijzigingen(self.opgeslagen)),
            verwijderen_url=""
            if self.nieuw or not self.mag_wijzigen
            else self.onderwerp.adres("verwijderen", self.ding),
            op_te_nemen=self.op_te_nemen,
            **kwargs,
        )

    @cached_property
    def opgeslagen(self) -> Any:
        """The thing as it is saved: a form with errors has written its values into `ding`."""
        return next(
            iter(self.onderwerp.klaar(self.onderwerp.model.objects.filter(pk=self.kwargs[f"{self.onderwerp.naam}_id"])))
        )

    @cached_property
    def naam(self) -> str:
        return self.feiten[0][1]

    @cached_property
    def feiten(self) -> list[tuple[str, Any]]:
        """What the list shows of it, as label and text; the first is what it is called."""
        tabel = self.onderwerp.table([self.opgeslagen])
        rij = tabel.rows[0]
        kolommen = [kolom for kolom in tabel.columns.iterall() if kolom.name != "demo"]
        eerste, *rest = kolommen
        naam = rij.get_cell_value(eerste.name)
        return [(eerste.header, naam), *((kolom.header, rij.get_cell(kolom.name)) for kolom in rest)]

    @cached_property
    def op_te_nemen(self) -> list[Any]:
        """Panden of a finished transformatie to be recorded anew: the figures don't change by themselves."""
        if self.nieuw or not isinstance(self.opgeslagen, Transformatie) or not self.mag_wijzigen:
            return []
        if self.opgeslagen.fase != Transformatie.Fase.GEREED:
            return []
        panden = Pand.objects.filter(
            Q(stand__isnull=True) | Q(stand__peildatum__lt=self.opgeslagen.gereed_op), transformaties=self.opgeslagen
        )
        return list(met_adressen(panden.select_related("stand").defer("omtrek")))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.mag_wijzigen:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                if not self.nieuw:
                    vergrendel(self.ding, form.cleaned_data["gezien"] or 0)
                ding = form.save()
        except Conflict as conflict:
            return self.toon_conflict(form, conflict)
        except IntegrityError:
            form.add_error(None, "Iemand anders heeft hetzelfde intussen vastgelegd. Zoek het op in de lijst.")
            return self.form_invalid(form)
        let_op = form.let_op()
        if let_op:
            messages.warning(self.request, f"Opgeslagen. {let_op}")
        else:
            messages.success(self.request, "Opgeslagen.")
        return redirect(self.onderwerp.adres("wijzigen", ding))

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def toon_conflict(self, form: Any, conflict: Conflict) -> HttpResponse:
        """The person's own input stays; saving again says: mine, knowing theirs."""
        form.data = form.data.copy()
        form.data["gezien"] = str(laatste_versie(self.ding))
        form.add_error(
            None,
            f"{conflict} Onderaan staat wat er veranderde. Uw invoer is nog niet opgeslagen. "
            "Controleer de velden en sla opnieuw op als uw gegevens beter zijn.",
        )
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.CONFLICT)


class VerwijderView(SchrijfMixin, TemplateView):
    """Asks once, then takes the thing away; its history stays."""

    template_name = "monitoring/metingen/verwijderen.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.has_perm(self.recht) and not self.mag_wijzigen:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            ding=self.ding,
            gezien=laatste_versie(self.ding),
            terug=self.onderwerp.adres("wijzigen", self.ding),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        gezien = request.POST.get("gezien", "")
        with transaction.atomic():
            vergrendel(self.ding, int(gezien) if gezien.isdecimal() else 0)
            naam = str(self.ding)
            self.ding.delete()
        messages.success(request, f"Verwijderd: {naam}.")
        return redirect(self.onderwerp.url)


def leesbaar(model: type[Model], versies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes of `wijzigingen` with words instead of codes and ids, one query per kind of thing referred to."""
    velden = {str(veld.verbose_name): veld for veld in model._meta.concrete_fields}
    namen: dict[str, dict[Any, str]] = {}
    for naam, veld in velden.items():
        if veld.choices:
            namen[naam] = {waarde: str(label) for waarde, label in veld.flatchoices}
        elif veld.is_relation:
            ids = {
                verschil[kant]
                for versie in versies
                for verschil in versie["verschillen"]
                for kant in ("oud", "nieuw")
                if verschil["veld"] == naam and verschil[kant] != GEEN
            }
            ander: Any = veld.related_model
            namen[naam] = {ding.pk: str(ding) for ding in ander.objects.filter(pk__in=ids)} if ids else {}
    for versie in versies:
        for verschil in versie["verschillen"]:
            for kant in ("oud", "nieuw"):
                waarde = verschil[kant]
                verschil[kant] = namen.get(verschil["veld"], {}).get(waarde, waarde)
    return versies


# --- import ---------------------------------------------------------------------------------------------------------
class Ondertekend(NamedTuple):
    """What travels with the page of a proposal."""

    bestand: str
    rijen: list[Any]
    gezien: str


class InlezenMixin(OnderwerpMixin):
    """Import of a subject, for who may add to it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not self.onderwerp.mag_wijzigen(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def invoer(self) -> inlezen_metingen.Invoer:
        if self.onderwerp.inlezen is None:
            raise Http404
        return self.onderwerp.inlezen


class SjabloonView(InlezenMixin, View):
    """The empty workbook to fill in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        definitie = next(iter(geldige_definities([self.invoer.term])), None)
        tekst = f"{definitie.naam}: {definitie.tekst}" if isinstance(definitie, Definitie) else ""
        antwoord = HttpResponse(
            inlezen_metingen.sjabloon(self.invoer, request.user, tekst),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
        antwoord["Content-Disposition"] = f'attachment; filename="sjabloon-{self.onderwerp.lijst}.xlsx"'
        return antwoord


class InlezenView(InlezenMixin, FormView):
    """Choose a file, see what it would do, confirm. Between the two nothing is kept but the signed page itself."""

    template_name = "monitoring/metingen/inlezen.html"
    form_class = formulieren.InleesForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sjabloon_url=self.onderwerp.adres("sjabloon"),
            max_rijen=inlezen_metingen.MAX_RIJEN,
            max_mb=inlezen_metingen.MAX_BYTES // 1024 // 1024,
            **kwargs,
        )

    @property
    def zout(self) -> str:
        """A proposal is of one person for one subject."""
        return f"inlezen:{self.onderwerp.naam}:{self.request.user.pk}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.bevestig(request.POST["voorstel"]) if "voorstel" in request.POST else super().post(request)

    def form_valid(self, form: Any) -> HttpResponse:
        bestand = form.cleaned_data["bestand"]
        try:
            if bestand.size > inlezen_metingen.MAX_BYTES:
                raise AktFout(
                    f"Het bestand is groter dan {inlezen_metingen.MAX_BYTES // 1024 // 1024} MB. "
                    "Splits het in kleinere bestanden."
                )
            rijen = inlezen_metingen.lees_bestand(bestand.name, bestand.read(), self.invoer)
        except AktFout as fout:
            form.add_error("bestand", str(fout))
            return self.form_invalid(form)
        return self.toon(bestand.name, rijen)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def toon(self, bestand: str, rijen: list[Any], melding: str = "") -> HttpResponse:
        voorstel = inlezen_metingen.stel_voor(self.invoer, rijen, self.request.user)
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
            return redirect(self.onderwerp.adres("inlezen"))
        rijen = [(nummer, rij) for nummer, rij in pakket.rijen]
        try:
            voorstel = inlezen_metingen.neem_in(
                self.invoer, rijen, self.request.user, pakket.gezien, pakket.bestand
            )  # fmt: skip
        except AktFout as fout:
            return self.toon(pakket.bestand, rijen, str(fout))
        messages.success(self.request, f"Ingelezen uit {pakket.bestand}: {voorstel.samenvatting()}.")
        return redirect(self.onderwerp.url)
