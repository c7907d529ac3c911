# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever comes in from outside is answered or refused, never a fault of ours (reliability 5a)."""

import asyncio
import json
import random
from itertools import pairwise
from typing import Any

from graphql import GraphQLError
from hypothesis import given
from hypothesis import strategies as st

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.planner import InvalidDocument, PlanningError, prepare
from gateway.subgraphs.events import EventReader
from gateway.subgraphs.parts import PartReader
from gateway.supergraph.checks import SchemaUnreadable
from gateway.supergraph.checks import compare as compare_schemas
from gateway.supergraph.compose import SubgraphSource, compose
from gateway.supergraph.fieldsets import read_field_set
from gateway.supergraph.reading import read_supergraph
from services.kit.wire.codes import CODES
from services.kit.wire.front.accept import negotiate_accept
from services.kit.wire.pool import PoolFault
from services.kit.wire.pool.reading import AnswerReader
from tests.benchmarks.market import LARGE, NAMES, SDL, supergraph_sdl
from tests.support.asgi import AsgiClient
from tests.support.shop import Town

RANDOM = st.randoms(use_true_random=False)
SUPERGRAPH = supergraph_sdl(1)
READ = read_supergraph(SUPERGRAPH)
PIECES = (
    "{", "}", "(", ")", '"', "@", "$x", "...", "on", "!", "[", "]", ":", "null", "type", "interface",
    "union", "= A | B", "extend", "@key(fields: 3)", "@join__field(graph: NOBODY)", "\0", "å", "#", "-1e999",
    '@requires(fields: "a(")', '@override(from: "x", label: "y")', "__typename", "input", "enum E { }",
)  # fmt: skip


def mangle(rng: random.Random, text: str) -> str:
    """A text with spans taken out, doubled, swapped and strange things put in."""
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.randint(0, 40))
        match rng.randrange(4):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:end] + text[start:end] + text[end:]
            case 2:
                text = text[:start] + text[start:end][::-1] + text[end:]
            case _:
                text = f"{text[:start]} {rng.choice(PIECES)} {text[start:]}"
    return text


@given(RANDOM)
def test_a_mangled_supergraph_is_read_or_refused(rng: random.Random) -> None:
    text = mangle(rng, SUPERGRAPH)
    try:
        supergraph = read_supergraph(text)
        prepare(supergraph, "{ me { name reviews { body } } }")
    except (GraphQLError, InvalidDocument, PlanningError):
        pass


@given(RANDOM)
def test_mangled_subgraphs_compose_or_are_refused_with_codes(rng: random.Random) -> None:
    sources = [SubgraphSource(name, f"http://{name}", mangle(rng, SDL[name])) for name in NAMES]
    composition = compose(sources)
    assert (composition.supergraph_sdl is None) == bool(composition.errors)
    assert all(error.code.isupper() for error in composition.errors)


@given(RANDOM)
def test_mangled_operations_are_planned_or_refused(rng: random.Random) -> None:
    try:
        prepare(READ, mangle(rng, LARGE))
    except (InvalidDocument, PlanningError) as refusal:
        assert refusal.code in CODES


@given(RANDOM)
def test_mangled_schemas_are_compared_or_refused(rng: random.Random) -> None:
    try:
        compare_schemas(SUPERGRAPH, mangle(rng, SUPERGRAPH))
    except SchemaUnreadable:
        pass


@given(st.text(max_size=80))
def test_a_field_set_is_read_or_refused(text: str) -> None:
    try:
        read_field_set(text)
    except (GraphQLError, TypeError, RecursionError):
        pass


@given(st.text(max_size=200))
def test_any_accept_header_is_understood_somehow(header: str) -> None:
    assert negotiate_accept(header) is not None


@given(st.lists(st.binary(max_size=300), max_size=6), st.booleans())
def test_any_bytes_of_a_subgraph_are_an_answer_or_a_fault(
    chunks: list[bytes],
    well_begun: bool,
) -> None:
    reader = AnswerReader(head_cap=1000, body_cap=1000)
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    try:
        for chunk in ([head] if well_begun else []) + chunks:
            reader.feed(chunk)
            if reader.is_done:
                break
        reader.finish()
    except PoolFault:
        pass


def cut(rng: random.Random, text: bytes) -> list[bytes]:
    """A text in pieces."""
    marks = sorted(rng.randrange(len(text) + 1) for _ in range(rng.randint(0, 5)))
    return [text[a:b] for a, b in pairwise([0, *marks, len(text)])]


PART = b"\r\n--graphql\r\ncontent-type: application/json\r\n\r\n"
STREAMS = (
    PART, b"--graphql--", b'{"payload":{"data":{}}}', b'{"payload":null,"errors":[1]}', b"{}", b"}", b"\xff",
    b"event: next\n", b"data: {}\n\n", b"id: 1\n", b":\n\n", b"\r", b"[]", b'{"payload":1e999}',
)  # fmt: skip


@given(st.lists(st.sampled_from(STREAMS) | st.binary(max_size=20), max_size=12), RANDOM)
def test_any_bytes_of_a_stream_are_events_or_a_fault(
    pieces: list[bytes], rng: random.Random
) -> None:
    for reader in (EventReader(), PartReader(b"multipart/mixed;boundary=graphql")):
        try:
            for chunk in cut(rng, b"".join(pieces)):
                for name, data, cursor in reader.feed(chunk):
                    assert isinstance(name + data + cursor, bytes)
        except PoolFault:
            pass


@given(st.lists(st.integers() | st.text(max_size=20), max_size=6), RANDOM)
def test_parts_are_read_the_same_however_they_are_cut(
    values: list[Any], rng: random.Random
) -> None:
    bodies = [json.dumps({"payload": {"data": {"x": one}}}).encode() for one in values]
    text = b"".join(PART + body for body in bodies) + b"\r\n--graphql--\r\n"
    reader = PartReader(b'multipart/mixed; boundary="graphql"; subscriptionSpec="1.0"')
    found = [event for chunk in cut(rng, text) for event in reader.feed(chunk)]
    assert [json.loads(data)["data"]["x"] for name, data, _ in found if name == b"next"] == values
    assert [name for name, _, _ in found][-1:] == [b"complete"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
BODIES = st.one_of(
    st.binary(max_size=200),
    JSON.map(lambda value: json.dumps(value).encode("utf-8", "surrogatepass")),
    st.fixed_dictionaries(
        {"query": st.sampled_from(["{ whoami }", "{ echo(text: $t) }", "mutation { add }", "{"])},
        optional={
            "variables": JSON, "operationName": JSON, "extensions": JSON, "documentId": JSON,
            "doc_id": JSON,
        },
    ).map(lambda value: json.dumps(value).encode("utf-8", "surrogatepass")),
)  # fmt: skip


CLIENTS = {
    profile: AsgiClient(Town().gateway(GatewaySettings(profile=profile))) for profile in Profile
}


@given(BODIES, st.sampled_from([Profile.PUBLIC, Profile.DEVELOPER]))
def test_any_body_is_answered_below_500_and_the_next_request_works(
    body: bytes, profile: Profile
) -> None:
    client = CLIENTS[profile]

    async def ask() -> tuple[Any, Any]:
        return await client.post(body), await client.post({"query": "{ whoami }"})

    answer, after = asyncio.run(ask())
    assert answer.status < 500, (body, answer.body)
    if answer.status >= 400:
        assert {error["extensions"]["code"] for error in answer.json["errors"]} <= set(CODES)
    assert after.json == {"data": {"whoami": "anonymous:"}}
