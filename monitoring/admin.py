"""Definities, bronnen, gebieden and werkgebieden in the beheer. Panden and waarnemingen are only looked at there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from monitoring.models import (
    Bron,
    Definitie,
    Gemeente,
    Pand,
    Provincie,
    Regio,
    Terrein,
    Trendcijfer,
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
