from django.apps import AppConfig


class LoodsenConfig(AppConfig):
    name = "loodsen"
    verbose_name = "Loodsen"
