# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The oldest apps that can still talk to the city, and what an app says of itself in its headers."""

import re
from collections.abc import Mapping
from typing import Final

from services.kit.wire.problem import Problem

APP_VERSION: Final = b"app-version"
PLATFORM: Final = b"platform-type"
MINIMUM_VERSIONS: Final[Mapping[str, str]] = {"ios": "1.0.0", "android": "1.0.0"}
"""By platform. Raise one when a published contract changes in a way that older apps do not survive."""
VERSION: Final = re.compile(r"\d{1,4}(\.\d{1,4}){0,3}")


def judge_version(platform: str, version: str) -> None:
    """UPGRADE_REQUIRED with the minimum when an app is too old; BAD_REQUEST for no version at all.

    A platform without a minimum is never too old.
    """
    minimum = MINIMUM_VERSIONS.get(platform)
    if minimum is None:
        return
    if not VERSION.fullmatch(version):
        raise Problem("BAD_REQUEST", path=("appVersion",))
    if _parts(version) < _parts(minimum):
        raise Problem(
            "UPGRADE_REQUIRED",
            path=("appVersion",),
            extensions={"minimumVersion": minimum, "platform": platform},
        )


def judge_app(headers: Mapping[bytes, bytes]) -> None:
    """Refuse the request of an app that says it is too old; who says nothing is judged by nothing."""
    version, platform = headers.get(APP_VERSION), headers.get(PLATFORM)
    if version is not None and platform is not None:
        judge_version(platform.decode("latin-1").strip().lower(), version.decode("latin-1").strip())


def upgrade_header(problem: Problem) -> str | None:
    """What `Upgrade` says in an answer with status 426 (RFC 9110, 15.5.22); None for other problems."""
    minimum = problem.extensions.get("minimumVersion")
    return f"torget-app/{minimum}" if problem.code == "UPGRADE_REQUIRED" and minimum else None


def _parts(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    return tuple(numbers + [0] * (4 - len(numbers)))
