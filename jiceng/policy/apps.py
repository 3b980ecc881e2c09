from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "jiceng.policy"
    verbose_name = "政策"

    def ready(self) -> None:
        from jiceng.policy.services import on_regions_loaded
        from jiceng.regions.signals import regions_loaded

        regions_loaded.connect(on_regions_loaded, dispatch_uid="attach shipped packs")
