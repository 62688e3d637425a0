"""The pages of the rounds: opening one, how far everyone is, and filling in by grid, in bulk or with a sheet."""

from __future__ import annotations

import datetime
import json
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.views.generic import FormView, TemplateView, View

from akt.fouten import AktFout
from akt.opmaak import GEEN, aantal, datum, datum_kort, getal
from monitoring import rondes, uploads
from monitoring.filters.rondes import RondePandFilterSet
from monitoring.forms.rondes import DeadlineForm, RondeForm, ToepassenForm, UploadForm
from monitoring.inlezen import BestandFout
from monitoring.inlezen.kolommen import PER_VELD
from monitoring.models import Adres, Deelname, Ronde
from monitoring.models.rondes import Upload
from monitoring.rondeinvoer import OPPERVLAKTEN, Rij, Soort, Uitslag, met_nieuwste, pandrijen, sla_op, toon
from monitoring.rules import gemeenten_van, ziet_alles
from monitoring.sjabloon import maak_csv, maak_opmerkingen, maak_xlsx, sjabloonrijen
from monitoring.tables.rondes import DeelnameTable
from monitoring.views.netwerk import NetwerkMixin, met_adressen

PER_BLAD = 300
# Rows of a grid in one request, and how many lines a preview shows; the file with remarks has all.
MAX_RIJEN_KEER = 500
MAX_GETOOND = 200
# In the session: the last confirmation in bulk, to take back.
ONGEDAAN = "ronde_ongedaan"
ONGEDAAN_TIJD = datetime.timedelta(hours=12)
GRIDVELDEN = (*OPPERVLAKTEN, "leeg_sinds")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def deelnames_voor(gebruiker: Any) -> QuerySet[Deelname]:
    """The whole provincie for coach and beheerder, the own gemeenten for a loods."""
    deelnames = Deelname.objects.select_related("ronde", "gemeente").defer("gemeente__grens").order_by("gemeente__naam")
    return deelnames if ziet_alles(gebruiker) else deelnames.filter(gemeente__in=gemeenten_van(gebruiker))


def tabel(deelnames: list[Deelname], request: HttpRequest) -> DeelnameTable:
    stand = rondes.voortgang([deelname.pk for deelname in deelnames])
    gemaakt = DeelnameTable(DeelnameTable.rijen(deelnames, stand), order_by=request.GET.get("sort", "stand"))
    gemaakt.totaal = sum(stand[deelname.pk].panden for deelname in deelnames)
    gemaakt.gedaan = sum(stand[deelname.pk].gedaan for deelname in deelnames)
    gemaakt.totaal_tekst, gemaakt.gemeenten_tekst = getal(gemaakt.totaal), getal(len(deelnames))
    return gemaakt


class RondesView(NetwerkMixin, TemplateView):
    """Open rounds with everyone's progress, and the closed ones."""

    recht = "monitoring.view_ronde"
    template_name = "monitoring/rondes/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        eigen = list(deelnames_voor(self.request.user).filter(ronde__gesloten_op__isnull=True))
        lopend = {ronde.pk: ronde for ronde in (deelname.ronde for deelname in eigen)}
        gesloten = Ronde.objects.filter(gesloten_op__isnull=False)
        if not ziet_alles(self.request.user):
            gesloten = gesloten.filter(gemeenten__in=gemeenten_van(self.request.user)).distinct()
        return super().get_context_data(
            rondes=[
                (ronde, tabel([deelname for deelname in eigen if deelname.ronde_id == ronde.pk], self.request))
                for ronde in sorted(lopend.values(), key=lambda ronde: ronde.peildatum, reverse=True)
            ],
            gesloten=gesloten[:40],
            mag_openen=self.request.user.has_perm("monitoring.open_ronde"),
            **kwargs,
        )


