"""Bronnen for everyone, and for the network: which gemeente agreed to which version of which definition."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from akt.fouten import Conflict
from akt.opmaak import aantal
from monitoring.models import Bron, Gemeente, Overeenstemming
from monitoring.overeenstemming import geldige_definities, stem_in
from monitoring.rules import gemeenten_van, ziet_alles
from monitoring.views.netwerk import NetwerkMixin


class BronnenView(TemplateView):
    """Where figures come from. Only of open sources the remark is shown: others may name people."""

    template_name = "monitoring/metingen/bronnen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(bronnen=Bron.objects.order_by("soort", "naam"), **kwargs)


class OvereenstemmingView(NetwerkMixin, TemplateView):
    """A loods agrees for its own gemeente, the beheerder for any; the provincie sees all gemeenten side by side."""

    recht = "monitoring.view_meting"
    template_name = "monitoring/metingen/overeenstemming.html"

    @cached_property
    def gemeenten(self) -> list[Gemeente]:
        """Those the user may see."""
        gebruiker = self.request.user
        zichtbaar = Gemeente.objects.huidig() if ziet_alles(gebruiker) else gemeenten_van(gebruiker)
        return list(zichtbaar.only("code", "naam").order_by("naam"))

    @cached_property
    def gekozen(self) -> Gemeente | None:
        """The gemeente that the page is about, when one may agree for it."""
        if not self.request.user.has_perm("monitoring.stem_in"):
            return None
        code = self.request.GET.get("gemeente")
        if code:
            return next((gemeente for gemeente in self.gemeenten if gemeente.pk == code), None)
        alleen_eigen = not ziet_alles(self.request.user)
        return self.gemeenten[0] if alleen_eigen and self.gemeenten else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        definities = geldige_definities()
        gezegd = {
            (
                overeenstemming.gemeente_id,
                overeenstemming.definitie.term,
                overeenstemming.definitie.versie,
            ): overeenstemming
            for overeenstemming in Overeenstemming.objects.filter(gemeente__in=self.gemeenten)
            .select_related("definitie", "door")
            .order_by("definitie__versie")
        }
        # The newest older version, for who must look again.
        eerder = {(code, term): versie for code, term, versie in sorted(gezegd, key=lambda sleutel: sleutel[2])}

        def stand(gemeente: Gemeente, definitie: Any) -> dict[str, Any]:
            return {
                "definitie": definitie,
                "nu": gezegd.get((gemeente.pk, definitie.term, definitie.versie)),
                "eerder": eerder.get((gemeente.pk, definitie.term)),
            }

        gekozen = self.gekozen
        standen = [stand(gekozen, definitie) for definitie in definities] if gekozen else []
        matrix = []
        if ziet_alles(self.request.user):
            for gemeente in self.gemeenten:
                cellen = [stand(gemeente, definitie) for definitie in definities]
                matrix.append({"gemeente": gemeente, "cellen": cellen, "eens": sum(bool(cel["nu"]) for cel in cellen)})
        return super().get_context_data(
            definities=definities,
            gemeenten=self.gemeenten,
            gekozen=gekozen,
            standen=standen,
            open=[cel["definitie"].pk for cel in standen if not cel["nu"]],
            matrix=matrix,
            mag_kiezen=self.request.user.has_perm("monitoring.stem_in") and len(self.gemeenten) > 1,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        gemeente = get_object_or_404(Gemeente.objects.huidig(), pk=request.POST.get("gemeente"))
        if not request.user.has_perm("monitoring.stem_in", gemeente):
            raise PermissionDenied
        # One button names one definition, the other all that were still open on the page.
        ids = [int(deel) for deel in request.POST.get("definities", "").split(",") if deel.isdecimal()]
        try:
            hoeveel = stem_in(gemeente, ids, request.user)  # type: ignore[arg-type]
        except Conflict as conflict:
            messages.error(request, str(conflict))
        else:
            messages.success(
                request, f"Vastgelegd: {gemeente} is het eens met {aantal(hoeveel, 'definitie', 'definities')}."
            )
        return redirect(f"{reverse('monitoring:overeenstemming')}?gemeente={gemeente.pk}")
