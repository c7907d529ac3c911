# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A service's desk for people's rights: answers the register's questions, keeps keys, ages rows (V4).

The register asks by `residents.rights.asked`; every service answers with `<service>.rights.told`. That
works the same in one process and in many, and a question that was interrupted is simply asked again.
"""

import logging
from typing import Final

import msgspec

from services.kit.audit import Entry
from services.kit.data import Database, Tx
from services.kit.privacy.envelope import Envelope
from services.kit.privacy.known import FORGET_CONSENTS
from services.kit.privacy.retention import HOLD_OF
from services.kit.privacy.rights import Action, Held, Outcome, Rights
from services.kit.privacy.rows import RightsRows
from services.kit.privacy.seals import Seals
from services.kit.wire.caller import SYSTEM
from services.kit.wire.cloudevents import Event
from services.kit.wire.problem import Problem

_log = logging.getLogger(__name__)

ASKED: Final = "residents.rights.asked"
TOLD: Final = "rights.told"
EXPORT: Final = "export"
ERASURE: Final = "erasure"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What the register asks about a person; the person is the event's subject."""

    request: str
    kind: str
    dry_run: bool = True


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What one service answers."""

    request: str
    service: str
    success: bool
    content: str | None = None
    """Of an export: everything, in a closed envelope."""
    outcomes: tuple[Outcome, ...] = ()
    """Of an erasure: what was done, or would be."""


class PrivacyDesk:
    """Rights, keys and rules of one running service."""

    def __init__(
        self, service: str, rights: Rights, database: Database, *, seals: Seals, envelope: Envelope
    ) -> None:
        """Answer for `service` by its rules."""
        self._service = service
        self._rights = rights
        self._database = database
        self._seals = seals
        self._envelope = envelope
        self.rows = RightsRows(rights.retention)

    async def answer(self, event: Event) -> None:
        """Answer one question of the register; asked again, answer again."""
        question = msgspec.convert(event.data, Question)
        person = event.subject
        if question.kind == EXPORT:
            told = await self._told_everything(person, question)
            await self._database.transact(lambda tx: self._tell(tx, person, told, "export"))
            return

        async def erase(tx: Tx) -> None:
            try:
                outcomes = await self.erase(tx, person, dry_run=question.dry_run)
            except Problem:
                told = Told(request=question.request, service=self._service, success=False)
            else:
                told = Told(
                    request=question.request,
                    service=self._service,
                    success=True,
                    outcomes=tuple(outcomes),
                )
            await self._tell(tx, person, told, "plan" if question.dry_run else "erase")

        await self._database.transact(erase)

    async def export(self, person: str) -> list[Held]:
        """Everything the service keeps about a person."""
        if self._rights.export is not None:
            return await self._rights.export(self._database, person)
        return await self.rows.export(self._database, person, seals=self._seals)

    async def erase(self, tx: Tx, person: str, *, dry_run: bool) -> list[Outcome]:
        """Erase what may be erased; with a hold on her, nothing."""
        law = await tx.one(HOLD_OF, who=person)
        if law is None and not dry_run and self._rights.leave is not None:
            await self._rights.leave(tx, person)
        planned = await self._erase(tx, person, dry_run=dry_run or law is not None)
        if law is not None:
            return [
                msgspec.structs.replace(each, action=Action.KEEP, law=law, until=None)
                for each in planned
            ]
        if not dry_run:
            await tx.run(FORGET_CONSENTS, who=person)
            if not self._keeps_sealed(planned):
                await self._seals.destroy(tx, person)
        return planned

    async def _erase(self, tx: Tx, person: str, *, dry_run: bool) -> list[Outcome]:
        if self._rights.erase is not None:
            return await self._rights.erase(tx, person, dry_run=dry_run)
        return await self.rows.erase(tx, person, dry_run=dry_run)

    def _keeps_sealed(self, outcomes: list[Outcome]) -> bool:
        """Whether rows that a law keeps can only be read with the person's key."""
        kept = {each.what for each in outcomes if each.action is Action.KEEP}
        return any(rule.sealed and rule.key in kept for rule in self._rights.retention)

    async def _told_everything(self, person: str, question: Question) -> Told:
        try:
            held = await self.export(person)
            content = self._envelope.close(
                msgspec.json.encode(held),
                service=self._service,
                request=question.request,
                person=person,
            )
        except (Problem, ValueError):
            _log.warning("an export could not be made", extra={"service": self._service})
            return Told(request=question.request, service=self._service, success=False)
        return Told(request=question.request, service=self._service, success=True, content=content)

    async def _tell(self, tx: Tx, person: str, told: Told, verb: str) -> None:
        await tx.emit(f"{self._service}.{TOLD}", subject=person, data=msgspec.to_builtins(told))
        await tx.audit(
            Entry(
                caller=SYSTEM,
                subject=person,
                action=f"{self._service}.rights.{verb}",
                resource="Resident",
                ids=(told.request,),
            )
        )
