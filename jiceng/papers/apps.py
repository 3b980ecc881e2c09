from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "jiceng.papers"
    verbose_name = "文书"
