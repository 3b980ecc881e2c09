"""Who acts, in which post, and over which region. The first line of every service asks here."""

from __future__ import annotations

import getpass
from dataclasses import dataclass

from jiceng.accounts.models import User
from jiceng.accounts.roles import Action, Role, allows
from jiceng.core.scope import Scope


class NotAllowed(PermissionError):
    """The post does not hold the action here; the message is for users."""


@dataclass(frozen=True)
class Actor:
    """An officer at work in one post: the role, and the path of the region of the post ("" = everywhere)."""

    user: User
    role: str
    path: str

    @property
    def scope(self) -> Scope:
        """What the actor may see."""
        return Scope.of(self.path)

    def may(self, action: Action, path: str | None = None) -> bool:
        """Whether the actor may do something, at a place if one is given."""
        return allows(self.role, action) and (path is None or self.scope.covers(path))

    def require(self, action: Action, path: str | None = None) -> None:
        """NotAllowed unless the actor may."""
        if not allows(self.role, action):
            raise NotAllowed(f"“{Role(self.role).label}”没有此项权限")
        if path is not None and not self.scope.covers(path):
            raise NotAllowed("该记录不在您的管辖范围内")


def command_actor() -> Actor:
    """The operating-system user behind a command, as administrator of the whole deployment."""
    name = getpass.getuser()
    user, created = User.objects.get_or_create(username=f"os:{name}", defaults={"name": f"系统用户 {name}"})
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return Actor(user, Role.ADMINISTRATOR, "")
