# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rules decide as written: deny by default, forbid wins, refusals say what would help."""

import msgspec
import pytest

from services.kit.clock import ManualClock
from services.kit.policy import (
    ANYONE,
    RESIDENT,
    Book,
    Holds,
    MissingFact,
    Need,
    Rule,
    delegate,
    owner,
    role,
    staff,
)
from services.kit.wire.caller import ANONYMOUS, Assignment, Caller, CallerKind, Delegation
from services.kit.wire.problem import Problem

NOW = 1_767_225_600_000
AMINA = Caller(kind=CallerKind.RESIDENT, sub="r1", loa=3, auth_time=NOW // 1000 - 60)
DAUGHTER = Caller(
    kind=CallerKind.RESIDENT,
    sub="r2",
    act_for="r1",
    delegation=Delegation(id="d1", scopes=("care.status",), until=NOW + 1000),
    loa=3,
)
NURSE = Caller(
    kind=CallerKind.STAFF,
    sub="s1",
    loa=3,
    assignment=Assignment(id="a1", unit="u1", provider="p1", purpose="care", rights=("read",)),
)
EDITOR = Caller(kind=CallerKind.STAFF, sub="s2", loa=2, roles=("editor",))

RULES = (
    Rule("t.open.read", (ANYONE,)),
    Rule("t.closed.read"),
    Rule("t.own.read", (owner(), delegate("care.status"))),
    Rule("t.own.pay", (owner(),), need=Need(loa=3, max_age=300)),
    Rule("t.care.read", (staff("read", purpose="care"),), need=Need(loa=3)),
    Rule("t.text.edit", (role("editor"),), forbid=(Holds("locked"),)),
    Rule("t.secret.read", (owner(),), conceal=True),
    Rule("t.bound.read", (RESIDENT,), need=Need(purpose="parking")),
)


@pytest.fixture
def book() -> Book:
    return Book(RULES, clock=ManualClock(NOW))


@pytest.mark.parametrize(
    ("caller", "name", "facts", "code"),
    [
        (ANONYMOUS, "t.open.read", {}, None),
        (AMINA, "t.closed.read", {}, "FORBIDDEN"),
        (AMINA, "t.own.read", {"owner": "r1"}, None),
        (AMINA, "t.own.read", {"owner": "r9"}, "FORBIDDEN"),
        (ANONYMOUS, "t.own.read", {"owner": ""}, "UNAUTHENTICATED"),
        (DAUGHTER, "t.own.read", {"owner": "r1"}, None),
        (DAUGHTER, "t.own.read", {"owner": "r2"}, "FORBIDDEN"),
        (DAUGHTER, "t.own.pay", {"owner": "r1"}, "FORBIDDEN"),
        (AMINA, "t.own.pay", {"owner": "r1"}, None),
        (NURSE, "t.care.read", {"unit": "u1"}, None),
        (NURSE, "t.care.read", {"unit": "u2"}, "FORBIDDEN"),
        (EDITOR, "t.care.read", {"unit": "u1"}, "ASSIGNMENT_REQUIRED"),
        (EDITOR, "t.text.edit", {"locked": False}, None),
        (EDITOR, "t.text.edit", {"locked": True}, "FORBIDDEN"),
        (AMINA, "t.secret.read", {"owner": "r9"}, "NOT_FOUND"),
        (AMINA, "t.bound.read", {}, "PURPOSE_MISMATCH"),
    ],
)
def test_a_rule_decides_as_it_is_written(book, caller, name, facts, code):  # security Z1
    assert book.decide(caller, name, facts).code == code


def test_too_weak_or_too_old_a_sign_in_asks_for_a_step_up(book):  # security A3
    weak = msgspec.structs.replace(AMINA, loa=2)
    old = msgspec.structs.replace(AMINA, auth_time=NOW // 1000 - 301)
    for caller in (weak, old):
        with pytest.raises(Problem) as raised:
            book.require(caller, "t.own.pay", {"owner": "r1"})
        assert raised.value.code == "STEP_UP_REQUIRED"
        assert raised.value.extensions == {
            "acrValues": [
                "http://id.elegnamnden.se/loa/1.0/loa3",
                "http://id.elegnamnden.se/loa/1.0/loa4",
            ],
            "maxAge": 300,
        }


def test_a_refusal_never_asks_the_wrong_person_to_step_up(book):  # security Z3
    weak = msgspec.structs.replace(AMINA, loa=0)
    assert book.decide(weak, "t.own.pay", {"owner": "r9"}).code == "FORBIDDEN"


def test_the_gate_refuses_only_who_could_never_be_allowed(book):  # security Z2
    assert book.decide(ANONYMOUS, "t.own.read").code == "UNAUTHENTICATED"
    assert book.decide(AMINA, "t.own.read").allowed
    assert book.decide(AMINA, "t.text.edit").code == "FORBIDDEN"
    assert book.decide(EDITOR, "t.text.edit").allowed


def test_an_expired_or_ended_mandate_is_refused_with_its_own_code(book):  # security G2
    assert book.decide(DAUGHTER, "t.own.read", {"owner": "r1"}, now=NOW + 1000).code == (
        "DELEGATION_ENDED"
    )
    book.end_delegation("d1")
    assert book.decide(DAUGHTER, "t.own.read", {"owner": "r1"}).code == "DELEGATION_ENDED"
    assert book.decide(DAUGHTER, "t.own.read").code == "DELEGATION_ENDED"


def test_a_missing_fact_is_a_loud_fault_not_a_silent_refusal(book):
    with pytest.raises(MissingFact, match="owner"):
        book.decide(AMINA, "t.own.read", {})


def test_an_unknown_permission_is_a_loud_fault(book):
    with pytest.raises(LookupError, match="no service declares"):
        book.require(AMINA, "t.nowhere.read")


def test_a_name_declared_twice_must_say_the_same(book):
    book.add(RULES)
    with pytest.raises(ValueError, match="declared twice"):
        book.add((Rule("t.open.read"),))


def test_a_rule_needs_a_telling_name():
    with pytest.raises(ValueError, match="no permission name"):
        Rule("Everything")