class RondeNieuwView(NetwerkMixin, FormView):
    """The beheerder opens a round; the loodsen get a mail."""

    recht = "monitoring.open_ronde"
    template_name = "monitoring/rondes/nieuw.html"
    form_class = RondeForm

    def form_valid(self, form: RondeForm) -> HttpResponse:
        gemeenten = form.cleaned_data["gemeenten"]
        ronde = rondes.open_ronde(form.instance, gemeenten, self.request.user)  # type: ignore[arg-type]
        messages.success(
            self.request,
            f"De ronde is open voor {aantal(len(gemeenten), 'gemeente', 'gemeenten')}. "
            "De kantorenloodsen krijgen een mail.",
        )
        return redirect(ronde)

    def form_invalid(self, form: RondeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


class RondeView(NetwerkMixin, TemplateView):
    """One round: the state of each gemeente. The beheerder closes it, opens it again, and gives one more time."""

    recht = "monitoring.view_ronde"
    template_name = "monitoring/rondes/ronde.html"

    @cached_property
    def deelnames(self) -> list[Deelname]:
        deelnames = list(deelnames_voor(self.request.user).filter(ronde__peildatum=self.kwargs["ronde_dag"]))
        if not deelnames:
            raise Http404
        return deelnames

    def get_context_data(self, form: DeadlineForm | None = None, **kwargs: Any) -> dict[str, Any]:
        deelnames = self.deelnames
        ronde = deelnames[0].ronde
        return super().get_context_data(
            ronde=ronde,
            form=form or DeadlineForm(ronde=ronde, deelnames=deelnames),
            table=tabel(deelnames, self.request),
            deelnames=deelnames,
            afgerond=sum(deelname.afgerond_op is not None for deelname in deelnames),
            ongevraagd=[deelname.gemeente for deelname in deelnames if deelname.uitgenodigd_op is None],
            mag_openen=self.request.user.has_perm("monitoring.open_ronde"),
            **kwargs,
        )

    def post(self, request: HttpRequest, ronde_dag: datetime.date) -> HttpResponse:
        if not request.user.has_perm("monitoring.open_ronde"):
            raise PermissionDenied
        if request.POST.get("actie") == "deadline":
            return self.zet_deadline(request)
        ronde = get_object_or_404(Ronde, peildatum=ronde_dag)
        gesloten = request.POST.get("actie") == "sluiten"
        rondes.zet_gesloten(ronde, gesloten)
        messages.success(request, "De ronde is gesloten." if gesloten else "De ronde is weer open.")
        return redirect(ronde)

    def zet_deadline(self, request: HttpRequest) -> HttpResponse:
        form = DeadlineForm(request.POST, ronde=self.deelnames[0].ronde, deelnames=self.deelnames)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)
        deelname: Deelname = form.cleaned_data["gemeente"]
        try:
            rondes.zet_deadline(deelname, form.cleaned_data["eigen_deadline"])
        except rondes.RondeGesloten as fout:
            messages.error(request, str(fout))
        else:
            messages.success(
                request,
                f"{deelname.gemeente} kan invullen tot en met {datum(deelname.uiterste_dag)}. De kantorenloods ziet "
                "dat bij de ronde en in de herinnering.",
            )
        return redirect(deelname.ronde)


class DeelnameMixin(NetwerkMixin):
    """Finds the gemeente in the round of the address; another's does not exist for a loods (404)."""

    recht = "monitoring.view_ronde"

    @cached_property
    def deelname(self) -> Deelname:
        deelname = get_object_or_404(
            Deelname.objects.select_related("ronde", "gemeente").defer("gemeente__grens"),
            ronde__peildatum=self.kwargs["ronde_dag"],  # type: ignore[attr-defined]
            gemeente=self.kwargs["ronde_gemeente"],  # type: ignore[attr-defined]
        )
        gebruiker = self.request.user  # type: ignore[attr-defined]
        self.mag_vullen = gebruiker.has_perm("monitoring.vul_ronde", deelname)
        if not self.mag_vullen and not ziet_alles(gebruiker):
            raise Http404
        return deelname

    @cached_property
    def te_vullen(self) -> Deelname:
        """The same, for who may write here (else 403)."""
        deelname = self.deelname
        if not self.mag_vullen:
            raise PermissionDenied
        return deelname

    @property
    def panden(self) -> QuerySet[Any]:
        """All panden that the round asks of this gemeente, by address."""
        eerste = Adres.objects.filter(einde__isnull=True, panden=OuterRef("pk")).order_by("straat", "huisnummer")
        return (
            met_nieuwste(rondes.panden_in([self.deelname.pk]))
            .annotate(straat=Subquery(eerste.values("straat")[:1]), nummer=Subquery(eerste.values("huisnummer")[:1]))
            .defer("omtrek")
            .order_by("straat", "nummer", "bag_id")
        )


