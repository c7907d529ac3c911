# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Quarantine: a sentence or a unit of the memory is taken from readers until a person puts it right."""

from services.kit.data import Tx
from services.kit.errors import InputInvalid, NotFound
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.language.actions.documents import tell
from services.language.domain.documents import QUARANTINED
from services.language.domain.memory import Unit
from services.language.store import documents as store
from services.language.store import memory as memory_store

LONGEST_REASON = 500


async def hold_line(
    tx: Tx, caller: Caller, document_id: str, *, locale: str, path: str, reason: str
) -> None:
    """Readers no longer see the sentence, nor does the memory offer it; approving it lets it out.

    The same translation of the same wording is held in every unit of the memory: a sentence that was
    taken over from another page has its unit there.
    """
    require(caller, "language.document.approve")
    _check(reason)
    document = await tx.one(store.document_by_id, key=document_id)
    held = await tx.one(
        store.fault_line, key=document_id, of_locale=locale, at_path=path, found=[QUARANTINED]
    )
    if document is None or held is None:
        raise NotFound
    await tx.run(
        memory_store.hold_wording, key=f"{document_id}:{locale}:{path}", at=tx.now, why=reason,
        of_source=document.source_locale, of_locale=locale, of_hash=held.made_from, of_target=held.text,
    )  # fmt: skip
    await tell(tx, document, locale)


async def hold_unit(tx: Tx, caller: Caller, unit_id: str, reason: str) -> Unit:
    """The memory no longer offers the unit, and exchange files no longer carry it."""
    require(caller, "language.document.approve")
    _check(reason)
    return _found(await tx.one(memory_store.hold_unit, key=unit_id, at=tx.now, why=reason))


async def release_unit(tx: Tx, caller: Caller, unit_id: str) -> Unit:
    """The unit is offered again."""
    require(caller, "language.document.approve")
    return _found(await tx.one(memory_store.release_unit, key=unit_id))


def _check(reason: str) -> None:
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise InputInvalid(path=("reason",), max=LONGEST_REASON)


def _found(unit: Unit | None) -> Unit:
    if unit is None:
        raise NotFound
    return unit
