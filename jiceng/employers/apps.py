from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "jiceng.employers"
    verbose_name = "用人单位"
