# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Hostile operations are refused, quickly, by the name of the limit (reliability 3.4, 4.1)."""

import time
from typing import Any

import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    parse,
)
from hypothesis import given
from hypothesis import strategies as st

from gateway.pipeline.memory import Memory
from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.planner import find_operation
from gateway.protection.measure import Cyclic, is_nested_deeper, measure_operation
from tests.support.asgi import AsgiClient
from tests.support.shop import Town

PUBLIC = GatewaySettings()


def doubling(levels: int) -> str:
    parts = ["{ ...f0 }"]
    parts += [f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(levels)]
    parts.append(f"fragment f{levels} on Query {{ a: __typename }}")
    return " ".join(parts)


def measured(text: str) -> Any:
    document = parse(text)
    return measure_operation(document, find_operation(document, None), tokens=0)


@pytest.mark.parametrize("levels", [20, 60])
def test_doubling_fragments_are_counted_without_being_expanded(levels: int) -> None:  # Q2
    document = parse(doubling(levels))
    operation = find_operation(document, None)
    started = time.perf_counter()
    found = measure_operation(document, operation, tokens=0)
    assert time.perf_counter() - started < 0.02
    assert found.fields == 2**levels


@pytest.mark.parametrize(
    "text",
    [
        "{ ...a } fragment a on Query { ...a }",
        "{ ...a } fragment a on Query { ...b } fragment b on Query { x { ...a } }",
    ],
)
def test_a_cycle_is_noticed(text: str) -> None:  # reliability Q2
    with pytest.raises(Cyclic):
        measured(text)


def test_a_long_chain_does_not_recurse() -> None:  # reliability golden values
    parts = ["{ ...f0 }", "fragment f9999 on Query { a }"]
    parts += [f"fragment f{n} on Query {{ ...f{n + 1} }}" for n in range(9999)]
    assert measured(" ".join(parts)).fields == 1


FIELD = st.sampled_from(["a", "b", "c: a", "d @skip(if: $x)"])
SELECTIONS = st.recursive(
    FIELD | st.sampled_from(["...F0", "...F1", "...F2"]),
    lambda inner: st.lists(inner, min_size=1, max_size=4).map(lambda parts: "o { " + " ".join(parts) + " }")
    | st.lists(inner, min_size=1, max_size=3).map(lambda parts: "... { " + " ".join(parts) + " }"),
    max_leaves=12,
)  # fmt: skip


@given(SELECTIONS, st.lists(SELECTIONS, min_size=3, max_size=3))
def test_the_measure_equals_a_naive_expansion(
    root: str, fragments: list[str]
) -> None:  # property (b)
    texts = [text.replace(f"...F{n}", "a") for n, text in enumerate(fragments)]
    for number in range(3):
        for later in range(number):
            texts[number] = texts[number].replace(f"...F{later}", "b")
    text = f"{{ {root} }} " + " ".join(
        f"fragment F{n} on T {{ {one} }}" for n, one in enumerate(texts)
    )
    document = parse(text)
    found = measured(text)
    assert (found.fields, found.depth, found.aliases, found.directives) == naive(document)


def naive(document: Any) -> tuple[int, int, int, int]:
    fragments = {
        d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
    }
    operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))

    def walk(selection_set: Any, depth: int) -> tuple[int, int, int, int]:
        fields = aliases = directives = deepest = 0
        for node in selection_set.selections:
            directives += len(node.directives or ())
            if isinstance(node, FieldNode):
                fields, aliases, deepest = (
                    fields + 1,
                    aliases + bool(node.alias),
                    max(deepest, depth),
                )
                inner, below = node.selection_set, depth + 1
            elif isinstance(node, InlineFragmentNode):
                inner, below = node.selection_set, depth
            else:
                inner, below = fragments[node.name.value].selection_set, depth
            if inner is not None:
                more = walk(inner, below)
                fields, deepest = fields + more[0], max(deepest, more[1])
                aliases, directives = aliases + more[2], directives + more[3]
        return fields, deepest, aliases, directives

    return walk(operation.selection_set, 1)


