# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Compiled closures answer as a naive reading of the rule does, for any rule, caller and facts."""

from hypothesis import given
from hypothesis import strategies as st

from services.kit.clock import ManualClock
from services.kit.policy import Book, Rule
from services.kit.policy import conditions as c
from services.kit.wire.caller import Assignment, Caller, CallerKind, Delegation

NOW = 1_000_000
IDS = st.sampled_from(["r1", "r2"])
WORDS = st.sampled_from(["a", "b"])
FACTS = st.fixed_dictionaries(
    {"owner": IDS, "unit": WORDS, "provider": WORDS, "state": WORDS, "members": st.lists(IDS)}
)
LEAVES = st.one_of(
    st.just(c.Anyone()),
    st.lists(st.sampled_from(list(CallerKind))).map(lambda kinds: c.Is(tuple(kinds))),
    WORDS.map(c.Role),
    WORDS.map(c.Scope),
    WORDS.map(c.Flag),
    st.one_of(st.none(), WORDS).map(c.Assigned),
    WORDS.map(c.Right),
    st.just(c.OwnHands()),
    st.just(c.Owner()),
    WORDS.map(lambda scope: c.Delegate("owner", scope)),
    st.just(c.SameUnit()),
    st.just(c.SameProvider()),
    st.just(c.Listed("members")),
    st.lists(WORDS).map(lambda values: c.Holds("state", tuple(values))),
)
CONDITIONS = st.one_of(
    LEAVES, st.lists(LEAVES, min_size=1, max_size=4).map(lambda parts: c.All(tuple(parts)))
)
SETS = st.lists(WORDS, unique=True).map(tuple)
CALLERS = st.builds(
    Caller,
    kind=st.sampled_from(list(CallerKind)),
    sub=st.one_of(IDS, st.just("")),
    act_for=st.one_of(st.none(), IDS),
    delegation=st.one_of(
        st.none(),
        st.builds(
            Delegation,
            id=st.sampled_from(["d1", "d2"]),
            scopes=SETS,
            until=st.sampled_from([None, NOW - 1, NOW, NOW + 1]),
        ),
    ),
    roles=SETS,
    scopes=SETS,
    flags=SETS,
    assignment=st.one_of(
        st.none(),
        st.builds(Assignment, id=WORDS, unit=WORDS, provider=WORDS, purpose=WORDS, rights=SETS),
    ),
)


def read(condition: c.Condition, who: Caller, facts: dict, ended: set[str]) -> bool:
    """One branch per word of the vocabulary is what makes this reading naive."""
    job, mandate = who.assignment, who.delegation
    match condition:
        case c.All(parts):
            return all(read(part, who, facts, ended) for part in parts)
        case c.Anyone():
            return True
        case c.Is(kinds):
            return who.kind in kinds
        case c.Role(name):
            return name in who.roles
        case c.Scope(name):
            return name in who.scopes
        case c.Flag(name):
            return name in who.flags
        case c.Assigned(purpose):
            return job is not None and purpose in (None, job.purpose)
        case c.Right(name):
            return job is not None and name in job.rights
        case c.OwnHands():
            return who.act_for is None
        case c.Owner(fact):
            person = who.kind in (CallerKind.RESIDENT, CallerKind.STAFF)
            return person and not who.act_for and bool(who.sub) and facts[fact] == who.sub
        case c.Delegate(fact, scope):
            if mandate is None or mandate.id in ended or scope not in mandate.scopes:
                return False
            over = mandate.until is not None and mandate.until <= NOW
            return not over and facts[fact] == who.act_for
        case c.SameUnit(fact):
            return job is not None and job.unit == facts[fact]
        case c.SameProvider(fact):
            return job is not None and job.provider == facts[fact]
        case c.Listed(fact):
            return bool(who.sub) and who.sub in facts[fact]
        case c.Holds(fact, values):
            return facts[fact] in values
    raise AssertionError(condition)


@given(
    allow=st.lists(CONDITIONS, max_size=4),
    forbid=st.lists(CONDITIONS, max_size=2),
    who=CALLERS,
    facts=FACTS,
    withdrawn=st.booleans(),
)
def test_compiled_rules_answer_as_the_naive_reading_does(allow, forbid, who, facts, withdrawn):
    # security Z1
    rule = Rule("t.thing.do", tuple(allow), tuple(forbid))
    book = Book((rule,), clock=ManualClock(NOW))
    ended = {"d1"} if withdrawn else set()
    for each in ended:
        book.end_delegation(each)
    mandate = who.delegation
    over = mandate is not None and (
        mandate.id in ended or (mandate.until is not None and mandate.until <= NOW)
    )
    expected = (
        any(read(each, who, facts, ended) for each in allow)
        and not any(read(each, who, facts, ended) for each in forbid)
        and (not over or c.Anyone() in allow)
    )
    assert book.decide(who, rule.name, facts).allowed is expected


@given(allow=st.lists(CONDITIONS, max_size=4), who=CALLERS, facts=FACTS)
def test_the_gate_lets_everybody_through_whom_the_row_would_allow(allow, who, facts):
    # security Z2
    book = Book((Rule("t.thing.do", tuple(allow)),), clock=ManualClock(NOW))
    if book.decide(who, "t.thing.do", facts).allowed:
        assert book.decide(who, "t.thing.do").allowed
