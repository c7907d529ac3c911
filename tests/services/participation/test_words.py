# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consultations, comments, proposals, moderation, deliberation, decisions through the graph."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.kit.data import define, select
from services.kit.data.tables import outbox
from services.kit.graph import global_id
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from services.participation.store import papers as store
from tests.services.participation.city import OFFICER, resident
from tests.support.services import Asked, opened

pytestmark = pytest.mark.anyio
MODERATOR = Caller(kind=CallerKind.STAFF, sub="moderator-1", loa=3, roles=("moderator",))
SV = [{"language": "sv", "value": "Torget"}, {"language": "en", "value": "The square"}]


@pytest.fixture
async def asked(tmp_path) -> AsyncIterator[Asked]:
    async with opened("participation", "sqlite://") as running:
        yield running


async def change(asked: Asked, field: str, caller: Caller, kind: str = "", **given: Any) -> dict:
    """Run a mutation; with `kind` the arguments are one input."""
    types = {str: "String!", int: "Int!", bool: "Boolean!"}
    if kind:
        query = f"mutation($input: {kind}!) {{ {field}(input: $input) {{ key userErrors {{ code path }} }} }}"
        answer = await asked.ask(query, caller, input=given)
    else:
        ids = {
            "proposal",
            "consultation",
            "comment",
            "statement",
            "budget",
            "project",
            "decision",
            "target",
            "into",
        }
        declared = ", ".join(
            f"${name}: {'ID!' if name in ids else '[ParticipationTextInput!]!' if isinstance(value, list) else types[type(value)]}"
            for name, value in given.items()
        )
        used = ", ".join(f"{name}: ${name}" for name in given)
        query = f"mutation({declared}) {{ {field}({used}) {{ key userErrors {{ code path }} }} }}"
        answer = await asked.ask(query, caller, **given)
    if answer.errors:
        return {"code": answer.errors[0]["extensions"]["code"]}
    return answer.data[field]


async def read(asked: Asked, query: str, caller: Caller = ANONYMOUS, **variables: Any) -> Any:
    answer = await asked.ask(query, caller, **variables)
    assert not answer.errors, answer.errors
    return answer.data


def hour(asked: Asked, hours: int) -> str:
    from services.kit.clock import instant  # noqa: PLC0415

    return instant(asked.clock.now_ms() + hours * 3_600_000).isoformat()


def phase(asked: Asked, opens: int, closes: int, name: str = "Samråd") -> dict:
    texts = [{"language": "sv", "value": name}]
    return {"name": texts, "opensAt": hour(asked, opens), "closesAt": hour(asked, closes)}


async def publish(asked: Asked, section: dict, *phases: dict) -> dict:
    return await change(
        asked, "publishParticipationConsultation", OFFICER, "PublishConsultationInput",
        key="torget", title=SV, sections=[section], phases=list(phases),
    )  # fmt: skip


async def consultation(asked: Asked, **section: Any) -> str:
    given = {
        "key": "main",
        "kind": "MAIN",
        "title": SV,
        "text": SV,
        "commenting": "REGISTERED",
    } | section
    done = await publish(asked, given, phase(asked, -1, 24))
    assert done["userErrors"] == [], done
    return global_id("ParticipationConsultation", "torget")


async def comment(
    asked: Asked, caller: Caller, key: str, text: str = "Mer träd!", **more: Any
) -> dict:
    return await change(
        asked, "commentParticipation", caller, "CommentInput",
        consultation=key, section="main", text=text, language="sv", **more,
    )  # fmt: skip


COMMENTS = "{ participationConsultations { nodes { title { value } isOpen outcome { value } comments { id text { value } state mine by { value } } } } }"


async def test_a_consultation_from_publication_to_what_changed(asked: Asked) -> None:
    key = await consultation(asked)
    assert (await comment(asked, resident(1), key))["userErrors"] == []
    (shown,) = (await read(asked, COMMENTS))["participationConsultations"]["nodes"]
    assert shown["isOpen"]
    (word,) = shown["comments"]
    assert (word["text"]["value"], word["mine"]) == ("Mer träd!", False)
    assert word["by"]["value"].startswith("Skrivet av en deltagare")  # M6
    done = await change(
        asked, "concludeParticipationConsultation", OFFICER, consultation=key, outcome=SV
    )
    assert done["userErrors"] == []
    shown = (await read(asked, COMMENTS))["participationConsultations"]["nodes"][0]
    assert shown["outcome"]["value"] == "Torget"


