"""The network in the beheer."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from loodsen import netwerk
from loodsen.models import (
    Cluster,
    Coachcontact,
    Coachtraject,
    Gemeenteagenda,
    Gemeenteprofiel,
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

    def save_model(self, request: HttpRequest, obj: Kantorenloods, form: Any, change: bool) -> None:
        """As everywhere: the right to write begins and ends with the term."""
        netwerk.stel_aan(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A term is ended, so that one can see later who it was."""
        return False


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


@admin.register(Gemeenteprofiel)
class GemeenteprofielAdmin(SimpleHistoryAdmin):
    list_display = ("gemeente", "in_programma", "wethouder", "commitment_op")
    list_filter = ("in_programma",)
