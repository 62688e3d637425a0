from django.apps import AppConfig


class KennissysteemConfig(AppConfig):
    name = "kennissysteem"
    verbose_name = "Kennissysteem"
