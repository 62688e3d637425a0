from django.urls import path
from drf_spectacular.views import SpectacularSwaggerSplitView

urlpatterns = [path("docs", SpectacularSwaggerSplitView.as_view(), name="api-docs")]
