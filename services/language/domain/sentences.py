# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sentence boundaries: UAX 29's rules with Swedish abbreviations and the ends of other scripts."""

import re
from collections.abc import Iterator

NO_BREAK = frozenset({
    "kl", "ca", "nr", "tel", "dvs", "t.ex", "bl.a", "m.fl", "etc", "st", "s.k", "p.g.a", "f.d",
    "resp", "jfr", "obs", "o.s.v", "osv", "m.m", "o.d", "d.v.s", "e.d", "fr.o.m", "t.o.m", "i.a",
    "bl.a.", "avd", "art", "ev", "exkl", "inkl", "f.n", "f.ö", "kap", "max", "min", "mån", "tim",
    "sek", "sid", "st.", "dr", "prof", "dir", "ing", "mfl", "pga", "tex", "bla", "sk", "fd",
    "ang", "t.v", "sthlm", "st:a", "hr", "fru", "mr", "mrs", "ms", "nr.", "no", "vs", "e.g",
    "i.e", "a.m", "p.m",
})  # fmt: skip
"""Abbreviations after whose full stop a sentence goes on."""

ENDS_ANYWHERE = "؟።፧۔。！？"
"""Ends of sentences that no abbreviation shares."""

_END = re.compile(
    rf"(?P<mark>[.!?…]+|[{ENDS_ANYWHERE}]+)(?P<close>[\"'”’»)\]]*)(?P<gap>\s+|$)|(?P<line>\n\s*\n)"
)
_LAST_WORD = re.compile(r"[\w.:]*\w$")
_INITIAL = re.compile(r"(?:^|[\s(])[A-ZÅÄÖ]$")
_OPENING = "\"'“”«»(¿¡-–"


def sentences(text: str) -> list[str]:
    """The sentences of a text without the white space between them."""
    return [each.strip() for each in cut(text) if each.strip()]


def cut(text: str) -> list[str]:
    """The text in pieces that join to it again, one sentence each with the space behind it."""
    pieces: list[str] = []
    start = 0
    for end in _ends(text):
        pieces.append(text[start:end])
        start = end
    if start < len(text):
        pieces.append(text[start:])
    return pieces


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if match["line"] or _is_end(text, match):
            yield match.end()


def _is_end(text: str, match: re.Match[str]) -> bool:
    if match["mark"][-1] in ENDS_ANYWHERE or match["mark"][-1] in "!?" or match["mark"] != ".":
        return True
    following = text[match.end() :].lstrip(_OPENING)[:1]
    if following and (following.islower() or not match["gap"]):
        return False
    before = text[: match.start("mark")]
    word = _LAST_WORD.search(before)
    if word and word.group().lower() in NO_BREAK:
        return False
    if following.isdigit() and word and word.group().isdigit():
        return False  # an ordinal: "den 3. 4 april"
    return not _INITIAL.search(before)
