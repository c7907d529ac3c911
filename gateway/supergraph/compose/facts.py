# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What composition takes and gives: sources in, a supergraph or errors out."""

import msgspec


class SubgraphSource(msgspec.Struct, frozen=True):
    """One subgraph as its team wrote it: its name, its routing URL, its SDL."""

    name: str
    url: str
    sdl: str


class CompositionError(msgspec.Struct, frozen=True):
    """A broken rule: its code, a sentence, and where it was broken (line is 1-based)."""

    code: str
    message: str
    subgraph: str | None = None
    coordinate: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        """One line: CODE: message (subgraph, coordinate, line)."""
        spots: list[str] = []
        if self.subgraph is not None:
            spots.append(f"subgraph {self.subgraph}")
        if self.coordinate is not None:
            spots.append(self.coordinate)
        if self.line is not None:
            spots.append(f"line {self.line}")
        where = f" ({', '.join(spots)})" if spots else ""
        return f"{self.code}: {self.message}{where}".replace("\n", " ")


class Hint(msgspec.Struct, frozen=True):
    """Something legal that is likely not meant; level is warn, info or debug."""

    code: str
    level: str
    message: str
    coordinate: str | None = None


class Composition(msgspec.Struct, frozen=True):
    """The answer of compose: both SDLs without errors, or errors and no SDL."""

    supergraph_sdl: str | None
    api_sdl: str | None
    errors: tuple[CompositionError, ...] = ()
    hints: tuple[Hint, ...] = ()
