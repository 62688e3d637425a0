"""Praktijken: reading one, writing it without losing anything, the people of it, publishing, versions, and asking."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from akt import deelplaat
from akt.fouten import AktFout
from akt.limiet import binnen_limiet
from akt.mixins import MetRecht
from akt.models import Gebruiker
from kennissysteem import bijlagen, levend, praktijken
from kennissysteem.forms.praktijken import (
    BeginForm,
    DocumentForm,
    FotoBijlageForm,
    IntrekForm,
    LinkForm,
    MedeauteurForm,
    NieuwContactForm,
    PraktijkForm,
    PraktijkvraagForm,
    PubliceerForm,
    StandForm,
    invoer_uit,
    naar_querydict,
    verschillende_delen,
)
from kennissysteem.markdown import naar_html
from kennissysteem.models import Bijlage, Klad, Praktijk
from kennissysteem.openbaar import schema_org
from kennissysteem.praktijken import DELEN, KladConflict, NogNietKlaar
from loodsen import contactpersonen
from loodsen.models import Contactpersoon, Organisatie

VRAGEN_PER_UUR = 10
# For one praktijk in a day: nobody's mailbox is filled through the portal.
VRAGEN_PER_DAG = 50
UUR = 3600
# In the session: the windows of which a form was saved, the newest so many.
AANGEKOMEN, MAX_AANGEKOMEN = "praktijk:aangekomen", 20


class PraktijkMixin:
    """The praktijk of the address; one that this user may not see doesn't exist (404)."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def praktijk(self) -> Praktijk:
        alle = Praktijk.objects.select_related(
            "gemeente", "auteur", "pand", "transformatie", "meegelezen_door"
        ).defer("gemeente__grens", "pand__omtrek")  # fmt: skip
        praktijk: Praktijk = get_object_or_404(alle, pk=self.kwargs["praktijk_id"])
        if not self.request.user.has_perm("kennissysteem.view_praktijk", praktijk):
            raise Http404
        return praktijk

    @property
    def gebruiker(self) -> Any:
        return self.request.user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(praktijk=self.praktijk, **kwargs)  # type: ignore[misc,no-any-return]


