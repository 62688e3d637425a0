"""The network in the beheer."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from loodsen import netwerk
from loodsen.models import Gemeenteprofiel, Kantorenloods, Organisatie, Speler


@admin.register(Speler)
class SpelerAdmin(SimpleHistoryAdmin):
    list_display = ("soort", "rol")


@admin.register(Organisatie)
class OrganisatieAdmin(SimpleHistoryAdmin):
    list_display = ("naam", "soort", "gemeente", "actief")
    list_filter = ("soort", "actief")
    search_fields = ("naam",)


@admin.register(Kantorenloods)
class KantorenloodsAdmin(SimpleHistoryAdmin):
    list_display = ("naam", "gemeente", "functie", "eerste", "van", "tot")
    list_filter = ("gemeente",)

    def save_model(self, request: HttpRequest, obj: Kantorenloods, form: Any, change: bool) -> None:
        """As everywhere: the right to write begins and ends with the term."""
        netwerk.stel_aan(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A term is ended, so that one can see later who it was."""
        return False


@admin.register(Gemeenteprofiel)
class GemeenteprofielAdmin(SimpleHistoryAdmin):
    list_display = ("gemeente", "in_programma", "wethouder", "commitment_op")
    list_filter = ("in_programma",)
