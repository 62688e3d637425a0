"""The map of all panden with the list of what it shows, and the vector tiles it is drawn from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.generic import View

from akt.opmaak import datum, m2, procent
from monitoring import tegels
from monitoring.filters.panden import PandFilterSet
from monitoring.models import Gemeente, Pand
from monitoring.models.gebieden import RD_NEW, WGS84
from monitoring.rules import gemeenten_van, ziet_alles
from monitoring.tegels import Tegel
from monitoring.views.netwerk import NetwerkMixin, PandMixin, met_adressen
from monitoring.views.panden import LEGENDA_PAND, PandenView

MVT = "application/vnd.mapbox-vector-tile"


def vak_uit(tekst: str) -> GEOSGeometry | None:
    """The polygon (RD New) of "west,zuid,oost,noord" in degrees; None for anything else."""
    try:
        west, zuid, oost, noord = (float(deel) for deel in tekst.split(","))
    except ValueError:
        return None
    grens_west, grens_zuid, grens_oost, grens_noord = tegels.NEDERLAND
    west, oost = max(west, grens_west), min(oost, grens_oost)
    zuid, noord = max(zuid, grens_zuid), min(noord, grens_noord)
    if not (west < oost and zuid < noord):
        return None
    vak = Polygon.from_bbox((west, zuid, oost, noord))
    vak.srid = WGS84
    vak.transform(RD_NEW)
    return vak


def sjabloon(naam: str, **delen: str) -> str:
    """The address of tiles with {z}, {x} and {y} still open."""
    adres = reverse(naam, kwargs={"z": 0, "x": 0, "y": 0, **delen})
    return adres.replace("/0/0/0.", "/{z}/{x}/{y}.")


class KaartView(PandenView):
    """All panden on one map, with the filters of the list; beside it the list of those in view (`vak`).

    A request of htmx gets the list only.
    """

    template_name = "monitoring/kaart/kaart.html"

    def get_template_names(self) -> list[str]:
        return ["monitoring/kaart/lijst.html"] if self.request.htmx else [self.template_name]  # type: ignore[attr-defined]

    def get_queryset(self) -> QuerySet[Pand]:
        panden = super().get_queryset()
        self.vak = vak_uit(self.request.GET.get("vak", ""))
        self.alle = panden
        return panden.filter(omtrek__intersects=self.vak) if self.vak else panden

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vraag = self.request.GET.copy()
        for naam in ("vak", "page", "sort"):
            vraag.pop(naam, None)
        return super().get_context_data(
            legenda_kaart=LEGENDA_PAND,
            filtervraag=vraag.urlencode(),
            in_beeld=self.vak is not None,
            begin="" if self.request.htmx else self.begin(),  # type: ignore[attr-defined]
            # Tiles of 512 pixels are one zoom ahead of the map's own 256.
            min_zoom=tegels.MIN_ZOOM + 1,
            max_zoom=tegels.MAX_ZOOM + 1,
            tegel_panden=sjabloon("monitoring:tegel-panden"),
            tegel_laag=sjabloon("monitoring:tegel", laag="laag").replace("/laag/", "/{laag}/"),
            pand_kort=reverse("monitoring:pand-kort", args=["bag"]).replace("/bag/", "/{bag}/"),
            achtergrond=settings.AKT_ACHTERGRONDKAART_URL,
            **kwargs,
        )

    def get_table_kwargs(self) -> dict[str, Any]:
        gewoon = super().get_table_kwargs()
        return gewoon | {"exclude": (*gewoon["exclude"], "bouwjaar", "voorraad", "leeg_sinds", "waargenomen")}

    def begin(self) -> str:
        """What the map shows first, as "west,zuid,oost,noord": the view asked for, the panden found, or all."""
        if self.vak:
            return ",".join(self.request.GET["vak"].split(","))
        gefilterd = any(self.request.GET.get(naam) for naam in self.filterset.filters)
        vak = self.alle.order_by().aggregate(vak=Extent("omtrek"))["vak"] if gefilterd else None
        if vak is None:
            gebruiker = self.request.user
            gemeenten = Gemeente.objects.huidig() if ziet_alles(gebruiker) else gemeenten_van(gebruiker)
            vak = Gemeente.objects.filter(pk__in=gemeenten.values("pk")).aggregate(vak=Extent("grens"))["vak"]
        if vak is None:
            return ""
        omtrek = Polygon.from_bbox(vak)
        omtrek.srid = RD_NEW
        omtrek.transform(WGS84)
        return ",".join(f"{grens:.5f}" for grens in omtrek.extent)


class PandKortView(PandMixin, View):
    """What the map says of the pand that someone picked."""

    def get(self, request: HttpRequest, bag_id: str) -> JsonResponse:
        pand = met_adressen(Pand.objects.filter(pk=self.pand.pk).only("bag_id", "naam"))[0]
        return JsonResponse(
            {
                "titel": str(pand.eerste_adressen[0]) if pand.eerste_adressen else str(pand),
                "tekst": self.regels(),
                "url": self.pand.get_absolute_url(),
            }
        )

    def regels(self) -> list[str]:
        pand, regels = self.pand, []
        stand = getattr(pand, "stand", None)
        if stand is None:
            regels.append(f"Nog geen waarneming. Voorraad volgens de BAG ongeveer {m2(pand.geraamde_voorraad)}.")
        else:
            aandeel = f" ({procent(100 * stand.leegstand_m2 / stand.voorraad_m2, 0)})" if stand.voorraad_m2 else ""
            regels.append(f"Leegstand: {m2(stand.leegstand_m2)} van {m2(stand.voorraad_m2)}{aandeel}")
            if stand.leeg_sinds:
                regels.append(f"Leeg sinds {datum(stand.leeg_sinds)}")
            regels.append(f"Waargenomen op {datum(stand.peildatum)}")
        plek = ", ".join(str(deel) for deel in (pand.terrein, pand.gemeente) if deel)
        return [*regels, plek] if plek else regels


class TegelMixin:
    """The tile of the address (404 when the grid has no such tile), and the answer with its ETag."""

    def tegel(self, z: int, x: int, y: int) -> Tegel:
        tegel = Tegel(z, x, y)
        if not tegel.bestaat:
            raise Http404("Deze tegel bestaat niet.")
        return tegel

    def antwoord(self, request: HttpRequest, inhoud: bytes, bewaren: str) -> HttpResponseBase:
        etag = tegels.kenmerk(inhoud)
        antwoord = HttpResponse(inhoud, content_type=MVT, headers={"Cache-Control": bewaren, "ETag": etag})
        return get_conditional_response(request, etag=etag, response=antwoord) or antwoord


class PandenTegelView(TegelMixin, NetwerkMixin, View):
    """Panden that this user may see and the filters let through."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        antwoord = super().dispatch(request, *args, **kwargs)
        # Kept by this browser only, and shown again only to who may still see it.
        antwoord["Cache-Control"] = "private, no-cache"
        patch_vary_headers(antwoord, ["Cookie"])
        return antwoord

    def get(self, request: HttpRequest, z: int, x: int, y: int) -> HttpResponseBase:
        tegel = self.tegel(z, x, y)
        vraag = "&".join(
            f"{naam}={request.GET[naam]}" for naam in sorted(PandFilterSet.base_filters) if request.GET.get(naam)
        )
        sleutel = tegels.sleutel_panden(tegel, self.zicht(), vraag)
        inhoud: bytes | None = cache.get(sleutel)
        if inhoud is None:
            inhoud = tegels.teken_panden(tegel, self.panden(bool(vraag)))
            cache.set(sleutel, inhoud, tegels.BEWAAR_SECONDEN)
        return self.antwoord(request, inhoud, "private, no-cache")

    def zicht(self) -> str:
        """Whose panden: all, or those of these gemeenten."""
        if ziet_alles(self.request.user):
            return "alles"
        return ",".join(sorted(gemeenten_van(self.request.user).values_list("pk", flat=True)))

    def panden(self, gefilterd: bool) -> QuerySet[Pand]:
        gebruiker = self.request.user
        panden = Pand.objects.zichtbaar_voor(gebruiker).bestaand().kantoren()
        if not gefilterd:
            return panden
        filterset = PandFilterSet(self.request.GET, panden, request=self.request, gebruiker=gebruiker)
        return filterset.qs if filterset.is_valid() else panden.none()


class OpenTegelView(TegelMixin, View):
    """Gemeenten, terreinen and percelen: open to all."""

    def get(self, request: HttpRequest, laag: str, z: int, x: int, y: int) -> HttpResponseBase:
        if laag not in tegels.OPEN_LAGEN:
            raise Http404("Deze laag bestaat niet.")
        return self.antwoord(request, tegels.bewaarde_open_tegel(laag, self.tegel(z, x, y)), "public, max-age=300")
