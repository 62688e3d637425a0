"""The network in the beheer."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from loodsen.models import Kantorenloods, Organisatie, Speler


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
