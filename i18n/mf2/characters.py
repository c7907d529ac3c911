# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The character classes of the MessageFormat 2 grammar, as regular expressions."""

import re

WS = " \t\r\n\u3000"
BIDI = "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"

_PLANES = "".join(f"{chr(n * 0x10000)}-{chr(n * 0x10000 + 0xFFFD)}" for n in range(1, 17))
NAME_START = (
    "A-Za-z+_"
    "\u00a1-\u061b\u061d-\u167f\u1681-\u1fff\u200b-\u200d\u2010-\u2027\u2030-\u205e"
    "\u2060-\u2065\u206a-\u2fff\u3001-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd" + _PLANES
)
NAME_CHAR = NAME_START + "0-9.\\-"

OPTIONAL_SPACE = re.compile(f"[{WS}{BIDI}]*")
SPACE = re.compile(f"[{BIDI}]*[{WS}][{WS}{BIDI}]*")
NAME = re.compile(f"[{BIDI}]?([{NAME_START}][{NAME_CHAR}]*)[{BIDI}]?")
UNQUOTED = re.compile(f"[{NAME_CHAR}]+")
QUOTED = re.compile(r"\|((?:[^\x00\\|]|\\[\\{|}])*)\|")
ESCAPE = re.compile(r"\\([\\{|}])")
TEXT = re.compile(r"(?:[^\x00\\{}]|\\[\\{|}])+")
