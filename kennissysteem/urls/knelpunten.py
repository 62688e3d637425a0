"""Addresses of knelpunten."""

from django.urls import URLPattern, path

from kennissysteem.views import knelpunten

urlpatterns: list[URLPattern] = [
    path("knelpunten/", knelpunten.KnelpuntenView.as_view(), name="knelpunten"),
    path("knelpunten/<slug:knelpunt_code>/", knelpunten.KnelpuntView.as_view(), name="knelpunt"),
]
