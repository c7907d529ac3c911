# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A broken rule of XLIFF: which one, in which line, said in one sentence."""

import msgspec

from services.kit.xml import Element


class Broken(msgspec.Struct, frozen=True, order=True):
    """One broken rule. Warnings do not make a file invalid."""

    line: int
    rule: str
    sentence: str
    is_warning: bool = False

    def __str__(self) -> str:
        """One line for people: `12: id-unique: ...`."""
        return f"{self.line}: {self.rule}: {self.sentence}"


def broken(node: Element, rule: str, sentence: str, *, is_warning: bool = False) -> Broken:
    """A broken rule at an element."""
    return Broken(node.sourceline or 0, rule, sentence, is_warning)
