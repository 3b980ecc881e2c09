"""Columns of import files that name a region by its code."""

from __future__ import annotations

from jiceng.core import scope
from jiceng.core.cells import Cell, InvalidValue, remembered, typed
from jiceng.core.importing import Column, Context, Field
from jiceng.core.importing.declaration import Converter
from jiceng.regions.models import Level, Region
from jiceng.regions.rules import InvalidCode, parse_code

COMMUNITY_HEADER = "所属社区代码"
REGION = Field("region_id", "bigint")
PATH = Field("path", 'text collate "C"')

Located = tuple[int | None, str | None]


def community(*, required: bool = False, may_be_blank: bool = False) -> Column:
    """The community of a row (所属社区代码), as the fields `region_id` and `path`.

    A blank stands for the region of the import and is refused when that is no community, or when the column
    is required; with `may_be_blank` it stays a blank. `g` is the region in the source of an export.
    """

    def converter(context: Context) -> Converter:
        # All at once: the connection is busy while the rows are converted.
        regions = {region.code: region for region in Region.objects.select_related("successor")}
        limits = scope.current()

        def convert(cell: Cell) -> Located | None:
            code = _code(cell)
            if code is None:
                return None if required else (None, None) if may_be_blank else _community_of(context)
            region = regions.get(code)
            wrong = _why_not(region, context, limits)
            if region is None or wrong:
                raise InvalidValue(wrong, typed(cell))
            return region.pk, region.path

        return remembered(convert)

    fields = (REGION, PATH)
    return Column(
        COMMUNITY_HEADER,
        fields,
        converter,
        required,
        fills_blanks=not (required or may_be_blank),
        stored=f"case when g.level = {Level.COMMUNITY} then g.code end",
    )


def code_of_a_region(name: str, header: str) -> Column:
    """The code of any region of the country, kept as a code."""
    return Column(header, (Field(name),), lambda context: remembered(_code), stored=f't."{name}"')


def _code(cell: Cell) -> str | None:
    text = "".join(typed(cell).split())
    if not text:
        return None
    try:
        return parse_code(text)
    except InvalidCode:
        raise InvalidValue("应为12位区划代码", typed(cell)) from None


def _community_of(context: Context) -> Located:
    if context.region is not None and context.region.is_community:
        return context.region.pk, context.region.path
    raise InvalidValue("不能为空：未指定社区的导入须逐行填写社区代码")


def _why_not(region: Region | None, context: Context, limits: scope.Scope) -> str:
    """Why a region cannot be the community of a row; blank when it can."""
    if region is None:
        return "本系统中没有该区划，应为已有社区的12位代码"
    if not region.is_community:
        return f"应为社区的代码，{region.name}不是社区"
    if region.closed_on is not None and region.closed_on <= context.today:
        successor = f"，现为{region.successor.name}（{region.successor.code}）" if region.successor else ""
        return f"该社区已于{region.closed_on}撤销{successor}"
    is_within = context.region is None or region.path.startswith(context.region.path)
    if not (is_within and limits.covers(region.path)):
        return f"应为{context.region.name if context.region else '本人管辖范围'}内的社区"
    return ""
