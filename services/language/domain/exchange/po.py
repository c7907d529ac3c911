# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""PO (GNU gettext): entries with a context as key, for translators who work in PO editors."""

import re
from collections.abc import Iterator

import msgspec

from services.kit.errors import Problem


class PoEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One message: its key, its source and its translation."""

    key: str
    source: str
    target: str = ""
    flags: tuple[str, ...] = ()
    comment: str = ""


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_LINE = re.compile(r'^(msgctxt|msgid|msgstr|msgid_plural|msgstr\[\d+\])\s+"(.*)"$')
_MORE = re.compile(r'^"(.*)"$')


def write_po(entries: list[PoEntry], *, locale: str) -> bytes:
    """A catalogue in UTF-8, in the order given."""
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {locale}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    )
    blocks = [header]
    for entry in entries:
        lines = [f"#. {line}" for line in entry.comment.splitlines()]
        if entry.flags:
            lines.append(f"#, {', '.join(entry.flags)}")
        lines.append(f'msgctxt "{_escape(entry.key)}"')
        lines.append(f'msgid "{_escape(entry.source)}"')
        lines.append(f'msgstr "{_escape(entry.target)}"')
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks).encode()


def read_po(given: bytes) -> list[PoEntry]:
    """The entries without the header; EXCHANGE_FILE_INVALID for what is no PO or holds a key twice."""
    try:
        text = given.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem("EXCHANGE_FILE_INVALID", faults=1) from None
    entries = [entry for entry in _entries(text) if entry.source]
    keys = [(entry.key, entry.source) for entry in entries]
    repeated = len(keys) - len(set(keys))
    if repeated:
        raise Problem("EXCHANGE_FILE_INVALID", faults=repeated)
    return entries


def _entries(text: str) -> Iterator[PoEntry]:
    fields: dict[str, str] = {}
    flags: list[str] = []
    comments: list[str] = []
    current = ""
    for raw in [*text.splitlines(), ""]:
        line = raw.strip()
        if not line:
            if "msgid" in fields:
                yield _entry(fields, flags, comments)
            fields, flags, comments, current = {}, [], [], ""
        elif line.startswith("#"):
            _note(line, flags, comments)
        elif match := _LINE.match(line):
            current = match[1]
            fields[current] = _unescape(match[2])
        elif (match := _MORE.match(line)) and current:
            fields[current] += _unescape(match[1])
        else:
            raise Problem("EXCHANGE_FILE_INVALID", faults=1)


def _note(line: str, flags: list[str], comments: list[str]) -> None:
    if line.startswith("#,"):
        flags += [flag.strip() for flag in line[2:].split(",") if flag.strip()]
    elif line.startswith("#."):
        comments.append(line[2:].strip())


def _entry(fields: dict[str, str], flags: list[str], comments: list[str]) -> PoEntry:
    return PoEntry(
        key=fields.get("msgctxt", ""),
        source=fields["msgid"],
        target=fields.get("msgstr", fields.get("msgstr[0]", "")),
        flags=tuple(flags),
        comment="\n".join(comments),
    )


def _escape(text: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _UNESCAPES.get(match[1], match[0]), text)
