# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A plan: one operation under decided conditions, as a generated function."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError

from services.kit.execution.conditions import Decided, Fragments
from services.kit.execution.emitting import GLOBALS, Emitter
from services.kit.execution.runtime import Run
from services.kit.execution.tree import Tree
from services.kit.graph.reading import Reading
from services.kit.wire.codegen import Mode, dump


class Plan:
    """A compiled operation. Safe to run many times at once."""

    def __init__(
        self,
        reading: Reading,
        fragments: Fragments,
        decided: Decided,
        *,
        mode: Mode,
        limit: int,
        name: str,
    ) -> None:
        """Compile; NotCompilable if the operation must stay on graphql-core."""
        self.reading = reading
        self.fragments = fragments
        fields = Tree(reading, fragments, decided, limit=limit).root()
        emitter = Emitter(reading, mode)
        self.asynchronous = emitter.write(fields, fragments.operation.operation)
        self.sites = emitter.sites
        self.source = emitter.source.text()
        filename = f"<plan:{name}>"
        names = emitter.source.compiled(filename, GLOBALS)
        for kinds, completers in emitter.kinds:
            kinds.fill({kind: names[function] for kind, function in completers.items()})
        self._answer = names["answer"]
        self._computed = tuple(emitter.computed)
        dump(filename, self.source, self)

    @property
    def size(self) -> int:
        """An estimate of the bytes the plan holds."""
        return 4096 + 12 * len(self.source)

    def begin(self, context: Any, root: Any, variables: Mapping[str, Any]) -> Run:
        """The state of one execution, with arguments computed."""
        run = Run(self, context, root, dict(variables))
        if self._computed:
            run.arguments = tuple(compute(run.variables) for compute in self._computed)
        return run

    async def answer(
        self, context: Any, root: Any, variables: Mapping[str, Any]
    ) -> tuple[Any, list[GraphQLError]]:
        """Data and errors of one execution."""
        run = self.begin(context, root, variables)
        data = await self._answer(run) if self.asynchronous else self._answer(run)
        return data, self.errors(run)

    def answer_now(
        self, context: Any, root: Any, variables: Mapping[str, Any]
    ) -> tuple[Any, list[GraphQLError]]:
        """`answer` for a plan that never waits."""
        run = self.begin(context, root, variables)
        return self._answer(run), self.errors(run)

    def errors(self, run: Run) -> list[GraphQLError]:
        """The recorded errors with paths; those of waiting plans in order of the document (A4)."""
        if not run.errors:
            return []
        records = run.errors
        if self.asynchronous:
            records = sorted(records, key=self.sites.order)
        return [self.sites.located(record) for record in records]
