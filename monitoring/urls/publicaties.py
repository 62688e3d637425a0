"""Addresses of publicaties."""

from django.urls import path

from monitoring.views import publicaties

urlpatterns = [
    path("publicaties/", publicaties.PublicatiesView.as_view(), name="publicaties"),
    path("publicaties/nieuw/", publicaties.PublicerenView.as_view(), name="publiceren"),
]
