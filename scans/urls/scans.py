"""Addresses of scans."""

from django.urls import URLPattern, path

from scans.views import scans as views

EEN = "<str:scan_nummer>"

urlpatterns: list[URLPattern] = [
    path("", views.ScansView.as_view(), name="scans"),
    path("aanvragen/", views.AanvragenView.as_view(), name="scan-aanvragen"),
    path(f"{EEN}/", views.ScanView.as_view(), name="scan"),
    path(f"{EEN}/wijzigen/", views.WijzigenView.as_view(), name="scan-wijzigen"),
    path(f"{EEN}/aspect/<slug:scan_aspect>/", views.AspectView.as_view(), name="scan-aspect"),
]
