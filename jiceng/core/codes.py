"""Code lists: a stored code with its Chinese label, read from whatever an old ledger says.

Rooms declare their lists in `choices.py` as `TextChoices` beside a `CodeList` that knows the synonyms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import TextChoices

from jiceng.core.cells import Cell, InvalidValue, squeezed, typed

LISTED_LABELS = 8
_QUOTES = str.maketrans("", "", "“”‘’\"'")


def _key(text: str) -> str:
    return squeezed(text).translate(_QUOTES)


class CodeList:
    """A list of codes that reads labels, codes and synonyms.

    Codes that begin with zeros are also known without them, since a numeric cell loses them. A label or code
    always goes before a synonym, and a full code before one without zeros.
    """

    def __init__(
        self,
        choices: type[TextChoices] | Iterable[tuple[str, str]],
        synonyms: Mapping[str, str] | None = None,
    ) -> None:
        """Take the list (`TextChoices`, or pairs of code and label) and {synonym: code}.

        Raises KeyError for a synonym of a code that the list does not have.
        """
        pairs = choices.choices if isinstance(choices, type) else choices
        self._labels: dict[str, str] = {str(code): str(label) for code, label in pairs}
        self._codes: dict[str, str] = {}
        for code, label in self._labels.items():
            self._codes[_key(code)] = code
            self._codes.setdefault(_key(label), code)
        for synonym, code in (synonyms or {}).items():
            if code not in self._labels:
                raise KeyError(code)
            self._codes.setdefault(_key(synonym), str(code))
        for code in self._labels:
            self._codes.setdefault(code.lstrip("0"), code)
        self._codes.pop("", None)
        self._order = {code: place for place, code in enumerate(self._labels)}

    @property
    def codes(self) -> list[str]:
        """The codes in the order of the list."""
        return list(self._labels)

    @property
    def labels(self) -> list[str]:
        """The labels in the order of the list."""
        return list(self._labels.values())

    @property
    def expected(self) -> str:
        """What an error message says: the first labels, with 等 when there are more."""
        labels = list(self._labels.values())
        return f"应为{'、'.join(labels[:LISTED_LABELS])}{'等' if len(labels) > LISTED_LABELS else '之一'}"

    def parse(self, cell: Cell) -> str:
        """Return the code for a label, code or synonym; full width, spaces and quotes do not matter.

        Raises InvalidValue for anything else, a blank included.
        """
        text = typed(cell)
        code = self._codes.get(text) or self._codes.get(_key(text))
        if code is None:
            raise InvalidValue(self.expected, text)
        return code

    def label(self, code: str | None) -> str:
        """Return the label of a stored code; blank for none, the code itself when the list has lost it."""
        return self._labels.get(code, code) if code else ""

    def sort(self, codes: Iterable[str]) -> list[str]:
        """Return the codes once each, in the order of the list."""
        return sorted(set(codes), key=self._order.__getitem__)
