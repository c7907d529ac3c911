# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What each service says in Arabic and in the pseudo-languages: its main answers, as files to compare.

`python -m tests.support.spoken` writes the files anew; read the difference as a reader of Arabic would.
"""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from graphql import (
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_required_argument,
)
from litestar.testing import AsyncTestClient

from i18n.pseudo import ACCENTED, MIRRORED
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Assignment, Caller, CallerKind
from services.kit.wire.front.head import RequestHead
from tests.support.together import Together, together

FOLDER = Path(__file__).parents[1] / "city" / "spoken"
TAGS = ("ar", ACCENTED, MIRRORED)
MOST = 4
"""Texts of one place in an answer that are kept, when it is a list."""
DEPTH = 4
_LEFT_OUT = re.compile("edges|.*[aA]ccessLog")
"""Fields that say what `nodes` say, and the log: it grows with each question that is asked here."""
TEXT = "{ __typename value language direction isFallback }"
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

AMINA = Caller(
    kind=CallerKind.RESIDENT, sub="demo-amina", loa=4, flags=("resident_number", "certified"),
    auth_time=1_767_225_600,
)  # fmt: skip
ELDER = msgspec.structs.replace(AMINA, sub="demo-elder")
NURSE = Caller(
    kind=CallerKind.STAFF, sub="demo-staff", loa=3, auth_time=1_767_225_600, roles=("care_staff",),
    purpose="care",
    assignment=Assignment(
        id="a", unit="hemtjanst-sodermalm", provider="stad", purpose="care", rights=("read", "triage")
    ),
)  # fmt: skip
EDITOR = Caller(
    kind=CallerKind.STAFF, sub="editor-1", loa=3, auth_time=1_767_225_600, roles=("editor",)
)
OFFICER = Caller(
    kind=CallerKind.STAFF, sub="officer-1", loa=3, auth_time=1_767_225_600, roles=("officer",)
)


class Main(msgspec.Struct, frozen=True):
    """One main question of a service; below `root` every localised text is asked for."""

    root: str
    caller: Caller = ANONYMOUS
    change: bool = False


ODENGATAN = "at: {latitude: 59.34050, longitude: 18.04103}"
MAIN: dict[str, tuple[Main, ...]] = {
    "parking": (
        Main(f'parkingVerdict({ODENGATAN}, time: "2026-06-01T05:30:00Z")'),
        Main(f'parkingVerdict({ODENGATAN}, time: "2026-06-03T23:00:00Z")'),
        Main(
            f'quoteParking(input: {{{ODENGATAN}, end: "2026-01-01T06:30:00Z"}})', AMINA, change=True
        ),
        Main('startParking(input: {quoteId: "none", plate: "?"})', AMINA, change=True),
        Main("parkingHolds"),
    ),
    "residents": (
        Main("me", AMINA),
        Main("serviceCatalogue"),
        Main("mandateScopes"),
        Main("consentQuestions"),
        Main("appRequirements"),
        Main('chooseLanguage(input: {language: "tlh", version: 1})', AMINA, change=True),
        Main("me"),
    ),
    "care": (
        Main("checkInForm", ELDER),
        Main("carePresets", NURSE),
        Main('triageQueue(unit: "hemtjanst-sodermalm")', NURSE),
        Main("careEngine", NURSE),
        Main('triageQueue(unit: "hemtjanst-sodermalm")', ELDER),
        Main('askForHelp(input: {choice: NEED_HELP, clientEventId: "e"})', ELDER, change=True),
    ),
    "cityinfo": (
        Main("places(first: 3)"),
        Main("cityEvents(first: 3)"),
        Main("cityGuides"),
        Main("cityAreas"),
        Main("cityKeywords"),
        Main('cityEvents(sort: "sideways")'),
    ),
    "newcomers": (
        Main(
            'startNewcomerPlan(input: {situation: {legalBasis: NORDIC, arrivalDate: "2026-01-01"}})',
            AMINA,
            change=True,
        ),
        Main("guidePages(first: 3)"),
        Main('guideSearch(words: "skola")'),
        Main("newcomerDocuments", AMINA),
        Main('guidePage(slug: "nowhere")'),
        Main("newcomerDocuments"),
    ),
    "participation": (
        Main("participationPolls(first: 2)"),
        Main("participationConsultations(first: 2)"),
        Main("participationBudgets(first: 2)"),
        Main("participationDecisions"),
        Main(
            'commentParticipation(input: {consultation: "x", section: "main", text: "x", language: "sv"})',
            AMINA,
            change=True,
        ),
    ),
    "language": (
        Main(
            'translateTexts(input: {texts: ["Bibliotek"], target: "am", source: "sv"})',
            EDITOR,
            change=True,
        ),
        Main('translateTexts(input: {texts: [], target: "en"})', EDITOR, change=True),
        Main("translationBudgets", AMINA),
    ),
}
"""Main questions by service: what a reader sees first, and what she is told when it cannot be."""

DOORS: dict[str, tuple[str, ...]] = {
    "ballotbox": ("/ballotbox/polls/nowhere", "/ballotbox/v1/polls/nowhere/sth"),
    "devices": ("/devices/ngsi-ld/v1/entities/urn:ngsi-ld:X:1", "/devices/v1/intake/refused"),
    "identity": ("/identity/userinfo", "/identity/nowhere"),
    "cityinfo": ("/cityinfo/v1/place/nowhere",),
}
"""Doors of services that speak by problem documents; a reader never gets a pseudo-language there."""


def _selection(schema: GraphQLSchema, kind: GraphQLNamedType, path: tuple[str, ...]) -> str:
    """Every localised text below a type, `DEPTH` objects deep; "" when there is none."""
    if kind.name == "LocalizedText":
        return TEXT
    if kind.name == "UserError":
        return "{ __typename code message }"
    if len(path) >= DEPTH or kind.name in path:
        return ""
    if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
        parts = [
            f"... on {one.name} {below}"
            for one in schema.get_possible_types(kind)
            if (below := _selection(schema, one, path))
        ]
        return f"{{ {' '.join(parts)} }}" if parts else ""
    if not isinstance(kind, GraphQLObjectType):
        return ""
    found = [
        f"{name} {below}"
        for name, field in kind.fields.items()
        if not _LEFT_OUT.fullmatch(name)
        and not any(is_required_argument(argument) for argument in field.args.values())
        and (below := _selection(schema, get_named_type(field.type), (*path, kind.name)))
    ]
    return f"{{ {' '.join(found)} }}" if found else ""


def _query(schema: GraphQLSchema, one: Main) -> str:
    root = schema.mutation_type if one.change else schema.query_type
    assert root is not None
    field = root.fields[one.root.partition("(")[0]]
    below = _selection(schema, get_named_type(field.type), ()) or "{ __typename }"
    return f"{'mutation' if one.change else 'query'} {{ {one.root} {below} }}"


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Places in an answer and what is said there."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item, path)
    elif isinstance(value, dict):
        if value.get("__typename") == "LocalizedText":
            mark = "*" if value["isFallback"] else ""
            yield path, f"{value['language']}{mark} {value['direction'].lower()} {value['value']}"
        elif value.get("__typename") == "UserError":
            yield path, f"{value['code']} {value['message']}"
        else:
            for name, item in value.items():
                yield from _texts(item, f"{path}.{name}")


async def _said(city: Together, one: Main, tag: str) -> Iterator[tuple[str, str]]:
    answer = await city.ask(_query(city.supergraph.api, one), one.caller, locale=tag)
    name = one.root.partition("(")[0]
    found = list(_texts((answer.data or {}).get(name), name))
    for error in answer.errors:
        code = error["extensions"]["code"]
        found.append((f"{name} refused", f"{code} {error['message']}"))
    return iter(found)


async def _knock(city: Together, path: str, tag: str) -> str:
    async def admit(_head: RequestHead) -> Caller:
        return ANONYMOUS

    async def language_of(_caller: Caller) -> str | None:
        return None

    doors: Any = rest_doors(
        list(city.everybody.values()), admit, city.clock, language_of=language_of
    )
    async with AsyncTestClient(doors) as client:
        answer = await client.get(path, params={"locale": tag})
    document = answer.json() or {}
    language = answer.headers.get("content-language", "")
    said = document.get("detail") or document.get("error_description") or document.get("title", "")
    return f"{answer.status_code} {language} {document.get('code', '')} {said}"


async def gather() -> dict[str, str]:
    """The text of each service's file."""
    with TemporaryDirectory() as kept:
        async with together(folder=Path(kept)) as city:
            await city.settle()
            await _prepare(city)
            return {name: await _file(city, name) for name in sorted({*MAIN, *DOORS})}


