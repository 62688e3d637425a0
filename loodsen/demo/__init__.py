"""Demo data of the network: made-up people and organisations at the real gemeenten of the programme."""

from loodsen.demo.laden import laad_demo, verwijder_demo

__all__ = ["laad_demo", "verwijder_demo"]
