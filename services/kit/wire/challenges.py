# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a refused client must do: `WWW-Authenticate` (RFC 6750, 9449, 9470) for a Problem."""

from collections.abc import Mapping
from typing import Any, Final, cast

from services.kit.wire.problem import Problem

_DPOP_ALGS: Final = "ES256 Ed25519 PS256"


def challenge_headers(problem: Problem) -> dict[str, str]:
    """Headers to add to the answer; none for problems that no sign-in would cure."""
    if problem.code == "STEP_UP_REQUIRED":
        return {"WWW-Authenticate": _step_up(problem.extensions)}
    if problem.code == "UNAUTHENTICATED":
        return {"WWW-Authenticate": "Bearer"}
    if problem.code not in ("TOKEN_INVALID", "SESSION_ENDED"):
        return {}
    found = cast("Mapping[str, str]", problem.extensions.get("challenge", {}))
    error = found.get("error", "invalid_token")
    if found.get("scheme") != "DPoP":
        return {"WWW-Authenticate": f'Bearer error="{error}"'}
    headers = {"WWW-Authenticate": f'DPoP error="{error}", algs="{_DPOP_ALGS}"'}
    if "nonce" in found:
        headers["DPoP-Nonce"] = found["nonce"]
    return headers


def _step_up(extensions: Mapping[str, Any]) -> str:
    values = " ".join(extensions.get("acrValues", ()))
    challenge = (
        'Bearer error="insufficient_user_authentication", '
        'error_description="A stronger or fresher sign-in is needed", '
        f'acr_values="{values}"'
    )
    age = extensions.get("maxAge")
    return challenge if age is None else f'{challenge}, max_age="{age}"'
