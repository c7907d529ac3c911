# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Alarm documents: `mrq` read tolerantly, `mrs` written; nothing inside is believed (S3, S4, S8)."""

import re
from typing import Final

from services.care.domain.scaip import Alarm, Status, make_regular
from services.kit.xml import XmlUnreadable, read_xml

MEDIA: Final = "application/scaip+xml"
TAKEN_TOO: Final = frozenset({"application/xml", "text/xml", "text/plain"})
"""Types seen from senders whose body is an alarm all the same (S7)."""
ROOTS: Final = ("mrq", "mreq")
_BEGINS: Final = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<(?:mrq|mreq)[\s>/]")
_LOOSE: Final = re.compile(rb"<(ref|cid|dty|stc|mty)>\s*([^<]{0,64})")
LARGEST: Final = 64 * 1024


def is_alarm(content_type: str, body: bytes) -> bool:
    """Whether the body is to be taken as an alarm document."""
    media = content_type.split(";", maxsplit=1)[0].strip().lower()
    return media == MEDIA or (media in TAKEN_TOO and _BEGINS.match(body) is not None)


def read_alarm(body: bytes) -> Alarm:
    """The alarm in a body; one that cannot be read is still an alarm, with what can be made out (S4)."""
    try:
        root = read_xml(body, largest=LARGEST)
    except XmlUnreadable:
        return make_regular(_loose(body), body, readable=False)
    fields: dict[str, list[str]] = {}
    for each in root.iter():
        if isinstance(each.tag, str):
            fields.setdefault(each.tag.rpartition("}")[2], []).append(each.text or "")
    is_known = isinstance(root.tag, str) and root.tag.rpartition("}")[2] in ROOTS
    return make_regular(fields, body, readable=is_known)


def write_answer(ref: str, status: Status, detail: str = "") -> bytes:
    """The answer to an alarm; `ref` is letters and digits, as `make_regular` leaves it."""
    words = f"<ste>{detail[:32]}</ste>" if detail else ""
    return f"<mrs><ref>{ref}</ref><snu>{status.value}</snu>{words}</mrs>".encode()


def _loose(body: bytes) -> dict[str, list[str]]:
    return {
        name.decode(): [value.decode("utf-8", "replace")] for name, value in _LOOSE.findall(body)
    }
