"""Initiatieven: filing and following one, finding places for it, and what comes of that."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, ListView, TemplateView
from django_tables2 import SingleTableMixin

from akt.export import csv_antwoord
from akt.fouten import AktFout, Conflict
from akt.limiet import binnen_limiet
from akt.mixins import MetRecht
from akt.opmaak import aantal, duur
from akt.versies import laatste_versie, vergrendel
from loodsen import initiatieven as werk
from loodsen import matching
from loodsen.filters.initiatieven import InitiatiefFilterSet
from loodsen.forms.initiatieven import (
    ClusterForm,
    FaseForm,
    GewichtenForm,
    IndienForm,
    InitiatiefForm,
    NetwerkForm,
    VrijgaveForm,
)
from loodsen.models import Cluster, Initiatief, Koppeling
from loodsen.tables.initiatieven import InitiatiefTable, m2_gevraagd, waar_gevraagd
from monitoring.models import Gemeente, Pand, Terrein
from monitoring.rules import gemeenten_van, ziet_alles
from monitoring.views.netwerk import PandMixin, met_adressen

# Initiatieven from one address within an hour.
INDIENINGEN_PER_UUR = 5
UUR = 3600


class NetwerkMixin(MetRecht):
    recht = "loodsen.view_initiatief"

    @property
    def zichtbaar(self) -> Any:
        return Initiatief.objects.zichtbaar_voor(self.request.user)  # type: ignore[attr-defined]

    @cached_property
    def eigen_gemeenten(self) -> list[str] | None:
        """Codes of the gemeenten whose panden this user may see; None for all."""
        gebruiker = self.request.user  # type: ignore[attr-defined]
        return None if ziet_alles(gebruiker) else list(gemeenten_van(gebruiker).values_list("pk", flat=True))


def met_plek(koppelingen: Any) -> QuerySet[Koppeling]:
    """Koppelingen with their pand (and its addresses) or terrein, in a fixed number of queries."""
    panden = Pand.objects.select_related("gemeente", "terrein", "stand").defer(
        "omtrek", "gemeente__grens", "terrein__grens"
    )
    terreinen = Terrein.objects.select_related("gemeente").defer("grens", "gemeente__grens")
    return koppelingen.select_related("voorgesteld_door").prefetch_related(
        Prefetch("pand", met_adressen(panden)), Prefetch("terrein", terreinen)
    )


# --- the list ------------------------------------------------------------------------------------
class InitiatievenView(NetwerkMixin, SingleTableMixin, ListView):
    """The initiatieven that may land where this user works, with filters."""

    model = Initiatief
    template_name = "loodsen/initiatieven/lijst.html"
    table_class = InitiatiefTable
    table_pagination = {"per_page": 25}

    def get_queryset(self) -> QuerySet[Initiatief]:
        self.filterset = InitiatiefFilterSet(
            self.request.GET, self.zichtbaar, request=self.request, gebruiker=self.request.user
        )
        self.filterset.is_valid()
        gezien = Koppeling.objects.zichtbaar_voor(self.request.user).values("pk")
        return (
            self.filterset.qs.select_related("regio")
            .prefetch_related(Prefetch("gemeenten", Gemeente.objects.only("code", "naam")))
            .annotate(telling=Count("koppelingen", filter=Q(koppelingen__in=gezien), distinct=True))
            .order_by("-gemaakt_op", "-pk")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            filter=self.filterset,
            gefilterd=any(self.request.GET.get(naam) for naam in self.filterset.filters),
            vraag=self.request.GET.urlencode(),
            **kwargs,
        )


class InitiatievenCsvView(InitiatievenView):
    """The filtered list as CSV, without panden and without who can be called."""

    http_method_names = ["get", "head"]
    KOP = (
        "Nummer", "Titel", "Organisatie", "Gebruik", "Ten minste (m²)", "Ten hoogste (m²)", "Waar", "Vanaf",
        "Uiterlijk", "Status", "Koppelingen", "Ingediend op", "Demogegevens",
    )  # fmt: skip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        return csv_antwoord("initiatieven", self.KOP, self.rijen())

    def rijen(self) -> Iterator[list[Any]]:
        for initiatief in self.get_queryset().iterator(500):
            yield [
                initiatief.nummer, initiatief.titel, initiatief.organisatie, initiatief.get_bestemming_display(),
                initiatief.m2_min, initiatief.m2_max, waar_gevraagd(initiatief), initiatief.vanaf,
                initiatief.uiterlijk, initiatief.get_status_display(), initiatief.telling,  # type: ignore[attr-defined]
                initiatief.gemaakt_op.date(), "ja" if initiatief.demo else "nee",
            ]  # fmt: skip


# --- one initiatief and its places ----------------------------------------------------------------
class EenInitiatief(NetwerkMixin):
    """Finds the initiatief of the address; one that may not land here doesn't exist for a loods (404)."""

    @cached_property
    def initiatief(self) -> Initiatief:
        return get_object_or_404(
            self.zichtbaar.select_related("regio", "behandelaar", "cluster").prefetch_related(
                Prefetch("gemeenten", Gemeente.objects.only("code", "naam")),
                Prefetch("terreinen", Terrein.objects.only("code", "naam")),
            ),
            nummer=self.kwargs["initiatief_nummer"],  # type: ignore[attr-defined]
        )


