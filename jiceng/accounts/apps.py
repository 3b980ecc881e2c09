from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jiceng.accounts"
    verbose_name = "用户与权限"

    def ready(self) -> None:
        from jiceng.accounts import audit, reorganisation
        from jiceng.core import ledgers
        from jiceng.regions import signals

        ledgers.exported.connect(audit.record_export)
        signals.regions_loaded.connect(reorganisation.log_loading)
        signals.region_reorganised.connect(reorganisation.log_act)
        signals.region_path_changed.connect(reorganisation.move_posts)
