"""Definities, bronnen, gebieden and werkgebieden in the beheer. Panden and waarnemingen are only looked at there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from monitoring.models import (
    Bron,
    Definitie,
    Doelstelling,
    Gemeente,
    Maatregel,
    Overeenstemming,
    Pand,
    Plancapaciteit,
    Provincie,
    Regio,
    Terrein,
    Transactie,
    Transformatie,
    Trendcijfer,
    Voorziening,
    Waarneming,
    Werkgebied,
)


class AlleenLezen:
    """For what has its own way in and may not be changed here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Definitie)
class DefinitieAdmin(SimpleHistoryAdmin):
    list_display = ("naam", "term", "eenheid", "versie", "geldig_vanaf")
    search_fields = ("naam", "tekst")
    # A new version starts from the old one: change, raise the version, "save as new".
    save_as = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What a gemeente agreed to doesn't change any more; a change is a new version."""
        vast = ("term", "tekst", "eenheid", "versie", "geldig_vanaf")
        opnieuw = "_saveasnew" in request.POST
        return vast if obj is not None and not opnieuw and obj.overeenstemmingen.exists() else ()


@admin.register(Bron)
class BronAdmin(SimpleHistoryAdmin):
    list_display = ("naam", "soort", "is_open", "leverancier")
    list_filter = ("soort", "is_open")


@admin.register(Trendcijfer)
class TrendcijferAdmin(SimpleHistoryAdmin):
    list_display = ("soort", "gebied_code", "peildatum", "waarde", "eenheid", "bron")


@admin.register(Provincie)
class ProvincieAdmin(admin.ModelAdmin):
    list_display = ("naam", "code")


@admin.register(Regio)
class RegioAdmin(admin.ModelAdmin):
    list_display = ("naam", "code")
    filter_horizontal = ("gemeenten",)


@admin.register(Gemeente)
class GemeenteAdmin(admin.ModelAdmin):
    list_display = ("naam", "code", "begin", "einde", "opgegaan_in", "grens_schematisch")
    search_fields = ("naam", "code")
    # Boundaries come from importeer_gebieden, with their source.
    exclude = ("grens",)
    readonly_fields = ("grens_bron", "grens_schematisch")


@admin.register(Terrein)
class TerreinAdmin(SimpleHistoryAdmin):
    list_display = ("naam", "gemeente", "soort", "in_structuurvisie")
    list_filter = ("soort", "in_structuurvisie", "gemeente")
    search_fields = ("naam", "code")
    exclude = ("grens",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        # A terrein needs a boundary, which an import brings.
        return False


@admin.register(Werkgebied)
class WerkgebiedAdmin(SimpleHistoryAdmin):
    list_display = ("gebruiker", "gemeente", "van", "tot")
    list_filter = ("gemeente",)
    autocomplete_fields = ("gebruiker", "gemeente")


@admin.register(Pand)
class PandAdmin(AlleenLezen, admin.ModelAdmin):
    list_display = ("bag_id", "naam", "gemeente", "bouwjaar", "bag_status", "einde")
    search_fields = ("bag_id", "naam")
    exclude = ("omtrek",)


@admin.register(Waarneming)
class WaarnemingAdmin(AlleenLezen, admin.ModelAdmin):
    list_display = ("pand", "peildatum", "voorraad_m2", "leegstand_m2", "ingevoerd_door", "ingevoerd_op")
    list_select_related = ("pand", "ingevoerd_door")
    search_fields = ("pand__bag_id",)
    show_full_result_count = False


@admin.register(Plancapaciteit)
class PlancapaciteitAdmin(AlleenLezen, SimpleHistoryAdmin):
    list_display = ("plan", "gemeente", "status", "bvo_m2", "peildatum", "demo")
    list_select_related = ("gemeente",)
    list_filter = ("status", "gemeente")
    search_fields = ("plan",)


@admin.register(Transformatie)
class TransformatieAdmin(AlleenLezen, SimpleHistoryAdmin):
    list_display = ("naam", "gemeente", "bestemming", "vvo_m2", "fase", "gereed_op", "demo")
    list_select_related = ("gemeente",)
    list_filter = ("fase", "bestemming", "gemeente")
    search_fields = ("naam",)
    exclude = ("panden",)


@admin.register(Transactie)
class TransactieAdmin(AlleenLezen, SimpleHistoryAdmin):
    list_display = ("datum", "gemeente", "vvo_m2", "soort", "prijs", "demo")
    list_select_related = ("gemeente",)
    list_filter = ("soort", "gemeente")


@admin.register(Voorziening)
class VoorzieningAdmin(AlleenLezen, SimpleHistoryAdmin):
    list_display = ("terrein", "soort", "afstand_m")
    list_select_related = ("terrein",)
    list_filter = ("soort",)


@admin.register(Maatregel)
class MaatregelAdmin(AlleenLezen, SimpleHistoryAdmin):
    list_display = ("naam", "spoor", "begin", "einde", "demo")


@admin.register(Doelstelling)
class DoelstellingAdmin(AlleenLezen, SimpleHistoryAdmin):
    list_display = ("soort", "niveau", "gebied_code", "waarde", "jaar", "demo")
    list_filter = ("soort", "niveau")


@admin.register(Overeenstemming)
class OvereenstemmingAdmin(SimpleHistoryAdmin):
    """Agreement is given on its own page; here one that was given by mistake can be taken back."""

    list_display = ("gemeente", "definitie", "datum", "door")
    list_select_related = ("gemeente", "definitie", "door")
    list_filter = ("gemeente",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
