from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "jiceng.home"
    verbose_name = "工作台"
