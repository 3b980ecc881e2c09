from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "jiceng.policy"
    verbose_name = "政策"
