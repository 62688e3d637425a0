"""Pages of the businesscases of a scan: the destinations side by side, one calculation, and its form."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from akt.export import csv_antwoord
from akt.figuren import Figuur
from akt.fouten import Conflict
from akt.mixins import MetRecht
from akt.models import Taak
from akt.opmaak import datum, procent
from akt.taken import start_taak
from akt.versies import laatste_versie, vergrendel
from scans import kengetallen
from scans.businesscase import Resultaat, bereken, velden_voor
from scans.businesscase.figuren import kans_figuur, teken, tornado_figuur
from scans.businesscase.invoer import BLIJVEND, NAR, TIJDELIJK, VERHUUR, met_eenheid
from scans.businesscase.onzekerheid import Kansen, Scenario, scenarios, tornado
from scans.businesscase.rekenblad import rekenblad
from scans.forms.businesscase import BusinesscaseForm, SimulatieForm
from scans.models import Businesscase, Scan, Simulatie, Variant
from scans.tasks import simuleer_businesscase

# Percents by which the tornado can turn each input.
STAPPEN = (10, 20)
# Lines that the scenarios are compared on.
KERN = ("residueel", "residueel_m2", "opbrengst", "kosten", "rentelast", "winst", "stichtingskosten", "afwaardering",
        "onrendabel", "overschot", "marge")  # fmt: skip


def adres_van_scan(scan: Scan) -> str:
    """The page of the scan, or "" when that part of the portal is not there."""
    try:
        return scan.get_absolute_url()
    except NoReverseMatch:
        return ""


WEG = "Iemand heeft deze businesscase intussen verwijderd. Neem over wat u nodig hebt."


class ScanMixin(MetRecht):
    """A page of a scan; another's scan doesn't exist (404). With `wijzigt` only for who may change it (else 403)."""

    recht = "scans.view_scan"
    wijzigt = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and self.wijzigt and not self.mag_wijzigen:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def scan(self) -> Scan:
        scans = Scan.objects.select_related("gemeente").defer("gemeente__grens")
        scan = get_object_or_404(scans, nummer=self.kwargs["scan_nummer"])  # type: ignore[attr-defined]
        if not self.request.user.has_perm("scans.view_scan", scan):  # type: ignore[attr-defined]
            raise Http404
        return scan

    @cached_property
    def mag_wijzigen(self) -> bool:
        return bool(self.request.user.has_perm("scans.change_scan", self.scan))  # type: ignore[attr-defined]

    @property
    def lijst_url(self) -> str:
        return reverse("scans:businesscases", args=[self.scan.nummer])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            scan=self.scan, scan_url=adres_van_scan(self.scan), lijst_url=self.lijst_url,
            mag_wijzigen=self.mag_wijzigen, **kwargs,
        )  # fmt: skip


class BusinesscaseMixin(ScanMixin):
    """A page of one businesscase of the scan."""

    @cached_property
    def businesscase(self) -> Businesscase:
        cases = Businesscase.objects.select_related("simulatie__taak")
        case = get_object_or_404(cases, scan=self.scan, pk=self.kwargs["businesscase_id"])  # type: ignore[attr-defined]
        case.scan = self.scan
        return case

    @cached_property
    def resultaat(self) -> Resultaat:
        return bereken(self.businesscase.als_invoer())

    @property
    def stap(self) -> int:
        """Percents that the address asks the tornado for."""
        gevraagd = self.request.GET.get("stap", "")  # type: ignore[attr-defined]
        return int(gevraagd) if gevraagd in map(str, STAPPEN) else STAPPEN[0]

    @property
    def bron(self) -> str:
        return f"{self.businesscase}, scan {self.scan.nummer}"

    def tornado(self) -> Figuur:
        uitslagen = tornado(self.resultaat.invoer, self.stap)
        return tornado_figuur(uitslagen, self.resultaat["residueel"], self.stap, self.bron)

    def kansen(self) -> Figuur | None:
        simulatie = getattr(self.businesscase, "simulatie", None)
        if simulatie is None or simulatie.uitkomst is None:
            return None
        return kans_figuur(Kansen(**simulatie.uitkomst), self.bron)

    def figuur(self, naam: str) -> Figuur:
        """One of the figures by its id, with the addresses of its chart and table; 404 when there is none."""
        figuur = {"tornado": self.tornado, "kansen": self.kansen}.get(naam, lambda: None)()
        if figuur is None:
            raise Http404("Deze figuur is er niet.")
        vraag = f"?stap={self.stap}" if naam == "tornado" else ""
        adres = [self.scan.nummer, self.businesscase.pk, naam]
        figuur.grafiek_url = reverse("scans:businesscase-figuur", args=adres) + vraag
        figuur.csv_url = reverse("scans:businesscase-csv", args=adres) + vraag
        return figuur


class BusinesscasesView(ScanMixin, TemplateView):
    """All businesscases of a scan, the destinations side by side."""

    template_name = "scans/businesscase/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cases = list(self.scan.businesscases.all())
        gekozen = list(self.scan.varianten.values_list("variant", flat=True))
        for case in cases:
            case.scan = self.scan
        uitkomsten = [(case, bereken(case.als_invoer())) for case in cases]
        namen = [*gekozen, *(naam for naam in Variant.values if naam not in gekozen)]
        return super().get_context_data(
            uitkomsten=sorted(uitkomsten, key=lambda paar: namen.index(paar[0].variant)),
            nieuw=[
                (Variant(naam), reverse("scans:businesscase-nieuw", args=[self.scan.nummer, naam]), naam in gekozen)
                for naam in namen
            ],
            **kwargs,
        )


class BusinesscaseView(BusinesscaseMixin, TemplateView):
    """One calculation with every line unfolded to its formula. A POST starts a simulation."""

    template_name = "scans/businesscase/een.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, resultaat = self.businesscase, self.resultaat
        simulatie = getattr(case, "simulatie", None)
        return super().get_context_data(
            businesscase=case,
            resultaat=resultaat,
            tegels=tegels(resultaat),
            oordeel=oordeel(resultaat),
            delen=resultaat.delen,
            invoer=self.invoer(),
            vergelijking=self.vergelijking(),
            scenarios=[scenario for scenario, _ in self.presets],
            tornado=self.figuur("tornado"),
            stap=self.stap,
            stappen=STAPPEN,
            simulatie=simulatie,
            taak=simulatie.taak if simulatie and simulatie.uitkomst is None else None,
            kansen=self.figuur("kansen") if simulatie and simulatie.uitkomst else None,
            form=kwargs.pop("form", None) or SimulatieForm(),
            nieuwere=kengetallen.nieuwste_versie() > case.kengetallen_versie,
            **kwargs,
        )

    def invoer(self) -> list[tuple[str, str, str]]:
        return invoer_met_bron(self.businesscase)

    @cached_property
    def presets(self) -> list[tuple[Scenario, Resultaat]]:
        return scenarios(self.resultaat.invoer)

    @cached_property
    def anderen(self) -> QuerySet[Businesscase]:
        zelfde = Businesscase.objects.filter(scan=self.scan, variant=self.businesscase.variant)
        return zelfde.exclude(pk=self.businesscase.pk)

    def vergelijking(self) -> dict[str, Any]:
        """Laag, midden, hoog and the other scenarios of this destination: names, and per line the texts."""
        kolommen = [(scenario.naam, "", uitkomst) for scenario, uitkomst in self.presets]
        for ander in self.anderen:
            ander.scan = self.scan
            kolommen.append((ander.naam, ander.get_absolute_url(), bereken(ander.als_invoer())))
        regels = self.resultaat.regels
        return {
            "kolommen": [(naam, url) for naam, url, _ in kolommen],
            "rijen": [
                (
                    "Opbrengst" if code == "opbrengst" else regels[code].label,
                    [uitkomst.regels[code].tekst for *_, uitkomst in kolommen],
                )
                for code in KERN
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.mag_wijzigen:
            raise PermissionDenied
        form = SimulatieForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        case = self.businesscase
        with transaction.atomic():
            simulatie, _ = Simulatie.objects.update_or_create(
                businesscase=case,
                defaults={
                    "invoer": case.invoer, "aantal": form.cleaned_data["aantal"], "zaad": form.cleaned_data["zaad"],
                    "spreiding": kengetallen.spreiding_van(case.variant, case.kengetallen_versie), "uitkomst": None,
                },
            )  # fmt: skip
            taak = start_taak(
                f"Simulatie van {case}"[: Taak._meta.get_field("naam").max_length],
                simuleer_businesscase, request.user, simulatie_id=simulatie.pk,  # type: ignore[arg-type]
            )  # fmt: skip
            # With the queue away the task is closed on commit; the page shows it either way.
            Simulatie.objects.filter(pk=simulatie.pk).update(taak=taak)
        return redirect(f"{case.get_absolute_url()}#simulatie")


def tegels(resultaat: Resultaat) -> list[tuple[str, str, str]]:
    """Label, value and explanation of what people look for first."""
    regels, invoer = resultaat.regels, resultaat.invoer
    rendement = resultaat.rendement
    inbreng = f"bij inbreng voor {met_eenheid(invoer.inbreng, 'bedrag')}"
    return [
        ("Residuele waarde", regels["residueel"].rond, f"{regels['residueel_m2'].rond} per m² BVO"),
        ("Opbrengst", regels["opbrengst"].rond, regels["opbrengst"].label.removeprefix("Opbrengst: ")),
        ("Stichtingskosten", regels["stichtingskosten"].rond, "met het pand voor de residuele waarde"),
        ("Winst en risico", regels["winst"].rond, f"{regels['marge'].tekst} van de stichtingskosten"),
        ("Afwaardering", regels["afwaardering"].rond, f"boekwaarde {met_eenheid(invoer.boekwaarde, 'bedrag')}"),
        ("Onrendabele top", regels["onrendabel"].rond, inbreng),
        ("Rendement van het project (IRR)", procent(rendement), f"per jaar, vóór rente en winst, {inbreng}"),
    ]  # fmt: skip


def oordeel(resultaat: Resultaat) -> str:
    """The outcome in one or two sentences."""
    regels = resultaat.regels
    if resultaat["residueel"] < 0:
        return (
            "De kosten zijn hoger dan de opbrengst: ook als het pand niets kost, is er een tekort van "
            f"{regels['residueel'].rond.removeprefix('−')}."
        )
    if resultaat["onrendabel"]:
        return (
            f"Voor de prijs van inbreng komt het plan niet uit: er is {regels['onrendabel'].rond} tekort op de dag van "
            "aankoop. Dat kan een lagere prijs, een bijdrage of een ander plan oplossen."
        )
    return f"Het plan komt uit voor de prijs van inbreng, met een overschot van {regels['overschot'].rond}."


def invoer_met_bron(case: Businesscase) -> list[tuple[str, str, str]]:
    """Label, value and kengetal of every input that counts, as text."""
    invoer = case.als_invoer()
    standaarden = kengetallen.kengetallen(case.variant, case.kengetallen_versie)
    rijen = []
    if case.variant in BLIJVEND:
        rijen.append(("Opbrengst uit", invoer.opbrengstwijze, ""))
        if invoer.opbrengstwijze == VERHUUR:
            over = "netto huur (NAR)" if invoer.rendement_over == NAR else "bruto huur (BAR)"
            rijen.append(("Aanvangsrendement over", over, ""))
    if case.variant in TIJDELIJK:
        rijen += [("Begin van het plan", datum(invoer.start), ""), ("Einddatum", datum(invoer.einddatum), "")]
    for veld in velden_voor(case.variant, invoer.opbrengstwijze if case.variant in BLIJVEND else ""):
        standaard = standaarden.get(veld.naam)
        rijen.append((veld.label, veld.tekst(getattr(invoer, veld.naam)), standaard.tekst(veld) if standaard else ""))
    return rijen


class FormulierView(ScanMixin, FormView):
    """The form of a businesscase, new (optionally from another, `?van=`) or existing."""

    template_name = "scans/businesscase/formulier.html"
    wijzigt = True
    nieuw = False

    @cached_property
    def businesscase(self) -> Businesscase:
        if not self.nieuw:
            case = get_object_or_404(Businesscase, scan=self.scan, pk=self.kwargs["businesscase_id"])
            case.scan = self.scan
            return case
        variant = self.kwargs["businesscase_variant"]
        if variant not in Variant.values:
            raise Http404
        return Businesscase(
            scan=self.scan, variant=variant, kengetallen_versie=kengetallen.nieuwste_versie(), demo=self.scan.demo
        )

    @cached_property
    def voorbeeld(self) -> Businesscase | None:
        """The businesscase that a new one begins as a copy of."""
        van = self.request.GET.get("van", "")
        if not van.isdecimal():
            return None
        return Businesscase.objects.filter(scan=self.scan, variant=self.businesscase.variant, pk=van).first()

    def get_form(self, form_class: Any = None) -> BusinesscaseForm:
        case = self.businesscase
        standaarden = kengetallen.kengetallen(case.variant, case.kengetallen_versie)
        bron = self.voorbeeld if self.nieuw else case
        if bron is not None:
            invoer = bron.als_invoer()
            start = {naam: getattr(invoer, naam) for naam in invoer.als_json()}
        else:
            start = {**kengetallen.startwaarden(self.scan, case.variant, standaarden), "naam": "Midden"}
            start["start"] = timezone.localdate()
        return BusinesscaseForm(
            self.request.POST if self.request.method == "POST" else None, instance=case, standaarden=standaarden,
            start=start,
        )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.businesscase
        bestemming = case.get_variant_display()
        return super().get_context_data(
            businesscase=case,
            nieuw=self.nieuw,
            titel=f"Nieuwe businesscase: {bestemming}" if self.nieuw else f"{self.opgeslagen_naam} wijzigen",
            annuleren=self.lijst_url if self.nieuw else case.get_absolute_url(),
            **kwargs,
        )

    @cached_property
    def opgeslagen_naam(self) -> str:
        """As it is saved: a form with errors has written its values into the businesscase."""
        naam = Businesscase.objects.values_list("naam", flat=True).get(pk=self.businesscase.pk)
        return f"{self.businesscase.get_variant_display()} ({naam})"

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                if not self.nieuw:
                    vergrendel(self.businesscase, form.cleaned_data["gezien"] or 0, WEG)
                case = form.save()
        except Conflict as conflict:
            return self.toon_conflict(form, conflict)
        except IntegrityError:
            form.add_error("naam", "Iemand anders gebruikte deze naam zojuist. Kies een andere.")
            return self.form_invalid(form)
        messages.success(self.request, "Opgeslagen en doorgerekend.")
        return redirect(case.get_absolute_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def toon_conflict(self, form: Any, conflict: Conflict) -> HttpResponse:
        """The person's own input stays; saving again says: mine, knowing theirs."""
        form.data = form.data.copy()
        form.data["gezien"] = str(laatste_versie(self.businesscase))
        form.add_error(
            None,
            f"{conflict} Uw invoer is nog niet opgeslagen. Controleer de velden en sla opnieuw op als uw gegevens "
            "beter zijn.",
        )
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.CONFLICT)