_TORGET = '[{language: "sv", value: "Torget"}, {language: "ar", value: "الساحة"}]'
_CONSULTATION = f"""mutation {{ publishParticipationConsultation(input: {{
  key: "torget", title: {_TORGET}
  sections: [{{key: "main", kind: MAIN, title: {_TORGET}, text: {_TORGET}, commenting: REGISTERED}}]
  phases: [{{name: {_TORGET}, opensAt: "2025-12-31T00:00:00Z", closesAt: "2026-01-31T00:00:00Z"}}]
}}) {{ key userErrors {{ code }} }} }}"""


async def _prepare(city: Together) -> None:
    """What the demonstration data lacks: a consultation."""
    answer = await city.ask(_CONSULTATION, OFFICER)
    assert answer.errors == [], answer.errors


async def _file(city: Together, name: str) -> str:
    lines: list[str] = []
    for one in MAIN.get(name, ()):
        lines.append(f"# {one.root}")
        for tag in TAGS:
            seen: dict[str, set[str]] = {}
            for place, said in await _said(city, one, tag):
                known = seen.setdefault(place, set())
                if said not in known and len(known) < MOST:
                    known.add(said)
                    lines.append(f"{tag:5} {place}: {said}")
    for path in DOORS.get(name, ()):
        lines.append(f"# GET {path}")
        lines.append(f"{TAGS[0]:5} {await _knock(city, path, TAGS[0])}")
    return "".join(f"{_visible(line)}\n" for line in lines)


def _visible(text: str) -> str:
    """Marks of direction written out, so that an editor shows the line as it is."""
    marked = _MARKS.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
    return marked.replace("\n", "\\n")


def main() -> None:
    """Write the files anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in asyncio.run(gather()).items():
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
