"""Addresses of the knowledge base: Dutch, short and lasting; a module for each subject."""

from kennissysteem.urls import knelpunten, levend, praktijken, zoeken

app_name = "kennissysteem"

urlpatterns = [
    *zoeken.urlpatterns,
    *knelpunten.urlpatterns,
    *levend.urlpatterns,
    # Last: the number of a praktijk comes right after /kennis/.
    *praktijken.urlpatterns,
]
