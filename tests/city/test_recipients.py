# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a service sends is in the recipient's language: never the sender's, the worker's or the default (i18n 3.2).

Everybody here asks in English, staff in Finnish; the people written to have chosen other languages.
"""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import anyio
import msgspec
import pytest

from i18n import LazyText, localizer, t
from services.care.domain.notices import TEXTS, Template
from services.kit.channels import Message
from services.kit.graph.identity import global_id
from services.kit.wire.caller import Caller, CallerKind
from services.newcomers.domain.steps_text import title
from services.parking.actions.sessions import NEARLY_OVER
from tests.support.services import AMINA
from tests.support.together import Together, together

pytestmark = pytest.mark.anyio

ELDER, DAUGHTER = (
    Caller(kind=CallerKind.RESIDENT, sub=sub, loa=3, auth_time=1_767_225_600)
    for sub in ("demo-elder", "demo-relative")
)
OFFICER, MODERATOR = (
    Caller(kind=CallerKind.STAFF, sub=f"{role}-1", loa=3, roles=(role,), auth_time=1_767_225_600)
    for role in ("officer", "moderator")
)
AMINAS_PHONE = "+46701740605"
DAUGHTERS_PHONE = "+46701740606"
SOMETHING_HAPPENED = t(
    "participation.notice.word", "Något har hänt med det du skrev. Se varför och vad du kan göra."
)
MANDATE_ENDING = t("residents.mandate.ending", "En fullmakt du har gett går snart ut")
CHOOSE = """mutation($l: String!, $v: Int!) {
  chooseLanguage(input: {language: $l, version: $v}) { userErrors { code } } }"""
PREFER = """mutation($s: String!) { setContactPreference(input: {
  service: $s, inbox: true, email: false, sms: true, push: false, version: 0}) { userErrors { code } } }"""


def says(messages: list[Message], language: str, text: LazyText) -> bool:
    """Whether one of the messages begins with the text in the language, and says so."""
    words = localizer(language).text(text)
    assert words != localizer("sv").text(text)
    assert {one.language for one in messages} == {language}, messages
    return any(one.body.startswith(words) for one in messages)


class House:
    """The whole city at work, and what left it."""

    def __init__(self, city: Together, folder: Path) -> None:
        self.city = city
        self.folder = folder

    async def do(self, query: str, caller: Caller, *, locale: str = "en", **given: Any) -> Any:
        """The one root field of a mutation or query, without errors of any kind."""
        answer = await self.city.ask(query, caller, locale=locale, **given)
        assert answer.errors == [], answer.errors
        ((value,),) = (tuple(answer.data.values()),)
        assert not value.get("userErrors"), value
        return value

    async def speak(self, caller: Caller, language: str) -> None:
        me = await self.do("{ me { version } }", caller)
        await self.do(CHOOSE, caller, l=language, v=me["version"])

    def sent(self, to: str) -> list[Message]:
        """Text messages to a number, oldest first."""
        path = self.folder / "outgoing-sms.jsonl"
        lines = path.read_bytes().splitlines() if path.exists() else []
        found = [msgspec.json.decode(line, type=Message) for line in lines]
        return [one for one in found if one.to == to]

    async def settle(self, seconds: float = 0) -> None:
        """Let time pass; events arrive, timers and queued letters are done."""
        await self.city.settle(seconds)

    async def until(self, seen: Callable[[], bool]) -> None:
        """Wait for what another task of the city does."""
        with anyio.fail_after(10):
            while not seen():
                await self.settle()
                await anyio.sleep(0.01)


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One city for all; each test lets more time pass than the one before."""
    folder = tmp_path_factory.mktemp("recipients")
    async with together(folder=folder) as city:
        made = House(city, folder)
        for caller, language in ((AMINA, "so"), (DAUGHTER, "fi"), (ELDER, "es")):
            await made.speak(caller, language)
        for service in ("parking", "newcomers", "participation", "residents"):
            await made.do(PREFER, AMINA, s=service)
        await made.settle()
        yield made


