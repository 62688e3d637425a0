"""Addresses of organisaties."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
