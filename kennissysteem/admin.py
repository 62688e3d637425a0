"""Knelpunten and directions for a solution in the beheer."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from kennissysteem.models import Knelpunt, Oplossing, Synoniem


@admin.register(Knelpunt)
class KnelpuntAdmin(SimpleHistoryAdmin):
    list_display = ("naam", "groep", "volgorde", "actief")
    list_filter = ("groep", "actief")
    search_fields = ("naam", "uitleg")


@admin.register(Oplossing)
class OplossingAdmin(SimpleHistoryAdmin):
    list_display = ("naam", "volgorde")
    filter_horizontal = ("knelpunten",)
    search_fields = ("naam", "tekst")


@admin.register(Synoniem)
class SynoniemAdmin(SimpleHistoryAdmin):
    list_display = ("naam", "woorden", "actief")
    list_filter = ("actief",)
    search_fields = ("naam", "woorden")
