"""The quick scan: anyone's first answer in five minutes. The answers travel in the form and are kept nowhere."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDict
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from monitoring.models import Pand
from scans import vooraf
from scans.catalogus import actueel
from scans.forms.snelscan import STAPPEN, SnelscanForm, als_keuze
from scans.models import Catalogus, Criterium, Klasse, Variant
from scans.score import Uitslag, vergelijk

UITSLAG = "uitslag"
# Of each destination, and all together: what to find out first.
HOEVEEL_UITZOEKEN = 6


@method_decorator(never_cache, name="dispatch")
class SnelscanView(TemplateView):
    """A step of the quick scan, or its outcome. Every POST carries all that was filled in so far."""

    template_name = "scans/snelscan/stap.html"

    @cached_property
    def catalogus(self) -> Catalogus | None:
        return actueel()

    @cached_property
    def criteria(self) -> list[Criterium]:
        return list(self.catalogus.criteria.filter(snel=True)) if self.catalogus else []

    @cached_property
    def pand(self) -> Pand | None:
        """The pand someone of the network came from. Leegstand of one pand is never open, so others get 404."""
        bag_id = self.request.GET.get("pand", "")
        if not bag_id:
            return None
        if not self.request.user.is_authenticated:
            raise Http404
        panden = Pand.objects.zichtbaar_voor(self.request.user).select_related("terrein", "gemeente")
        return get_object_or_404(panden.defer("terrein__grens", "gemeente__grens"), bag_id=bag_id)

    @cached_property
    def bevindingen(self) -> dict[str, vooraf.Bevinding]:
        if self.pand is None:
            return {}
        gevonden = vooraf.beantwoord([self.pand], [c.vooraf for c in self.criteria])
        return {c.code: gevonden[c.vooraf] for c in self.criteria if c.vooraf in gevonden}

    def formulier(self, data: Any) -> SnelscanForm:
        """Bound when there is data; what the portal knows fills in what wasn't answered."""
        if data is not None:
            data = MultiValueDict(dict(data.lists()))
            for code, bevinding in self.bevindingen.items():
                if bevinding.gunstig is not None:
                    data.setdefault(code, als_keuze(bevinding.gunstig))
        bewijs = {code: f"Het portaal weet: {b.bewijs}" for code, b in self.bevindingen.items()}
        return SnelscanForm(data, criteria=self.criteria, bewijs=bewijs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.toon(self.formulier(None), "bestemming")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.formulier(request.POST)
        naar = request.POST.get("naar", "")
        if not form.is_valid():
            # A choice that no longer exists says so on the first step, where everything starts again.
            return self.toon(form, "bestemming", HTTPStatus.UNPROCESSABLE_ENTITY)
        bestaat = naar in STAPPEN or (naar == UITSLAG and self.catalogus)
        return self.toon(form, naar if bestaat else "bestemming")

    def toon(self, form: SnelscanForm, stap: str, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "stap": stap, "pand": self.pand, "catalogus": self.catalogus}
        context["meegedragen"] = form.meegedragen(stap)
        if stap == UITSLAG:
            self.template_name = "scans/snelscan/uitslag.html"
            klassen = list(Klasse.objects.filter(catalogus=self.catalogus))
            uitslagen = vergelijk(self.criteria, klassen, form.antwoorden(), form.cleaned_data["varianten"])
            context |= {
                "uitslagen": [(Variant(uitslag.variant).label, uitslag) for uitslag in uitslagen],
                "uitzoeken": eerst_uitzoeken(uitslagen),
            }
        else:
            namen = list(STAPPEN)
            plek = namen.index(stap)
            context |= {
                "kop": STAPPEN[stap],
                "velden": form.velden(stap),
                "nummer": plek + 1,
                "hoeveel": len(namen),
                "terug": namen[plek - 1] if plek else "",
                "verder": [*namen, UITSLAG][plek + 1],
            }
        return self.render_to_response(self.get_context_data(**context), status=status)


def eerst_uitzoeken(uitslagen: list[Uitslag]) -> list[Criterium]:
    """What is still unknown, of all destinations that aren't ruled out: vetoes first, then by weight."""
    open_ = {c.code: c for uitslag in uitslagen if not uitslag.uitgesloten for c in uitslag.uitzoeken}
    volgorde = sorted(open_.values(), key=lambda c: (c.soort != Criterium.Soort.VETO, -c.gewicht, c.volgorde))
    return volgorde[:HOEVEEL_UITZOEKEN]
