"""The coach team, the coaching of each gemeente with its log, and the acties of everyone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.generic import ListView, TemplateView, View
from django_tables2 import RequestConfig

from akt.mixins import MetRecht
from loodsen import acties, coaching
from loodsen.forms.coaching import ActieForm, CoachForm, ContactForm, StandFilterForm, TrajectForm
from loodsen.models import Actie, Coachcontact, Coachtraject, Kantorencoach, Kantorenloods
from loodsen.tables.coaching import StandTable
from loodsen.views.wijzigen import WijzigView
from loodsen.wijzigen import geschiedenis
from monitoring.models import Gemeente

CONTACTEN_PER_PAGINA = 25
ACTIES_PER_PAGINA = 50


# --- the team --------------------------------------------------------------------------------------
class CoachteamView(TemplateView):
    """Who the coaches are and how to reach them. Open to all; who keeps the team also sees what it lacks."""

    template_name = "loodsen/coaching/team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mag_wijzigen = self.request.user.has_perm("loodsen.change_coaching")  # type: ignore[union-attr]
        team = list(Kantorencoach.objects.huidig())  # type: ignore[attr-defined]
        return super().get_context_data(
            mag_wijzigen=mag_wijzigen,
            coaches=[coach for coach in team if coach.openbaar or mag_wijzigen],
            ontbreekt=coaching.ontbreekt(team) if mag_wijzigen else [],
            niemand_openbaar=mag_wijzigen and not any(coach.openbaar for coach in team),
            demo=any(coach.demo for coach in team),
            **kwargs,
        )


class CoachView(WijzigView):
    """Someone of the team, new or to be changed."""

    recht = "loodsen.change_coaching"
    template_name = "loodsen/coaching/coach.html"
    form_class = CoachForm

    @cached_property
    def ding(self) -> Kantorencoach:  # type: ignore[override]
        if "coach_id" not in self.kwargs:
            return Kantorencoach()
        return get_object_or_404(Kantorencoach, pk=self.kwargs["coach_id"])

    @cached_property
    def titel(self) -> str:  # type: ignore[override]
        return self.ding.naam or "Coach toevoegen"

    def terug(self, ding: Any) -> str:
        return reverse("loodsen:coachteam")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            geschiedenis=geschiedenis(self.ding) if "coach_id" in self.kwargs else [], **kwargs
        )


# --- the gemeenten -----------------------------------------------------------------------------------
class CoachingView(MetRecht, TemplateView):
    """Per gemeente who coaches it, how long ago they spoke, and whether that is too long."""

    recht = "loodsen.view_coaching"
    template_name = "loodsen/coaching/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gebruiker: Any = self.request.user
        mag_wijzigen = gebruiker.has_perm("loodsen.change_coaching")
        alle = coaching.standen(gebruiker, timezone.localdate())
        coaches = Kantorencoach.objects.huidig()  # type: ignore[attr-defined]
        form = StandFilterForm(self.request.GET, coaches=coaches)
        rijen = form.kies(alle)
        tabel = StandTable(StandTable.rijen(rijen), exclude=() if mag_wijzigen else ("doen",))
        RequestConfig(self.request, paginate=False).configure(tabel)
        return super().get_context_data(
            form=form,
            table=tabel,
            hoeveel=len(rijen),
            gefilterd=any(self.request.GET.get(naam) for naam in form.fields),
            tegels={
                "te_laat": sum(stand.ritme is not None and stand.ritme.te_laat for stand in alle),
                "zonder": sum(stand.ritme is None for stand in alle),
                "afspraken": sum(stand.afspraken for stand in alle),
                "afspraken_te_laat": sum(stand.te_laat for stand in alle),
            },
            gemeenten=len(alle),
            mag_wijzigen=mag_wijzigen,
            ontbreekt=coaching.ontbreekt(coaches) if mag_wijzigen else [],
            eigen_trajecten=[] if mag_wijzigen else _met_namen(Coachtraject.objects.zichtbaar_voor(gebruiker)),  # type: ignore[attr-defined]
            **kwargs,
        )


def _met_namen(trajecten: QuerySet[Coachtraject]) -> QuerySet[Coachtraject]:
    return trajecten.select_related("gemeente", "coach", "loods").defer("gemeente__grens").order_by("-begin", "pk")


class TrajectMixin(MetRecht):
    """A page about one traject; that of another gemeente doesn't exist (404)."""

    recht = "loodsen.view_coaching"

    @cached_property
    def traject(self) -> Coachtraject:
        zichtbaar = Coachtraject.objects.zichtbaar_voor(self.request.user)  # type: ignore[attr-defined]
        return get_object_or_404(_met_namen(zichtbaar), pk=self.kwargs["traject_id"])  # type: ignore[attr-defined]


