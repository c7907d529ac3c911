# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a secret that people chose can be one: long, mixed, not from an example (security row 58)."""

import math
from collections import Counter
from typing import Final

from services.kit.errors import SettingsProblem

LEAST_LENGTH: Final = 16
LEAST_BITS: Final = 60.0
_EXAMPLES: Final = ("changeme", "password", "secret", "example", "torget", "demo", "12345")


def check_secret(name: str, value: str) -> None:
    """Pass silently, or SettingsProblem that says what to do; the value is never repeated."""
    lowered = value.lower()
    if any(word in lowered for word in _EXAMPLES):
        raise SettingsProblem(f"{name} is from an example: make a random one of 32 characters.")
    if len(value) < LEAST_LENGTH or entropy_bits(value) < LEAST_BITS:
        raise SettingsProblem(f"{name} is too easy to guess: make a random one of 32 characters.")


def entropy_bits(value: str) -> float:
    """Shannon entropy of the text's own letters, in bits over its whole length."""
    total = len(value)
    shares = [count / total for count in Counter(value).values()]
    return -total * sum(share * math.log2(share) for share in shares)