async def test_comments_are_taken_in_every_phase_and_not_between(asked: Asked) -> None:
    section = {"key": "main", "kind": "MAIN", "title": SV, "text": SV, "commenting": "OPEN"}
    phases = [phase(asked, -1, 2, "Förslag"), phase(asked, 5, 9, "Utställning")]
    assert (await publish(asked, section, *phases))["userErrors"] == []
    key = global_id("ParticipationConsultation", "torget")
    shown = "{ participationConsultations { nodes { isOpen phases { name { value } opensAt isRunning } } } }"
    found = []
    for hours in (0, 3, 3, 4):
        asked.clock.advance(hours * 3_600)
        (now,) = (await read(asked, shown))["participationConsultations"]["nodes"]
        running = [each["name"]["value"] for each in now["phases"] if each["isRunning"]]
        taken = not (await comment(asked, resident(1), key))["userErrors"]
        assert taken == now["isOpen"]
        found.append(running)
    assert found == [["Förslag"], [], ["Utställning"], []]


@pytest.mark.parametrize(
    "phases", [[], [(0, 0, "A")], [(5, 9, "B"), (0, 2, "A")], [(0, 6, "A"), (5, 9, "B")], [(0, 1, " ")]]
)  # fmt: skip
async def test_phases_have_a_name_and_an_order(asked: Asked, phases) -> None:
    section = {"key": "main", "kind": "MAIN", "title": SV, "text": SV, "commenting": "OPEN"}
    done = await publish(asked, section, *(phase(asked, *each) for each in phases))
    assert done["userErrors"] == [{"code": "INPUT_INVALID", "path": ["phases"]}]


@pytest.mark.parametrize(
    ("section", "caller", "more", "code"),
    [
        (
            {"commenting": "STRONG"},
            Caller(kind=CallerKind.RESIDENT, sub="weak", loa=2),
            {},
            "STEP_UP_REQUIRED",
        ),
        ({"commenting": "NONE"}, resident(1), {}, "PARTICIPATION_CLOSED_FOR_COMMENTS"),
        ({"onMap": "NONE"}, resident(1), {"geometry": '{"type":"Point"}'}, "INPUT_INVALID"),
        ({"onMap": "MARKER"}, resident(1), {}, "INPUT_INVALID"),
        ({}, resident(1), {"text": " "}, "PARTICIPATION_SENTENCE_TOO_LONG"),
        ({}, resident(1), {"text": "x" * 5001}, "PARTICIPATION_SENTENCE_TOO_LONG"),
        ({}, ANONYMOUS, {}, "UNAUTHENTICATED"),
    ],
)
async def test_a_section_lets_in_whom_it_says(asked: Asked, section, caller, more, code) -> None:
    key = await consultation(asked, **section)
    done = await comment(asked, caller, key, **more)
    assert code in (done.get("code"), *(e["code"] for e in done.get("userErrors", ())))
    assert await asked.database.one(store.count_papers, kind="comment", parent="torget") == 0


