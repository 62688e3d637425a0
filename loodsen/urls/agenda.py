"""The planning of the programme, and the agenda of each gemeente."""

from django.urls import URLPattern, path

from loodsen.views import agenda

EXPORT = "agenda/gemeenten/gemeenteagendas"

urlpatterns: list[URLPattern] = [
    path("agenda/", agenda.AgendaView.as_view(), name="agenda"),
    path("agenda/onderdelen/nieuw/", agenda.OnderdeelView.as_view(), name="onderdeel-nieuw"),
    path("agenda/onderdelen/<int:onderdeel_id>/", agenda.OnderdeelView.as_view(), name="onderdeel"),
    path("agenda/gemeenten/", agenda.GemeenteagendasView.as_view(), name="gemeenteagendas"),
    path("agenda/gemeenten/aansluiten/", agenda.AansluitenView.as_view(), name="gemeenteagenda-aansluiten"),
    path(f"{EXPORT}.csv", agenda.GemeenteagendasExportView.as_view(), name="gemeenteagendas-csv"),
    path(
        f"{EXPORT}.xlsx", agenda.GemeenteagendasExportView.as_view(vorm="xlsx"),
        name="gemeenteagendas-xlsx",
    ),
    path("agenda/<slug:agenda_gemeente>/", agenda.GemeenteagendaView.as_view(), name="gemeenteagenda"),
    path("agenda/<slug:agenda_gemeente>/<int:agenda_punt>/", agenda.AgendapuntView.as_view(), name="agendapunt"),
]  # fmt: skip
