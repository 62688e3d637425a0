"""Demo data of the knowledge base: fictitious practices, named as such."""

from kennissysteem.demo.laden import laad_demo, verwijder_demo

__all__ = ["laad_demo", "verwijder_demo"]
