# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Asking language, through its graph, for the words of a conversation or letter in another language."""

from typing import Any

import msgspec

from services.kit.errors import Problem
from services.kit.neighbours import Neighbours

TRANSLATE = """mutation Translate($input: TranslateTextsInput!) {
  translateTexts(input: $input) {
    translations { text { value language } machineTranslated engine maskedKinds mayShow
      remarks { check isError } }
    userErrors { code } } }"""

BACK = """mutation Back($input: TranslateBackInput!) {
  translateBack(input: $input) { back { text { value language } engine } likeness
    userErrors { code } } }"""

IDENTIFY = """query Identify($text: String!, $prior: Locale) {
  identifyLanguage(text: $text, prior: $prior) { language confidence mustAsk } }"""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What language said; `code` says why there is no text."""

    text: str = ""
    engine: str = ""
    is_machine: bool = True
    may_show: bool = False
    masked_kinds: list[str] = []
    remarks: list[str] = []
    has_errors: bool = False
    code: str = ""


class ReadBack(msgspec.Struct, frozen=True, kw_only=True):
    """A translation read back by a machine; `code` says why there is none."""

    text: str = ""
    language: str = ""
    engine: str = ""
    likeness: float | None = None
    code: str = ""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A text to read in another language."""

    text: str
    source: str
    target: str
    names: list[str]
    unit: str
    outlet: str
    key: str = ""


async def ask_language(neighbours: Neighbours | None, wanted: Wanted) -> Answer:
    """One text in another language; an outage is an answer too: the original is shown (rule 13)."""
    if neighbours is None:
        return Answer(code="DOWNSTREAM_SERVICE_ERROR")
    given = {
        "texts": [wanted.text], "source": wanted.source, "target": wanted.target,
        "names": wanted.names, "unit": wanted.unit, "outlet": wanted.outlet.upper(),
        "key": wanted.key,
    }  # fmt: skip
    try:
        data = await neighbours.ask("language", TRANSLATE, variables={"input": given})
    except Problem as problem:
        return Answer(code=problem.code)
    said: dict[str, Any] = data["translateTexts"]
    if said["userErrors"]:
        return Answer(code=str(said["userErrors"][0]["code"]))
    one: dict[str, Any] = said["translations"][0]
    return Answer(
        text=one["text"]["value"],
        engine=one["engine"] or "",
        is_machine=one["machineTranslated"],
        may_show=one["mayShow"],
        masked_kinds=one["maskedKinds"],
        remarks=[each["check"] for each in one["remarks"]],
        has_errors=any(each["isError"] for each in one["remarks"]),
    )


async def ask_back(neighbours: Neighbours | None, original: Wanted, translation: str) -> ReadBack:
    """The translation in the language of its original again; `original` says from which into which."""
    if neighbours is None:
        return ReadBack(code="DOWNSTREAM_SERVICE_ERROR")
    given = {
        "original": original.text, "originalLocale": original.source, "translation": translation,
        "translationLocale": original.target, "names": original.names, "unit": original.unit,
        "outlet": original.outlet.upper(), "key": original.key,
    }  # fmt: skip
    try:
        data = await neighbours.ask("language", BACK, variables={"input": given})
    except Problem as problem:
        return ReadBack(code=problem.code)
    said: dict[str, Any] = data["translateBack"]
    if said["userErrors"]:
        return ReadBack(code=str(said["userErrors"][0]["code"]))
    text: dict[str, Any] = said["back"]["text"]
    return ReadBack(
        text=text["value"], language=text["language"], engine=said["back"]["engine"] or "",
        likeness=said["likeness"],
    )  # fmt: skip


async def identify(neighbours: Neighbours | None, text: str, prior: str) -> tuple[str, str]:
    """(language, how we know): what the person uses, unless her words are surely something else."""
    if neighbours is None:
        return prior, "ui"
    try:
        data = await neighbours.ask("language", IDENTIFY, variables={"text": text, "prior": prior})
    except Problem:
        return prior, "ui"
    guess: dict[str, Any] = data["identifyLanguage"]
    if guess["mustAsk"] or guess["language"] in ("und", prior):
        return prior, "ui"
    return str(guess["language"]), "detected"