class RondeGemeenteView(DeelnameMixin, TemplateView):
    """What remains for a gemeente, in a grid; confirming in bulk, taking that back, and saying that it is done."""

    template_name = "monitoring/rondes/gemeente.html"

    @cached_property
    def filterset(self) -> RondePandFilterSet:
        filterset = RondePandFilterSet(
            self.request.GET, self.panden, gemeente=self.deelname.gemeente_id, request=self.request,
            gebruiker=self.request.user,
        )  # fmt: skip
        filterset.is_valid()
        return filterset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deelname = self.deelname
        bladen = Paginator(self.filterset.qs, PER_BLAD)
        blad = bladen.get_page(self.request.GET.get("page"))
        stand = rondes.voortgang([deelname.pk])[deelname.pk]
        filter_aan = any(self.request.GET.get(naam) for naam in ("q", "terrein", "leegstand"))
        return super().get_context_data(
            deelname=deelname,
            ronde=deelname.ronde,
            stand=stand,
            filter=self.filterset,
            filter_aan=filter_aan,
            gekozen_stand=self.filterset.data.get("stand"),
            blad=blad,
            rijen=[
                (rij, [(veld, gridtekst(veld, getattr(rij.laatste, veld, None))) for veld in GRIDVELDEN])
                for rij in pandrijen(deelname, met_adressen(blad.object_list))  # type: ignore[arg-type]
            ],
            kolommen=[PER_VELD[veld] for veld in GRIDVELDEN],
            mag_vullen=self.mag_vullen and deelname.ronde.gesloten_op is None,
            ongedaan=self.ongedaan(),
            te_laat=deelname.uiterste_dag < timezone.localdate(),
            vraag=self.request.GET.urlencode(),
            **kwargs,
        )

    def ongedaan(self) -> dict[str, Any] | None:
        """The last confirmation in bulk of this user here, while it can be taken back."""
        bewaard = self.request.session.get(ONGEDAAN)
        if not bewaard or bewaard["deelname"] != self.deelname.pk:
            return None
        vers = datetime.datetime.fromisoformat(bewaard["moment"]) > timezone.now() - ONGEDAAN_TIJD
        return bewaard if vers else None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        deelname = self.te_vullen
        try:
            match request.POST.get("actie"):
                case "bevestigen":
                    self.bevestig(request, deelname)
                case "ongedaan":
                    self.maak_ongedaan(request, deelname)
                case "afronden":
                    rondes.eis_open(deelname)
                    rondes.zet_afgerond(deelname, request.user)  # type: ignore[arg-type]
                    messages.success(request, "Bedankt. De provincie ziet dat uw gemeente klaar is.")
                case "heropenen":
                    rondes.eis_open(deelname)
                    rondes.zet_afgerond(deelname, None)
                    messages.info(request, "Uw gemeente staat weer op 'bezig'.")
        except rondes.RondeGesloten as fout:
            messages.error(request, str(fout))
        return redirect(f"{deelname.get_absolute_url()}?{request.GET.urlencode()}".rstrip("?"))

    def bevestig(self, request: HttpRequest, deelname: Deelname) -> None:
        panden = self.filterset.qs
        if request.POST.get("welke") == "aangevinkt":
            gekozen = request.POST.getlist("pand")
            if not gekozen:
                messages.error(request, "Vink eerst de panden aan die niet veranderd zijn.")
                return
            panden = self.panden.filter(bag_id__in=gekozen)
        uitkomst = rondes.bevestig_ongewijzigd(deelname, request.user, panden)  # type: ignore[arg-type]
        if uitkomst.zonder_eerdere:
            messages.warning(
                request,
                f"{aantal(uitkomst.zonder_eerdere, 'pand is', 'panden zijn')} nog nooit vastgelegd. "
                "Daar valt niets te bevestigen; vul ze hieronder in.",
            )
        if uitkomst.aantal:
            request.session[ONGEDAAN] = {
                "deelname": deelname.pk, "moment": uitkomst.moment.isoformat(), "aantal": uitkomst.aantal,
            }  # fmt: skip

    def maak_ongedaan(self, request: HttpRequest, deelname: Deelname) -> None:
        bewaard = self.ongedaan()
        if bewaard is None:
            messages.error(request, "Deze bevestiging kan niet meer ongedaan worden gemaakt.")
            return
        moment = datetime.datetime.fromisoformat(bewaard["moment"])
        terug = rondes.maak_ongedaan(deelname, request.user, moment)  # type: ignore[arg-type]
        del request.session[ONGEDAAN]
        messages.success(request, f"De bevestiging van {aantal(terug, 'pand', 'panden')} is ongedaan gemaakt.")


