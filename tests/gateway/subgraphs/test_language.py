# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An error that passes through says its key and its language; one that is put in its place does too (i18n 4.3)."""

from typing import Any

import pytest

from gateway.subgraphs.checks import AnswerRules, judge_answer
from gateway.subgraphs.faults import failed
from i18n import localizer
from services.kit.wire.caller import ANONYMOUS
from services.kit.wire.codes import CODES
from services.kit.wire.deadline import Deadline
from services.kit.wire.subgraph import FaultReason, FetchContext

CONTEXT = FetchContext(deadline=Deadline(at=1e12), caller=ANONYMOUS, locale="so")
FACTS = {"messageKey": "error.not_found", "locale": "so", "requestId": "r-1", "params": {"n": 1}}


def told(error: dict[str, Any]) -> dict[str, Any]:
    result = judge_answer({"errors": [error]}, CONTEXT, AnswerRules(service="places"))
    (passed,) = result.errors
    return passed


def test_what_a_subgraph_says_about_its_words_is_carried() -> None:
    passed = told(
        {"message": "Lama helin.", "extensions": {"code": "NOT_FOUND", **FACTS, "sql": "x"}}
    )
    assert passed["extensions"] == {"code": "NOT_FOUND", "service": "places", **FACTS}
    assert passed["message"] == "Lama helin."


@pytest.mark.parametrize("extensions", [None, {}, {"code": "SECRET", "locale": "en"}])
def test_words_of_our_own_in_its_place_say_their_language(extensions: Any) -> None:
    passed = told({"message": "Traceback", "extensions": extensions})
    assert passed["message"] == localizer("so").text(CODES["DOWNSTREAM_SERVICE_ERROR"].text)
    facts = passed["extensions"]
    assert (facts["code"], facts["locale"]) == ("DOWNSTREAM_SERVICE_ERROR", "so")
    assert facts["messageKey"] == CODES["DOWNSTREAM_SERVICE_ERROR"].text.key


def test_a_fault_says_its_language_too() -> None:
    (error,) = failed("places", FaultReason.TIMEOUT, CONTEXT).errors
    assert error["extensions"]["locale"] == "so"
