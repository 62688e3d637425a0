"""Demo data of the scans: made up, on demo panden."""

from scans.demo.laden import laad_demo, verwijder_demo

__all__ = ["laad_demo", "verwijder_demo"]