class VerwijderView(BusinesscaseMixin, TemplateView):
    """Asks once, then takes the businesscase away; its history stays."""

    template_name = "scans/businesscase/verwijderen.html"
    wijzigt = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            businesscase=self.businesscase, gezien=laatste_versie(self.businesscase), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        gezien = request.POST.get("gezien", "")
        naam = str(self.businesscase)
        with transaction.atomic():
            vergrendel(self.businesscase, int(gezien) if gezien.isdecimal() else 0, WEG)
            self.businesscase.delete()
        messages.success(request, f"Verwijderd: {naam}.")
        return redirect(self.lijst_url)


class FiguurView(BusinesscaseMixin, View):
    """The chart of a figure."""

    def get(self, request: HttpRequest, businesscase_figuur: str, **kwargs: Any) -> HttpResponseBase:
        return JsonResponse(teken(self.figuur(businesscase_figuur)))


class FiguurCsvView(BusinesscaseMixin, View):
    """The table of a figure: the same numbers, unrounded."""

    def get(self, request: HttpRequest, businesscase_figuur: str, **kwargs: Any) -> HttpResponseBase:
        figuur = self.figuur(businesscase_figuur)
        kop = [kolom.naam for kolom in figuur.kolommen]
        return csv_antwoord(
            f"businesscase-{self.businesscase.pk}-{businesscase_figuur}",
            kop,
            ([rij[naam] for naam in kop] for rij in figuur.rijen),
        )


class RekenbladView(BusinesscaseMixin, View):
    """The whole calculation as a workbook."""

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        case, invoer = self.businesscase, self.resultaat.invoer
        standaarden = kengetallen.kengetallen(case.variant, case.kengetallen_versie)
        wijze = invoer.opbrengstwijze if case.variant in BLIJVEND else ""
        rijen = [
            (
                veld.label,
                getattr(invoer, veld.naam),
                veld.eenheid,
                standaarden[veld.naam].tekst(veld) if veld.naam in standaarden else "",
            )
            for veld in velden_voor(case.variant, wijze)
        ]
        bestand = rekenblad(
            f"{case}. Scan {self.scan}. Kengetallen versie {case.kengetallen_versie}. AKT-portaal, "
            f"{datum(timezone.localdate())}.{' Demogegevens: verzonnen.' if case.demo else ''}",
            self.resultaat,
            rijen,
            {scenario.naam: uitkomst for scenario, uitkomst in scenarios(invoer)},
            tornado(invoer, self.stap),
        )
        return FileResponse(bestand, as_attachment=True, filename=f"businesscase-{self.scan.nummer}-{case.pk}.xlsx")