class SchrijfMixin(PraktijkMixin, MetRecht):
    """A page for the writers of a praktijk and the provincie; 403 for who may only read it."""

    recht = "kennissysteem.add_praktijk"
    objectrecht = "kennissysteem.change_praktijk"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Who is no writer of anything is told so by MetRecht, and so learns nothing of what exists.
        if request.user.has_perm(self.recht) and not request.user.has_perm(self.objectrecht, self.praktijk):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FormulierView(FormView):
    """A form that answers 422 when something is wrong."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


# --- reading -----------------------------------------------------------------------------------
class PraktijkView(PraktijkMixin, TemplateView):
    """A praktijk. Anyone sees what was done where; only the network sees who did it."""

    template_name = "kennissysteem/praktijken/praktijk.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        antwoord = super().dispatch(request, *args, **kwargs)
        if request.user.is_authenticated:
            add_never_cache_headers(antwoord)
        if not self._is_open():
            antwoord["X-Robots-Tag"] = "noindex"
        return antwoord

    def _is_open(self) -> bool:
        return self.praktijk.is_leesbaar and self.praktijk.openbaarheid == Praktijk.Openbaarheid.OPEN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        praktijk, gebruiker = self.praktijk, self.gebruiker
        kosten, bijlagen_ = list(praktijk.kostenposten.all()), list(praktijk.bijlagen.all())
        mag_wijzigen = gebruiker.has_perm("kennissysteem.change_praktijk", praktijk)
        context = super().get_context_data(
            delen=[
                (veld, label, naar_html(tekst)) for veld, label in DELEN if (tekst := getattr(praktijk, veld).strip())
            ],
            kosten=kosten,
            kosten_totaal=praktijken.totaal(post.bedrag for post in kosten),
            stappen=list(praktijk.stappen.all()),
            knelpunten=list(praktijk.knelpunten.all()),
            oplossingen=list(praktijk.oplossingen.all()),
            bijlagen=bijlagen_,
            fotos=[bijlage for bijlage in bijlagen_ if bijlage.soort == Bijlage.Soort.FOTO],
            is_open=self._is_open(),
            mag_wijzigen=mag_wijzigen,
            mag_contact=gebruiker.has_perm("kennissysteem.view_contact"),
            mag_meelezen=praktijken.mag_meelezen(gebruiker, praktijk),
            te_herzien=bool(
                praktijk.is_leesbaar and praktijk.herzien_voor and praktijk.herzien_voor <= timezone.localdate()
            ),
            **kwargs,
        )
        if praktijk.is_leesbaar:
            levend.lees(praktijk, self.request)
            context["levend"] = levend.bij_praktijk(praktijk, gebruiker)
        if context["is_open"]:
            context["schema_org"] = schema_org(praktijk, context["knelpunten"])
            context["canoniek"] = settings.BASIS_URL + praktijk.get_absolute_url()
        if context["mag_contact"]:
            zichtbaar = Contactpersoon.objects.zichtbaar()  # type: ignore[attr-defined]
            contacten = praktijk.praktijkcontacten.filter(contactpersoon__in=zichtbaar)
            context["contacten"] = list(contacten.select_related("contactpersoon__organisatie"))
            context["medeauteurs"] = list(praktijk.medeauteurs.all())
        if mag_wijzigen:
            context["klad"] = Klad.objects.filter(praktijk=praktijk, invoer__isnull=False).first()
            if not praktijk.is_leesbaar:
                context["mist"] = praktijken.wat_mist(praktijk, gebruiker)
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        praktijken.lees_mee(self.praktijk, self.gebruiker)
        messages.success(request, "Bedankt voor het meelezen. De schrijver kan de praktijk nu publiceren.")
        return redirect(self.praktijk)


class MijnPraktijkenView(MetRecht, TemplateView):
    """What someone writes, and what waits for a reader."""

    recht = "kennissysteem.add_praktijk"
    template_name = "kennissysteem/praktijken/mijn.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gebruiker: Any = self.request.user
        return super().get_context_data(
            praktijken=praktijken.mijn(gebruiker), meelezen=praktijken.mee_te_lezen(gebruiker)[:50], **kwargs
        )


class DeelplaatView(View):
    """The picture of a shared praktijk; only of one that anyone may read, whoever asks."""

    def get(self, request: HttpRequest, praktijk_id: int) -> HttpResponse:
        praktijk = get_object_or_404(
            Praktijk.objects.open().select_related("gemeente").defer("gemeente__grens"), pk=praktijk_id
        )
        onder = f"Praktijk uit {praktijk.gemeente}" + (" (verzonnen voorbeeld)" if praktijk.demo else "")
        beeld = deelplaat.teken(praktijk.titel, praktijk.samenvatting, onder)
        antwoord = HttpResponse(beeld, content_type="image/png")
        antwoord["Cache-Control"] = "public, max-age=3600"
        return antwoord


class VersiesView(PraktijkMixin, MetRecht, TemplateView):
    """The versions of a praktijk, and what changed between two of them."""

    recht = "kennissysteem.add_praktijk"
    template_name = "kennissysteem/praktijken/versies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versies = list(self.praktijk.versies.select_related("door"))
        per_nummer = {str(versie.nummer): versie for versie in versies}
        nieuw = per_nummer.get(self.request.GET.get("naar", ""), versies[0] if versies else None)
        oud = per_nummer.get(self.request.GET.get("van", ""))
        if oud is None and nieuw is not None:
            oud = per_nummer.get(str(nieuw.nummer - 1))
        if oud and nieuw and oud.nummer > nieuw.nummer:
            oud, nieuw = nieuw, oud
        return super().get_context_data(
            versies=versies, oud=oud, nieuw=nieuw,
            wijzigingen=praktijken.wijzigingen(oud, nieuw) if oud and nieuw else [], **kwargs,
        )  # fmt: skip


# --- writing -----------------------------------------------------------------------------------
class PraktijkNieuwView(MetRecht, FormulierView):
    """Begin a praktijk: a title, and what is known already of where it comes from."""

    recht = "kennissysteem.add_praktijk"
    template_name = "kennissysteem/praktijken/nieuw.html"
    form_class = BeginForm

    @cached_property
    def begin(self) -> praktijken.Begin:
        vraag = self.request.GET
        gebruiker: Any = self.request.user
        return praktijken.begin_met(
            gebruiker, vraag=vraag.get("vraag", ""), transformatie=vraag.get("transformatie", ""),
            pand=vraag.get("pand", ""),
        )  # fmt: skip

    def get_initial(self) -> dict[str, Any]:
        velden = self.begin.velden
        return {"titel": velden.get("titel", ""), "gemeente": velden.get("gemeente_id")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(begin=self.begin, **kwargs)

    def form_valid(self, form: BeginForm) -> HttpResponse:
        gebruiker: Any = self.request.user
        praktijk = praktijken.begin(gebruiker, form.cleaned_data["titel"], form.cleaned_data["gemeente"], self.begin)
        return redirect("kennissysteem:praktijk-wijzigen", praktijk.pk)


class PraktijkWijzigenView(SchrijfMixin, TemplateView):
    """The writing form. A script keeps what is typed every few seconds; without it the buttons do."""

    template_name = "kennissysteem/praktijken/wijzigen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        klad = kwargs.pop("klad", None) or praktijken.klad_van(self.praktijk)
        if "form" not in kwargs:
            kwargs["form"] = PraktijkForm(gebruiker=self.gebruiker, instance=self.praktijk, klad=klad.invoer)
        return super().get_context_data(
            **{"gezien": klad.stand, "venster": uuid.uuid4()} | kwargs, klad=klad,
            aangekomen=self.request.session.get(AANGEKOMEN, []),
            plaatsvelden=["gemeente", "transformatie", "pand"],
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        praktijk, actie = self.praktijk, request.POST.get("actie", "")
        gezien, venster = StandForm(request.POST).waarden()
        if actie == "klad":
            return self._bewaar_klad(gezien, venster)
        if actie == "weggooien":
            praktijken.gooi_klad_weg(praktijk, self.gebruiker)
            messages.success(request, "Uw wijzigingen zijn weggegooid. Hieronder staat wat het laatst is opgeslagen.")
            return redirect("kennissysteem:praktijk-wijzigen", praktijk.pk)
        form = PraktijkForm(request.POST, gebruiker=self.gebruiker, instance=praktijk)
        if not form.is_valid():
            return self._toon(form, gezien, venster, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            praktijken.sla_op(praktijk, self.gebruiker, form, invoer_uit(request.POST), gezien, venster)
        except ValidationError as fout:
            form.add_error(None, fout)
            return self._toon(form, gezien, venster, HTTPStatus.UNPROCESSABLE_ENTITY)
        except KladConflict as conflict:
            anders = self._anders(conflict.klad)
            form.add_error(
                None,
                f"{conflict} {f'Verschillend: {anders}. ' if anders else ''}Sla nog een keer op om uw tekst te laten "
                "gelden; de tekst van de ander vervalt dan.",
            )
            return self._toon(form, conflict.klad.stand, venster, HTTPStatus.CONFLICT)
        # The script takes what this window sent off the device when it knows that it is here.
        request.session[AANGEKOMEN] = [*request.session.get(AANGEKOMEN, [])[1 - MAX_AANGEKOMEN :], str(venster)]
        messages.success(
            request, "Opgeslagen. Lezers zien dit pas als u het publiceert." if praktijk.is_leesbaar else "Opgeslagen."
        )
        return redirect(
            {"publiceren": "kennissysteem:praktijk-publiceren", "mensen": "kennissysteem:praktijk-mensen"}.get(
                actie, "kennissysteem:praktijk"
            ),
            praktijk.pk,
        )

    def _toon(self, form: PraktijkForm, gezien: int, venster: uuid.UUID, status: HTTPStatus) -> HttpResponse:
        # A form that wasn't right has changed this object; the page tells of what is saved.
        self.praktijk.refresh_from_db(fields=["titel", "status"])
        context = self.get_context_data(
            form=form, gezien=gezien, venster=venster, conflict=status == HTTPStatus.CONFLICT
        )  # fmt: skip
        return self.render_to_response(context, status=status)

    def _bewaar_klad(self, gezien: int, venster: uuid.UUID) -> HttpResponse:
        try:
            stand = praktijken.bewaar_klad(
                self.praktijk, self.gebruiker, invoer_uit(self.request.POST), gezien, venster
            )  # fmt: skip
        except ValidationError as fout:
            return JsonResponse({"tekst": " ".join(fout.messages)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        except KladConflict as conflict:
            gegevens = {
                "tekst": str(conflict), "stand": conflict.klad.stand, "anders": self._anders(conflict.klad)
            }  # fmt: skip
            return JsonResponse(gegevens, status=HTTPStatus.CONFLICT)
        return JsonResponse({"stand": stand, "tijd": f"{timezone.localtime():%H:%M}"})

    def _anders(self, klad: Klad) -> str:
        """Which parts differ from what is there now, in words; "" when that can't be told."""
        return ", ".join(verschillende_delen(invoer_uit(self.request.POST), klad.invoer)) if klad.invoer else ""