HOSTILE = {
    "tokens": "{ " + "a " * 1200 + "}",
    "depth": "{ places " + "{ reviews { place " * 8 + "{ id }" + "} }" * 8 + " }",
    "fields": doubling(12),
    "aliases": "{ " + " ".join(f"a{n}: __typename" for n in range(16)) + " }",
    "sameKey": "{ " + "whoami " * 11 + "}",
    "rootFields": "{ " + " ".join(f"a{n}: __typename" for n in range(11)) + " }",
    "directives": "{ " + " ".join(f"x{n}: a " + "@skip(if: false) " * 3 for n in range(9)) + " }",
    "directivesOnNode": "{ __typename " + "@skip(if: false) " * 5 + "}",
    "fragments": "{ __typename } " + " ".join(f"fragment F{n} on Query {{ a }}" for n in range(21)),
    "operations": " ".join(f"query Q{n} {{ a }}" for n in range(6)),
    "variables": "query(" + " ".join(f"$v{n}: Int" for n in range(31)) + ") { a }",
    "nesting": "{ echo(deep: " + "[" * 9 + "1" + "]" * 9 + ") }",
}


@pytest.mark.anyio
@pytest.mark.parametrize("limit", HOSTILE)
async def test_each_limit_refuses_by_name_before_validation(limit: str) -> None:  # 4.1, Q1
    town = Town()
    client = AsgiClient(town.gateway(PUBLIC))
    body = {"query": HOSTILE[limit], "operationName": "Q0" if limit == "operations" else None}
    answer = await client.post(body, ("accept", "application/graphql-response+json"))
    error = answer.json["errors"][0]
    assert answer.status == 400
    assert error["extensions"]["code"] == "OPERATION_LIMIT_EXCEEDED"
    assert error["extensions"]["limit"] == limit
    assert error["extensions"]["max"] > 0
    assert town.asked == []


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("variables", "limit"),
    [
        ({"list": list(range(501))}, "listItems"),
        ({"text": "å" * 15_000}, "stringBytes"),
        ({"deep": [[[[[[[[[[[[1]]]]]]]]]]]]}, "nesting"),
    ],
)
async def test_variables_are_bounded(variables: dict[str, Any], limit: str) -> None:
    query = "query($text: String, $list: [Int!], $deep: JSON) { echo(text: $text, list: $list, deep: $deep) }"
    answer = await AsgiClient(Town().gateway(PUBLIC)).post({"query": query, "variables": variables})
    assert answer.json["errors"][0]["extensions"]["limit"] == limit


@pytest.mark.anyio
@pytest.mark.parametrize(
    "query",
    [
        "{ " * 5000, "{ a(b: " + "[" * 5000, "query(" + "$a: " + "[" * 5000, "{ a " + "{ a " * 5000 + "}" * 5001,
        "{ ...a } fragment a on Query { ...a }", '{ a(b: "' + "\\" * 1000 + '") }', '{ a(b: """' + '"' * 999,
        "#" * 50_000, "\ufeff{ a }", "{ a }\x00", "query " * 5000, "…", "{ ...on ...on }", "{ \ud83d }",
        "query @locale { a }", "query @locale(lang: 5) { a }", 'query @locale(lang: "sv") @locale(lang: "en") { a }',
        "mutation { a } subscription { b }", "subscription { __typename }", "subscription { a: ticks(to: 1) b: ticks(to: 1) }",
    ],
)  # fmt: skip
async def test_hostile_documents_get_an_answer_and_the_next_request_works(query: str) -> None:
    client = AsgiClient(Town().gateway(GatewaySettings(profile=Profile.DEVELOPER)))
    started = time.perf_counter()
    answer = await client.post({"query": query}, ("accept", "application/graphql-response+json"))
    assert time.perf_counter() - started < 1
    assert answer.status in (400, 406, 413)
    assert len(answer.body) < 20_000
    assert (await client.post({"query": "{ __typename }"})).json == {
        "data": {"__typename": "Query"}
    }


def test_brackets_in_strings_and_comments_do_not_nest() -> None:
    text = '{ a(b: "[[[[{{{{", c: """((((""" ) #{{{{{\n}'
    assert not is_nested_deeper(text, 3)
    assert is_nested_deeper("{{{{", 3)


def test_one_offs_never_drive_out_what_is_used() -> None:  # reliability Q6
    memory: Memory[int, str] = Memory(kept_bytes=1000, new_bytes=1000)
    memory.put(-1, "hot", 100)
    assert memory.get(-1) == "hot"
    for number in range(10_000):
        memory.put(number, "x", 100)
    assert memory.get(-1) == "hot"
    assert len(memory) <= 21