class TrajectView(TrajectMixin, TemplateView):
    """One traject: what was agreed, and the log as a timeline."""

    template_name = "loodsen/coaching/traject.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gebruiker: Any = self.request.user
        traject, dag = self.traject, timezone.localdate()
        mag_wijzigen = gebruiker.has_perm("loodsen.change_coaching")
        contacten = traject.contacten.zichtbaar_voor(gebruiker).select_related("door")  # type: ignore[attr-defined]
        laatste = coaching.laatste_contacten(gebruiker, dag).filter(
            nu=traject.gemeente.opgegaan_in_id or traject.gemeente_id
        )
        gesproken = next((contact.datum for contact in laatste), None)
        alle_acties = acties.op_volgorde(traject.acties.select_related("eigenaar", "gedaan_door"))  # type: ignore[attr-defined]
        blad = Paginator(contacten, CONTACTEN_PER_PAGINA)
        andere = _met_namen(
            Coachtraject.objects.zichtbaar_voor(gebruiker).filter(gemeente=traject.gemeente_id)  # type: ignore[attr-defined]
        ).exclude(pk=traject.pk)
        return super().get_context_data(
            traject=traject,
            loopt=traject.loopt_op(dag),
            ritme=coaching.ritme(traject.weken, traject.begin, gesproken, dag) if traject.loopt_op(dag) else None,
            gesproken=gesproken,
            geleden=coaching.geleden((dag - gesproken).days if gesproken else None),
            pagina=blad.get_page(self.request.GET.get("page")),
            hoeveel=blad.count,
            acties=acties_met_rechten(alle_acties, gebruiker),
            dag=dag,
            andere=andere,
            mag_wijzigen=mag_wijzigen,
            form=kwargs.pop("form", None) or (ActieForm(instance=Actie(traject=traject)) if mag_wijzigen else None),
            **kwargs,
        )


def acties_met_rechten(rijen: Any, gebruiker: Any) -> list[Actie]:
    """Acties with whether this user may tick them off as `mag_vinken`."""
    lijst = list(rijen)
    for actie in lijst:
        actie.mag_vinken = gebruiker.has_perm("loodsen.vink_actie", actie)
    return lijst


class TrajectWijzigView(WijzigView):
    """A traject, new or to be changed, also to end it."""

    recht = "loodsen.change_coaching"
    template_name = "loodsen/coaching/traject_wijzigen.html"
    form_class = TrajectForm

    @cached_property
    def ding(self) -> Coachtraject:  # type: ignore[override]
        if "traject_id" not in self.kwargs:
            return Coachtraject()
        return get_object_or_404(_met_namen(Coachtraject.objects.all()), pk=self.kwargs["traject_id"])

    @cached_property
    def titel(self) -> str:  # type: ignore[override]
        return f"Traject van {self.ding} wijzigen" if "traject_id" in self.kwargs else "Traject beginnen"

    def get_initial(self) -> dict[str, Any]:
        if "traject_id" in self.kwargs:
            return {}
        eigen = Kantorencoach.objects.huidig().filter(gebruiker=self.request.user).first()  # type: ignore[attr-defined]
        gemeente = Gemeente.objects.filter(pk=self.request.GET.get("gemeente", "")[:6]).first()
        loods = (
            Kantorenloods.objects.huidig().filter(gemeente=gemeente, eerste=True).first()  # type: ignore[attr-defined]
            if gemeente
            else None
        )
        return {"coach": eigen, "gemeente": gemeente, "loods": loods}

    def terug(self, ding: Any) -> str:
        return str(ding.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            geschiedenis=geschiedenis(self.ding) if "traject_id" in self.kwargs else [], **kwargs
        )


