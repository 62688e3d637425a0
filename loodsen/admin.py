"""The network in the beheer."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from loodsen.models import (
    Cluster,
    Coachcontact,
    Coachtraject,
    Gemeenteagenda,
    Initiatief,
    Kantorencoach,
    Kantorenloods,
    Koppeling,
    Organisatie,
    Programmaonderdeel,
    Speler,
)


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


@admin.register(Kantorencoach)
class KantorencoachAdmin(SimpleHistoryAdmin):
    list_display = ("naam", "herkomst", "openbaar", "van", "tot")
    list_filter = ("herkomst",)


@admin.register(Coachtraject)
class CoachtrajectAdmin(SimpleHistoryAdmin):
    list_display = ("gemeente", "coach", "intensiteit", "begin", "einde")
    list_filter = ("coach", "intensiteit")


@admin.register(Coachcontact)
class CoachcontactAdmin(SimpleHistoryAdmin):
    list_display = ("datum", "traject", "onderwerp", "vertrouwelijk")
    list_filter = ("vertrouwelijk",)


@admin.register(Programmaonderdeel)
class ProgrammaonderdeelAdmin(SimpleHistoryAdmin):
    list_display = ("naam", "strand", "begin", "einde", "status")
    list_filter = ("strand", "status")


@admin.register(Gemeenteagenda)
class GemeenteagendaAdmin(SimpleHistoryAdmin):
    list_display = ("gemeente", "sinds")


@admin.register(Cluster)
class ClusterAdmin(SimpleHistoryAdmin):
    list_display = ("naam",)


@admin.register(Initiatief)
class InitiatiefAdmin(SimpleHistoryAdmin):
    list_display = ("titel", "nummer", "bestemming", "status", "gemaakt_op")
    list_filter = ("status", "bestemming")
    search_fields = ("titel", "nummer", "organisatie")
    raw_id_fields = ("gebruiker", "behandelaar")


@admin.register(Koppeling)
class KoppelingAdmin(SimpleHistoryAdmin):
    list_display = ("initiatief", "pand", "terrein", "fase", "vrijgegeven_op")
    list_filter = ("fase",)
    raw_id_fields = ("initiatief", "pand", "terrein")
