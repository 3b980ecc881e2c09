"""Files that come with tasks, replies and minutes: kept encrypted, like the files of imports."""

from __future__ import annotations

from typing import Any, NamedTuple

from jiceng.accounts.acts import Work
from jiceng.core.registers import mistakes, refuse
from jiceng.core.secrets import decrypt_file, encrypt_file
from jiceng.dispatch import rules
from jiceng.dispatch.models import Attachment

NAME_LENGTH = Attachment._meta.get_field("name").max_length or 0


class File(NamedTuple):
    """A file as it was sent."""

    name: str
    content: bytes


def keep(work: Work, file: File | None, place: dict[str, Any]) -> Attachment | None:
    """Keep a file at a place; Refused for one that is not taken."""
    if file is None:
        return None
    refuse(mistakes(file=rules.wrong_file(file.name, len(file.content))))
    kept = Attachment(**place, name=file.name[-NAME_LENGTH:], content=encrypt_file(file.content))
    return work.create(kept)


def content_of(attachment: Attachment) -> bytes:
    """The file."""
    return decrypt_file(bytes(attachment.content))
