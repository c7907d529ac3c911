# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What generated code calls: errors, lists, slow paths. Fast paths stand in the code itself."""

import asyncio
import sys
from collections import Counter
from collections.abc import (
    AsyncIterable,
    Awaitable,
    Callable,
    Coroutine,
    Iterable,
    Mapping,
    Sequence,
)
from typing import Any, Final, cast

from graphql import GraphQLError, Undefined
from graphql.pyutils import inspect

from services.kit.execution.info import Facts, RawInfo
from services.kit.execution.places import At, Record

Site = int

STRAY: Final[Counter[str]] = Counter()
"""Awaitables that synchronous resolvers returned, by field; a house test wants it empty (C11)."""

PLAIN: Final[set[type]] = set()
"""Classes whose instances are plain values: no exceptions, nothing to await."""

_PLAIN_MOST: Final = 4096
_EAGER: Final = sys.version_info >= (3, 12)


class Run:
    """The state of one execution of a plan."""

    __slots__ = ("arguments", "context", "errors", "plan", "root", "variables", "verdicts")

    def __init__(self, plan: Any, context: Any, root: Any, variables: dict[str, Any]) -> None:
        """Begin without errors."""
        self.plan = plan
        self.context = context
        self.root = root
        self.variables = variables
        self.errors: list[Record] = []
        self.arguments: tuple[Any, ...] = ()
        self.verdicts: dict[Any, Exception | None] = {}


class Bubble(Exception):
    """An error on its way up through generated functions, with the place where it arose."""

    def __init__(self, record: Record) -> None:
        """Carry a record."""
        super().__init__()
        self.record = record


class StrayAwaitable(Exception):
    """A synchronous resolver returned something to await."""


def fail(run: Run, fault: Exception, site: Site, at: At, *indexes: int) -> None:
    """Record an error at a position that becomes null."""
    run.errors.append(fault.record if isinstance(fault, Bubble) else (site, at, indexes, fault))


def bubble(fault: Exception, site: Site, at: At, *indexes: int) -> Bubble:
    """The error as it leaves a generated function for the next position that may be null."""
    return fault if isinstance(fault, Bubble) else Bubble((site, at, indexes, fault))


def pass_gate(run: Run, gate: Callable[[Any], None]) -> None:
    """Raise the gate's refusal; it judges a request once, however often its field is fetched."""
    if gate not in run.verdicts:
        try:
            gate(run.context)
        except Exception as refusal:  # noqa: BLE001 - raised below, at each fetch
            run.verdicts[gate] = refusal
        else:
            run.verdicts[gate] = None
    refusal = run.verdicts[gate]
    if refusal is not None:
        raise refusal.with_traceback(None)


def info_of(run: Run, facts: Facts, at: At, indexes: tuple[int, ...]) -> Any:
    """The info a resolver asked for."""
    return run.plan.reading.info_class(
        _raw_info=RawInfo(run, facts, at, indexes), _field=facts.field
    )


def loose(value: Any) -> Any:
    """A value of a class not seen before: exceptions are raised, Undefined is None (C3)."""
    kind = value.__class__
    if kind in PLAIN:
        return value
    if value is None or value is Undefined:
        return None
    if isinstance(value, Exception):
        raise value
    if hasattr(kind, "__await__"):
        raise _stray(value)
    if len(PLAIN) < _PLAIN_MOST:
        PLAIN.add(kind)
    return value


async def loosen(value: Any) -> Any:
    """`loose` where waiting is possible."""
    return loose(await value) if is_awaitable(value) else loose(value)


def is_awaitable(value: Any) -> bool:
    """Whether a value can be awaited."""
    return hasattr(value.__class__, "__await__")


def _stray(value: Any) -> StrayAwaitable:
    name = getattr(value, "__qualname__", value.__class__.__qualname__)
    STRAY[name] += 1
    if isinstance(value, Coroutine):
        value.close()
    return StrayAwaitable(f"{name} is awaitable but its resolver is not declared async")


def leaf_of(kind: Any) -> Callable[..., Any]:
    """The slow path of a leaf type: whatever graphql-core makes of the value; None for null.

    Null is an error where the title of a non-nullable field is given.
    """
    coerce = kind.coerce_output_value

    def leaf(value: Any, title: str | None = None) -> Any:
        if value is None or value is Undefined:
            if title is not None:
                raise null_in(title)
            return None
        if isinstance(value, Exception):
            raise value
        if is_awaitable(value):
            raise _stray(value)
        found = coerce(value)
        if found is None or found is Undefined:
            raise TypeError(
                f"Expected `{inspect(kind)}.coerce_output_value({inspect(value)})` to return"
                f" non-nullable value, returned: {inspect(found)}"
            )
        return found

    return leaf


def null_in(title: str) -> TypeError:
    """The error of null at a position that may not be null."""
    return TypeError(f"Cannot return null for non-nullable field {title}.")