async def test_moderation_tells_why_and_can_be_appealed(asked: Asked) -> None:  # M1-M3
    key = await consultation(asked)
    written = await comment(asked, resident(1), key, "Köp billigt!")
    target = global_id("ParticipationComment", written["key"])
    hide = {"target": target, "verb": "hide"}
    missing = await change(asked, "moderateParticipation", MODERATOR, "ModerateInput", **hide)
    assert missing["userErrors"][0]["path"] == ["reason"]
    other = await change(
        asked, "moderateParticipation", MODERATOR, "ModerateInput", **hide, reason="OTHER"
    )
    assert other["userErrors"][0]["path"] == ["text"]
    refused = await change(
        asked, "moderateParticipation", resident(1), "ModerateInput", **hide, reason="SPAM"
    )
    assert refused["code"] == "FORBIDDEN"
    hidden = await change(
        asked, "moderateParticipation", MODERATOR, "ModerateInput", **hide, reason="ADVERTISING"
    )
    assert hidden["userErrors"] == []
    (seen,) = (await read(asked, COMMENTS))["participationConsultations"]["nodes"][0]["comments"]
    assert (seen["state"], seen["text"]["value"]) == ("HIDDEN", "Text saknas.")
    (own,) = (await read(asked, COMMENTS, resident(1)))["participationConsultations"]["nodes"][0][
        "comments"
    ]
    assert own["text"]["value"] == "Köp billigt!"
    stranger = await change(
        asked, "appealParticipationModeration", resident(2), target=target, text="Nej"
    )
    assert stranger["code"] == "NOT_FOUND"
    appealed = await change(
        asked,
        "appealParticipationModeration",
        resident(1),
        target=target,
        text="Det är min loppis.",
    )
    assert appealed["userErrors"] == []
    await change(
        asked, "moderateParticipation", MODERATOR, "ModerateInput", target=target, verb="restore"
    )
    (back,) = (await read(asked, COMMENTS))["participationConsultations"]["nodes"][0]["comments"]
    assert back["state"] == "VISIBLE"
    told = await asked.database.many(define(select(outbox.c.type), str))
    assert "participation.notice.wanted" in told
    query = "query($a: DateTime!, $b: DateTime!) { participationModeration(since: $a, until: $b) { verb reason count } }"
    counted = await read(asked, query, a=hour(asked, -1), b=hour(asked, 1))
    assert {"verb": "hide", "reason": "ADVERTISING", "count": 1} in counted[
        "participationModeration"
    ]
    acts = await asked.database.many(store.acts_on, target=written["key"])
    assert {each.policy_version for each in acts} == {"2026-1"}


async def test_a_proposal_is_hidden_with_a_reason_and_comes_back(asked: Asked) -> None:  # M1
    key = await propose(asked, resident(1), "Köp billigt", "Ring mig.")
    hide = {"target": key, "verb": "hide", "reason": "ADVERTISING"}
    done = await change(asked, "moderateParticipation", MODERATOR, "ModerateInput", **hide)
    assert done["userErrors"] == []
    shown = (await read(asked, PROPOSAL, id=key))["participationProposal"]
    assert (shown["state"], shown["title"]["value"]) == ("HIDDEN", "Text saknas.")
    own = (await read(asked, PROPOSAL, resident(1), id=key))["participationProposal"]
    assert own["title"]["value"] == "Köp billigt"
    similar = "query($t: String!, $x: String!) { participationSimilarProposals(title: $t, text: $x) { id } }"
    assert (await read(asked, similar, t="Köp billigt", x="Ring mig."))[
        "participationSimilarProposals"
    ] == []
    support = {"proposal": key, "wants": True}
    refused = await change(asked, "supportParticipationProposal", resident(2), **support)
    assert refused["userErrors"][0]["code"] == "PARTICIPATION_STATE_WRONG"
    appeal = {"target": key, "text": "Det är en loppis."}
    stranger = await change(asked, "appealParticipationModeration", resident(2), **appeal)
    assert stranger["code"] == "NOT_FOUND"
    assert (await change(asked, "appealParticipationModeration", resident(1), **appeal))[
        "userErrors"
    ] == []
    for verb, state in (("uphold", "HIDDEN"), ("restore", "PUBLISHED")):
        judged = {"target": key, "verb": verb}
        await change(asked, "moderateParticipation", MODERATOR, "ModerateInput", **judged)
        assert (await read(asked, PROPOSAL, id=key))["participationProposal"]["state"] == state


async def test_a_withdrawn_comment_leaves_a_tombstone(asked: Asked) -> None:
    key = await consultation(asked)
    written = await comment(asked, resident(1), key)
    target = global_id("ParticipationComment", written["key"])
    assert (await change(asked, "withdrawParticipationComment", resident(2), comment=target))[
        "code"
    ] == "NOT_FOUND"
    assert (await change(asked, "withdrawParticipationComment", resident(1), comment=target))[
        "userErrors"
    ] == []
    (gone,) = (await read(asked, COMMENTS))["participationConsultations"]["nodes"][0]["comments"]
    assert (gone["state"], gone["text"]["value"]) == ("WITHDRAWN", "Text saknas.")


