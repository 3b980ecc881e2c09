"""What a run of an import says of itself while its transaction is open: seen by others at once."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from django.db import connection
from django.utils import timezone

from jiceng.core.models import ImportRun
from jiceng.core.scope import WHOLE


class Notes:
    """Writes into one run on a connection of its own.

    The transaction of the import must not have touched the run meanwhile: it does so last of all.
    """

    def __init__(self, run_id: int) -> None:
        self._run_id = run_id
        self._connection = connection.copy()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def progress(self, checked: int, expected: int) -> None:
        """Note how many rows are checked, of how many at most."""
        self.write(rows_checked=checked, rows_total=expected)

    def finish(self, state: str, message: str, **columns: Any) -> None:
        """Note the end of a run that changed nothing."""
        longest = ImportRun._meta.get_field("message").max_length or 0
        self.write(state=state, message=message[:longest], finished_at=timezone.now(), **columns)

    def write(self, **columns: Any) -> None:
        """Change columns of the run and settle it."""
        sets = ", ".join(f'"{name}" = %s' for name in columns)
        self._connection.set_autocommit(False)
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(
                    "select set_config('app.lo', %s, true), set_config('app.hi', %s, true)",
                    [WHOLE.lo, WHOLE.hi],
                )
                cursor.execute(
                    f"update core_importrun set {sets} where id = %s", [*columns.values(), self._run_id]
                )
            self._connection.commit()
        finally:
            self._connection.rollback()
            self._connection.set_autocommit(True)
