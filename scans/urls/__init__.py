"""Addresses of the scans: Dutch, short and lasting; a module for each subject."""

from scans.urls import businesscase, experts, gebieden, scans, snelscan, stempels

app_name = "scans"

urlpatterns = [
    *snelscan.urlpatterns,
    *experts.urlpatterns,
    *stempels.urlpatterns,
    *gebieden.urlpatterns,
    *businesscase.urlpatterns,
    # Last: the number of a scan comes right after /scans/.
    *scans.urlpatterns,
]
