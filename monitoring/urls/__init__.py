"""Addresses of the monitoring: Dutch, short and lasting; a module for each subject."""

from monitoring.urls import fotos, infographics, kaart, kerncijfers, metingen, panden, publicaties, rondes, signalen

app_name = "monitoring"

urlpatterns = [
    *infographics.urlpatterns,
    *kaart.urlpatterns,
    *fotos.urlpatterns,
    *publicaties.urlpatterns,
    *metingen.urlpatterns,
    *rondes.urlpatterns,
    *signalen.urlpatterns,
    *kerncijfers.urlpatterns,
    # Last: a BAG number in the address matches any word.
    *panden.urlpatterns,
]
