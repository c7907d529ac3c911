# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every service's answers in Arabic and in the two pseudo-languages: whole, mirrored, honest about fall-backs.

Each field of each service is asked with made-up arguments, so that refusals are read as well.
"""

import asyncio
import re
from functools import cache
from typing import Any

import pytest

from gateway.city.catalogue import all_services
from gateway.city.opening import open_services
from gateway.city.settings import CitySettings
from i18n import registry
from i18n.catalogues.extraction import extract_component
from i18n.cldr import direction
from i18n.pseudo import ACCENTED, MIRRORED, is_whole
from services.kit.clock import SystemClock
from services.kit.graph.reading import read_schema
from services.kit.service import Room
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.codes import CODES
from services.kit.wire.deadline import Deadline
from services.kit.wire.subgraph import FetchContext, FetchRequest, OperationKind
from tests.support.whole_graph import operations

GRAPHS = tuple(name for name, one in all_services().items() if one.has(Room.GRAPH))
PSEUDO = {ACCENTED, MIRRORED}
AMINA = Caller(
    kind=CallerKind.RESIDENT, sub="demo-amina", loa=4, flags=("resident_number", "certified")
)
_ISOLATES = re.compile("[\u2066-\u2069\u202a-\u202e\u200e\u200f\u061c]")


class Read:
    """What one service said in one language."""

    def __init__(self) -> None:
        self.texts: list[dict[str, Any]] = []
        self.messages: list[str] = []
        self.plain: list[str] = []
        self.codes: set[str] = set()

    def take(self, value: Any) -> None:
        """Gather texts, messages and plain strings of an answer."""
        if isinstance(value, list):
            for item in value:
                self.take(item)
        elif isinstance(value, dict):
            if value.get("__typename") == "LocalizedText":
                self.texts.append(value)
                return
            if value.get("__typename") == "UserError":
                self.messages.append(value["message"])
                return
            for item in value.values():
                self.take(item)
        elif isinstance(value, str):
            self.plain.append(value)


async def _ask(folder: str) -> dict[tuple[str, str], Read]:
    """Everything every service answers, by service and language."""
    clock = SystemClock()
    services = await open_services(CitySettings(data_dir=folder), clock)
    found: dict[tuple[str, str], Read] = {}
    try:
        for name, running in services.running.items():
            if running.engine is None:
                continue
            asked = list(operations(read_schema(running.service.load(Room.GRAPH)).core, depth=3))
            for tag in ("ar", ACCENTED, MIRRORED):
                read = found[name, tag] = Read()
                for one in asked:
                    if one.kind == "subscription":
                        continue
                    context = FetchContext(
                        caller=AMINA, locale=tag, deadline=Deadline.after(10, now=clock.monotonic())
                    )
                    request = FetchRequest(
                        query=one.query, variables=one.variables, kind=OperationKind(one.kind)
                    )
                    result = await running.fetch(request, context)
                    read.take(result.data)
                    for error in result.errors:
                        read.messages.append(error["message"])
                        read.codes.add(error["extensions"]["code"])
    finally:
        await services.stop()
    return found


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Read]:
    return asyncio.run(_ask(str(tmp_path_factory.mktemp("languages"))))


@cache
def _sources() -> frozenset[str]:
    """Swedish sentences of the house that stand in the code without placeholders."""
    found = [entry.source for name in GRAPHS for entry in extract_component(name).values()]
    return frozenset(text for text in found if "{" not in text and len(text) > 20)


@pytest.mark.parametrize("name", GRAPHS)
def test_every_service_has_something_to_say(name: str, answers: Any) -> None:
    read = answers[name, "ar"]
    assert read.texts or read.messages


@pytest.mark.parametrize("name", GRAPHS)
def test_no_field_breaks_whatever_the_arguments(name: str, answers: Any) -> None:
    for tag in ("ar", ACCENTED, MIRRORED):
        assert "INTERNAL_ERROR" not in answers[name, tag].codes
        assert answers[name, tag].codes <= set(CODES)


@pytest.mark.parametrize("name", GRAPHS)
def test_arabic_texts_run_from_right_to_left_and_fall_backs_are_told(  # i18n 3.6
    name: str, answers: Any
) -> None:
    for text in answers[name, "ar"].texts:
        assert text["direction"] == direction(text["language"]).upper(), text
        assert text["isFallback"] is (text["language"] != "ar"), text
        if text["language"] == "ar":
            assert text["direction"] == "RTL"
            assert text["value"].strip()


@pytest.mark.parametrize("name", GRAPHS)
def test_the_accented_language_shows_no_text_that_cannot_be_translated(  # i18n 4.5
    name: str, answers: Any
) -> None:
    read = answers[name, ACCENTED]
    for text in read.texts:
        if text["language"] == ACCENTED:
            assert is_whole(_ISOLATES.sub("", text["value"])), text
            assert text["isFallback"] is False
        else:
            assert registry.known(text["language"]), text
            assert text["isFallback"] is True, text
    for message in read.messages:
        assert is_whole(_ISOLATES.sub("", message)), message


@pytest.mark.parametrize("name", GRAPHS)
def test_the_mirrored_language_is_told_to_run_from_right_to_left(name: str, answers: Any) -> None:
    for text in answers[name, MIRRORED].texts:
        if text["language"] == MIRRORED:
            assert text["direction"] == "RTL", text
            assert "\u202e" in text["value"], text


@pytest.mark.parametrize("name", GRAPHS)
def test_no_sentence_of_the_house_leaves_as_a_plain_string(
    name: str, answers: Any
) -> None:  # i18n 3.1
    sources = _sources()
    said = [text for tag in PSEUDO for text in answers[name, tag].plain]
    assert [text for text in said if text in sources] == []
