# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How far a reader of one language is from another: the two-way rows of CLDR's language matching."""

LIMIT = 20
"""What is farther is refused: CLDR's one-way rows of 30 serve readers something they may not read."""

SCRIPT_PAIR = ("Cyrl", "Latn")

_BOTH_WAYS: dict[tuple[str, str], int] = {
    ("nb", "no"): 1,
    ("hr", "bs"): 4,
    ("sh", "bs"): 4,
    ("sh", "hr"): 4,
    ("sh", "sr"): 4,
    ("da", "nb"): 8,
    ("da", "no"): 8,
}
_ONE_WAY: dict[tuple[str, str], int] = {
    ("apc", "ar"): 10,
    ("ars", "ar"): 10,
    ("arz", "ar"): 10,
    ("aii", "syr"): 10,
    ("nn", "nb"): 20,
    ("nn", "no"): 20,
}
_ROWS = {**_BOTH_WAYS, **{(b, a): far for (a, b), far in _BOTH_WAYS.items()}, **_ONE_WAY}

REGION = 4
SERBIAN_SCRIPTS = 5
SCRIPT = 50
LANGUAGE = 80


def language_distance(wanted: str, offered: str) -> int:
    """0 for the same language, the row of the table, or 80."""
    return 0 if wanted == offered else _ROWS.get((wanted, offered), LANGUAGE)


def script_distance(language: str, wanted: str, offered: str) -> int:
    """0 for the same script, 5 between the two of Serbian, else 50."""
    if wanted == offered:
        return 0
    if language == "sr" and tuple(sorted((wanted, offered))) == SCRIPT_PAIR:
        return SERBIAN_SCRIPTS
    return SCRIPT