class InitiatiefView(EenInitiatief, TemplateView):
    """What is asked, the places that suit best by weights one can move, and the koppelingen made so far.

    htmx asks for the places alone when a weight moves; without it the form is an ordinary one.
    """

    def get_template_names(self) -> list[str]:
        htmx = self.request.htmx  # type: ignore[attr-defined]
        return ["loodsen/initiatieven/matches.html" if htmx else "loodsen/initiatieven/initiatief.html"]

    @cached_property
    def gewichten(self) -> GewichtenForm:
        return GewichtenForm(self.request.GET.dict(), matching.gewichten_van(self.initiatief))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        initiatief, gekozen = self.initiatief, self.gewichten.gewichten()
        koppelingen = list(met_plek(initiatief.koppelingen.zichtbaar_voor(self.request.user)))  # type: ignore[attr-defined]
        al = {
            (koppeling.pand_id, koppeling.terrein_id): koppeling for koppeling in koppelingen
        }  # fmt: skip
        panden = matching.beste_panden(initiatief, gekozen, self.eigen_gemeenten)
        terreinen = matching.beste_terreinen(initiatief, gekozen, self.eigen_gemeenten)
        return super().get_context_data(
            initiatief=initiatief,
            m2_gevraagd=m2_gevraagd(initiatief),
            waar_gevraagd=waar_gevraagd(initiatief),
            gewichten=self.gewichten,
            afwijkend=gekozen != matching.gewichten_van(initiatief),
            geen_gewicht=not any(gekozen.values()),
            panden=[(match, al.get((match.plek.pk, None))) for match in panden],
            terreinen=[(match, al.get((None, match.plek.pk))) for match in terreinen],
            bezet=self.bezet([match.plek.pk for match in panden]),
            koppelingen=koppelingen,
            elders=initiatief.koppelingen.count() - len(koppelingen),
            mag_koppelen=initiatief.status != Initiatief.Status.AFGESLOTEN,
            vraag=self.request.GET.urlencode(),
            **kwargs,
        )

    def bezet(self, panden: list[int]) -> set[int]:
        """Those of these panden that another initiatief got, or is talked about with."""
        fasen = [Koppeling.Fase.GESPREK, Koppeling.Fase.GELUKT]
        ander = Koppeling.objects.filter(pand__in=panden, fase__in=fasen).exclude(initiatief=self.initiatief)
        return set(ander.values_list("pand_id", flat=True))  # type: ignore[arg-type]

    def post(self, request: HttpRequest, initiatief_nummer: str) -> HttpResponse:
        """Keep the weights, or propose a pand or terrein (the weights shown are in the address)."""
        if request.POST.get("actie") == "bewaar":
            self.initiatief.gewichten = self.gewichten.gewichten()
            self.initiatief.save(update_fields=["gewichten"])
            messages.success(request, "De gewichten zijn bewaard bij dit initiatief.")
            return redirect(self.initiatief)
        if request.POST.get("actie") == "herstel":
            self.initiatief.gewichten = {}
            self.initiatief.save(update_fields=["gewichten"])
            messages.success(request, "Alle criteria tellen weer zoals gewoonlijk.")
            return redirect(self.initiatief)
        plek = self.gekozen_plek()
        try:
            koppeling = werk.koppel(self.initiatief, plek, request.user, self.gewichten.gewichten())  # type: ignore[arg-type]
        except AktFout as fout:
            messages.warning(request, str(fout))
            return redirect(self.initiatief)
        messages.success(request, "Voorgesteld. De initiatiefnemer ziet dit pas als u het vrijgeeft.")
        return redirect(koppeling)

    def gekozen_plek(self) -> Pand | Terrein:
        plek: Pand | Terrein
        if "terrein" in self.request.POST:
            terreinen = Terrein.objects.select_related("gemeente").defer("grens", "gemeente__grens")
            plek = get_object_or_404(terreinen, code=self.request.POST["terrein"])
        else:
            plek = get_object_or_404(Pand.objects.defer("omtrek"), bag_id=self.request.POST.get("pand", ""))
        if not self.request.user.has_perm("loodsen.change_koppeling", plek):  # type: ignore[union-attr]
            raise Http404
        return plek


