# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One reader's language: texts resolved, with what they fall back to said openly."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from i18n import cldr, faults, registry
from i18n.catalogues.store import entries_of
from i18n.localized import Localized, Origin
from i18n.mf2.message import BrokenMessage, CompiledMessage, compile_message
from i18n.negotiation import match
from i18n.pseudo import PSEUDO_LOCALES, pseudonymise
from i18n.text import LazyText

MAX_REMEMBERED = 20_000


class _Resolved(NamedTuple):
    message: CompiledMessage | BrokenMessage
    language: str
    origin: Origin


class Localizer:
    """Resolves texts for one reader. `localizer(tag)` gives a shared one."""

    __slots__ = ("_resolved", "direction", "locale")

    def __init__(self, locale: str) -> None:
        """Serve the reader of a registered tag; any other tag is served as `negotiate` would."""
        known = registry.known(locale) or locale in PSEUDO_LOCALES
        self.locale = locale if known else match(locale) or registry.DEFAULT
        self.direction = cldr.direction(self.locale)
        self._resolved: dict[tuple[str, str], _Resolved] = {}

    def text(self, lazy: LazyText) -> str:
        """The text in the reader's language, or in the language it falls back to. Never raises."""
        return self._format(lazy)[0]

    def localized(self, lazy: LazyText) -> Localized:
        """The text with the language it really is in, its direction and who wrote it."""
        value, resolved = self._format(lazy)
        language = resolved.language
        return Localized(
            value,
            language,
            cldr.direction(language),
            language != self.locale,
            resolved.origin,
        )

    def _format(self, lazy: LazyText) -> tuple[str, _Resolved]:
        found = self._resolved.get((lazy.key, lazy.source))
        if found is None:
            found = self._resolve(lazy)
        text, errors = found.message(self._arguments(lazy.params))
        if errors:
            faults.record(lazy.key, found.language, errors)
            if isinstance(found.message, BrokenMessage):
                text = lazy.key
        return text, found

    def _arguments(self, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """The parameters, texts among them resolved in the same language."""
        for value in params.values():
            if isinstance(value, LazyText | Localized):
                return {name: self._argument(value) for name, value in params.items()}
        return params

    def _argument(self, value: object) -> object:
        if isinstance(value, LazyText):
            return self.text(value)
        return value.value if isinstance(value, Localized) else value

    def _resolve(self, lazy: LazyText) -> _Resolved:
        if len(self._resolved) >= MAX_REMEMBERED:
            self._resolved.clear()
        found = self._find(lazy)
        self._resolved[lazy.key, lazy.source] = found
        return found

    def _find(self, lazy: LazyText) -> _Resolved:
        if self.locale in PSEUDO_LOCALES:
            source = pseudonymise(lazy.source, self.locale)
            return _Resolved(compile_message(source, self.locale), self.locale, Origin.MACHINE)
        for tag in registry.chain(self.locale):
            if tag == registry.DEFAULT:
                break
            found = _translation(tag, lazy)
            if found is not None:
                return found
        message = compile_message(lazy.source, cldr.message_tag(registry.DEFAULT))
        return _Resolved(message, registry.DEFAULT, Origin.SOURCE)


def _translation(tag: str, lazy: LazyText) -> _Resolved | None:
    """The translation of a text when it may be shipped: there, whole, and made from this source."""
    entry = entries_of(tag).get(lazy.key)
    if entry is None:
        return None
    outdated = entry.fuzzy or entry.source != lazy.source
    if outdated and registry.entry(tag).status == "full":
        return None
    message = compile_message(entry.text, cldr.message_tag(tag))
    if isinstance(message, BrokenMessage):
        faults.record(lazy.key, tag, message.errors)
        return None
    return _Resolved(message, tag, entry.origin)


@lru_cache(maxsize=256)
def localizer(locale: str) -> Localizer:
    """The shared Localizer of a tag."""
    return Localizer(locale)
