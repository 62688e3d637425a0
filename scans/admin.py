"""Kengetallen of the businesscase and the catalogue of criteria in the beheer."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from scans.catalogus import nieuwe_versie
from scans.models import Catalogus, Criterium, Kengetal, Klasse


@admin.register(Kengetal)
class KengetalAdmin(SimpleHistoryAdmin):
    list_display = ("code", "variant", "waarde", "eenheid", "spreiding", "bron", "jaar", "versie")
    list_filter = ("versie", "variant")
    search_fields = ("code", "bron")
    # A new version starts from the old row: change it, raise the version, "save as new".
    save_as = True


class AlleenConcept:
    """A catalogue that was fixed is read only: scans made with it keep their meaning."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.vast_op)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.vast_op)  # type: ignore[misc]


class VanConcept(AlleenConcept):
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not (obj and obj.vast_op)  # type: ignore[misc]


class CriteriumInline(VanConcept, admin.StackedInline):
    model = Criterium
    extra = 0


class KlasseInline(VanConcept, admin.TabularInline):
    model = Klasse
    extra = 0


@admin.register(Catalogus)
class CatalogusAdmin(AlleenConcept, SimpleHistoryAdmin):
    """Fill in "vastgesteld op" to fix a concept; from then on new scans use it."""

    list_display = ("naam", "versie", "vast_op")
    inlines = (KlasseInline, CriteriumInline)
    actions = ("maak_nieuwe_versie",)

    @admin.action(description="Maak een nieuwe versie (concept) van de gekozen catalogus", permissions=["add"])
    def maak_nieuwe_versie(self, request: HttpRequest, gekozen: QuerySet[Catalogus]) -> None:
        for catalogus in gekozen:
            self.message_user(request, f"Gemaakt: {nieuwe_versie(catalogus)}.", messages.SUCCESS)