# --- the log ----------------------------------------------------------------------------------------
class ContactView(WijzigView):
    """'Ik sprak …', and putting right what was noted."""

    recht = "loodsen.change_coaching"
    template_name = "loodsen/coaching/contact.html"
    form_class = ContactForm
    gelukt = "Het contact is vastgelegd."

    @cached_property
    def ding(self) -> Coachcontact:  # type: ignore[override]
        if "contact_id" in self.kwargs:
            contacten = Coachcontact.objects.select_related("traject__gemeente", "traject__coach")
            return get_object_or_404(contacten.defer("traject__gemeente__grens"), pk=self.kwargs["contact_id"])
        traject = get_object_or_404(_met_namen(Coachtraject.objects.all()), pk=self.kwargs["traject_id"])
        return Coachcontact(traject=traject, door=self.request.user)  # type: ignore[misc]

    @cached_property
    def titel(self) -> str:  # type: ignore[override]
        traject = self.ding.traject
        return "Contact wijzigen" if "contact_id" in self.kwargs else f"Ik sprak {traject.loods_of_gemeente}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            traject=self.ding.traject,
            afspraak=kwargs.pop("afspraak", None) or self.afspraak(None),
            geschiedenis=geschiedenis(self.ding) if "contact_id" in self.kwargs else [],
            **kwargs,
        )

    def afspraak(self, data: Any) -> ActieForm | None:
        """The form of an agreement that was made in the conversation; only with a new contact."""
        if "contact_id" in self.kwargs:
            return None
        return ActieForm(
            data, instance=Actie(traject=self.ding.traject), prefix="afspraak", use_required_attribute=False
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        ingevuld = any(request.POST.get(f"afspraak-{veld}", "").strip() for veld in ActieForm.Meta.fields)
        afspraak = self.afspraak(request.POST if ingevuld else None)
        goed = form.is_valid()
        if afspraak is not None and ingevuld:
            goed = afspraak.is_valid() and goed
            if not goed:
                return self.render_to_response(self.get_context_data(form=form, afspraak=afspraak), status=422)
            self.nieuwe_afspraak = afspraak
        return self.form_valid(form) if goed else self.form_invalid(form)

    nieuwe_afspraak: ActieForm | None = None

    def bewaar(self, form: Any) -> Any:
        contact = form.save()
        if self.nieuwe_afspraak is not None:
            self.nieuwe_afspraak.save()
        return contact

    def terug(self, ding: Any) -> str:
        return f"{ding.traject.get_absolute_url()}#logboek"


# --- acties -----------------------------------------------------------------------------------------
class TrajectActieView(TrajectView):
    """Adds an agreement to a traject. Who comes back here after logging in goes to the traject."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.traject)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("loodsen.change_coaching"):
            raise PermissionDenied
        form = ActieForm(request.POST, instance=Actie(traject=self.traject))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        form.save()
        messages.success(request, "De afspraak is vastgelegd.")
        return redirect(f"{self.traject.get_absolute_url()}#afspraken")


@method_decorator(never_cache, name="dispatch")
class ActiesView(LoginRequiredMixin, ListView):
    """Mijn acties: what I promised, by date. Coach and beheerder can also see those of all."""

    template_name = "loodsen/acties/lijst.html"
    paginate_by = ACTIES_PER_PAGINA

    @cached_property
    def ziet_alles(self) -> bool:
        return bool(self.request.user.has_perm("loodsen.change_coaching"))  # type: ignore[union-attr]

    @property
    def wie(self) -> str:
        return "iedereen" if self.ziet_alles and self.request.GET.get("wie") == "iedereen" else "ik"

    @property
    def stand(self) -> str:
        return "gedaan" if self.request.GET.get("stand") == "gedaan" else "open"

    def get_queryset(self) -> QuerySet[Actie]:
        rijen = Actie.objects.filter(gedaan_op__isnull=self.stand == "open")
        if self.wie == "ik":
            rijen = rijen.filter(eigenaar=self.request.user)  # type: ignore[misc]
        return acties.op_volgorde(met_waar(rijen))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        dag = timezone.localdate()
        rijen = acties_met_rechten(context["page_obj"], self.request.user)
        return context | {
            "groepen": acties.groepen(rijen, dag),
            "dag": dag,
            "wie": self.wie,
            "stand": self.stand,
            "ziet_alles": self.ziet_alles,
            "hoeveel": context["paginator"].count,
        }


def met_waar(rijen: QuerySet[Actie]) -> QuerySet[Actie]:
    """Acties with who and where, in a fixed number of queries."""
    return (
        rijen.select_related("eigenaar", "gedaan_door", "gemeente", "bijeenkomst")
        .defer("gemeente__grens")
        .prefetch_related(Prefetch("traject", _met_namen(Coachtraject.objects.all())))
    )


class ActieVinkView(LoginRequiredMixin, View):
    """Ticks an actie off, or takes that back. htmx gets the line, others go back to where they were."""

    def get(self, request: HttpRequest, actie_id: int) -> HttpResponse:
        return redirect("loodsen:acties")

    def post(self, request: HttpRequest, actie_id: int) -> HttpResponse:
        actie = get_object_or_404(acties.zichtbaar_voor(request.user), pk=actie_id)
        if not request.user.has_perm("loodsen.vink_actie", actie):
            raise PermissionDenied
        if request.POST.get("terug_naar") == "open":
            melding = "De actie staat weer open." if acties.heropen(actie) else "De actie stond al open."
        else:
            melding = "Afgevinkt." if acties.vink_af(actie, request.user) else "Deze actie was al afgevinkt."
        if getattr(request, "htmx", False):
            [actie] = acties_met_rechten(met_waar(Actie.objects.filter(pk=actie.pk)), request.user)
            context = {
                "actie": actie,
                "dag": timezone.localdate(),
                "melding": melding,
                "terug": request.POST.get("terug", ""),
                "mag_wijzigen": request.user.has_perm("loodsen.change_coaching"),
                "toon_waar": "waar" in request.POST,
            }
            return render(request, "loodsen/acties/actie.html", context)
        messages.success(request, melding)
        terug = request.POST.get("terug", "")
        veilig = url_has_allowed_host_and_scheme(terug, {request.get_host()}, require_https=request.is_secure())
        return redirect(terug if veilig else reverse("loodsen:acties"))


class ActieWijzigView(WijzigView):
    """Another date, owner or wording; for who keeps the coaching."""

    recht = "loodsen.change_coaching"
    template_name = "loodsen/acties/wijzigen.html"
    form_class = ActieForm

    @cached_property
    def ding(self) -> Actie:  # type: ignore[override]
        return get_object_or_404(met_waar(Actie.objects.all()), pk=self.kwargs["actie_id"])

    @cached_property
    def titel(self) -> str:  # type: ignore[override]
        return self.ding.omschrijving

    def terug(self, ding: Any) -> str:
        return f"{ding.traject.get_absolute_url()}#afspraken" if ding.traject else reverse("loodsen:acties")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(geschiedenis=geschiedenis(self.ding), **kwargs)
