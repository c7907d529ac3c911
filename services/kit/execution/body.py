# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The body of one generated function: its lines, and what its first lines must set up."""

from services.kit.wire.codegen import Source


class Body:
    """A function in the making. Lists under construction are called l1, l2, ... by depth."""

    def __init__(self, source: Source, *, asynchronous: bool) -> None:
        """Write to a branch of the plan's source."""
        self.source = source
        self.asynchronous = asynchronous
        self.depth = 0
        """How many lists are under construction here."""
        self.deepest = 0
        self.batched: dict[int, str] = {}
        """Where the value of a batched field is found, by the field's identity."""
        self._setup: dict[str, str] = {}

    @property
    def wait(self) -> str:
        """`await ` where waiting is possible."""
        return "await " if self.asynchronous else ""

    @property
    def slow(self) -> str:
        """Prefix of slow paths that can wait."""
        return "waiting_" if self.asynchronous else ""

    def line(self, text: str) -> None:
        """Add a line."""
        self.source.line(text)

    def setup(self, stem: str, expression: str) -> str:
        """The name of a variable that is set to `expression` at the top, once."""
        if expression not in self._setup:
            self._setup[expression] = self.source.name(stem)
        return self._setup[expression]

    def enter_list(self) -> str:
        """The name of the list that is now under construction."""
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)
        return f"l{self.depth}"

    def leave_list(self) -> None:
        """The innermost list is complete."""
        self.depth -= 1

    def indexes(self, count: int | None = None) -> str:
        """`, len(l1), len(l2)` for the lists around, or for the first `count`."""
        return "".join(f", len(l{n + 1})" for n in range(self.depth if count is None else count))

    def index_tuple(self) -> str:
        """The indexes around as a tuple."""
        inner = self.indexes()[2:]
        return f"({inner},)" if inner else "()"

    def write_into(self, whole: Source, head: str) -> None:
        """Add the finished function to the plan's source."""
        with whole.block(head):
            for expression, name in self._setup.items():
                whole.line(f"{name} = {expression}")
            if self.deepest:
                names = " = ".join(f"l{n + 1}" for n in range(self.deepest))
                whole.line(f"{names} = ()")
            whole.join(self.source)
        whole.line()