class FormulierMixin:
    """Answers a form that is not right with 422, and one that another was ahead of with 409."""

    def form_invalid(self, form: Any, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)  # type: ignore[attr-defined]


class NieuwView(NetwerkMixin, FormulierMixin, FormView):
    """The network files an initiatief for someone, who gets the link to follow it."""

    template_name = "loodsen/initiatieven/formulier.html"
    form_class = InitiatiefForm

    def form_valid(self, form: InitiatiefForm) -> HttpResponse:
        with transaction.atomic():
            form.instance.behandelaar = self.request.user  # type: ignore[assignment]
            initiatief = form.save()
            werk.meld_ontvangst(initiatief)
        messages.success(self.request, "Vastgelegd. De initiatiefnemer krijgt een mail met een link om het te volgen.")
        if not self.zichtbaar.filter(pk=initiatief.pk).exists():
            messages.info(self.request, "Het initiatief kan niet in uw gemeente landen; de kantorencoach ziet het wel.")
            return redirect("loodsen:initiatieven")
        return redirect(initiatief)


class WijzigenView(EenInitiatief, FormulierMixin, FormView):
    """Change an initiatief, its status and who handles it."""

    template_name = "loodsen/initiatieven/formulier.html"
    form_class = NetwerkForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.initiatief}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(initiatief=self.initiatief, **kwargs)

    def form_valid(self, form: NetwerkForm) -> HttpResponse:
        try:
            with transaction.atomic():
                vergrendel(self.initiatief, form.cleaned_data["gezien"] or 0)
                initiatief = form.save()
        except Conflict as conflict:
            # The person's own input stays; saving again says: mine, knowing theirs.
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["gezien"] = str(laatste_versie(self.initiatief))  # type: ignore[index]
            form.add_error(None, f"{conflict} Uw invoer is nog niet opgeslagen. Controleer hem en sla opnieuw op.")
            return self.form_invalid(form, HTTPStatus.CONFLICT)
        messages.success(self.request, "Opgeslagen.")
        return redirect(initiatief)


