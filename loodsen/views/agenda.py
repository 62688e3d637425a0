"""The planning of the programme, and the five points of each gemeente: open to read, kept by those whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View
from django_tables2 import RequestConfig

from akt.export import csv_antwoord, xlsx_antwoord
from akt.mixins import MetRecht
from akt.opmaak import GEEN, datum
from loodsen import agenda
from loodsen.forms.agenda import AgendapuntForm, ProcesverbeteringFormSet, ProgrammaonderdeelForm
from loodsen.models import (
    UITLEG,
    Gemeenteagenda,
    Gemeenteagendapunt,
    Kantorenloods,
    Procesverbetering,
    Programmaonderdeel,
    Punt,
)
from loodsen.tables.agenda import KLASSEN, GemeenteagendaTable
from loodsen.views.wijzigen import WijzigView
from loodsen.wijzigen import geschiedenis
from monitoring.metingen import voortgang
from monitoring.models import Doelstelling, Gemeente, Niveau, Terrein
from monitoring.rules import gemeenten_van, ziet_alles

STATUSKLASSEN = {
    Programmaonderdeel.Status.GEPLAND: "gepland", Programmaonderdeel.Status.LOOPT: "loopt",
    Programmaonderdeel.Status.GEREED: "gereed", Programmaonderdeel.Status.VERTRAAGD: "vertraagd",
    Programmaonderdeel.Status.VERVALLEN: "vervallen",
}  # fmt: skip


# --- the planning ------------------------------------------------------------------------------------
class AgendaView(TemplateView):
    """The planning of a year by strand and quarter, and the gemeenten with an agenda of their own."""

    template_name = "loodsen/agenda/planning.html"

    @cached_property
    def jaar(self) -> int | None:
        """The year that is asked for, this year without one; None for what is no year."""
        tekst = self.request.GET.get("jaar", "")
        if not tekst:
            return timezone.localdate().year
        return int(tekst) if tekst.isascii() and tekst.isdecimal() and len(tekst) == 4 and tekst != "0000" else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dag, jaar = timezone.localdate(), self.jaar
        onderdelen = list(Programmaonderdeel.objects.filter(agenda.in_jaar(jaar))) if jaar else []
        for onderdeel in onderdelen:
            onderdeel.laat = onderdeel.dagen_te_laat(dag)  # type: ignore[attr-defined]
            onderdeel.klasse = STATUSKLASSEN[Programmaonderdeel.Status(onderdeel.status)]  # type: ignore[attr-defined]
        return super().get_context_data(
            jaar=jaar,
            jaren=agenda.jaren(),
            rijen=agenda.rijen(onderdelen, jaar) if jaar else [],
            kwartalen=agenda.KWARTALEN,
            kwartaal_nu=agenda.kwartaal(dag, jaar) if jaar == dag.year else None,
            hoeveel=len(onderdelen),
            te_laat=sum(bool(onderdeel.laat) for onderdeel in onderdelen),  # type: ignore[attr-defined]
            zonder_stand=sum(onderdeel.bijgehouden_op is None for onderdeel in onderdelen),
            bronnen=sorted({onderdeel.bron for onderdeel in onderdelen if onderdeel.bron}),
            demo=any(onderdeel.demo for onderdeel in onderdelen),
            agendas=Gemeenteagenda.objects.select_related("gemeente")
            .defer("gemeente__grens")
            .annotate(gereed=Count("punten", Q(punten__stand=Gemeenteagendapunt.Stand.GEREED)))
            .order_by("gemeente__naam"),
            mag_wijzigen=self.request.user.has_perm("loodsen.change_agenda"),  # type: ignore[union-attr]
            **kwargs,
        )


class OnderdeelView(WijzigView):
    """A part of the programme, new or to be changed."""

    recht = "loodsen.change_agenda"
    template_name = "loodsen/agenda/onderdeel.html"
    form_class = ProgrammaonderdeelForm

    @cached_property
    def ding(self) -> Programmaonderdeel:  # type: ignore[override]
        if "onderdeel_id" not in self.kwargs:
            return Programmaonderdeel()
        return get_object_or_404(Programmaonderdeel, pk=self.kwargs["onderdeel_id"])

    @cached_property
    def titel(self) -> str:  # type: ignore[override]
        return self.ding.naam or "Onderdeel toevoegen"

    def terug(self, ding: Any) -> str:
        return f"{reverse('loodsen:agenda')}?jaar={ding.begin.year}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            geschiedenis=geschiedenis(self.ding) if "onderdeel_id" in self.kwargs else [], **kwargs
        )


# --- a gemeente --------------------------------------------------------------------------------------
def _gemeente(code: str) -> Gemeente:
    """A gemeente of today, or one that took part before it merged."""
    gemeenten = Gemeente.objects.filter(Q(einde__isnull=True) | Q(agenda__isnull=False))
    return get_object_or_404(gemeenten.defer("grens"), pk=code)


class GemeenteagendaView(TemplateView):
    """The five points of a gemeente: its policy, how far it is, and what belongs to each point. Open to all."""

    template_name = "loodsen/agenda/gemeente.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gebruiker: Any = self.request.user
        gemeente = _gemeente(self.kwargs["agenda_gemeente"])
        mag_wijzigen = gebruiker.has_perm("loodsen.change_gemeenteagenda", gemeente)
        doet_mee = Gemeenteagenda.objects.filter(pk=gemeente.pk).first()
        dag = timezone.localdate()
        punten = list(
            Gemeenteagendapunt.objects.filter(agenda=gemeente.pk)
            .order_by("punt")
            .prefetch_related(Prefetch("terreinen", Terrein.objects.defer("grens")))
        )
        for punt in punten:
            punt.uitleg = UITLEG[punt.punt]  # type: ignore[attr-defined]
            punt.klasse = KLASSEN[Gemeenteagendapunt.Stand(punt.stand)]  # type: ignore[attr-defined]
            punt.te_laat = punt.is_te_laat(dag)  # type: ignore[attr-defined]
        return super().get_context_data(
            gemeente=gemeente,
            agenda=doet_mee,
            punten=punten,
            gereed=sum(punt.stand == Gemeenteagendapunt.Stand.GEREED for punt in punten),
            demo=any(punt.demo for punt in punten),
            loodsen=Kantorenloods.objects.op(dag).filter(gemeente=gemeente).order_by("-eerste", "naam"),  # type: ignore[attr-defined]
            verbeteringen=Procesverbetering.objects.filter(agenda=gemeente.pk) if doet_mee else [],
            dag=dag,
            mag_wijzigen=mag_wijzigen,
            in_netwerk=gebruiker.has_perm("loodsen.view_gemeenteagendas"),
            mag_doel=gebruiker.has_perm("monitoring.change_meting", gemeente),
            **self.doelen(gemeente),
            **kwargs,
        )

    def doelen(self, gemeente: Gemeente) -> dict[str, Any]:
        """The doelen of the gemeente. Figures of before a release are for the network; others get the infographics."""
        doelen = list(
            Doelstelling.objects.filter(niveau=Niveau.GEMEENTE, gebied_code=gemeente.pk).order_by("soort", "jaar")
        )
        met_stand = self.request.user.has_perm("monitoring.view_meting")  # type: ignore[union-attr]
        standen = voortgang(doelen) if met_stand else []
        return {"doelen": [] if met_stand else doelen, "standen": standen, "heeft_doelen": bool(doelen)}


class AgendapuntView(WijzigView):
    """One point of a gemeente, for its loods and for the provincie; another's doesn't exist (404)."""

    recht = "loodsen.view_gemeenteagendas"
    template_name = "loodsen/agenda/punt.html"
    form_class = AgendapuntForm

    @cached_property
    def ding(self) -> Gemeenteagendapunt:  # type: ignore[override]
        punten = Gemeenteagendapunt.objects.select_related("agenda__gemeente").defer("agenda__gemeente__grens")
        punt = get_object_or_404(punten, agenda=self.kwargs["agenda_gemeente"], punt=self.kwargs["agenda_punt"])
        if not self.request.user.has_perm("loodsen.change_gemeenteagenda", punt.agenda):  # type: ignore[union-attr]
            raise Http404
        return punt

    @cached_property
    def titel(self) -> str:  # type: ignore[override]
        return str(self.ding.get_punt_display())

    def terug(self, ding: Any) -> str:
        return str(ding.get_absolute_url())

    def verbeteringen(self, data: Any = None) -> Any:
        """The improvements of its processes, with the third point."""
        if self.ding.punt != Punt.PROCESSEN:
            return None
        return ProcesverbeteringFormSet(data, instance=self.ding.agenda, prefix="verbetering")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            punt=self.ding,
            uitleg=UITLEG[self.ding.punt],
            verbeteringen=self.verbeteringen() if self.formset is None else self.formset,
            geschiedenis=geschiedenis(self.ding),
            **kwargs,
        )

    formset: Any = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        self.formset = self.verbeteringen(request.POST)
        goed = form.is_valid()
        if self.formset is not None:
            goed = self.formset.is_valid() and goed
        return self.form_valid(form) if goed else self.form_invalid(form)

    def bewaar(self, form: Any) -> Any:
        form.instance.bijgewerkt_op = timezone.now()
        punt = form.save()
        if self.formset is not None:
            self.formset.save()
        return punt


# --- all gemeenten -----------------------------------------------------------------------------------
def _agendas() -> list[Gemeenteagenda]:
    return list(Gemeenteagenda.objects.select_related("gemeente").defer("gemeente__grens").prefetch_related("punten"))


class GemeenteagendasView(MetRecht, TemplateView):
    """All gemeenten by the five points, and letting another one join."""

    recht = "loodsen.view_gemeenteagendas"
    template_name = "loodsen/agenda/gemeenten.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agendas = _agendas()
        rijen = GemeenteagendaTable.rijen(agendas)
        tabel = GemeenteagendaTable(rijen, order_by="gemeente")
        RequestConfig(self.request, paginate=False).configure(tabel)
        return super().get_context_data(
            table=tabel,
            hoeveel=len(agendas),
            punten_gereed=sum(rij["gereed"] for rij in rijen),
            punten=5 * len(agendas),
            nieuw=_kan_aansluiten(self.request.user),
            **kwargs,
        )


def _kan_aansluiten(gebruiker: Any) -> QuerySet[Gemeente]:
    """Gemeenten that don't take part yet, and that this user may let join."""
    gemeenten = Gemeente.objects.huidig() if ziet_alles(gebruiker) else gemeenten_van(gebruiker)
    return gemeenten.filter(agenda__isnull=True).only("code", "naam").order_by("naam")


