"""Addresses of scans."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
