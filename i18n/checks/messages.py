# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every message parses and is valid; a translation has its source's variables and markup."""

from collections.abc import Iterator

from i18n.checks.catalogue_set import CatalogueSet
from i18n.checks.finding import Finding
from i18n.mf2 import MessageSyntaxError, parse, validate
from i18n.mf2.functions import DEFAULT_FUNCTIONS
from i18n.mf2.model import Expression, Markup, Message, Variable
from i18n.mf2.validate import variables_of

CHECK = "messages"


def check(catalogues: CatalogueSet) -> Iterator[Finding]:
    """Sources and translations are valid messages with the same variables and markup."""
    for component, source in catalogues.sources():
        yield from _valid(source.source, f"sv/{component}: {source.key}")
    for one in catalogues.translations():
        wrong = list(_valid(one.entry.text, one.place))
        yield from wrong
        if not wrong and not list(_valid(one.entry.source, "")):
            yield from _same(parse(one.entry.source), parse(one.entry.text), one.place)


def variables(message: Message) -> set[str]:
    """The names of the arguments that a message needs: used, and not local to it."""
    local = {one.name for one in message.declarations if one.kind == "local"}
    return {name for part in parts(message) for name in variables_of(part)} - local


def markup(message: Message) -> set[tuple[str, str]]:
    """The kinds and names of the marks in a message."""
    return {(part.kind, part.name) for part in parts(message) if isinstance(part, Markup)}


def parts(message: Message) -> Iterator[Expression | Markup]:
    """Every expression and mark of a message, declarations included."""
    for declaration in message.declarations:
        yield declaration.value
    for selector in message.selectors:
        yield Expression(Variable(selector.name))
    for variant in message.variants:
        for part in variant.pattern:
            if not isinstance(part, str):
                yield part


def _valid(text: str, place: str) -> Iterator[Finding]:
    try:
        message = parse(text)
    except MessageSyntaxError as wrong:
        yield Finding(CHECK, place, f"syntax-error {wrong}")
        return
    for error in validate(message):
        yield Finding(CHECK, place, str(error))
    for part in parts(message):
        function = part.function if isinstance(part, Expression) else None
        if function is not None and function.name not in DEFAULT_FUNCTIONS:
            yield Finding(CHECK, place, f"unknown function :{function.name}")


def _same(source: Message, translation: Message, place: str) -> Iterator[Finding]:
    for what, of in (("variables", variables), ("markup", markup)):
        wanted, got = of(source), of(translation)  # pyright: ignore[reportUnknownVariableType]
        if wanted != got:
            yield Finding(
                CHECK, place, f"{what} {sorted(got)} where the source has {sorted(wanted)}"
            )
