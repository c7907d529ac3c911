# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Shapes of answers: one Struct class per tuple of response keys, shared by all who need it."""

import weakref
from collections.abc import Sequence
from enum import StrEnum
from threading import Lock
from typing import Any, Final

import msgspec


class Mode(StrEnum):
    """What generated code builds for an object."""

    STRUCT = "struct"
    """A Struct, straight to the encoder."""
    DICT = "dict"
    """A dict, for whoever reads or merges it."""


class Shapes:
    """Makes Struct classes (13 µs each) once per tuple of keys and forgets unused ones."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: weakref.WeakValueDictionary[tuple[str, ...], type[Any]] = (
            weakref.WeakValueDictionary()
        )
        self._lock = Lock()

    def __len__(self) -> int:
        """How many are alive."""
        return len(self._known)

    def of(self, keys: Sequence[str]) -> type[Any]:
        """The Struct class whose fields, in order, are encoded under `keys`.

        Fields are called f0, f1, ...: a response key may be any GraphQL name. Answers are trees, so
        the collector need not look at them (`gc=False`).
        """
        asked = tuple(keys)
        with self._lock:
            shape = self._known.get(asked)
            if shape is None:
                names = [f"f{index}" for index in range(len(asked))]
                shape = msgspec.defstruct(
                    "S" + "_".join(asked)[:40],
                    [(name, Any) for name in names],
                    rename=dict(zip(names, asked, strict=True)),
                    gc=False,
                    module=__name__,
                )
                self._known[asked] = shape
            return shape


def key_literal(keys: Sequence[str], values: Sequence[str]) -> str:
    """The Python source of a dict with constant keys."""
    return "{" + ", ".join(f"{k!r}: {v}" for k, v in zip(keys, values, strict=True)) + "}"


SHAPES: Final = Shapes()
"""The shapes of this process."""
