"""Open data of the monitoring: gemeenten, panden, kerncijfers and definities."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.db.models.functions import AsGeoJSON, PointOnSurface, Transform
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from akt.api.filters import (
    AktFilterSet,
    CodesFilter,
    DatumFilter,
    GetalFilter,
    JaNeeFilter,
    TekstFilter,
    TijdstipFilter,
)
from akt.api.paginering import AktPaginering
from akt.api.serializers import AktSerializer, PercentageField, PuntField
from akt.api.viewsets import AktViewSet, routes
from akt.rules import is_netwerk
from monitoring.context import heeft_demogegevens
from monitoring.infographics import BRON
from monitoring.models import (
    Bouwperiode,
    Cijfer,
    Definitie,
    Gemeente,
    Grootteklasse,
    Kerncijfer,
    Niveau,
    Pand,
    Pandstand,
    Regio,
    Terrein,
)
from monitoring.overeenstemming import niet_eens, overeenstemming_per_gemeente
from monitoring.publicaties import Uitgave, uitgave_voor

WGS84 = 4326
VOORBEELD_ADRES = "https://akt.example/api/v1"


def url_field(pad: str, sleutel: str) -> serializers.HyperlinkedIdentityField:
    """The address of the object itself."""
    return serializers.HyperlinkedIdentityField(
        view_name=f"api-{pad}-detail", lookup_field=sleutel, help_text="Adres van dit object in de API."
    )


# --- gemeenten ----------------------------------------------------------------------------------


class GemeenteFilterSet(AktFilterSet):
    naam = TekstFilter(lookup_expr="icontains", help_text="Deel van de naam.")
    provincie = CodesFilter(field_name="provincie_id", help_text="CBS-code van de provincie, bijvoorbeeld PV26.")
    geldig_op = DatumFilter(method="op_datum", help_text="Alleen gemeenten die op deze dag bestonden.")
    sort = django_filters.OrderingFilter(
        fields={"naam": "naam", "code": "code", "begin": "begin"}, help_text="Volgorde; met - ervoor aflopend."
    )

    def op_datum(self, gemeenten: Any, naam: str, datum: datetime.date) -> QuerySet[Gemeente]:
        return gemeenten.geldig_op(datum)


class GemeenteSerializer(AktSerializer):
    url = url_field("gemeenten", "code")
    overeenstemming = serializers.SerializerMethodField(
        help_text="Of de gemeente vandaag heeft ingestemd met de geldende definities van voorraad en leegstand; null "
        "als de gemeente niet meer bestaat.",
    )

    class Meta:
        model = Gemeente
        fields = ("url", "code", "naam", "provincie", "begin", "einde", "opgegaan_in", "regios", "overeenstemming")
        read_only_fields = fields
        extra_kwargs = {"regios": {"help_text": "Codes van de regio's waar de gemeente in ligt."}}

    def get_overeenstemming(self, gemeente: Gemeente) -> bool | None:
        return None if gemeente.einde else not gemeente.niet_eens  # type: ignore[attr-defined]


class GemeenteViewSet(AktViewSet):
    queryset = Gemeente.objects.defer("grens").prefetch_related(Prefetch("regios", Regio.objects.only("code")))
    serializer_class = GemeenteSerializer
    filterset_class = GemeenteFilterSet
    lookup_field = "code"
    lookup_value_regex = "GM[0-9]{4}"
    beschrijving = (
        "Gemeenten met hun CBS-code, ook opgeheven gemeenten: `einde` is de eerste dag waarop de gemeente niet meer "
        "bestond en `opgegaanIn` de gemeente waarvan zij deel werd."
    )
    voorbeeld = {
        "url": f"{VOORBEELD_ADRES}/gemeenten/GM0344", "code": "GM0344", "naam": "Utrecht", "provincie": "PV26",
        "begin": "1830-01-01", "einde": None, "opgegaanIn": None, "regios": ["u10"], "overeenstemming": True,
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Gemeente]:
        return super().get_queryset().annotate(niet_eens=niet_eens())


# --- panden -------------------------------------------------------------------------------------


class PandFilterSet(AktFilterSet):
    gemeente = CodesFilter(field_name="gemeente_id", help_text="CBS-code van de gemeente, bijvoorbeeld GM0344.")
    terrein = CodesFilter(field_name="terrein__code", help_text="Code van het terrein.")
    bouwjaar_min = GetalFilter(field_name="bouwjaar", lookup_expr="gte", help_text="Gebouwd in of na dit jaar.")
    bouwjaar_max = GetalFilter(field_name="bouwjaar", lookup_expr="lte", help_text="Gebouwd in of voor dit jaar.")
    bag_status = django_filters.ChoiceFilter(choices=Pand.BagStatus.choices, help_text="Status in de BAG.")
    kantoorfunctie = JaNeeFilter(
        method="met_kantoorfunctie", help_text="Of de BAG in het pand ruimte met een kantoorfunctie kent."
    )
    gewijzigd_sinds = TijdstipFilter(
        field_name="gewijzigd_op", lookup_expr="gte",
        help_text="Alleen panden waarvan de gegevens op of na dit tijdstip zijn bijgewerkt, ook panden die ophielden "
        "te bestaan.",
    )  # fmt: skip
    sort = django_filters.OrderingFilter(
        fields={"bag_id": "bagId", "gewijzigd_op": "gewijzigdOp"}, help_text="Volgorde; met - ervoor aflopend."
    )

    def met_kantoorfunctie(self, panden: QuerySet[Pand], naam: str, waarde: bool) -> QuerySet[Pand]:
        return panden.filter(go_kantoor_m2__gt=0) if waarde else panden.filter(go_kantoor_m2=0)


class PandstandSerializer(AktSerializer):
    class Meta:
        model = Pandstand
        fields = ("peildatum", "voorraad_m2", "aanbod_m2", "leegstand_m2", "leeg_sinds", "geraamd")
        read_only_fields = fields


class PandSerializer(AktSerializer):
    """What is open about a pand: facts of the BAG and where it lies."""

    url = url_field("panden", "bag_id")
    terrein: serializers.Field = serializers.SlugRelatedField(
        slug_field="code", read_only=True, allow_null=True, help_text="Code van het terrein waarop het pand ligt."
    )
    kantooroppervlakte_go_m2 = serializers.IntegerField(source="go_kantoor_m2", read_only=True)
    punt = PuntField(read_only=True, allow_null=True, help_text="Een punt in het pand als GeoJSON, in WGS 84.")

    class Meta:
        model = Pand
        fields: tuple[str, ...] = (
            "url", "bag_id", "bouwjaar", "bag_status", "in_onderzoek", "kantooroppervlakte_go_m2", "gemeente",
            "terrein", "punt", "begin", "einde", "demo", "gewijzigd_op",
        )  # fmt: skip
        read_only_fields = fields


@extend_schema_serializer(component_name="Pand")
class PandNetwerkSerializer(PandSerializer):
    """The same for the network, with the latest waarneming of panden that the user may see."""

    stand = PandstandSerializer(
        required=False, allow_null=True,
        help_text="De laatste waarneming. Alleen voor ingelogde gebruikers uit het netwerk; null als er geen is, of "
        "als u dit pand niet mag inzien.",
    )  # fmt: skip

    class Meta(PandSerializer.Meta):
        fields = (*PandSerializer.Meta.fields, "stand")
        read_only_fields = PandSerializer.Meta.fields


class PandViewSet(AktViewSet):
    queryset = (
        Pand.objects.select_related("terrein")
        .only(
            "bag_id", "bouwjaar", "bag_status", "in_onderzoek", "go_kantoor_m2", "gemeente_id", "terrein__code",
            "begin", "einde", "demo", "gewijzigd_op",
        )
        .annotate(punt=AsGeoJSON(Transform(PointOnSurface("omtrek"), WGS84), precision=6))
    )  # fmt: skip
    filterset_class = PandFilterSet
    lookup_field = "bag_id"
    lookup_value_regex = "[0-9]{16}"
    persoonlijk = True
    beschrijving = (
        "Panden zoals de BAG ze kent. De leegstand van een pand is niet openbaar: alleen wie bij het netwerk hoort en "
        "is ingelogd, krijgt `stand` erbij, van de panden die hij mag inzien."
    )
    voorbeeld = {
        "url": f"{VOORBEELD_ADRES}/panden/0344100000061226", "bagId": "0344100000061226", "bouwjaar": 1988,
        "bagStatus": "Pand in gebruik", "inOnderzoek": False, "kantooroppervlakteGoM2": 4200, "gemeente": "GM0344",
        "terrein": "PAPENDORP", "punt": {"type": "Point", "coordinates": [5.083611, 52.064722]},
        "begin": "1988-06-01", "einde": None, "demo": False, "gewijzigdOp": "2024-01-31T12:00:00Z",
    }  # fmt: skip

    def toont_stand(self) -> bool:
        """Whether this user belongs to the network; the OpenAPI document describes the answer to one who does."""
        return getattr(self, "swagger_fake_view", False) or bool(is_netwerk(self.request.user))

    def get_serializer_class(self) -> type[PandSerializer]:
        return PandNetwerkSerializer if self.toont_stand() else PandSerializer

    def get_queryset(self) -> QuerySet[Pand]:
        panden = super().get_queryset()
        if not self.toont_stand():
            return panden
        zichtbaar = Pand.objects.zichtbaar_voor(self.request.user)
        return panden.prefetch_related(Prefetch("stand", Pandstand.objects.filter(pand__in=zichtbaar)))


# --- kerncijfers --------------------------------------------------------------------------------

SEGMENTEN = {
    "totaal": {"grootteklasse": "", "bouwperiode": ""},
    "grootteklasse": {"grootteklasse__gt": ""},
    "bouwperiode": {"bouwperiode__gt": ""},
    "alle": {},
}
TERMEN = (
    "voorraad", "aanbod", "leegstand", "leegstandspercentage", "aanbodpercentage", "frictie", "langdurig",
    "structureel", "geraamd", "dekking",
)  # fmt: skip
TOELICHTING: dict[str, Any] = {
    "type": "object",
    "description": "Wat bij deze cijfers hoort te staan.",
    "required": ["bron", "publicatie", "demogegevens", "definities"],
    "properties": {
        "bron": {"type": "string", "description": "Waar de cijfers vandaan komen.", "example": BRON},
        "publicatie": {
            "type": "string", "nullable": True, "example": "3",
            "description": "Nummer van de publicatie waar de cijfers uit komen, met de versie erachter als het een "
            "correctie is; null zolang er geen publicatie is.",
        },
        "demogegevens": {
            "type": "boolean", "example": False,
            "description": "Of er verzonnen panden meetellen. Dan zeggen de cijfers niets over echte kantoren.",
        },
        "definities": {
            "type": "array",
            "description": "De definities waarmee geteld is.",
            "items": {
                "type": "object",
                "required": ["term", "versie", "url"],
                "properties": {
                    "term": {"type": "string", "description": "De term."},
                    "versie": {"type": "integer", "description": "Versie van de definitie."},
                    "url": {"type": "string", "format": "uri", "description": "Adres van de definitie."},
                },
            },
            "example": [{"term": "leegstand", "versie": 1, "url": f"{VOORBEELD_ADRES}/definities/leegstand"}],
        },
    },
}  # fmt: skip


def toelichting(request: Any, uitgave: Uitgave) -> dict[str, Any]:
    """Source, publicatie, demo data and the definitions in force, beside every kerncijfer."""
    geldig = Definitie.objects.geldig_op(datetime.date.today()).filter(term__in=TERMEN)
    return {
        "bron": BRON,
        "publicatie": uitgave.publicatie.naam if uitgave.publicatie else None,
        "demogegevens": heeft_demogegevens(),
        "definities": [
            {"term": term, "versie": versie, "url": reverse("api-definities-detail", [term], request=request)}
            for term, versie in geldig.values_list("term", "versie")
        ],
    }


def kerncijfer_id(cijfer: Cijfer) -> str:
    """A key that survives a rebuild: 'gemeente.GM0344.2024-01-01', with the segment behind it where there is one."""
    delen = [cijfer.niveau, cijfer.gebied_code, f"{cijfer.peildatum}", cijfer.grootteklasse or cijfer.bouwperiode]
    return ".".join(filter(None, delen))


class KerncijferFilterSet(AktFilterSet):
    niveau = django_filters.ChoiceFilter(choices=Niveau.choices, help_text="Soort gebied.")
    gebied = CodesFilter(field_name="gebied_code", help_text="Code van een of meer gebieden, met komma's ertussen.")
    peildatum = DatumFilter(help_text="Precies deze peildatum.")
    peildatum_min = DatumFilter(field_name="peildatum", lookup_expr="gte", help_text="Vanaf deze peildatum.")
    peildatum_max = DatumFilter(field_name="peildatum", lookup_expr="lte", help_text="Tot en met deze peildatum.")
    segment = django_filters.ChoiceFilter(
        choices=[
            ("totaal", "alle panden samen (standaard)"),
            ("grootteklasse", "per grootteklasse"),
            ("bouwperiode", "per bouwperiode"),
            ("alle", "het totaal en alle segmenten"),
        ],
        method="op_segment",
        help_text="Welke rijen van een gebied.",
    )
    sort = django_filters.OrderingFilter(
        fields={"peildatum": "peildatum"},
        help_text="Volgorde; met - ervoor aflopend. Zonder sort: niveau, gebied, peildatum.",
    )

    def filter_queryset(self, queryset: QuerySet[Cijfer]) -> QuerySet[Cijfer]:
        cijfers = super().filter_queryset(queryset)
        return cijfers if self.form.cleaned_data["segment"] else self.op_segment(cijfers, "segment", "totaal")

    def op_segment(self, cijfers: QuerySet[Cijfer], naam: str, waarde: str) -> QuerySet[Cijfer]:
        return cijfers.filter(**SEGMENTEN[waarde])


class KerncijferSerializer(AktSerializer):
    url = serializers.SerializerMethodField(help_text="Adres van dit object in de API.")
    id = serializers.SerializerMethodField(help_text="Niveau, gebied, peildatum en segment, met punten ertussen.")
    gebied = serializers.CharField(source="gebied_code", read_only=True, help_text="Code van het gebied.")
    leegstandspercentage = PercentageField(
        help_text="Leegstand als deel van de voorraad, in procenten; null zonder voorraad."
    )
    aanbodpercentage = PercentageField(help_text="Aanbod als deel van de voorraad, in procenten; null zonder voorraad.")
    dekking = PercentageField(
        help_text="Deel van de voorraad met een recente waarneming, in procenten; null zonder voorraad."
    )
    overeenstemming = serializers.SerializerMethodField(
        help_text="Of de gemeente (bij een terrein: die waar het in ligt) vandaag heeft ingestemd met de geldende "
        "definities van voorraad en leegstand; ook bij cijfers uit een oudere publicatie. Null bij een provincie, een "
        "regio en een gemeente die niet meer bestaat.",
    )

    class Meta:
        model = Kerncijfer
        fields: tuple[str, ...] = (
            "url", "id", "niveau", "gebied", "peildatum", "grootteklasse", "bouwperiode", *Kerncijfer.MATEN,
            "leegstandspercentage", "aanbodpercentage", "dekking", "overeenstemming",
        )  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {naam: {"allow_null": True, "help_text": "null: alle panden samen."}
                        for naam in ("grootteklasse", "bouwperiode")}  # fmt: skip

    def get_id(self, cijfer: Cijfer) -> str:
        return kerncijfer_id(cijfer)

    def get_overeenstemming(self, cijfer: Cijfer) -> bool | None:
        stand: dict[tuple[str, str], bool] = self.context["view"].overeenstemming
        return stand.get((cijfer.niveau, cijfer.gebied_code))

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, cijfer: Cijfer) -> str:
        return reverse("api-kerncijfers-detail", [kerncijfer_id(cijfer)], request=self.context["request"])


@extend_schema_serializer(component_name="KerncijferMetToelichting")
class KerncijferDetailSerializer(KerncijferSerializer):
    toelichting = serializers.SerializerMethodField()

    class Meta(KerncijferSerializer.Meta):
        fields = (*KerncijferSerializer.Meta.fields, "toelichting")
        read_only_fields = fields

    @extend_schema_field(TOELICHTING)
    def get_toelichting(self, cijfer: Cijfer) -> dict[str, Any]:
        return toelichting(self.context["request"], self.context["view"].uitgave)


class KerncijferPaginering(AktPaginering):
    """A page with its explanation once, not in every row."""

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        self.toelichting = toelichting(request, view.uitgave)
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data: Any) -> Response:
        antwoord = super().get_paginated_response(data)
        antwoord.data["toelichting"] = self.toelichting
        return antwoord

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        lijst = super().get_paginated_response_schema(schema)
        lijst["required"].append("toelichting")
        lijst["properties"]["toelichting"] = TOELICHTING
        return lijst


class KerncijferViewSet(AktViewSet):
    queryset = Kerncijfer.objects.all()
    filterset_class = KerncijferFilterSet
    pagination_class = KerncijferPaginering
    lookup_field = "id"
    lookup_value_regex = r"[a-z]+\.[A-Za-z0-9_-]+\.[0-9]{4}-[0-9]{2}-[0-9]{2}(\.[a-z0-9+-]+)?"
    sleutel = "Niveau, gebied, peildatum en (voor een segment) grootteklasse of bouwperiode, met punten ertussen."
    beschrijving = (
        "Voorraad, aanbod en leegstand van kantoren per gebied en peildatum, in hele m² VVO, en aantallen panden. "
        "Percentages zijn afgerond op twee decimalen. Cijfers over te weinig panden ontbreken. De cijfers komen uit de "
        "laatste publicatie; zolang er geen is, zijn ze voorlopig."
    )

    voorbeeld = {
        "url": f"{VOORBEELD_ADRES}/kerncijfers/gemeente.GM0344.2024-01-01", "id": "gemeente.GM0344.2024-01-01",
        "niveau": "gemeente", "gebied": "GM0344", "peildatum": "2024-01-01", "grootteklasse": None, "bouwperiode": None,
        "voorraadM2": 2_500_000, "aanbodM2": 250_000, "leegstandM2": 200_000, "frictieM2": 50_000,
        "langdurigM2": 60_000, "structureelM2": 80_000, "duurOnbekendM2": 10_000, "geraamdM2": 125_000,
        "waargenomenM2": 2_300_000, "panden": 900, "pandenLeegstand": 120, "pandenLeeg": 30, "pandenWaargenomen": 820,
        "leegstandspercentage": 8.0, "aanbodpercentage": 10.0, "dekking": 92.0,
        "overeenstemming": True,
    }  # fmt: skip
    voorbeeld_detail = {"toelichting": {naam: deel["example"] for naam, deel in TOELICHTING["properties"].items()}}

    @cached_property
    def uitgave(self) -> Uitgave:
        """The last release, or the live figures as long as there is none; the same whoever asks."""
        return uitgave_voor(AnonymousUser())

    @cached_property
    def overeenstemming(self) -> dict[tuple[str, str], bool]:
        """By niveau and code, in two queries. Of today, because it is about the gemeente and not about the release."""
        per_gemeente = overeenstemming_per_gemeente()
        terreinen = Terrein.objects.filter(gemeente__in=per_gemeente).values_list("code", "gemeente_id").order_by()
        return {(str(Niveau.GEMEENTE), code): eens for code, eens in per_gemeente.items()} | {
            (str(Niveau.TERREIN), code): per_gemeente[gemeente] for code, gemeente in terreinen
        }

    def get_queryset(self) -> QuerySet[Cijfer]:
        if getattr(self, "swagger_fake_view", False):
            return Kerncijfer.objects.none()
        return self.uitgave.cijfers.openbaar().order_by(
            "niveau", "gebied_code", "peildatum", "grootteklasse", "bouwperiode"
        )

    def get_serializer_class(self) -> type[KerncijferSerializer]:
        return KerncijferDetailSerializer if self.detail else KerncijferSerializer

    def get_object(self) -> Cijfer:
        niveau, code, datum, *segment = self.kwargs["id"].split(".")
        try:
            peildatum = datetime.date.fromisoformat(datum)
        except ValueError as fout:
            raise Http404 from fout
        waarde = segment[0] if segment else ""
        soort = "bouwperiode" if waarde in Bouwperiode.values else "grootteklasse"
        if waarde and waarde not in {*Bouwperiode.values, *Grootteklasse.values}:
            raise Http404
        return get_object_or_404(
            self.filter_queryset(self.get_queryset()),
            **{**SEGMENTEN["totaal"], soort: waarde},
            niveau=niveau,
            gebied_code=code,
            peildatum=peildatum,
        )


# --- definities ---------------------------------------------------------------------------------


class DefinitieFilterSet(AktFilterSet):
    term = CodesFilter(help_text="Een of meer termen, met komma's ertussen.")
    geldig_op = DatumFilter(method="op_datum", help_text="Van elke term alleen de versie die op deze dag gold.")
    sort = django_filters.OrderingFilter(
        fields={"term": "term", "geldig_vanaf": "geldigVanaf"}, help_text="Volgorde; met - ervoor aflopend."
    )

    def op_datum(self, definities: QuerySet[Definitie], naam: str, datum: datetime.date) -> QuerySet[Definitie]:
        return definities.filter(pk__in=Definitie.objects.geldig_op(datum).values("pk"))


class DefinitieSerializer(AktSerializer):
    url = url_field("definities", "term")

    class Meta:
        model = Definitie
        fields = ("url", "term", "naam", "tekst", "eenheid", "herkomst", "versie", "geldig_vanaf")
        read_only_fields = fields


class DefinitieViewSet(AktViewSet):
    queryset = Definitie.objects.all()
    serializer_class = DefinitieSerializer
    filterset_class = DefinitieFilterSet
    lookup_field = "term"
    lookup_value_regex = "[A-Za-z0-9_-]+"
    beschrijving = (
        "Wat de woorden bij de cijfers betekenen. De lijst heeft alle versies; het adres van een term geeft de versie "
        "die vandaag geldt."
    )
    voorbeeld = {
        "url": f"{VOORBEELD_ADRES}/definities/leegstand", "term": "leegstand", "naam": "Leegstand",
        "tekst": "Kantoorruimte die op de peildatum niet in gebruik is.", "eenheid": "m² VVO",
        "herkomst": "Definitie van het programma AKT", "versie": 1, "geldigVanaf": "2014-01-01",
    }  # fmt: skip

    def get_object(self) -> Definitie:
        definities: Any = self.filter_queryset(self.get_queryset())
        return get_object_or_404(definities.geldig_op(datetime.date.today()), term=self.kwargs["term"])


urlpatterns = routes(
    {
        "gemeenten": GemeenteViewSet,
        "panden": PandViewSet,
        "kerncijfers": KerncijferViewSet,
        "definities": DefinitieViewSet,
    }
)