async def test_care_calls_a_relative_in_her_language_also_when_she_chooses_it_later(
    house: House,
) -> None:
    await house.do(
        'mutation { addCareEndpoint(input: {channel: SMS, to: "%s"}) { id userErrors { code } } }'
        % DAUGHTERS_PHONE,
        DAUGHTER,
    )
    await house.speak(DAUGHTER, "uk")
    await house.settle()
    await house.do(
        'mutation { askForHelp(input: {choice: NEED_HELP, clientEventId: "e-1"}) { userErrors { code path } } }',
        ELDER,
    )
    house.city.clock.advance(130)
    await house.until(lambda: bool(house.sent(DAUGHTERS_PHONE)))
    assert says(house.sent(DAUGHTERS_PHONE), "uk", TEXTS[Template.ALERT_RELATIVE])


async def test_parking_reminds_the_driver_in_her_language(house: House) -> None:
    wish = {"at": {"latitude": 59.33485, "longitude": 18.0902}, "end": "2026-01-01T00:30:00Z"}
    quoted = await house.do(
        "mutation($i: QuoteParkingInput!) { quoteParking(input: $i) { quote { id } userErrors { code } } }",
        AMINA, i=wish,
    )  # fmt: skip
    await house.do(
        "mutation($i: StartParkingInput!) { startParking(input: $i) { session { id } userErrors { code } } }",
        AMINA, i={"quoteId": quoted["quote"]["id"], "plate": "TGT12A"},
    )  # fmt: skip
    await house.settle(25 * 60)
    assert says(house.sent(AMINAS_PHONE), "so", NEARLY_OVER)


async def test_participation_tells_the_writer_in_her_language_not_the_moderator_s(
    house: House,
) -> None:
    text = [{"language": "sv", "value": "Torget"}]
    section = {
        "key": "main",
        "kind": "MAIN",
        "title": text,
        "text": text,
        "commenting": "REGISTERED",
    }
    phase = {"name": text, "opensAt": "2025-12-31T00:00:00Z", "closesAt": "2026-01-31T00:00:00Z"}
    await house.do(
        "mutation($i: PublishConsultationInput!) { publishParticipationConsultation(input: $i) { key userErrors { code path } } }",
        OFFICER, locale="fi", i={"key": "torget", "title": text, "sections": [section], "phases": [phase]},
    )  # fmt: skip
    place = global_id("ParticipationConsultation", "torget")
    written = await house.do(
        "mutation($i: CommentInput!) { commentParticipation(input: $i) { key userErrors { code path } } }",
        AMINA, i={"consultation": place, "section": "main", "text": "Mer träd!", "language": "sv"},
    )  # fmt: skip
    target = global_id("ParticipationComment", written["key"])
    await house.do(
        "mutation($i: ModerateInput!) { moderateParticipation(input: $i) { key userErrors { code path } } }",
        MODERATOR, locale="fi", i={"target": target, "verb": "hide", "reason": "ADVERTISING"},
    )  # fmt: skip
    await house.settle()
    assert says(house.sent(AMINAS_PHONE), "so", SOMETHING_HAPPENED)


async def test_the_register_reminds_of_a_mandate_in_the_principal_s_language(house: House) -> None:
    just_now = msgspec.structs.replace(AMINA, auth_time=house.city.clock.now_ms() // 1000)
    offered = await house.do(
        "mutation($i: OfferMandateInput!) { offerMandate(input: $i) { code userErrors { code path } } }",
        just_now, i={"scopes": ["care.book"], "until": "2026-01-15T12:00:00Z"},
    )  # fmt: skip
    await house.do(
        "mutation($c: String!) { acceptMandate(input: {code: $c}) { mandate { id } userErrors { code } } }",
        DAUGHTER, c=offered["code"],
    )  # fmt: skip
    await house.settle(24 * 3600)
    assert says(house.sent(AMINAS_PHONE), "so", MANDATE_ENDING)


async def test_newcomers_reminds_of_a_step_in_her_language(house: House) -> None:
    situation = {"legalBasis": "NORDIC", "arrivalDate": "2026-01-01"}
    await house.do(
        "mutation($i: StartNewcomerPlanInput!) { startNewcomerPlan(input: $i) { plan { version } userErrors { code } } }",
        AMINA, i={"situation": situation},
    )  # fmt: skip
    for _ in range(9):
        await house.settle(24 * 3600)
    assert says(house.sent(AMINAS_PHONE), "so", title("register_move"))
