# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Names of people: as written by themselves, as in the passport (ICAO 9303), and as searched for."""

import unicodedata

import msgspec

from i18n import registry
from i18n.formats.isolates import isolate

_ICAO = str.maketrans(
    {
        "Å": "AA",
        "Ä": "AE",
        "Æ": "AE",
        "Ö": "OE",
        "Ø": "OE",
        "Ü": "UE",
        "Ñ": "N",
        "Þ": "TH",
        "Ð": "D",
        "Ł": "L",
        "Đ": "D",
        "Œ": "OE",
        "Ħ": "H",
    }
)
_SCRIPTS = {
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ETHIOPIC": "Ethi",
    "SYRIAC": "Syrc",
    "LATIN": "Latn",
}


class PersonName(msgspec.Struct, frozen=True):
    """A name as its bearer writes it, and in the spelling of the population register."""

    latin: str
    native: str = ""


def format_name(name: PersonName, locale: str) -> str:
    """The native spelling for readers of its script, else the Latin one; isolated."""
    wanted = registry.entry(locale).script if registry.known(locale) else "Latn"
    shown = name.native if name.native and script_of(name.native) == wanted else name.latin
    return isolate(shown or name.native, locale)


def script_of(text: str) -> str:
    """The script of the first letter of a text, "" when it has none that we tell apart."""
    for char in text:
        if char.isalpha():
            return _SCRIPTS.get(unicodedata.name(char, "").split(" ", 1)[0], "")
    return ""


def to_passport(text: str) -> str:
    """A Latin name as the machine-readable zone spells it: `Åsa Öst` is `AASA OEST`."""
    upper = text.upper().translate(_ICAO)
    plain = unicodedata.normalize("NFD", upper)
    kept = (c if c.isalnum() or c == " " else " " if c in "-'" else "" for c in plain)
    return " ".join("".join(c for c in kept if c.isascii()).split())


def search_key(text: str) -> str:
    """A name folded for search only: no case, no accents; never shown, never stored as the name."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(folded.split())