def waiting_leaf(leaf: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    """A leaf's slow path where waiting is possible."""

    async def waiting(value: Any, title: str | None = None) -> Any:
        return leaf(await value if is_awaitable(value) else value, title)

    return waiting


def as_list(value: Any, title: str) -> list[Any] | None:
    """The items of anything iterable but text, bytes and mappings; None for null (C6)."""
    if value is None or value is Undefined:
        return None
    if isinstance(value, Exception):
        raise value
    if is_awaitable(value):
        raise _stray(value)
    if isinstance(value, Iterable) and not isinstance(
        value, (str, bytes, bytearray, memoryview, Mapping)
    ):
        return cast("list[Any]", list(value))  # pyright: ignore[reportUnknownArgumentType]
    raise GraphQLError(f"Expected Iterable, but did not find one for field '{title}'.")


async def listing(value: Any, title: str) -> list[Any] | None:
    """`as_list` where waiting is possible: also asynchronous iterables, and items to await."""
    if is_awaitable(value):
        value = await value
    if isinstance(value, AsyncIterable):
        items: list[Any] | None = [item async for item in value]  # pyright: ignore[reportUnknownVariableType]
    else:
        items = as_list(value, title)
    if items and any(is_awaitable(item) for item in items):
        return await _settled(items)
    return items


def pending(items: Sequence[Any]) -> bool:
    """Whether a list holds things to await; looks at the first item alone."""
    return bool(items) and is_awaitable(items[0])


async def _settled(items: Sequence[Any]) -> list[Any]:
    """The items with all awaitables awaited side by side; a failed one is its exception."""

    async def one(item: Any) -> Any:
        try:
            return await item
        except Exception as fault:  # noqa: BLE001 - recorded at the item's position
            return fault

    places = [index for index, item in enumerate(items) if is_awaitable(item)]
    found = list(items)
    answers = await together([start(one(items[index])) for index in places])
    for index, answer in zip(places, answers, strict=True):
        found[index] = answer
    return found


def start(work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Begin work beside the current task; where Python can, up to its first wait at once (A2)."""
    if _EAGER:
        eager: Any = asyncio.Task
        return eager(work, loop=asyncio.get_running_loop(), eager_start=True)
    return asyncio.get_running_loop().create_task(work)


async def together(tasks: Sequence[asyncio.Task[Any]]) -> list[Any]:
    """The results of all; when one fails the others are cancelled and waited for (A4)."""
    try:
        return (
            [task.result() for task in tasks] if _all_done(tasks) else await asyncio.gather(*tasks)
        )
    except BaseException:
        await abandon(tasks)
        raise


async def abandon(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """Cancel what still runs and wait until it has ended."""
    running = [task for task in tasks if not task.done()]
    for task in running:
        task.cancel()
    if running:
        await asyncio.gather(*running, return_exceptions=True)
    for task in tasks:
        if not task.cancelled():
            task.exception()


def _all_done(tasks: Sequence[asyncio.Task[Any]]) -> bool:
    return all(task.done() for task in tasks)


async def each(
    complete: Callable[[Any, Run, At], Coroutine[Any, Any, Any]],
    items: Sequence[Any],
    run: Run,
    at: tuple[Any, ...],
) -> list[Any]:
    """Complete all items of a list side by side, started in order (A1)."""
    if len(items) == 1:
        return [await complete(items[0], run, (*at, 0))]
    return await together([
        start(complete(item, run, (*at, index))) for index, item in enumerate(items)
    ])  # fmt: skip


async def batch(
    fetch: Callable[[list[Any]], Awaitable[Sequence[Any]]],
    items: Sequence[Any],
    run: Run,
    gates: Sequence[Callable[[Any], None]],
) -> list[Any]:
    """A batched field for all objects of a list at once; in the place of each, its value or fault.

    Items that are no objects get None: they err on their own account.
    """
    places = [n for n, item in enumerate(items) if _is_object(item)]
    found: list[Any] = [None] * len(items)
    if not places:
        return found
    try:
        for gate in gates:
            pass_gate(run, gate)
        values: Sequence[Any] = await fetch([items[n] for n in places])
    except Exception as fault:  # noqa: BLE001 - recorded at each object's position
        values = [fault] * len(places)
    if len(values) != len(places):
        values = [TypeError(f"{len(values)} values for {len(places)} objects")] * len(places)
    for n, value in zip(places, values, strict=True):
        found[n] = value
    return found


def _is_object(item: Any) -> bool:
    return not (
        item is None or item is Undefined or isinstance(item, Exception) or is_awaitable(item)
    )


def nothing(_value: Any, _run: Run, _at: At) -> None:
    """Completes Undefined at an abstract position: null."""


async def waiting_nothing(_value: Any, _run: Run, _at: At) -> None:
    """`nothing` where waiting is possible."""