PROPOSAL = "query($id: ID!) { participationProposal(id: $id) { title { value language } text { value } state supports endorsements amendments answerDueAt answer { verdict unit signature } deliveredPercent mine } }"


async def propose(
    asked: Asked, caller: Caller, title: str = "Fler bänkar", text: str = "Bänkar vid torget."
) -> str:
    done = await change(
        asked,
        "proposeParticipation",
        caller,
        "ProposeInput",
        title=title,
        text=text,
        language="sv",
        district="Farsta",
    )
    assert done["userErrors"] == [], done
    return global_id("ParticipationProposal", done["key"])


async def test_a_proposal_from_first_word_to_delivery(asked: Asked) -> None:
    key = await propose(asked, resident(1))
    edit = {"proposal": key, "text": "Bänkar med ryggstöd."}
    assert (await change(asked, "editParticipationProposal", resident(1), **edit))[
        "userErrors"
    ] == []
    assert (await change(asked, "editParticipationProposal", resident(2), **edit))[
        "code"
    ] == "NOT_FOUND"
    for n in range(2, 202):
        await change(asked, "supportParticipationProposal", resident(n), proposal=key, wants=True)
    await change(asked, "supportParticipationProposal", resident(2), proposal=key, wants=True)
    await change(asked, "endorseParticipationProposal", resident(3), proposal=key, wants=True)
    late = await change(
        asked, "editParticipationProposal", resident(1), proposal=key, text="Inga bänkar alls."
    )
    assert late["userErrors"] == []
    shown = (await read(asked, PROPOSAL, resident(1), id=key))["participationProposal"]
    assert shown["text"]["value"] == "Bänkar med ryggstöd."  # what people supported stays
    assert shown["amendments"] == ["Inga bänkar alls."]
    assert (shown["supports"], shown["endorsements"], shown["state"]) == (
        200,
        1,
        "THRESHOLD_REACHED",
    )
    assert shown["answerDueAt"]
    assert shown["mine"]
    given = {
        "proposal": key,
        "verdict": "PARTLY",
        "text": "Tio bänkar i vår.",
        "unit": "Farsta stadsdelsnämnd",
        "signature": "A. Ek",
    }
    assert (
        await change(
            asked,
            "referParticipationProposal",
            OFFICER,
            proposal=key,
            board="Farsta",
            withinRemit=True,
        )
    )["userErrors"] == []
    assert (
        await change(asked, "answerParticipationProposal", resident(1), "AnswerInput", **given)
    )["code"] == "FORBIDDEN"
    unsigned = await change(
        asked, "answerParticipationProposal", OFFICER, "AnswerInput", **(given | {"signature": ""})
    )
    assert unsigned["userErrors"][0]["code"] == "INPUT_INVALID"  # M5
    assert (await change(asked, "answerParticipationProposal", OFFICER, "AnswerInput", **given))[
        "userErrors"
    ] == []
    assert (await change(asked, "followParticipationProposal", OFFICER, proposal=key, percent=40))[
        "userErrors"
    ] == []
    shown = (await read(asked, PROPOSAL, id=key))["participationProposal"]
    assert (shown["answer"]["verdict"], shown["deliveredPercent"], shown["mine"]) == (
        "PARTLY",
        40,
        False,
    )
    again = await change(
        asked, "supportParticipationProposal", resident(5), proposal=key, wants=False
    )
    assert again["userErrors"][0]["code"] == "PARTICIPATION_STATE_WRONG"


async def test_nobody_can_read_who_supports(asked: Asked) -> None:
    key = await propose(asked, resident(1))
    await change(asked, "supportParticipationProposal", resident(7), proposal=key, wants=True)
    plain = next(
        row.id
        for row in await asked.database.many(
            store.papers_of, kind="proposal", parent="", after="", limit=9
        )
    )
    (mark,) = await asked.database.many(store.marks_of, kind="support", paper=plain)
    assert "person-7" not in mark.person
    await change(asked, "supportParticipationProposal", resident(7), proposal=key, wants=False)
    assert (await read(asked, PROPOSAL, id=key))["participationProposal"]["supports"] == 0


