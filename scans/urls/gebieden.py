"""Addresses of gebieden."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
