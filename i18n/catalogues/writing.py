# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Writing PO files the same way every time: sorted by key, no dates, no line numbers."""

import re
from collections.abc import Iterable

from babel.plural import to_gettext

from i18n import plurals, registry
from i18n.catalogues.entry import Entry

_COMPACT = re.compile(r"\b[ce]\b")
"""Operands of CLDR rules that gettext does not know; without compact numbers they are nought."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_catalogue(component: str, entries: Iterable[Entry], *, tag: str = "") -> str:
    """The text of a PO file (or of a template, without `tag`)."""
    blocks = [_header(component, tag)]
    blocks.extend(_entry(one) for one in sorted(entries, key=lambda one: one.key))
    return "\n".join(blocks)


def plural_forms(tag: str) -> str:
    """The gettext plural header of a language, made from CLDR for other tools only."""
    return _COMPACT.sub("0", to_gettext(plurals.cardinal(tag)).strip())


def _header(component: str, tag: str) -> str:
    lines = [
        f"Project-Id-Version: torget {component}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    if tag:
        lines.insert(1, f"Language: {tag}")
        lines.append(f"Plural-Forms: {plural_forms(tag)}")
    title = registry.entry(tag).name_en if tag else "Template"
    top = [
        "# SPDX-FileCopyrightText: 2026 The Torget authors",
        "# SPDX-License-Identifier: EUPL-1.2",
        f"# {title}: {component}. Messages are Unicode MessageFormat 2; see docs/languages.md.",
        'msgid ""',
        'msgstr ""',
        *(f'"{line}\\n"' for line in lines),
    ]
    return "\n".join(top) + "\n"


def _entry(one: Entry) -> str:
    lines = [f"#. {comment}" for comment in one.comments]
    lines += [f"#: {place}" for place in one.places]
    if one.flags:
        lines.append(f"#, {', '.join(one.flags)}")
    if one.previous:
        lines.append(f"#| msgid {_quote(one.previous)}")
    lines.append(f"msgctxt {_quote(one.key)}")
    lines.append(f"msgid {_quote(one.source)}")
    lines.append(f"msgstr {_quote(one.text)}")
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'
