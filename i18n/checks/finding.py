# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a check finds: where, and what is wrong there."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One fault of a catalogue or of the code; `place` is `tag/component: key` or a file."""

    check: str
    place: str
    detail: str

    def __str__(self) -> str:
        """The finding on one line."""
        return f"{self.check}: {self.place}: {self.detail}"