class GemeenteagendasExportView(MetRecht, View):
    """The same table as a file."""

    recht = "loodsen.view_gemeenteagendas"
    vorm = "csv"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rijen: Iterator[list[Any]] = GemeenteagendaTable(GemeenteagendaTable.rijen(_agendas())).as_values()
        kop = next(rijen)
        kaal = ([None if cel == GEEN else cel for cel in rij] for rij in rijen)
        if self.vorm == "csv":
            return csv_antwoord("gemeenteagendas", kop, kaal)
        toelichting = (
            f"AKT-agenda voor gemeenten: de stand van de vijf punten, AKT-portaal, {datum(timezone.localdate())}."
        )
        return xlsx_antwoord("gemeenteagendas", kop, kaal, toelichting)


class AansluitenView(MetRecht, View):
    """Lets a gemeente join: by the provincie, or by its own loods."""

    recht = "loodsen.view_gemeenteagendas"

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("loodsen:gemeenteagendas")

    def post(self, request: HttpRequest) -> HttpResponse:
        gemeente = get_object_or_404(Gemeente.objects.huidig().defer("grens"), pk=request.POST.get("gemeente", "")[:6])
        if not request.user.has_perm("loodsen.change_gemeenteagenda", gemeente):
            raise PermissionDenied
        if agenda.sluit_aan(gemeente, request.user):
            messages.success(request, f"{gemeente} doet mee. Vul de vijf punten in.")
        else:
            messages.info(request, f"{gemeente} deed al mee.")
        return redirect("loodsen:gemeenteagenda", gemeente.pk)
