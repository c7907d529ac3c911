# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Where saved operations lie for all processes of a gateway together (federation 4.5)."""

from typing import Protocol


class Shelf(Protocol):
    """Texts of operations by their SHA-256 in hex. Never raises: a shelf that is gone is empty."""

    async def get(self, digest: str) -> str | None:
        """The text, if somebody has put it there."""
        ...

    async def put(self, digest: str, text: str) -> None:
        """Keep a text that has proved valid."""
        ...
