"""Transformation scans and gebiedsaanpak (report 4.3). Comes in a later release."""
