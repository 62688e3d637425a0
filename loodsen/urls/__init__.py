"""Addresses of the network: Dutch, short and lasting; a module for each subject."""

from loodsen.urls import agenda, bijeenkomsten, coaching, initiatieven, organisaties, vinden, vragen

app_name = "loodsen"

urlpatterns = [
    *vinden.urlpatterns,
    *vragen.urlpatterns,
    *organisaties.urlpatterns,
    *coaching.urlpatterns,
    *agenda.urlpatterns,
    *bijeenkomsten.urlpatterns,
    *initiatieven.urlpatterns,
]
