# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A selection by number covers every plural category of its language."""

from collections.abc import Iterator

from i18n import plurals
from i18n.checks.catalogue_set import CatalogueSet
from i18n.checks.finding import Finding
from i18n.mf2 import MessageSyntaxError, parse
from i18n.mf2.model import Literal, Message, Variable

CHECK = "plurals"
NUMERIC = frozenset({"number", "integer", "offset", "percent"})


def check(catalogues: CatalogueSet) -> Iterator[Finding]:
    """Sources by Swedish categories, translations by their language's."""
    for component, source in catalogues.sources():
        for missing in uncovered(source.source, "sv"):
            yield Finding(CHECK, f"sv/{component}: {source.key}", missing)
    for one in catalogues.translations():
        for missing in uncovered(one.entry.text, one.tag):
            yield Finding(CHECK, one.place, missing)


def uncovered(text: str, tag: str) -> list[str]:
    """The categories (by selector) that no variant of a message names; `other` is in the catch-all."""
    try:
        message = parse(text)
    except MessageSyntaxError:
        return []
    found: list[str] = []
    for index, selector in enumerate(message.selectors):
        mode = _mode(message, selector.name)
        if mode not in {"plural", "ordinal"}:
            continue
        rule = plurals.ordinal(tag) if mode == "ordinal" else plurals.cardinal(tag)
        keys = {variant.keys[index] for variant in message.variants if index < len(variant.keys)}
        named = {key.value for key in keys if isinstance(key, Literal)}
        found += [
            f"${selector.name} lacks {category}"
            for category in plurals.CATEGORIES
            if category in rule.tags and category not in named
        ]
    return found


def _mode(message: Message, name: str) -> str:
    """How a selector selects: plural, ordinal, exact, or "" when it is no number."""
    declared = {one.name: one.value for one in message.declarations}
    for _ in range(len(declared) + 1):
        value = declared.get(name)
        if value is None:
            return ""
        if value.function is not None:
            if value.function.name not in NUMERIC:
                return ""
            given = dict(value.function.options).get("select")
            return given.value if isinstance(given, Literal) else "plural"
        name = value.operand.name if isinstance(value.operand, Variable) else ""
    return ""
