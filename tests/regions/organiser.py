"""An actor for the services of regions that needs no account."""

from dataclasses import dataclass, field


class Refused(Exception):
    """The act is not the actor's."""


@dataclass
class Organiser:
    """May organise the regions of one path, and remembers what was asked."""

    path: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)

    def require(self, action: str, path: str) -> None:
        self.asked.append((action, path))
        if not path.startswith(self.path):
            raise Refused(path)
