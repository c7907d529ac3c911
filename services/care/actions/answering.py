# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Answers: taken once, in time or late, for oneself or on behalf; and calls for help at any time (care A3)."""

import msgspec

from services.care.actions.access import allow, own_id
from services.care.actions.alerts import (
    RaiseAlert,
    append,
    locked,
    raise_alert,
    tell_resident_changed,
)
from services.care.actions.rounds import ask_nothing_more, save
from services.care.domain.alerts import Happening
from services.care.domain.answers import KNOWN_PICTOGRAMS, MOST_WORDS, Answer, Choice
from services.care.domain.occurrences import (
    WAITING,
    Occurrence,
    OccurrenceState,
    after_answer,
)
from services.care.domain.plans import PlanRevision
from services.care.domain.triage import PRIORITY_OF_CHOICE, Source
from services.care.store import occurrences as store
from services.care.store import people as people_store
from services.care.store import plans as plan_store
from services.kit.data import Tx
from services.kit.errors import InputInvalid, NotFound, Problem
from services.kit.ids import new_id
from services.kit.wire.caller import Caller, CallerKind


class GiveAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A pressed button, perhaps with drawings and words."""

    choice: Choice
    client_event_id: str
    channel: str = "app"
    lang: str = "sv"
    pictograms: tuple[str, ...] = ()
    free_text: str | None = None


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer came to."""

    answer: Answer
    occurrence: Occurrence | None
    alert: str | None
    is_new: bool
    """False when the same answer came again: nothing happened twice."""


async def answer_check_in(
    tx: Tx, caller: Caller, occurrence_id: str, given: GiveAnswer
) -> Answered:
    """Take the answer to a check-in; the same `client_event_id` again gives the first result."""
    one = await tx.one(store.by_id, id=occurrence_id)
    if one is None:
        raise NotFound
    await allow(tx, caller, "care.answer.give", one.resident, resource="answer", ids=(one.id,))
    _check(given)
    answer, is_new = await _keep(tx, caller, one.resident, one.id, given)
    if not is_new:
        return Answered(answer=answer, occurrence=one, alert=one.alert, is_new=False)
    if (
        one.state in (OccurrenceState.SKIPPED, OccurrenceState.SUPERSEDED)
        and given.choice is Choice.OK
    ):
        raise Problem("CARE_STATE")
    alert = await _consequence(tx, caller, one, given)
    changed = await _answered(tx, one, given.choice, alert)
    await tell_resident_changed(tx, one.resident)
    return Answered(answer=answer, occurrence=changed, alert=alert, is_new=True)


async def ask_for_help(tx: Tx, caller: Caller, resident: str, given: GiveAnswer) -> Answered:
    """Help now, whether anybody had asked or not: an alert of the highest priority at once."""
    await allow(tx, caller, "care.help.ask", resident, resource="answer")
    _check(given)
    answer, is_new = await _keep(tx, caller, resident, None, given)
    alert = await _raise(tx, caller, resident, given, occurrence=None, policy="")
    return Answered(answer=answer, occurrence=None, alert=alert, is_new=is_new)


async def mark_unreachable(tx: Tx, caller: Caller, occurrence_id: str, reason: str) -> Occurrence:
    """The technology fails: not an answer that is missing, but a person who must visit (A, presets)."""
    one = await tx.one(store.by_id, id=occurrence_id)
    if one is None:
        raise NotFound
    await allow(tx, caller, "care.answer.give", one.resident, resource="occurrence", ids=(one.id,))
    return await cannot_reach(tx, one, reason)


async def cannot_reach(tx: Tx, one: Occurrence, reason: str) -> Occurrence:
    """Raise the alert of a check-in that cannot be held for technical reasons."""
    if one.state is not OccurrenceState.OPEN:
        raise Problem("CARE_STATE")
    revision = await _revision(tx, one)
    known = await tx.many(people_store.residents_by_id, ids=[one.resident])
    raised = await raise_alert(tx, RaiseAlert(
        unit=one.unit, resident=one.resident, source=Source.UNREACHABLE, priority=2,
        dedup_key=f"occurrence:{one.id}", policy=revision.policy, lang=known[0].lang if known else "sv",
        about={"occurrence": one.id, "plan": one.plan, "reason": reason, "needs": "visit"},
    ))  # fmt: skip
    await ask_nothing_more(tx, one)
    return await save(
        tx, one, state=OccurrenceState.UNREACHABLE, reason=reason, alert=raised.alert.id,
        next_action_at=None,
    )  # fmt: skip


