"""Questions: asking one, following it with a secret link, the list of the network, one of them, and the figures."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, ListView, TemplateView
from django_tables2 import SingleTableMixin

from akt.limiet import binnen_limiet
from akt.mixins import MetRecht
from akt.rules import is_provincie
from loodsen import vragen
from loodsen.filters.vragen import VraagFilterSet
from loodsen.forms.vragen import (
    AntwoordForm,
    EldersForm,
    GezienForm,
    NotitieForm,
    OverdrachtForm,
    ReactieForm,
    VraagForm,
)
from loodsen.models import Vraag
from loodsen.tables.vragen import VraagTable, stand
from loodsen.vragen import Soort, Via, VraagConflict
from loodsen.werktijd import uiterste_dag
from monitoring.models import Gemeente, Pand

# From one internet address within an hour: a shared office asks more than one question, a robot many more.
VRAGEN_PER_UUR = 10
REACTIES_PER_UUR = 20
UUR = 3600
# For one e-mail address in a day: nobody's mailbox is filled through the portal.
VRAGEN_PER_DAG = 10
# What is said after each thing that one may do with a question.
KLAAR = {
    "antwoord": "Uw antwoord is verstuurd.",
    "elders": "Vastgelegd dat de vraag is beantwoord.",
    "overdracht": "De vraag is doorgegeven. Wie haar krijgt, is gemaild.",
    "notitie": "De notitie is bewaard.",
}


def zonder_grens(queryset: QuerySet[Vraag]) -> QuerySet[Vraag]:
    return queryset.select_related("gemeente", "loods", "pand").defer("gemeente__grens", "pand__omtrek")


@method_decorator(never_cache, name="dispatch")
class VraagStellenView(FormView):
    """Anyone asks the kantorenloods of a gemeente something; no account is asked."""

    template_name = "loodsen/vragen/stellen.html"
    form_class = VraagForm

    @cached_property
    def gemeente(self) -> Gemeente:
        return get_object_or_404(Gemeente.objects.huidig().defer("grens"), pk=self.kwargs["vraag_gemeente"])

    @cached_property
    def pand(self) -> Pand | None:
        """The pand that someone of the network came from; only one that this user may see."""
        bag_id = self.request.GET.get("pand", "")
        if not bag_id or not self.request.user.is_authenticated:
            return None
        panden = Pand.objects.zichtbaar_voor(self.request.user).filter(bag_id=bag_id, gemeente=self.gemeente)
        return panden.defer("omtrek").first()

    def get_initial(self) -> dict[str, Any]:
        begin: dict[str, Any] = {}
        gebruiker = self.request.user
        if gebruiker.is_authenticated:
            begin |= {"naam": gebruiker.naam, "email": gebruiker.email}
        if self.pand:
            adres = self.pand.adressen.filter(einde__isnull=True).defer("plek").first()
            begin["plek"] = str(adres or self.pand)
        return begin

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        team = vragen.team_van(self.gemeente)
        return super().get_context_data(
            gemeente=self.gemeente,
            loods=team[0] if team else None,
            norm=settings.AKT_VRAAG_NORM_WERKDAGEN,
            bewaren=settings.AKT_VRAAG_BEWAREN_DAGEN,
            **kwargs,
        )

    def form_valid(self, form: VraagForm) -> HttpResponse:
        recent = Vraag.objects.van_vandaag().filter(email__iexact=form.cleaned_data["email"])
        eerder = Vraag.objects.filter(verzending=form.verzending).first()
        if eerder is None and (
            not binnen_limiet("vraag-stellen", self.request, VRAGEN_PER_UUR, UUR) or recent.count() >= VRAGEN_PER_DAG
        ):
            form.add_error(
                None,
                "Vanaf dit internetadres of met dit e-mailadres zijn net al veel vragen gesteld. Probeer het later "
                "opnieuw, of mail ons: het adres staat onderaan de pagina.",
            )
            return self.toon(form, HTTPStatus.TOO_MANY_REQUESTS)
        gebruiker = self.request.user if self.request.user.is_authenticated else None
        vraag = vragen.stel(
            form.invoer(), self.gemeente, verzending=form.verzending, gebruiker=gebruiker, pand=self.pand
        )
        messages.success(self.request, "Uw vraag is verstuurd.")
        return redirect(vraag.get_volg_url())

    def form_invalid(self, form: VraagForm) -> HttpResponse:
        return self.toon(form, HTTPStatus.UNPROCESSABLE_ENTITY)

    def toon(self, form: VraagForm, status: HTTPStatus) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)


class GesprekView(TemplateView):
    """What the two sides of a conversation share: saying something, and a clear answer when others were first."""

    def zeg(self, vraag: Vraag, form: GezienForm, naam: str, doe: Callable[[], Any]) -> HttpResponse | None:
        """Do it; None when it was done, else the page with what is wrong and nothing lost."""
        if not form.is_valid():
            return self.toon(form, naam, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            doe()
        except VraagConflict as conflict:
            if Vraag.objects.filter(pk=vraag.pk, gewist_op__isnull=False).exists():
                messages.error(self.request, str(conflict))
                return redirect(self.request.path)
            form.zet_gezien(vragen.laatste(vraag, Soort.VRAAGSTELLER if naam == "reactie" else None))
            form.add_error(None, str(conflict))
            return self.toon(form, naam, HTTPStatus.CONFLICT)
        return None

    def toon(self, form: GezienForm, naam: str, status: HTTPStatus) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**{naam: form}), status=status)


@method_decorator(never_cache, name="dispatch")
class VraagVolgenView(GesprekView):
    """The asker's own page: reading answers, saying more, closing and erasing. The address is the key."""

    template_name = "loodsen/vragen/volgen.html"

    @cached_property
    def vraag(self) -> Vraag:
        return get_object_or_404(zonder_grens(Vraag.objects.all()), sleutel=self.kwargs["vraag_sleutel"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vraag = self.vraag
        voor_de_vraagsteller = vraag.berichten.exclude(soort=Soort.NOTITIE).select_related("door")
        return super().get_context_data(
            **{"reactie": ReactieForm(initial={"gezien": vragen.laatste(vraag, Soort.VRAAGSTELLER)})} | kwargs,
            vraag=vraag,
            berichten=[] if vraag.gewist_op else voor_de_vraagsteller,
            uiterlijk=uiterste_dag(vraag.sinds, settings.AKT_VRAAG_NORM_WERKDAGEN),
            volg_url=settings.BASIS_URL + vraag.get_volg_url(),
            bewaren=settings.AKT_VRAAG_BEWAREN_DAGEN,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        vraag = self.vraag
        actie = request.POST.get("actie")
        if actie == "sluiten":
            vragen.sluit(vraag)
            messages.success(request, "Fijn dat uw vraag is beantwoord.")
        elif actie == "wissen":
            vragen.wis(vraag)
            messages.success(request, "Uw vraag en uw gegevens zijn gewist.")
        elif actie == "reageren":
            form = ReactieForm(request.POST)
            if form.is_valid() and not binnen_limiet("vraag-reactie", request, REACTIES_PER_UUR, UUR):
                form.add_error(None, "U hebt het afgelopen uur veel reacties verstuurd. Probeer het later opnieuw.")
                return self.toon(form, "reactie", HTTPStatus.TOO_MANY_REQUESTS)
            mis = self.zeg(
                vraag, form, "reactie",
                lambda: vragen.reageer(vraag, form.cleaned_data["tekst"], form.cleaned_data["gezien"]),
            )  # fmt: skip
            if mis:
                return mis
            messages.success(request, "Uw reactie is verstuurd.")
        return redirect(vraag.get_volg_url())


class VragenView(MetRecht, SingleTableMixin, ListView):
    """The questions that this user may see, who waits longest first."""

    recht = "loodsen.view_vraag"
    model = Vraag
    template_name = "loodsen/vragen/vragen.html"
    table_class = VraagTable
    table_pagination = {"per_page": 25}

    def get_queryset(self) -> QuerySet[Vraag]:
        self.zichtbaar = Vraag.objects.zichtbaar_voor(self.request.user)
        self.filterset = VraagFilterSet(
            self.request.GET, self.zichtbaar, request=self.request, gebruiker=self.request.user
        )
        self.filterset.is_valid()
        wachtend = self.filterset.form["status"].value() in {Vraag.Status.OPEN, "te-laat"}
        return zonder_grens(self.filterset.qs).order_by("sinds" if wachtend else "-sinds", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            filter=self.filterset,
            tellingen=vragen.tel(self.zichtbaar),
            gefilterd=any(self.request.GET.get(naam) for naam in self.filterset.filters),
            alles=is_provincie(self.request.user),
            norm=settings.AKT_VRAAG_NORM_WERKDAGEN,
            **kwargs,
        )


class VraagView(MetRecht, GesprekView):
    """One question with its conversation: answering, noting, handing over."""

    recht = "loodsen.view_vraag"
    template_name = "loodsen/vragen/vraag.html"

    @cached_property
    def vraag(self) -> Vraag:
        zichtbaar = zonder_grens(Vraag.objects.zichtbaar_voor(self.request.user))
        return get_object_or_404(zichtbaar, nummer=self.kwargs["vraag_nummer"])

    def formulieren(self, actie: str = "") -> dict[str, GezienForm]:
        """The forms of the page, by the name of what they do; that of `actie` with what was sent."""
        begin = {"gezien": vragen.laatste(self.vraag)}
        soorten: dict[str, tuple[type[GezienForm], dict[str, Any]]] = {
            "antwoord": (AntwoordForm, {}),
            "elders": (EldersForm, {}),
            "overdracht": (OverdrachtForm, {"bestemmingen": vragen.bestemmingen(self.vraag)}),
            "notitie": (NotitieForm, {}),
        }
        return {
            naam: soort(self.request.POST if naam == actie else None, prefix=naam, initial=begin, **opties)
            for naam, (soort, opties) in soorten.items()
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vraag = self.vraag
        tekst, klasse = stand(vraag)
        return super().get_context_data(
            **(self.formulieren() if not vraag.gewist_op else {}) | kwargs,
            vraag=vraag,
            berichten=vraag.berichten.select_related("door"),
            stand=tekst,
            stand_klasse=klasse,
            uiterlijk=uiterste_dag(vraag.sinds, settings.AKT_VRAAG_NORM_WERKDAGEN),
            mag_pand=vraag.pand and self.gebruiker.has_perm("monitoring.view_pand", vraag.pand),
        )

    @property
    def gebruiker(self) -> Any:
        return self.request.user

    def doe(self, actie: str, form: Any) -> None:
        """What the form says; the messages are in `KLAAR`."""
        vraag, gebruiker, invoer = self.vraag, self.gebruiker, form.cleaned_data
        gezien = invoer["gezien"]
        if actie == "antwoord":
            vragen.beantwoord(vraag, gebruiker, invoer["tekst"], gezien)
        elif actie == "elders":
            vragen.leg_antwoord_vast(vraag, gebruiker, Via(invoer["via"]), invoer["tekst"], gezien)
        elif actie == "overdracht":
            vragen.draag_over(vraag, gebruiker, form.bestemming(), invoer["reden"], gezien)
        else:
            vragen.noteer(vraag, gebruiker, invoer["tekst"], gezien)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        vraag, actie = self.vraag, request.POST.get("actie", "")
        if actie == "wissen":
            vragen.wis(vraag)
            messages.success(request, f"Vraag {vraag.nummer} is gewist.")
            return redirect("loodsen:vragen")
        if actie not in KLAAR:
            return redirect(vraag)
        form = self.formulieren(actie)[actie]
        if mis := self.zeg(vraag, form, actie, lambda: self.doe(actie, form)):
            return mis
        messages.success(request, KLAAR[actie])
        # Given to another gemeente it is no longer this user's to see.
        blijft = Vraag.objects.zichtbaar_voor(self.gebruiker).filter(pk=vraag.pk).exists()
        return redirect(vraag if blijft else "loodsen:vragen")


class VraagcijfersView(MetRecht, TemplateView):
    """How fast questions are answered, per gemeente."""

    recht = "loodsen.view_vraagcijfers"
    template_name = "loodsen/vragen/cijfers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        alles, per_gemeente = vragen.reactietijden(Vraag.objects.all())
        return super().get_context_data(
            alles=alles, per_gemeente=per_gemeente, norm=settings.AKT_VRAAG_NORM_WERKDAGEN, **kwargs
        )
