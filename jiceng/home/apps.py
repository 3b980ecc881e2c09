from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "jiceng.home"
    verbose_name = "工作台"

    def ready(self) -> None:
        from jiceng.accounts.ledgers import LEDGER_TITLES
        from jiceng.home.imports import LEDGERS

        LEDGER_TITLES.update({ledger.code: ledger.title for ledger in LEDGERS.values()})
