# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What an alarm message says, made regular before anybody looks it up (care 4.4, S2-S6).

This interoperates with SCAIP senders as open code and public pages describe them.
"""

import hashlib
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec

from services.care.domain.scaip_codes import LINK_BACK, LINK_FAILURES
from services.care.domain.triage import HELP, INFORMATION, LOOK, MISSED, UPKEEP


class MessageType(StrEnum):
    """What sort of message it is."""

    ALARM = "ME"
    RESET = "RE"
    UPDATE = "IN"
    PING = "PI"


class Status(StrEnum):
    """The answer's status number."""

    OK = "0"
    TOO_LONG = "1"
    FORMAT = "2"
    DATA = "3"
    HOLD = "4"
    NOT_TREATED = "5"
    BUSY = "6"
    MISSING = "7"
    UNDEFINED = "99"


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """A message, made regular. Empty texts are absent fields."""

    ref: str
    cid: str
    mty: str
    dty: str
    stc: str
    dco: str = "000"
    lco: str = "000"
    lva: str = ""
    did: str = ""
    pri: str = ""
    ame: str = "0"
    crd: tuple[str, ...] = ()
    texts: Mapping[str, str] = {}
    position: Mapping[str, str] = {}
    missing: tuple[str, ...] = ()
    """Mandatory fields that were not there."""
    readable: bool = True
    body_hash: str = ""
    """Of the body's content, so that the same message again is known (S2)."""

    @property
    def is_further_part(self) -> bool:
        """Whether the sender says that more belongs to it."""
        return self.ame not in ("", "0")


MANDATORY: Final = ("ref", "cid", "dty")
TESTS: Final = frozenset({"0102", "0103"})
CANCELLED: Final = "0019"
RESTORED: Final = frozenset({"0070", "0086", "0092", "0093", "0111", "0121"}) | LINK_BACK
_URGENT_DEVICES: Final = frozenset(
    {"0002", "0003", "0004", "0005", "0006", "0007", "0017"}
)  # fmt: skip
_DANGERS: Final = frozenset(
    {"0021", "0023", "0025", "0026", "0033", "0015", "0012", "0014", "0051"}
)
_UPKEEP: Final = frozenset({"0014", "0016", "0065", "0066", "0067"})
_CALL: Final = re.compile(r"(?:gsm|tel|sip|sip-pp|no-voice):", re.IGNORECASE)
_TEXTS: Final = ("hbo", "sco", "cha", "ver", "dte", "stt", "lte", "ico", "ite")
LONGEST_TEXT: Final = 256
UNKNOWN_REF: Final = "0"


def make_regular(fields: Mapping[str, list[str]], raw: bytes, *, readable: bool = True) -> Alarm:
    """The message of raw fields: spaces off, numbers padded, empty addresses gone (S3)."""

    def first(name: str) -> str:
        return (fields.get(name) or [""])[0].strip()

    ref = re.sub(r"[^0-9A-Za-z]", "", first("ref"))[:16]
    cid = re.sub(r"\s", "", first("cid")).removeprefix("+")
    missing = tuple(name for name in MANDATORY if not first(name)) if readable else ()
    return Alarm(
        ref=ref or UNKNOWN_REF, cid=cid[:32], mty=first("mty").upper()[:2] or MessageType.ALARM,
        dty=_padded(first("dty"), 4), stc=_padded(first("stc") or "10", 4),
        dco=_padded(first("dco"), 3), lco=_padded(first("lco"), 3), lva=first("lva")[:8],
        did=first("did")[:32], pri=first("pri")[:1], ame=first("ame") or "0",
        crd=tuple(each for each in map(str.strip, fields.get("crd") or []) if _has_address(each)),
        texts={name: first(name)[:LONGEST_TEXT] for name in _TEXTS if first(name)},
        position={name: first(name)[:LONGEST_TEXT] for name in ("geo", "tim", "gga") if first(name)},
        missing=missing, readable=readable, body_hash=hashlib.sha256(raw.strip()).hexdigest(),
    )  # fmt: skip


def status_of(alarm: Alarm) -> tuple[Status, str]:
    """The status number of the answer and the words beside it: what was missing, or nothing (S4)."""
    if not alarm.readable:
        return Status.FORMAT, ""
    if alarm.missing:
        return Status.MISSING, " ".join(alarm.missing)
    return Status.OK, ""


def priority_of(alarm: Alarm, urgent: tuple[str, ...] = ()) -> int:
    """How urgent it is; the sender's own field may only raise it, and only if its scale is known (S6)."""
    found = _priority(alarm)
    return HELP if alarm.pri and alarm.pri in urgent else found


def _priority(alarm: Alarm) -> int:  # noqa: PLR0911 -- a table of sorts
    if alarm.stc in _UPKEEP:
        return UPKEEP
    if alarm.stc in LINK_FAILURES or alarm.stc in ("0085", "0104"):
        return MISSED
    if alarm.stc in RESTORED:
        return INFORMATION
    if alarm.dty in _URGENT_DEVICES and alarm.stc in ("0009", "0010", "0110"):
        return HELP
    if alarm.dty in _DANGERS:
        return MISSED
    if alarm.stc in ("0010", "0110"):
        return HELP
    return LOOK if alarm.stc in ("0081", "0117", "0119") else MISSED


def raises_alert(alarm: Alarm) -> bool:
    """Whether somebody must look: not at tests, signs of life, or what takes an alarm back (S6)."""
    if not alarm.readable:
        return True
    if alarm.mty in (MessageType.PING, MessageType.RESET):
        return False
    return alarm.stc not in TESTS and alarm.stc != CANCELLED and alarm.stc not in RESTORED


def _padded(text: str, length: int) -> str:
    digits = re.sub(r"\s", "", text)
    return digits.zfill(length) if digits.isdigit() else digits[:8] or "0" * length


def _has_address(text: str) -> bool:
    """`gsm:` or `gsm:+` alone is no address."""
    return bool(_CALL.sub("", text).strip().strip("+"))
