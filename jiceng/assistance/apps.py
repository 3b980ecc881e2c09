from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "jiceng.assistance"
    verbose_name = "就业援助"
