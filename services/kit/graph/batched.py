# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Batched fields: one call for all objects of a list, instead of one per object (stack A3).

    @batched(description="...")
    async def tariff(parents: "list[Zone]", info: Info) -> "list[Tariff | None]": ...

The function gets the parents in order and answers with as many values, an exception in the place of
one that failed. The field's type is that of one value.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, get_args

import msgspec
import strawberry

from services.kit.graph.reading import BATCH

Fetch = Callable[..., Awaitable[Sequence[Any]]]


class _Gathering(msgspec.Struct):
    """Parents that asked in the same turn of the loop, with those who wait for them."""

    context: Any
    parents: list[Any] = []
    waiting: list[asyncio.Future[Any]] = []


_gatherings: dict[tuple[Any, ...], _Gathering] = {}


def batched(**options: Any) -> Callable[[Fetch], Any]:
    """Make a field of a function over all parents; `options` go to `strawberry.field`."""

    def make(fetch: Fetch) -> Any:
        signature = inspect.signature(fetch)
        parents, *others = signature.parameters.values()
        wants_info = any(parameter.name == "info" for parameter in others)

        async def resolver(self: Any, info: Any, **given: Any) -> Any:
            more = {**given, "info": info} if wants_info else given
            return await _joined(fetch, self, info.context, (given, more))

        kept = [parameter for parameter in others if parameter.name != "info"]
        info = inspect.Parameter(
            "info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=strawberry.Info
        )
        resolver.__signature__ = signature.replace(  # pyright: ignore[reportFunctionMemberAccess]
            parameters=[parents.replace(name="self", annotation=parents.empty), info, *kept],
            return_annotation=_of_one(signature.return_annotation),
        )
        resolver.__annotations__ = {
            parameter.name: parameter.annotation for parameter in [info, *kept]
        } | {"return": _of_one(signature.return_annotation)}
        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            setattr(resolver, name, getattr(fetch, name))
        setattr(resolver, BATCH, fetch)
        return strawberry.field(resolver=resolver, **options)

    return make


async def _joined(
    fetch: Fetch, parent: Any, context: Any, given: tuple[dict[str, Any], dict[str, Any]]
) -> Any:
    """Wait for one value; all who ask in the same turn share a call. Used without a plan."""
    asked, more = given
    loop = asyncio.get_running_loop()
    key = (fetch, id(loop), id(context), repr(sorted(asked.items())))
    gathering = _gatherings.get(key)
    if gathering is None:
        gathering = _gatherings[key] = _Gathering(context)

        def leave() -> None:
            held = _gatherings.pop(key)
            held.waiting[0].get_loop().create_task(_answer(fetch, held, more))

        loop.call_soon(leave)
    future: asyncio.Future[Any] = loop.create_future()
    gathering.parents.append(parent)
    gathering.waiting.append(future)
    return await future


async def _answer(fetch: Fetch, gathering: _Gathering, more: dict[str, Any]) -> None:
    try:
        values = await fetch(gathering.parents, **more)
    except Exception as fault:  # noqa: BLE001 - handed to everyone who waits
        values = [fault] * len(gathering.parents)
    count = len(gathering.parents)
    if len(values) != count:
        values = [TypeError(f"{len(values)} values for {count} objects")] * count
    for future, value in zip(gathering.waiting, values, strict=True):
        if not future.done():
            future.set_result(value)


def _of_one(annotation: Any) -> Any:
    """`R` of `list[R]`, as a type or as text."""
    if isinstance(annotation, str):
        inner = annotation.strip()
        if inner.startswith("list[") and inner.endswith("]"):
            return inner[5:-1]
    elif get_args(annotation):
        return get_args(annotation)[0]
    raise TypeError("a batched field returns list[...]")