# --- people ------------------------------------------------------------------------------------
class PraktijkMensenView(SchrijfMixin, TemplateView):
    """Who worked on it and may be asked about it, and who writes along."""

    template_name = "kennissysteem/praktijken/mensen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        praktijk = self.praktijk
        zoek = self.request.GET.get("q", "").strip()
        return super().get_context_data(
            **{"nieuw": NieuwContactForm(prefix="nieuw"), "medeauteur": MedeauteurForm(praktijk=praktijk)} | kwargs,
            contacten=list(praktijk.praktijkcontacten.select_related("contactpersoon__organisatie")),
            medeauteurs=list(praktijk.medeauteurs.all()),
            organisaties=Organisatie.objects.filter(actief=True).values_list("naam", flat=True),
            zoek=zoek,
            gevonden=praktijken.zoek_contacten(zoek, praktijk) if zoek else None,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actie, nummer = request.POST.get("actie", ""), request.POST.get("id", "")
        wie = int(nummer) if nummer.isdecimal() and len(nummer) < 10 else 0
        praktijk = self.praktijk
        if actie == "nieuw":
            return self._voeg_nieuw_toe()
        if actie == "medeauteur":
            form = MedeauteurForm(request.POST, praktijk=praktijk)
            if not form.is_valid():
                return self._toon(medeauteur=form)
            praktijk.medeauteurs.add(form.cleaned_data["medeauteur"])
            messages.success(request, f"{form.cleaned_data['medeauteur'].naam} kan nu meeschrijven.")
        elif actie == "medeauteur-weg":
            praktijk.medeauteurs.remove(wie)
            messages.success(request, "De medeauteur is weggehaald.")
        elif actie == "erbij":
            persoon = get_object_or_404(Contactpersoon.objects.zichtbaar(), pk=wie)  # type: ignore[attr-defined]
            praktijken.voeg_contact_toe(praktijk, persoon, request.POST.get("rol", "").strip()[:120])
            messages.success(request, f"{persoon.naam} is toegevoegd.")
        elif actie == "weg":
            try:
                praktijken.haal_contact_weg(praktijk, wie)
                messages.success(request, "De contactpersoon is weggehaald bij deze praktijk.")
            except AktFout as fout:
                messages.error(request, str(fout))
        return redirect("kennissysteem:praktijk-mensen", praktijk.pk)

    def _voeg_nieuw_toe(self) -> HttpResponse:
        form = NieuwContactForm(self.request.POST, prefix="nieuw")
        if not form.is_valid():
            return self._toon(nieuw=form)
        persoon = form.instance
        with transaction.atomic():
            if persoon.organisatie.pk is None:
                persoon.organisatie.save()
                persoon.organisatie = persoon.organisatie
            contactpersonen.bewaar(persoon)
            praktijken.voeg_contact_toe(self.praktijk, persoon, form.cleaned_data["rol"])
        messages.success(self.request, f"{persoon.naam} is toegevoegd.")
        return redirect("kennissysteem:praktijk-mensen", self.praktijk.pk)

    def _toon(self, **formulieren: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**formulieren), status=HTTPStatus.UNPROCESSABLE_ENTITY)


