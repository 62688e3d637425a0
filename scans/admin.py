"""Kengetallen of the businesscase in the beheer."""

from __future__ import annotations

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from scans.models import Kengetal


@admin.register(Kengetal)
class KengetalAdmin(SimpleHistoryAdmin):
    list_display = ("code", "variant", "waarde", "eenheid", "spreiding", "bron", "jaar", "versie")
    list_filter = ("versie", "variant")
    search_fields = ("code", "bron")
    # A new version starts from the old row: change it, raise the version, "save as new".
    save_as = True
