"""`jiceng users add`: an account with a first post."""

from __future__ import annotations

import secrets
import sys
from argparse import ArgumentParser
from typing import Any

from jiceng.accounts.commands import OfficerCommand
from jiceng.accounts.roles import Role
from jiceng.accounts.services import AccountRefused, add_user

PASSWORD_BYTES = 9


class Command(OfficerCommand):
    """Add an officer."""

    help = "添加工作人员账户"
    errors = (AccountRefused,)
    has_json = False

    def arguments(self, parser: ArgumentParser) -> None:
        """Take the login, role and region."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="add")
        add = acts.add_parser("add", help="添加一个账户")
        add.add_argument("login", metavar="LOGIN", help="登录名")
        add.add_argument("--role", required=True, choices=Role.values, help="角色")
        add.add_argument("--region", required=True, metavar="CODE", help="任职机构所在区划的代码")
        add.add_argument("--name", default="", help="姓名，默认同登录名")
        add.add_argument(
            "--password-stdin", action="store_true", help="从标准输入读取口令；否则随机生成并显示"
        )

    def work(
        self, *, login: str, role: str, region: str, name: str, password_stdin: bool, **options: Any
    ) -> None:
        """Add the account; a password that was made up is shown once."""
        made_up = secrets.token_urlsafe(PASSWORD_BYTES)
        password = sys.stdin.readline().rstrip("\n") if password_stdin else made_up
        office = self.region(region).office
        user = add_user(
            actor=self.actor,
            login=login,
            name=name or login,
            password=password,
            office=office,
            role=role,
            today=self.today,
        )
        self.stdout.write(f"已添加账户 {user.username}：{office.name} {Role(role).label}")
        if not password_stdin:
            self.stdout.write(f"初始口令：{password}")
