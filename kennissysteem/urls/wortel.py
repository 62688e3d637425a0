"""Addresses that must be at the root of the portal."""

from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, path

from kennissysteem.openbaar import PraktijkSitemap

urlpatterns: list[URLPattern] = [
    path("sitemap.xml", sitemap, {"sitemaps": {"praktijken": PraktijkSitemap}}, name="sitemap"),
]
