# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Why a token was refused: for counters and logs, never for whoever sent it."""

from enum import StrEnum


class Reason(StrEnum):
    """The closed list of reasons."""

    MISSING = "missing"
    SEVERAL = "several"
    OVERSIZED = "oversized"
    MALFORMED = "malformed"
    HEADER = "header"
    ALGORITHM = "algorithm"
    KEY = "key"
    SIGNATURE = "signature"
    TYPE = "type"
    CLAIMS = "claims"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    TOO_LONG = "too_long"
    REVOKED = "revoked"
    UNBOUND = "unbound"
    PROOF = "proof"
    REPLAYED = "replayed"
    NONCE = "nonce"


class TokenRefused(Exception):
    """The token cannot be trusted. All causes look the same from outside."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason for the counter."""
        super().__init__(reason.value)
        self.reason = reason