def _check(given: GiveAnswer) -> None:
    if not set(given.pictograms) <= KNOWN_PICTOGRAMS:
        raise Problem("CARE_ANSWER_INVALID", path=("pictograms",))
    if given.free_text is not None and len(given.free_text) > MOST_WORDS:
        raise InputInvalid(path=("freeText",))
    if not 1 <= len(given.client_event_id) <= 100:  # noqa: PLR2004 -- an id, not a text
        raise InputInvalid(path=("clientEventId",))


async def _keep(
    tx: Tx, caller: Caller, resident: str, occurrence: str | None, given: GiveAnswer
) -> tuple[Answer, bool]:
    by, _ = own_id(caller)
    answer = Answer(
        id=new_id(), resident=resident, occurrence=occurrence, by=by,
        on_behalf_of=resident if by != resident else None,
        channel="staff" if caller.kind is CallerKind.STAFF else given.channel, lang=given.lang,
        choice=given.choice, pictograms=given.pictograms, free_text=given.free_text,
        received_at=tx.now, client_event_id=f"{by}:{given.client_event_id}",
    )  # fmt: skip
    if await tx.run(store.add_answer, **msgspec.structs.asdict(answer)) == 1:
        return answer, True
    kept = await tx.one(store.answer_by_event, event=answer.client_event_id)
    if kept is None or kept.resident != resident:
        raise NotFound
    return kept, False


async def _consequence(tx: Tx, caller: Caller, one: Occurrence, given: GiveAnswer) -> str | None:
    """The alert that an answer raises or joins; a late `ok` is told there and ends nothing."""
    if given.choice is not Choice.OK:
        policy = (await _revision(tx, one)).policy
        return await _raise(tx, caller, one.resident, given, occurrence=one, policy=policy)
    if one.alert is not None and one.state not in WAITING:
        alert = await locked(tx, one.alert)
        if alert.is_open and not alert.said_ok:
            by, behalf = own_id(caller)
            await append(tx, alert, [(Happening.LATE_OK, {})], actor=by, on_behalf_of=behalf)
    return one.alert


async def _raise(
    tx: Tx,
    caller: Caller,
    resident: str,
    given: GiveAnswer,
    *,
    occurrence: Occurrence | None,
    policy: str,
) -> str:
    known = await tx.many(people_store.residents_by_id, ids=[resident])
    if not known:
        raise NotFound
    by, behalf = own_id(caller)
    priority = PRIORITY_OF_CHOICE.get(given.choice.value, 1)
    source = Source.ANSWER if occurrence or by == resident else Source.RELATIVE
    key = (
        f"help:{resident}"
        if priority == 1
        else f"answer:{occurrence.id if occurrence else resident}"
    )
    if occurrence is not None and occurrence.alert is not None:
        key = f"occurrence:{occurrence.id}"
    about = {"choice": given.choice.value, "pictograms": list(given.pictograms)}
    if occurrence is not None:
        about |= {"occurrence": occurrence.id, "plan": occurrence.plan}
    raised = await raise_alert(tx, RaiseAlert(
        unit=known[0].unit, resident=resident, source=source, priority=priority, dedup_key=key,
        policy=policy, lang=known[0].lang, about=about, actor=by, on_behalf_of=behalf,
    ))  # fmt: skip
    return raised.alert.id


async def _answered(tx: Tx, one: Occurrence, choice: Choice, alert: str | None) -> Occurrence:
    state = after_answer(one, choice)
    if one.state in WAITING:
        await ask_nothing_more(tx, one)
        reason = "ok" if choice is Choice.OK else choice.value
        return await save(tx, one, state=state, reason=reason, alert=alert, next_action_at=None)
    return await save(tx, one, state=state, alert=one.alert or alert)


async def _revision(tx: Tx, one: Occurrence) -> PlanRevision:
    found = await tx.one(plan_store.revision_of, plan=one.plan, rev=one.rev)
    if found is None:
        raise NotFound
    return found.body
