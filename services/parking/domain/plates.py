# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Number plates: one spelling, and a keyed fingerprint in their place (HMAC-SHA256)."""

# ruff: noqa: PLR2004 -- a Swedish plate has six signs

import hashlib
import hmac
import re
import unicodedata

HOME = "SE"
LONGEST = 20
_PLATE = re.compile(r"[A-Z0-9ÅÄÖÜÆØ]{2,12}")
_SWEDISH = re.compile(r"[A-Z]{3}[0-9]{2}[A-Z0-9]|[A-ZÅÄÖ0-9]{2,7}")
_LOOKALIKES = str.maketrans("OI", "01")
KEY_BYTES = 32


class PlateInvalid(ValueError):
    """A text that is no number plate."""


def normal_plate(text: str) -> str:
    """The one spelling of a plate: NFKC, upper case, no spaces, dots or dashes. Raises PlateInvalid."""
    if len(text) > LONGEST:
        raise PlateInvalid("a number plate has at most 20 characters")
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = re.sub(r"[\s.\-‐‑–—·]", "", plain)
    if not _PLATE.fullmatch(plain):
        raise PlateInvalid("a number plate has 2 to 12 letters and digits")
    return plain


def normal_country(text: str) -> str:
    """A country's letters as on the plate's oval or its ISO code. Raises PlateInvalid."""
    plain = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{1,3}", plain):
        raise PlateInvalid("a country has one to three letters")
    return {"S": HOME}.get(plain, plain)


def plate_key(secret: bytes, plate: str, country: str = HOME) -> str:
    """The fingerprint of a plate under the secret of an epoch: 64 hex digits.

    Without the secret nobody can try all plates: a bare hash would fall in seconds.
    """
    if len(secret) < KEY_BYTES:
        raise ValueError("the secret of an epoch has at least 32 bytes")
    message = f"{normal_country(country)}|{normal_plate(plate)}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def usual_reading(plate: str) -> str | None:
    """Another reading of a Swedish plate with O and I as digits where a digit stands; None if none."""
    plain = normal_plate(plate)
    if len(plain) != 6 or not plain[:3].isalpha():
        return None
    other = plain[:3] + plain[3:5].translate(_LOOKALIKES) + plain[5]
    return other if other != plain and _SWEDISH.fullmatch(other) else None
