# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every case of the standard's own suite through `i18n.mf2.format`."""

from decimal import Decimal
from typing import Any

import pytest

from i18n import mf2
from i18n.mf2 import Bidi, Function, FunctionContext, FunctionError, Options, Value
from i18n.mf2.functions.reading import read_number
from tests.i18n.mf2.official import Case, broken, choosing, default_functions, directions, syntax


def _make(*, formats: bool, selects: bool) -> Function:
    """A test function of the suite: a number with one decimal or none, that fails when told to."""

    def call(context: FunctionContext, options: Options, operand: Value | None) -> Value:
        del context
        if operand is None:
            raise FunctionError("bad-operand")
        number = Decimal(read_number(operand.value))
        state: dict[str, Any] = {"places": 0, "fails": "never"} | dict(
            operand.options.get("test:state", {})
        )
        if "decimalPlaces" in options:
            places = str(options["decimalPlaces"].value)
            if places not in {"0", "1"}:
                raise FunctionError("bad-option", "decimalPlaces")
            state["places"] = int(places)
        if "fails" in options:
            state["fails"] = str(options["fails"].value)
        if state["fails"] not in {"never", "select", "format", "always"}:
            raise FunctionError("bad-option", "fails")

        def text() -> str:
            if state["fails"] in {"format", "always"}:
                raise FunctionError("bad-option", "fails")
            whole, tenths = divmod(int(abs(number) * 10), 10)
            return f"{'-' if number < 0 else ''}{whole}{f'.{tenths}' if state['places'] else ''}"

        def match(key: str) -> bool:
            if state["fails"] in {"select", "always"}:
                raise FunctionError("bad-option", "fails")
            return number == 1 and key in ({"1", "1.0"} if state["places"] else {"1"})

        return Value(
            "test",
            number,
            format=text if formats else None,
            match=match if selects else None,
            better=lambda one, other: len(one) > len(other),
            options={"test:state": state},
        )

    return call


FUNCTIONS: dict[str, Function] = {
    "test:function": _make(formats=True, selects=True),
    "test:select": _make(formats=False, selects=True),
    "test:format": _make(formats=True, selects=False),
}


def _check(case: Case, bidi: Bidi) -> None:
    result = mf2.format(case.source, case.locale, case.arguments, bidi=bidi, functions=FUNCTIONS)
    errors = " ".join(error.type for error in result.errors)
    assert errors == case.errors or (case.errors == "?" and errors)
    if case.text is not None:
        assert result.text == case.text


WITHOUT_ISOLATES = [
    *syntax.CASES,
    *broken.SYNTAX,
    *broken.MODEL,
    *choosing.CASES,
    *default_functions.CASES,
]


@pytest.mark.parametrize("case", WITHOUT_ISOLATES, ids=lambda case: case.source)
def test_a_case_of_the_suite(case: Case) -> None:
    _check(case, "none")


@pytest.mark.parametrize("case", directions.CASES, ids=lambda case: case.source)
def test_a_case_of_the_suite_with_isolates(case: Case) -> None:
    _check(case, "default")
