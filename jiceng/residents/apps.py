from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "jiceng.residents"
    verbose_name = "居民"