# --- koppelingen ----------------------------------------------------------------------------------
class KoppelingView(NetwerkMixin, TemplateView):
    """One koppeling: why it was proposed, how far it is, and what the initiatiefnemer sees of it."""

    template_name = "loodsen/initiatieven/koppeling.html"

    @cached_property
    def koppeling(self) -> Koppeling:
        eigen = met_plek(Koppeling.objects.zichtbaar_voor(self.request.user))
        return get_object_or_404(
            eigen.select_related("initiatief", "vrijgegeven_door", "voorgesteld_door"), pk=self.kwargs["koppeling_id"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        koppeling = self.koppeling
        gebruiker: Any = self.request.user
        mag_vrijgeven = (
            gebruiker.has_perm("loodsen.geef_vrij", koppeling)
            and koppeling.fase != Koppeling.Fase.AFGEVALLEN
            and koppeling.initiatief.status != Initiatief.Status.AFGESLOTEN
        )
        context: dict[str, Any] = {
            "koppeling": koppeling,
            "plek": werk.plek_in_woorden(koppeling.plek),
            "initiatief": koppeling.initiatief,
            "zichtbaar_initiatief": self.zichtbaar.filter(pk=koppeling.initiatief_id).exists(),
            "voor": [reden for reden in koppeling.redenen if not reden["tegen"]],
            "tegen": [reden for reden in koppeling.redenen if reden["tegen"]],
            "fase": FaseForm(koppeling=koppeling),
            "vrijgave": VrijgaveForm(koppeling=koppeling) if mag_vrijgeven else None,
            "versies": koppeling.history.select_related("history_user")[:50],
        }
        return super().get_context_data(**(context | kwargs))

    def post(self, request: HttpRequest, koppeling_id: int) -> HttpResponse:
        vrijgeven = request.POST.get("actie") == "vrijgeven"
        recht = "loodsen.geef_vrij" if vrijgeven else "loodsen.change_koppeling"
        if not request.user.has_perm(recht, self.koppeling):
            raise PermissionDenied
        return self.geef_vrij(request) if vrijgeven else self.verplaats(request)

    def verplaats(self, request: HttpRequest) -> HttpResponse:
        form = FaseForm(request.POST, koppeling=self.koppeling)
        if not form.is_valid():
            return self.toon(fase=form)
        invoer = form.cleaned_data
        werk.verplaats(self.koppeling, invoer["fase"], invoer["gezien"], invoer["notitie"], invoer["reden"])
        messages.success(request, f"Opgeslagen: {self.koppeling.get_fase_display().lower()}.")
        return redirect(self.koppeling)

    def geef_vrij(self, request: HttpRequest) -> HttpResponse:
        form = VrijgaveForm(request.POST, koppeling=self.koppeling)
        if not form.is_valid():
            return self.toon(vrijgave=form)
        werk.geef_vrij(self.koppeling, request.user, form.cleaned_data, form.cleaned_data["gezien"])  # type: ignore[arg-type]
        messages.success(request, "Vrijgegeven. De initiatiefnemer krijgt een mail.")
        return redirect(self.koppeling)

    def toon(self, **formulieren: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**formulieren), status=HTTPStatus.UNPROCESSABLE_ENTITY)


# --- the other way round --------------------------------------------------------------------------
class PandInitiatievenView(PandMixin, NetwerkMixin, TemplateView):
    """The initiatieven that suit a pand best."""

    recht = "loodsen.view_initiatief"
    template_name = "loodsen/initiatieven/plek.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        adres = self.pand.adressen.filter(einde__isnull=True).order_by("straat", "huisnummer").first()
        return super().get_context_data(
            plek=self.pand,
            naam=adres or self.pand,
            kort=adres.regel if adres else str(self.pand),
            matches=matching.beste_initiatieven(self.pand, self.zichtbaar.open()),
            al=set(self.pand.koppelingen.values_list("initiatief_id", flat=True)),
            veld="pand",
            waarde=self.pand.bag_id,
            **kwargs,
        )


class TerreinInitiatievenView(NetwerkMixin, TemplateView):
    """The initiatieven that suit a terrein best."""

    template_name = "loodsen/initiatieven/plek.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        terreinen = Terrein.objects.select_related("gemeente").defer("grens", "gemeente__grens")
        terrein = get_object_or_404(terreinen, code=self.kwargs["terrein_code"])
        if not self.request.user.has_perm("loodsen.change_koppeling", terrein):  # type: ignore[union-attr]
            raise Http404
        return super().get_context_data(
            plek=terrein,
            naam=terrein,
            kort=terrein.naam,
            matches=matching.beste_initiatieven(terrein, self.zichtbaar.open()),
            al=set(terrein.koppelingen.values_list("initiatief_id", flat=True)),
            veld="terrein",
            waarde=terrein.code,
            **kwargs,
        )


# --- who files one --------------------------------------------------------------------------------
@method_decorator(never_cache, name="dispatch")
class IndienenView(FormulierMixin, FormView):
    """Anyone may say what they look for; with an account it joins one's own initiatieven."""

    template_name = "loodsen/initiatieven/indienen.html"
    form_class = IndienForm

    @property
    def indiener(self) -> Any:
        """The account that files it; the network files for others, on a page of its own."""
        gebruiker = self.request.user
        return gebruiker if gebruiker.has_perm("loodsen.volg_eigen_initiatieven") else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        jaren = duur(round(settings.AKT_INITIATIEF_BEWAREN_DAGEN / 365 * 12))
        return super().get_context_data(bewaren=jaren, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        if self.indiener is None:
            return {}
        return {"indiener_naam": self.indiener.naam, "indiener_email": self.indiener.email}

    def form_valid(self, form: Any) -> HttpResponse:
        if not binnen_limiet("initiatief", self.request, INDIENINGEN_PER_UUR, UUR):
            form.add_error(
                None,
                "Vanaf dit internetadres zijn het afgelopen uur al veel initiatieven ingediend. Probeer het later "
                "opnieuw, of mail ons: het adres staat onderaan de pagina.",
            )
            return self.form_invalid(form, HTTPStatus.TOO_MANY_REQUESTS)
        with transaction.atomic():
            form.instance.gebruiker = self.indiener
            initiatief = form.save()
            werk.meld_ontvangst(initiatief)
        messages.success(self.request, "Bedankt. Wij mailen u het adres van deze pagina, zodat u haar terugvindt.")
        return redirect("loodsen:initiatief-volgen", initiatief.sleutel)


@method_decorator(never_cache, name="dispatch")
class VolgenView(TemplateView):
    """What the initiatiefnemer sees: its own words, how far it is, and only what a loods released."""

    template_name = "loodsen/initiatieven/volgen.html"

    @cached_property
    def initiatief(self) -> Initiatief:
        return get_object_or_404(
            Initiatief.objects.select_related("regio").prefetch_related(
                Prefetch("gemeenten", Gemeente.objects.only("code", "naam"))
            ),
            sleutel=self.kwargs["initiatief_sleutel"],
            gewist_op__isnull=True,
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        antwoord = super().dispatch(request, *args, **kwargs)
        antwoord["X-Robots-Tag"] = "noindex, nofollow"
        antwoord["Referrer-Policy"] = "no-referrer"
        return antwoord

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Only the columns meant for the initiatiefnemer leave the database.
        plekken = (
            self.initiatief.koppelingen.vrijgegeven()
            .order_by("-vrijgegeven_op")
            .values(  # type: ignore[attr-defined]
                "vrijgegeven_op", "vrijgegeven_plek", "vrijgegeven_m2", "vrijgegeven_tekst", "fase"
            )
        )
        standen = dict(Koppeling.Fase.choices) | {Koppeling.Fase.AFGEVALLEN.value: "Gaat niet door"}
        return super().get_context_data(
            initiatief=self.initiatief,
            m2_gevraagd=m2_gevraagd(self.initiatief),
            waar_gevraagd=waar_gevraagd(self.initiatief),
            plekken=[{**plek, "stand": standen[plek["fase"]]} for plek in plekken],
            **kwargs,
        )

    def post(self, request: HttpRequest, initiatief_sleutel: str) -> HttpResponse:
        """Withdraw it, and have everything about oneself forgotten."""
        werk.wis(self.initiatief)
        messages.success(request, "Uw initiatief is ingetrokken en uw gegevens zijn gewist.")
        return redirect("loodsen:initiatief-indienen")


class MijnInitiatievenView(LoginRequiredMixin, ListView):
    """What someone filed with this account."""

    template_name = "loodsen/initiatieven/mijn.html"
    context_object_name = "initiatieven"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Initiatief]:
        vrij = Q(koppelingen__vrijgegeven_op__isnull=False)
        return (
            Initiatief.objects.filter(gebruiker=self.request.user.pk)
            .annotate(plekken=Count("koppelingen", filter=vrij))
            .order_by("-gemaakt_op", "-pk")
        )


# --- clusters -------------------------------------------------------------------------------------
def url_nieuw_cluster(voorstel: werk.Voorstel) -> str:
    """Address of the form with a suggestion filled in."""
    naam = f"{voorstel.terrein}: " + " en ".join(
        match.initiatief.get_bestemming_display().lower() for match in voorstel.matches
    )
    velden = [("naam", naam[:120]), *(("initiatief", match.initiatief.pk) for match in voorstel.matches)]
    return f"{reverse('loodsen:cluster-nieuw')}?{urlencode(velden)}"


class ClustersView(NetwerkMixin, TemplateView):
    """Clusters there are, and initiatieven that could make a new one."""

    template_name = "loodsen/initiatieven/clusters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clusters = Cluster.objects.prefetch_related(Prefetch("initiatieven", self.zichtbaar, to_attr="leden"))
        voorstellen = werk.stel_clusters_voor(list(self.zichtbaar.open()), self.eigen_gemeenten)
        return super().get_context_data(
            clusters=clusters,
            voorstellen=[(voorstel, url_nieuw_cluster(voorstel)) for voorstel in voorstellen],
            **kwargs,
        )


class ClusterNieuwView(NetwerkMixin, FormulierMixin, FormView):
    """Make a cluster; the address may name the initiatieven."""

    template_name = "loodsen/initiatieven/cluster_formulier.html"
    form_class = ClusterForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"zichtbaar": self.zichtbaar}

    def get_initial(self) -> dict[str, Any]:
        gekozen = [int(pk) for pk in self.request.GET.getlist("initiatief") if pk.isdecimal()]
        return {"naam": self.request.GET.get("naam", "")[:120], "initiatieven": gekozen}

    def form_valid(self, form: ClusterForm) -> HttpResponse:
        invoer = form.cleaned_data
        leden = list(invoer["initiatieven"])
        cluster = werk.maak_cluster(invoer["naam"], invoer["toelichting"], leden)
        messages.success(self.request, f"Cluster gemaakt met {aantal(len(leden), 'initiatief', 'initiatieven')}.")
        return redirect(cluster)


class ClusterView(NetwerkMixin, FormulierMixin, FormView):
    """A cluster with those of its initiatieven that this user may see."""

    template_name = "loodsen/initiatieven/cluster.html"
    form_class = ClusterForm

    @cached_property
    def cluster(self) -> Cluster:
        return get_object_or_404(Cluster, pk=self.kwargs["cluster_id"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"zichtbaar": self.zichtbaar, "instance": self.cluster}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        leden = list(self.zichtbaar.filter(cluster=self.cluster).order_by("titel"))
        return super().get_context_data(
            cluster=self.cluster,
            leden=[(initiatief, m2_gevraagd(initiatief)) for initiatief in leden],
            elders=self.cluster.initiatieven.count() - len(leden),
            samen=sum(werk.vraagt_m2(initiatief) for initiatief in leden),
            **kwargs,
        )

    def form_valid(self, form: ClusterForm) -> HttpResponse:
        with transaction.atomic():
            cluster = form.save()
            gekozen = list(form.cleaned_data["initiatieven"])
            werk.zet_in_cluster(cluster, gekozen)
            eruit = self.zichtbaar.filter(cluster=cluster).exclude(pk__in=[lid.pk for lid in gekozen])
            werk.zet_in_cluster(None, list(eruit))
        messages.success(self.request, "Opgeslagen.")
        return redirect(cluster)
