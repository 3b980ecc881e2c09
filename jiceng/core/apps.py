from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "jiceng.core"
    verbose_name = "基础"

    def ready(self) -> None:
        from jiceng.core import lookups  # noqa: F401 - registers the prefix lookup
