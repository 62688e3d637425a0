"""Addresses of initiatieven: filing and following one, and what the network does with them."""

from django.urls import path

from loodsen.views import initiatieven

urlpatterns = [
    path("initiatieven/", initiatieven.InitiatievenView.as_view(), name="initiatieven"),
    path("initiatieven/initiatieven.csv", initiatieven.InitiatievenCsvView.as_view(), name="initiatieven-csv"),
    path("initiatieven/indienen/", initiatieven.IndienenView.as_view(), name="initiatief-indienen"),
    path("initiatieven/nieuw/", initiatieven.NieuwView.as_view(), name="initiatief-nieuw"),
    path("initiatieven/volgen/<str:initiatief_sleutel>/", initiatieven.VolgenView.as_view(), name="initiatief-volgen"),
    path("initiatieven/clusters/", initiatieven.ClustersView.as_view(), name="clusters"),
    path("initiatieven/clusters/nieuw/", initiatieven.ClusterNieuwView.as_view(), name="cluster-nieuw"),
    path("initiatieven/clusters/<int:cluster_id>/", initiatieven.ClusterView.as_view(), name="cluster"),
    path("initiatieven/koppelingen/<int:koppeling_id>/", initiatieven.KoppelingView.as_view(), name="koppeling"),
    path("initiatieven/terrein/<slug:terrein_code>/", initiatieven.TerreinInitiatievenView.as_view(),
         name="terrein-initiatieven"),
    path("initiatieven/<slug:initiatief_nummer>/", initiatieven.InitiatiefView.as_view(), name="initiatief"),
    path("initiatieven/<slug:initiatief_nummer>/wijzigen/", initiatieven.WijzigenView.as_view(),
         name="initiatief-wijzigen"),
    path("mijn-initiatieven/", initiatieven.MijnInitiatievenView.as_view(), name="mijn-initiatieven"),
    path("panden/<str:bag_id>/initiatieven/", initiatieven.PandInitiatievenView.as_view(), name="pand-initiatieven"),
]  # fmt: skip
