"""The rival: django-import-export in bulk, into one table, as its documentation shows.

It checks the identity number, finds the community by its code and updates whom it finds; there are no other
checks, no code lists, no encryption, no history.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connections, models
from import_export import fields, resources, widgets
from import_export.formats.base_formats import XLSX

from jiceng.core.clock import today
from jiceng.core.identity import parse_identity
from jiceng.demo.city import HEADERS
from jiceng.regions.models import Region

TABLE = "bench_resident"
NUMBER, REGION = "number", "region"
COLUMNS = {
    {"公民身份号码": NUMBER, "所属社区代码": REGION}.get(header, f"c{n}"): header
    for n, header in enumerate(HEADERS["residents"])
}
TEXTS = [name for name in COLUMNS if name != REGION]


class _Number(widgets.CharWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return str(parse_identity(value, today=today()).number)


class _Region(widgets.ForeignKeyWidget):
    def __init__(self) -> None:
        super().__init__(Region, "code")


def _model() -> type[models.Model]:
    columns: dict[str, Any] = {name: models.TextField(unique=name == NUMBER) for name in TEXTS}
    columns[REGION] = models.ForeignKey(Region, models.PROTECT, related_name="+")
    meta = type("Meta", (), {"app_label": "benchmarks", "db_table": TABLE, "managed": False})
    return type("FlatResident", (models.Model,), {"__module__": __name__, "Meta": meta, **columns})


def _resource() -> resources.Resource:
    shown = {NUMBER: _Number, REGION: _Region}
    declared = {
        name: fields.Field(name, header, widget=shown.get(name, widgets.CharWidget)())
        for name, header in COLUMNS.items()
    }
    options = {
        "model": MODEL, "fields": list(COLUMNS), "import_id_fields": [NUMBER], "use_bulk": True,
        "batch_size": 2000, "skip_diff": True,
    }  # fmt: skip
    meta = type("Meta", (), options)
    made: resources.Resource = type("FlatResource", (resources.ModelResource,), {"Meta": meta, **declared})()
    return made


MODEL = _model()


def bring_in(path: Path) -> None:
    """Import the file into the table, made for it as the owner."""
    with connections["owner"].cursor() as cursor:
        columns = ", ".join(f"{name} text{' unique' if name == NUMBER else ''}" for name in TEXTS)
        region = "region_id bigint not null references regions_region deferrable initially deferred"
        cursor.execute(f"create table {TABLE} (id bigserial primary key, {columns}, {region})")
        cursor.execute(f"create index on {TABLE} (region_id)")
        cursor.execute(f"grant all on {TABLE}, {TABLE}_id_seq to public")
    data = XLSX().create_dataset(path.read_bytes())
    result = _resource().import_data(data, raise_errors=True, use_transactions=True)
    if result.totals["new"] != len(data):
        raise AssertionError(result.totals)
