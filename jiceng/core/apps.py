from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "jiceng.core"
    verbose_name = "基础"

    def ready(self) -> None:
        from jiceng.core import lookups  # noqa: F401 - registers the prefix lookup
        from jiceng.core.protection import protect_after_migrate

        # All tables are there when the first application is told that a migration is over.
        post_migrate.connect(protect_after_migrate, sender=self)
