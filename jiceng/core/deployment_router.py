"""Migrations run as the owner role; everything else as the application role."""

from __future__ import annotations

from typing import Any


class OwnerMigrates:
    """Database router: only the alias `owner` migrates, and nothing is read or written through it."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"
