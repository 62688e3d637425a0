"""Addresses of zoeken."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
