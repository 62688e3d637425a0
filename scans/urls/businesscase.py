"""Addresses of businesscase."""

from django.urls import URLPattern, path

from scans.views import businesscase as views

LIJST = "<str:scan_nummer>/businesscase"
EEN = f"{LIJST}/<int:businesscase_id>"

urlpatterns: list[URLPattern] = [
    path(f"{LIJST}/", views.BusinesscasesView.as_view(), name="businesscases"),
    path(
        f"{LIJST}/nieuw/<slug:businesscase_variant>/",
        views.FormulierView.as_view(nieuw=True),
        name="businesscase-nieuw",
    ),
    path(f"{EEN}/", views.BusinesscaseView.as_view(), name="businesscase"),
    path(f"{EEN}/wijzigen/", views.FormulierView.as_view(), name="businesscase-wijzigen"),
    path(f"{EEN}/verwijderen/", views.VerwijderView.as_view(), name="businesscase-verwijderen"),
    path(f"{EEN}/businesscase.xlsx", views.RekenbladView.as_view(), name="businesscase-xlsx"),
    path(f"{EEN}/<slug:businesscase_figuur>.json", views.FiguurView.as_view(), name="businesscase-figuur"),
    path(f"{EEN}/<slug:businesscase_figuur>.csv", views.FiguurCsvView.as_view(), name="businesscase-csv"),
]
