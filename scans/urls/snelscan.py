"""Addresses of snelscan."""

from django.urls import URLPattern, path

from scans.views import snelscan as views

urlpatterns: list[URLPattern] = [path("snel/", views.SnelscanView.as_view(), name="snelscan")]
