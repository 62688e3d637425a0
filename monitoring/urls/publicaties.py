"""Addresses of publicaties."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
