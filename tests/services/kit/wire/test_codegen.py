# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The code generator: names that cannot clash, constants by identity, shapes that are shared."""

import gc
import linecache
import traceback

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.wire.codegen import Shapes, Source, dump, key_literal


def test_constants_are_named_once_and_blocks_indent() -> None:
    source = Source()
    thing = object()
    name = source.constant(thing, "thing")
    assert source.constant(thing, "other") == name
    with source.block("def answer():"):
        source.line(f"return {name}")
    with source.block("def nothing():"):
        pass
    names = source.compiled("<plan:test>")
    assert names["answer"]() is thing
    assert names["nothing"]() is None


@given(st.lists(st.text(max_size=8), max_size=30))
def test_names_are_identifiers_and_never_clash(stems: list[str]) -> None:
    source = Source()
    names = [source.name(stem) for stem in stems]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)
    compile("\n".join(f"{name} = 1" for name in names), "<names>", "exec")


@pytest.mark.parametrize(
    "stems", [["a1", "a"], ["a", "a1"], ["a", "a1", "a_", "a1_1"], ["1", "_1", "_"], ["a1", "a1_"]]
)
def test_stems_that_end_in_digits_do_not_clash(stems: list[str]) -> None:
    source = Source()
    names = [source.name(stem) for stem in stems * 12]
    assert len(set(names)) == len(names)


def test_branches_share_names_and_join_in_place() -> None:
    source = Source()
    branch = source.branch()
    first, second = source.name("x"), branch.name("x")
    assert first != second
    branch.line(f"{second} = 2")
    with source.block("if True:"):
        source.join(branch)
    assert source.compiled("<plan:join>")[second] == 2


def test_tracebacks_show_generated_lines_for_as_long_as_their_owner_lives() -> None:
    class Owner:
        pass

    owner = Owner()
    source = Source()
    with source.block("def answer():"):
        source.line("return 1 / 0")
    names = source.compiled("<plan:trace>")
    dump("<plan:trace>", source.text(), owner)
    with pytest.raises(ZeroDivisionError) as caught:
        names["answer"]()
    assert "return 1 / 0" in "".join(traceback.format_exception(caught.value))
    del owner
    gc.collect()
    assert linecache.getlines("<plan:trace>") == []


@given(
    st.lists(st.from_regex(r"[_A-Za-z][_0-9A-Za-z]{0,6}", fullmatch=True), unique=True, max_size=9)
)
def test_shapes_and_literals_encode_the_same(keys: list[str]) -> None:
    shapes = Shapes()
    values = list(range(len(keys)))
    shape = shapes.of(keys)
    assert shapes.of(keys) is shape
    literal = eval(key_literal(keys, [str(v) for v in values]))  # noqa: S307
    assert msgspec.json.encode(shape(*values)) == msgspec.json.encode(literal)


def test_unused_shapes_are_forgotten() -> None:
    shapes = Shapes()
    kept = shapes.of(["a"])
    shapes.of(["b"])
    gc.collect()
    assert len(shapes) == 1
    assert shapes.of(["a"]) is kept
