"""What unknown headers stand for, as an office has said: remembered, applied to its next files, revocable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jiceng.accounts.actors import Actor, NotAllowed
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core.models import HeaderAlias
from jiceng.home.imports.acts import LEDGERS
from jiceng.regions.models import Region

REMEMBERED = sentence("header_remembered", "设定了导入文件中未识别列的含义")
FORGOTTEN = sentence("header_forgotten", "取消了导入文件中未识别列的含义")
IGNORED = ""  # the meaning of a header whose column is left out


class AliasRefused(ValueError):
    """A header that cannot stand for a column; the message is for users."""


def aliases_of(actor: Actor, ledger: str) -> dict[str, str]:
    """What the actor's office has said about the headers of a ledger."""
    return dict(_of_office(actor).filter(ledger=ledger).values_list("header", "meaning"))


def remembered(actor: Actor) -> Any:
    """All that the actor's office has said, by ledger and header."""
    return _of_office(actor).select_related("set_by").order_by("ledger", "header")


def remember(*, actor: Actor, ledger: str, meanings: Mapping[str, str], unknown: Iterable[str]) -> None:
    """Remember for the actor's office what headers stand for; `IGNORED` for those to be left out.

    Raises NotAllowed, AliasRefused.
    """
    actor.require(Action.IMPORT, actor.path)
    known = LEDGERS[ledger].headers
    given = [meaning for meaning in meanings.values() if meaning]
    if set(given) - set(known) or set(meanings) - set(unknown):
        raise AliasRefused("没有这一列，请刷新页面后重新选择")
    if len(given) > len(set(given)):
        raise AliasRefused("两列不能对应台账的同一列，请重新选择")
    longest = HeaderAlias._meta.get_field("header").max_length or 0
    if any(len(header) > longest for header in meanings):
        raise AliasRefused(f"列名超过{longest}个字，不能记住，请在文件中修改表头")
    region = Region.objects.get(path=actor.path)
    for header, meaning in meanings.items():
        HeaderAlias.objects.update_or_create(
            region=region,
            ledger=ledger,
            header=header,
            defaults={"path": region.path, "meaning": meaning, "set_by": actor.user},
        )
    if meanings:
        record(actor, REMEMBERED, path=actor.path, ledger=ledger, columns=sorted(given))


def forget(*, actor: Actor, alias: HeaderAlias) -> None:
    """Forget what a header stands for. Raises NotAllowed unless it is the actor's office that said so."""
    actor.require(Action.IMPORT, alias.path)
    if alias.path != actor.path:
        raise NotAllowed("只能取消本单位设定的列名")
    alias.delete()
    record(actor, FORGOTTEN, path=actor.path, ledger=alias.ledger, columns=[alias.meaning])


def _of_office(actor: Actor) -> Any:
    return HeaderAlias.objects.filter(path=actor.path)
