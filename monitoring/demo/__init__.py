"""Demo data: a believable office market of the provincie Utrecht that is made up from beginning to end.

What is real: names and codes of gemeenten, names of terreinen, and the totals of Stec (2012) that it starts from.
Everything else follows from a seed (`verloop`, `plekken`). All of it carries `demo=True`, and every page says so.
"""

from monitoring.demo.gebruikers import WACHTWOORD, inloggegevens
from monitoring.demo.laden import Opzet, laad_demo, verwijder_demo

__all__ = ["WACHTWOORD", "Opzet", "inloggegevens", "laad_demo", "verwijder_demo"]
