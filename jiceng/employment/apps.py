from django.apps import AppConfig


class EmploymentConfig(AppConfig):
    name = "jiceng.employment"
    verbose_name = "就业失业"
