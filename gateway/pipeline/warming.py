# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Preparing a version before it is in service: what was used last and what is registered (V5)."""

import asyncio
import logging
from collections.abc import Iterable

from graphql import GraphQLError

from gateway.pipeline.exchange import Desk, Known, Refusal, Version
from gateway.pipeline.parse import read_operation, weight_of
from gateway.pipeline.validate import check_document
from gateway.planner import prepare
from services.kit.wire.problem import Problem

_log = logging.getLogger(__name__)

MOST_RECENT = 300
SECONDS = 10.0

Name = tuple[str, str | None]


async def warm(version: Version, desk: Desk) -> int:
    """Plan the registered operations and those the version in service was asked last; how many.

    Between two operations running requests get their turn. What no longer fits is left out.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + SECONDS
    done = 0
    pinned = [(text, None) for text in desk.registered.values()]
    recent = desk.version.documents.hot(MOST_RECENT)
    for name, is_pinned in _each(pinned, recent):
        if loop.time() > until:
            _log.warning("warming cut short", extra={"planned": done})
            break
        known = _prepare(version, desk, name)
        if known is None:
            continue
        done += 1
        if is_pinned:
            version.documents.pin(name, known)
            if known.operation.name is not None:
                version.documents.pin((name[0], known.operation.name.value), known)
        elif version.documents.get(name) is None:
            version.documents.put(name, known, weight_of(name[0]))
            version.documents.get(name)
        await asyncio.sleep(0)
    return done


def _each(pinned: Iterable[Name], recent: Iterable[Name]) -> Iterable[tuple[Name, bool]]:
    for name in pinned:
        yield name, True
    for name in recent:
        yield name, False


def _prepare(version: Version, desk: Desk, name: Name) -> Known | None:
    text, operation_name = name
    supergraph = version.supergraph
    try:
        known = read_operation(text, operation_name, tokens=desk.settings.trusted.tokens)
        check_document(known, supergraph.api)
        known.prepared[frozenset()] = prepare(
            supergraph, known.document, operation_name, validated=True
        )
    except (Problem, Refusal, GraphQLError):
        return None
    return known