async def test_similar_proposals_are_found_and_joined(asked: Asked) -> None:
    first = await propose(asked, resident(1))
    second = await propose(asked, resident(2), "Flera bänkar vid torget", "Vi vill ha bänkar.")
    await propose(asked, resident(3), "Cykelbana", "En cykelbana till skolan.")
    query = "query($t: String!, $x: String!) { participationSimilarProposals(title: $t, text: $x) { id } }"
    found = await read(asked, query, t="Bänkar på torget", x="Fler bänkar.")
    assert {each["id"] for each in found["participationSimilarProposals"]} == {first, second}
    done = await change(asked, "mergeParticipationProposal", MODERATOR, proposal=second, into=first)
    assert done["userErrors"] == []
    assert (await read(asked, PROPOSAL, id=second))["participationProposal"]["state"] == "MERGED"


async def test_co_authors_edit_and_authors_withdraw(asked: Asked) -> None:
    key = await propose(asked, resident(1))
    invited = await change(
        asked, "inviteParticipationAuthor", resident(1), proposal=key, person="person-2"
    )
    assert invited["userErrors"] == []
    assert (
        await change(asked, "editParticipationProposal", resident(2), proposal=key, text="Vårt.")
    )["userErrors"] == []
    assert (await change(asked, "withdrawParticipationProposal", resident(1), proposal=key))[
        "userErrors"
    ] == []
    assert (await read(asked, PROPOSAL, id=key))["participationProposal"]["state"] == "WITHDRAWN"


PICTURE = "query($t: String!) { participationDeliberation(topic: $t) { participants groups { size } consensus { statement agrees } computedAt } }"


async def regrouped(asked: Asked, topic: str, before: str | None) -> dict:
    """The picture after the recompute that is due now."""
    asked.clock.advance(60)
    for _ in range(2000):
        await asked.running._worker.run_due()
        seen = (await read(asked, PICTURE, t=topic))["participationDeliberation"]
        if seen["computedAt"] != before:
            return seen
        await asyncio.sleep(0.005)
    raise TimeoutError


async def test_statements_are_read_by_a_moderator_first(asked: Asked) -> None:
    said = await change(
        asked,
        "stateParticipation",
        resident(1),
        "StatementInput",
        topic="torget",
        text="Fler träd är bra.",
        language="sv",
    )
    target = global_id("ParticipationStatement", said["key"])
    early = await change(
        asked, "voteParticipationStatement", resident(2), statement=target, choice=1
    )
    assert early["userErrors"][0]["code"] == "PARTICIPATION_STATE_WRONG"
    await change(
        asked, "moderateParticipation", MODERATOR, "ModerateInput", target=target, verb="approve"
    )
    wrong = await change(
        asked, "voteParticipationStatement", resident(2), statement=target, choice=5
    )
    assert wrong["userErrors"][0]["path"] == ["choice"]
    nxt = "query($t: String!) { participationNextStatement(topic: $t) { id text { value } } }"
    assert (await read(asked, nxt, resident(2), t="torget"))["participationNextStatement"][
        "id"
    ] == target
    for n in range(2, 20):
        await change(asked, "voteParticipationStatement", resident(n), statement=target, choice=1)
    assert (await read(asked, nxt, resident(2), t="torget"))["participationNextStatement"] is None
    early = (await read(asked, PICTURE, t="torget"))["participationDeliberation"]
    assert (early["participants"], early["computedAt"]) == (0, None)
    seen = await regrouped(asked, "torget", early["computedAt"])
    assert seen["participants"] == 18
    assert seen["consensus"] == [{"statement": target, "agrees": True}]
    assert seen["computedAt"]
    await change(
        asked, "moderateParticipation", MODERATOR, "ModerateInput", target=target, verb="hide", reason="SPAM"
    )  # fmt: skip
    assert (await regrouped(asked, "torget", seen["computedAt"]))["consensus"] == []