def gridtekst(veld: str, waarde: Any) -> str:
    """A value as it stands in a cell of the grid; empty when there is none."""
    if waarde is None:
        return ""
    return getal(waarde) if veld in OPPERVLAKTEN else datum_kort(waarde)


class RondeRijenView(DeelnameMixin, View):
    """Rows of the grid, saved as one goes: JSON in, and for each row what became of it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> JsonResponse:
        deelname = self.te_vullen
        try:
            rijen = lees_gridrijen(json.loads(request.body))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return JsonResponse({"fout": "De server begrijpt dit niet. Laad de pagina opnieuw."}, status=400)
        try:
            uitslagen, _ = sla_op(deelname, rijen, request.user)  # type: ignore[arg-type]
        except rondes.RondeGesloten as fout:
            return JsonResponse({"fout": str(fout)}, status=409)
        stand = rondes.voortgang([deelname.pk])[deelname.pk]
        return JsonResponse(
            {
                "rijen": [gridantwoord(uitslag) for uitslag in uitslagen],
                "te_doen": stand.te_doen,
                "panden": stand.panden,
                "procent": stand.procent,
            }
        )


def lees_gridrijen(gegevens: Any) -> list[Rij]:
    """Rows from JSON, with nothing in them but what a grid may send. Raises ValueError, TypeError or KeyError."""
    rijen = gegevens["rijen"]
    if not isinstance(rijen, list) or len(rijen) > MAX_RIJEN_KEER:
        raise ValueError
    gelezen = []
    for nummer, rij in enumerate(rijen, start=1):
        cellen: dict[str, Any] = {veld: str(rij["cellen"].get(veld, ""))[:100] for veld in GRIDVELDEN}
        cellen["bag_id"], cellen["gezien"] = str(rij["pand"]), int(rij["gezien"])
        gelezen.append(Rij(nummer, cellen))
    return gelezen


def gridantwoord(uitslag: Uitslag) -> dict[str, Any]:
    """What the grid needs to know of a saved or refused row."""
    antwoord: dict[str, Any] = {
        "pand": uitslag.rij.cellen["bag_id"],
        "stand": "conflict" if uitslag.conflict else "fout" if uitslag.fouten else "goed",
        "fouten": uitslag.fouten,
        "gezien": uitslag.nieuwste,
    }
    if uitslag.soort == Soort.LEEG:
        antwoord["stand"], antwoord["fouten"] = "fout", {"voorraad_m2": "Vul de voorraad in, en 0 als er niets is."}
    if uitslag.nieuw:
        antwoord["cellen"] = {veld: gridtekst(veld, uitslag.nieuw[veld]) for veld in GRIDVELDEN}
    return antwoord


# --- sheets ------------------------------------------------------------------------------------
class SjabloonView(DeelnameMixin, View):
    """The prefilled sheet, as Excel or CSV."""

    def get(self, request: HttpRequest, vorm: str, **kwargs: Any) -> HttpResponse:
        deelname = self.deelname
        rijen = sjabloonrijen(deelname, pandrijen(deelname, met_adressen(self.panden)))
        naam = f"panden-{deelname.gemeente.naam}-{deelname.ronde.peildatum}".lower().replace(" ", "-")
        if vorm == "csv":
            return bijlage(maak_csv(rijen), f"{naam}.csv", "text/csv; charset=utf-8")
        return bijlage(maak_xlsx(deelname, rijen), f"{naam}.xlsx", XLSX)


def bijlage(inhoud: bytes, naam: str, soort: str) -> HttpResponse:
    kop = content_disposition_header(True, naam) or "attachment"
    return HttpResponse(inhoud, content_type=soort, headers={"Content-Disposition": kop})


class RondeExcelView(DeelnameMixin, FormView):
    """Take the sheet along, and send it in."""

    template_name = "monitoring/rondes/excel.html"
    form_class = UploadForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deelname = self.deelname
        return super().get_context_data(
            deelname=deelname,
            ronde=deelname.ronde,
            mag_vullen=self.mag_vullen and deelname.ronde.gesloten_op is None,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.te_vullen  # noqa: B018 - refuses who may not write here
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        bestand = form.cleaned_data["bestand"]
        try:
            upload = uploads.neem_aan(self.te_vullen, self.request.user, bestand.name, bestand.read())  # type: ignore[arg-type]
        except (BestandFout, rondes.RondeGesloten) as fout:
            form.add_error("bestand", str(fout))
            return self.form_invalid(form)
        return redirect(upload)

    def form_invalid(self, form: UploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


class UploadMixin(DeelnameMixin):
    """Finds one's own upload; another's does not exist (404)."""

    @cached_property
    def upload(self) -> Upload:
        upload = get_object_or_404(
            Upload.objects.select_related("taak").defer("bestand"),
            pk=self.kwargs["upload_id"],  # type: ignore[attr-defined]
            deelname=self.te_vullen,
            gebruiker=self.request.user,  # type: ignore[attr-defined]
        )
        upload.deelname, upload.gebruiker = self.te_vullen, self.request.user  # type: ignore[attr-defined]
        return upload


class UploadView(UploadMixin, TemplateView):
    """What a sheet would change and what is wrong in it; nothing is saved before the person says so."""

    template_name = "monitoring/rondes/upload.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        upload = self.upload
        context: dict[str, Any] = {"upload": upload, "deelname": upload.deelname, "ronde": upload.deelname.ronde}
        if upload.gelezen_op and not upload.toegepast_op and not (upload.taak and upload.taak.loopt):
            context |= self.voorbeeld()
        return super().get_context_data(**context, **kwargs)

    def voorbeeld(self) -> dict[str, Any]:
        telling: dict[str, int] = {str(soort): 0 for soort in Soort}
        getoond: dict[Soort, list[Uitslag]] = {Soort.FOUT: [], Soort.GEWIJZIGD: []}
        for uitslag in uploads.uitslagen_van(self.upload):
            telling[uitslag.soort] += 1
            if telling[uitslag.soort] <= MAX_GETOOND and uitslag.soort in getoond:
                getoond[uitslag.soort].append(uitslag)
        letters = uploads.letters_van(self.upload)
        fouten = [
            {
                "rij": uitslag.rij.nummer,
                "plek": f"{letters[veld]}{uitslag.rij.nummer}" if veld in letters else f"rij {uitslag.rij.nummer}",
                "kolom": PER_VELD[veld].kop if veld in PER_VELD and veld != "gezien" else "Hele rij",
                "waarde": celtekst(uitslag.rij.cellen.get(veld)) if veld != "gezien" else GEEN,
                "fout": fout,
            }
            for uitslag in getoond[Soort.FOUT]
            for veld, fout in uitslag.fouten.items()
        ]
        wijzigingen = [
            {"rij": u.rij.nummer, "adres": u.rij.cellen.get("adres") or str(u.pand), "verschillen": u.verschillen()}
            for u in getoond[Soort.GEWIJZIGD]
        ]
        return {
            "telling": telling,
            "fouten": fouten,
            "wijzigingen": wijzigingen,
            "max_getoond": MAX_GETOOND,
            "form": ToepassenForm(ongewijzigd=telling["ongewijzigd"], fout=telling["fout"]),
            "iets_te_doen": telling["gewijzigd"] + telling["ongewijzigd"] > 0,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        upload = self.upload
        if request.POST.get("actie") == "weggooien":
            if not upload.toegepast_op:
                upload.delete()
                messages.info(request, "Het bestand is weggegooid. Er is niets opgeslagen.")
            return redirect("monitoring:ronde-excel", self.kwargs["ronde_dag"], self.kwargs["ronde_gemeente"])
        if upload.gelezen_op is None:
            return redirect(upload)
        try:
            uploads.bevestig(
                upload,
                alles_of_niets=request.POST.get("keuze") == ToepassenForm.ALLES,
                ongewijzigd=bool(request.POST.get("ongewijzigd")),
            )
        except AktFout as fout:
            messages.error(request, str(fout))
        return redirect(upload)


def celtekst(waarde: Any) -> str:
    """A raw cell as people recognise it."""
    if isinstance(waarde, str) and waarde[4:5] == "-" and waarde.endswith("T00:00:00"):
        return toon("leeg_sinds", datetime.date.fromisoformat(waarde[:10]))
    return GEEN if waarde is None or waarde == "" else str(waarde)[:60]


class OpmerkingenView(UploadMixin, View):
    """The rows that are wrong, with what is wrong, as Excel: to be mended and sent in again."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        upload = self.upload
        if upload.gelezen_op is None:
            raise Http404
        mis = [uitslag for uitslag in uploads.uitslagen_van(upload) if uitslag.soort == Soort.FOUT]
        naam = f"opmerkingen-{upload.deelname.gemeente.naam}-{datum(upload.deelname.ronde.peildatum)}"
        return bijlage(maak_opmerkingen(upload.deelname, mis), f"{naam.lower().replace(' ', '-')}.xlsx", XLSX)
