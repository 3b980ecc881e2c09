"""The rival: django-import-export in bulk, into one table, in two forms.

Both check the identity number; there are no other checks, no code lists, no encryption, no history. As its
documentation shows, it finds the community by its code and updates whom it finds, a query each for every row.
Blind, it asks the database nothing: the code stays a text, and every row is new.
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


def _model(name: str, *, blind: bool) -> type[models.Model]:
    columns: dict[str, Any] = {text: models.TextField(unique=text == NUMBER) for text in TEXTS}
    region: Any = models.ForeignKey(Region, models.PROTECT, related_name="+")
    columns[REGION] = models.TextField() if blind else region
    meta = type("Meta", (), {"app_label": "benchmarks", "db_table": TABLE, "managed": False})
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **columns})


def _resource(*, blind: bool) -> resources.Resource:
    shown = {NUMBER: _Number} if blind else {NUMBER: _Number, REGION: _Region}
    declared = {
        name: fields.Field(name, header, widget=shown.get(name, widgets.CharWidget)())
        for name, header in COLUMNS.items()
    }
    options = {
        "model": BLIND if blind else MODEL, "fields": list(COLUMNS), "import_id_fields": [NUMBER],
        "use_bulk": True, "batch_size": 2000, "skip_diff": True, "force_init_instance": blind,
    }  # fmt: skip
    meta = type("Meta", (), options)
    made: resources.Resource = type("FlatResource", (resources.ModelResource,), {"Meta": meta, **declared})()
    return made


MODEL, BLIND = _model("FlatResident", blind=False), _model("BlindResident", blind=True)


def bring_in(path: Path, *, blind: bool = False) -> None:
    """Import the file into the table, made for it as the owner."""
    region = f"{REGION} text" if blind else f"{REGION}_id bigint not null references regions_region"
    with connections["owner"].cursor() as cursor:
        columns = ", ".join(f"{name} text{' unique' if name == NUMBER else ''}" for name in TEXTS)
        cursor.execute(f"create table {TABLE} (id bigserial primary key, {columns}, {region})")
        cursor.execute(f"create index on {TABLE} ({region.split()[0]})")
        cursor.execute(f"grant all on {TABLE}, {TABLE}_id_seq to public")
    data = XLSX().create_dataset(path.read_bytes())
    result = _resource(blind=blind).import_data(data, raise_errors=True, use_transactions=True)
    if result.totals["new"] != len(data):
        raise AssertionError(result.totals)
