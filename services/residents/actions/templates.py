# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Saving a template: a version of its own each time, the same placeholders in every language."""

import uuid

import msgspec

from i18n import registry
from services.kit.data import Tx
from services.kit.errors import InputInvalid, NotFound, Problem
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.residents.domain.templates import Template, placeholders
from services.residents.store import notify as store

TYPES = ("email", "sms", "letter")
MOST_LETTERS = 10_000


class SaveTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """A template as an editor wrote it; without an id a new one."""

    id: str | None
    service: str
    type: str
    name: str
    subjects: dict[str, str]
    bodies: dict[str, str]


async def save_template(tx: Tx, caller: Caller, given: SaveTemplate) -> Template:
    """Keep a new version. InputInvalid for a template that cannot be; NotFound for another's."""
    require(caller, "residents.message.send")
    _check(given)
    old = await tx.one(store.template_by_id, key=given.id) if given.id is not None else None
    if given.id is not None and (old is None or old.service != given.service):
        raise NotFound
    if await tx.one(store.service_by_id, key=given.service) is None:
        raise InputInvalid(path=("service",))
    if old is not None and old.type != given.type:
        raise InputInvalid(path=("type",))
    made = Template(
        id=old.id if old is not None else str(uuid.uuid4()),
        version=old.version + 1 if old is not None else 1,
        service=given.service, type=given.type, name=given.name.strip(),
        subjects={} if given.type == "sms" else given.subjects, bodies=given.bodies,
        created_by=caller.sub, created_at=tx.now,
        first_at=old.first_at if old is not None else tx.now,
    )  # fmt: skip
    await tx.run(store.add_template, **msgspec.structs.asdict(made))
    await tx.emit("residents.template.saved", subject=made.id, data={"version": made.version})
    return made


def _check(given: SaveTemplate) -> None:
    if given.type not in TYPES:
        raise InputInvalid(path=("type",))
    if not given.name.strip() or not given.bodies:
        raise InputInvalid(path=("name",) if given.bodies else ("texts",))
    wanted: set[str] | None = None
    for tag, body in given.bodies.items():
        if not registry.known(tag):
            raise Problem("UNKNOWN_LOCALE", path=("texts", tag))
        subject = given.subjects.get(tag, "")
        lacks_subject = given.type != "sms" and not subject.strip()
        if not body.strip() or lacks_subject or len(body) + len(subject) > MOST_LETTERS:
            raise InputInvalid(path=("texts", tag))
        names = set(placeholders(f"{subject} {body}"))
        if wanted is not None and names != wanted:
            raise InputInvalid(path=("texts", tag))
        wanted = names
