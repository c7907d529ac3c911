# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Risk: how much harm a wrong sentence does, and what may therefore be shown unread (rule 2)."""

from enum import StrEnum


class Risk(StrEnum):
    """What a page is about."""

    INFO = "info"
    SERVICE = "service"
    LEGAL = "legal"
    HEALTH = "health"


class Machine(StrEnum):
    """What a language of a guide allows machines to do."""

    OFF = "off"
    DRAFT = "draft"
    PUBLISH_MARKED = "publish_marked"


class Outlet(StrEnum):
    """Where texts of a unit may go to be translated."""

    EXTERNAL_MASKED = "external_masked"
    SELF_HOSTED_ONLY = "self_hosted_only"
    NONE = "none"


CONFIDENTIAL_UNITS = ("care", "social", "health")
"""Units under secrecy (OSL 25 and 26 kap.): nothing of theirs leaves the house unless decided."""


def may_show_unread(risk: Risk, machine: Machine) -> bool:
    """Whether an unreviewed machine translation may be shown to readers, marked as one."""
    return machine is Machine.PUBLISH_MARKED and risk in (Risk.INFO, Risk.SERVICE)


def default_outlet(unit: str) -> Outlet:
    """What holds for a unit that has decided nothing."""
    area = unit.lower()
    is_secret = any(word in area for word in (*CONFIDENTIAL_UNITS, "omsorg", "socialtj", "vård"))
    return Outlet.SELF_HOSTED_ONLY if is_secret else Outlet.EXTERNAL_MASKED
