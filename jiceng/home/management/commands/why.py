"""`jiceng why CATEGORY ID_NUMBER`: the rule tree for one person."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from jiceng.accounts.commands import OfficerCommand, day
from jiceng.core.cells import InvalidValue
from jiceng.core.identity import parse_identity
from jiceng.core.secrets import digester
from jiceng.policy.figures import reading_all
from jiceng.policy.force import in_force
from jiceng.policy.trees import UnknownName
from jiceng.policy.vocabulary import Span
from jiceng.policy.why import why
from jiceng.residents.models import Facts, Resident


class Command(OfficerCommand):
    """Why somebody is, or is not, in a category."""

    help = "说明某人为何属于或不属于一个类别"

    def arguments(self, parser: ArgumentParser) -> None:
        """A category, a person and a day."""
        parser.add_argument("category", help="类别或人群代码")
        parser.add_argument("number", help="公民身份号码")
        parser.add_argument("--on", help="日期，默认今天")

    def work(self, **options: Any) -> None:
        """Explain."""
        on = day(options["on"]) if options["on"] else self.today
        with reading_all():
            person = self._person(options["number"])
            place = Facts.objects.filter(resident=person).open_on(on).select_related("region").first()
            policy = in_force(place.region if place else person.region, on)
            try:
                s = policy.population(options["category"])
            except UnknownName:
                self.fail(f"没有名为“{options['category']}”的类别")
            if s.subject != "resident":
                self.fail(f"“{options['category']}”的对象不是居民")
            tree = why(s, person.pk, Span.on(on))
        answer = {
            "category": options["category"],
            "on": on,
            "result": tree["result"],
            "article": tree.get("article", ""),
            "tree": tree,
        }
        if self.as_json:
            self.show(answer)
        else:
            self._tell(tree, 0)

    def _person(self, number: str) -> Resident:
        try:
            identity = parse_identity(number, today=self.today)
        except InvalidValue as error:
            self.fail(f"公民身份号码不正确：{error}")
        person = Resident.objects.filter(number_digest=digester().digest(identity.number)).first()
        if person is None:
            self.fail("没有登记该公民身份号码的居民")
        return person

    def _tell(self, tree: dict[str, Any], depth: int) -> None:
        words = {"all": "全部满足", "any": "满足其一", "not": "不属于"}
        label = tree.get("label") or words.get(tree.get("op", ""), "")
        facts = _in_words(tree.get("facts", {}))
        who = f"（{tree['who']}）" if tree.get("who") else ""
        self.stdout.write(
            f"{'  ' * depth}{'是' if tree['result'] else '否'} {label}{who} {tree.get('article', '')} {facts}"
        )
        for part in tree.get("of", []):
            self._tell(part, depth + 1)


def _in_words(facts: dict[str, Any]) -> str:
    """The facts of a leaf as text: `年龄：40；失业登记（开始日期：2026-01-10）`."""
    return "；".join(_fact(name, value) for name, value in facts.items())


def _fact(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return f"{name}（{_in_words(value)}）"
    if isinstance(value, bool):
        value = "是" if value else "否"
    return f"{name}：{'未询问' if value is None else value}"