# --- bijlagen ----------------------------------------------------------------------------------
BIJLAGEFORMS = {"foto": FotoBijlageForm, "document": DocumentForm, "link": LinkForm}


class BijlagenView(SchrijfMixin, TemplateView):
    """Photos, documents and links: adding them and taking them away."""

    template_name = "kennissysteem/praktijken/bijlagen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        formulieren = {naam: soort(prefix=naam) for naam, soort in BIJLAGEFORMS.items()}
        return super().get_context_data(**formulieren | kwargs, bijlagen=list(self.praktijk.bijlagen.all()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actie, terug = request.POST.get("actie", ""), redirect("kennissysteem:praktijk-bijlagen", self.praktijk.pk)
        if actie == "weg":
            nummer = request.POST.get("id", "")
            if nummer.isdecimal() and len(nummer) < 10:
                self.praktijk.bijlagen.filter(pk=nummer).delete()
            messages.success(request, "De bijlage is weggehaald.")
            return terug
        if actie not in BIJLAGEFORMS:
            return terug
        form = BIJLAGEFORMS[actie](request.POST, request.FILES, prefix=actie)
        if form.is_valid():
            try:
                bijlagen.voeg_toe(self.praktijk, self.gebruiker, actie, **form.cleaned_data)
                messages.success(request, "Toegevoegd.")
                return terug
            except AktFout as fout:
                form.add_error("bestand" if "bestand" in form.fields else None, str(fout))
        context = self.get_context_data(**{actie: form})
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


class BijlageBestandView(PraktijkMixin, View):
    """A photo or document, for who may read the praktijk; never from the folder of files directly."""

    def get(self, request: HttpRequest, praktijk_id: int, bijlage_id: int) -> HttpResponseBase:
        bijlage = get_object_or_404(self.praktijk.bijlagen.exclude(soort=Bijlage.Soort.LINK), pk=bijlage_id)
        klein = bijlage.miniatuur and request.GET.get("maat") == "klein"
        try:
            inhoud = (bijlage.miniatuur if klein else bijlage.bestand).open("rb")
        except FileNotFoundError as fout:
            raise Http404 from fout
        antwoord = FileResponse(
            inhoud, filename=bijlage.naam, content_type=bijlage.type,
            as_attachment=bijlage.soort == Bijlage.Soort.DOCUMENT,
            headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache"},
        )  # fmt: skip
        patch_vary_headers(antwoord, ["Cookie"])
        return antwoord


# --- publishing --------------------------------------------------------------------------------
class PraktijkPublicerenView(SchrijfMixin, FormulierView):
    """A last look at what is missing, and then it is there for readers."""

    objectrecht = "kennissysteem.publiceer_praktijk"
    template_name = "kennissysteem/praktijken/publiceren.html"
    form_class = PubliceerForm

    @cached_property
    def geschreven(self) -> PraktijkForm | None:
        """What waits in the klad, on an object of its own."""
        klad = praktijken.klad_van(self.praktijk)
        if klad.invoer is None:
            return None
        los = Praktijk.objects.get(pk=self.praktijk.pk)
        return self.lees_klad(los, klad.invoer)

    def lees_klad(self, praktijk: Praktijk, invoer: praktijken.Invoer) -> PraktijkForm:
        return PraktijkForm(naar_querydict(invoer), gebruiker=self.gebruiker, instance=praktijk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.geschreven
        # Checking a form fills in its object.
        fout = form is not None and not form.is_valid()
        mist = praktijken.wat_mist(form.instance if form and not fout else self.praktijk, self.gebruiker)
        return super().get_context_data(
            mist=mist, klad_fout=form if fout else None,
            dagen=settings.AKT_PRAKTIJK_HERZIEN_DAGEN, **kwargs,
        )  # fmt: skip

    def form_valid(self, form: PubliceerForm) -> HttpResponse:
        try:
            versie = praktijken.publiceer(
                self.praktijk, self.gebruiker, form.cleaned_data["toelichting"], self.lees_klad
            )  # fmt: skip
        except NogNietKlaar:
            form.add_error(None, "Er ontbreekt nog iets. Hieronder staat wat.")
            return self.form_invalid(form)
        messages.success(self.request, f"Gepubliceerd als versie {versie.nummer}.")
        return redirect(self.praktijk)


class PraktijkIntrekkenView(SchrijfMixin, FormulierView):
    """Take a praktijk away from its readers, with a reason."""

    objectrecht = "kennissysteem.publiceer_praktijk"
    template_name = "kennissysteem/praktijken/intrekken.html"
    form_class = IntrekForm

    def form_valid(self, form: IntrekForm) -> HttpResponse:
        praktijken.trek_in(self.praktijk, self.gebruiker, form.cleaned_data["reden"])
        messages.success(self.request, "De praktijk is ingetrokken. Alleen de schrijvers en de provincie zien hem nog.")
        return redirect(self.praktijk)


# --- asking ------------------------------------------------------------------------------------
class PraktijkVraagView(PraktijkMixin, FormulierView):
    """Anyone asks who worked on it something; whose address it goes to is not told."""

    template_name = "kennissysteem/praktijken/vraag.html"
    form_class = PraktijkvraagForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.praktijk.is_leesbaar:
            raise Http404
        antwoord = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(antwoord)
        antwoord["X-Robots-Tag"] = "noindex"
        return antwoord

    def get_initial(self) -> dict[str, Any]:
        gebruiker = self.request.user
        return {"naam": gebruiker.naam, "email": gebruiker.email} if isinstance(gebruiker, Gebruiker) else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(bewaren=settings.AKT_POST_TEKST_DAGEN, **kwargs)

    def form_valid(self, form: PraktijkvraagForm) -> HttpResponse:
        vol = praktijken.vragen_vandaag(self.praktijk) >= VRAGEN_PER_DAG
        if vol or not binnen_limiet("praktijkvraag", self.request, VRAGEN_PER_UUR, UUR):
            form.add_error(None, "Er zijn net al veel vragen gesteld. Probeer het later opnieuw.")
            return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.TOO_MANY_REQUESTS)
        praktijken.stel_vraag(self.praktijk, form.invoer(), form.sleutel(self.praktijk))
        messages.success(self.request, "Uw vraag is gemaild aan iemand die aan deze praktijk werkte.")
        return redirect(self.praktijk)
