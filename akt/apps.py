from django.apps import AppConfig


class AktConfig(AppConfig):
    name = "akt"
    verbose_name = "Portaal"
