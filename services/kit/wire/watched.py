# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A caller who is asked for her facts on record: an answer can depend on no other (stack L1)."""

from collections.abc import Callable
from typing import Any, Final, cast

from services.kit.wire.caller import Caller

FACTS: Final[tuple[str, ...]] = Caller.__struct_fields__
"""The names of all facts there are."""

Note = Callable[[str], None]

_EVERY: Final = frozenset(FACTS)


class _Watched:
    """Looks like a Caller. No fact is reachable but through here."""

    __slots__ = ("_torget_caller", "_torget_note")

    subject = Caller.subject
    is_known = Caller.is_known

    def __init__(self, caller: Caller, note: Note) -> None:
        self._torget_caller = caller
        self._torget_note = note

    def __getattr__(self, name: str) -> Any:
        if name not in _EVERY:
            raise AttributeError(name)
        self._torget_note(name)
        return getattr(self._torget_caller, name)

    def __eq__(self, other: object) -> bool:
        self._read_all()
        whole = other._torget_caller if isinstance(other, _Watched) else other
        return self._torget_caller == whole

    def __hash__(self) -> int:
        self._read_all()
        return hash(self._torget_caller)

    def _read_all(self) -> None:
        for name in FACTS:
            self._torget_note(name)


def watched(caller: Caller, note: Note) -> Caller:
    """The caller; `note` is given the name of every fact that is asked for, before it is told.

    To compare her or to take her as a key is to read all facts. She cannot be copied or encoded.
    """
    return cast("Caller", _Watched(caller, note))
