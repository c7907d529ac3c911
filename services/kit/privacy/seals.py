# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sealed columns: a data key per person in each service; destroying it destroys what it sealed (V5).

body = await seal_for(tx, person, text, table="answer", column="free_text", row=id)
text = await open_for(tx, person, body, table="answer", column="free_text", row=id)
"""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from services.kit.crypto.files import secret_file
from services.kit.crypto.keks import KekFile
from services.kit.crypto.sealing import (
    KEY_BYTES,
    KeyChest,
    Place,
    SealBroken,
    WrappedKey,
    seal,
    search_index,
    unseal,
)
from services.kit.data import (
    Database,
    Integer,
    Text,
    Tx,
    bindparam,
    define,
    delete,
    func,
    insert,
    select,
    update,
)
from services.kit.privacy.own_tables import subject_key

_WHO: Final = bindparam("who", type_=Text)
KEYS_OF: Final = define(
    select(subject_key).where(subject_key.c.subject == _WHO).order_by(subject_key.c.version),
    WrappedKey,
)
ADD_KEY: Final = define(insert(subject_key).on_conflict_do_nothing())
DROP_KEYS: Final = define(delete(subject_key).where(subject_key.c.subject == _WHO))
UNDER_OTHERS: Final = define(
    select(subject_key)
    .where(subject_key.c.kek != bindparam("newest", type_=Text))
    .limit(bindparam("most", type_=Integer)),
    WrappedKey,
)
REWRAP: Final = define(
    update(subject_key)
    .where(
        subject_key.c.subject == _WHO,
        subject_key.c.version == bindparam("at_version", type_=Integer),
    )
    .values(kek=bindparam("new_kek", type_=Text), wrapped=bindparam("new_wrapped"))
)
HOW_MANY: Final = define(select(func.count().label("n")).select_from(subject_key), int)
_PAGE: Final = 500


class Seals:
    """Seals for one service; `chest` gives the wrapping keys as they are now."""

    def __init__(self, chest: Callable[[], KeyChest], index_key: bytes = b"") -> None:
        """Take the wrapping keys of the house, and the key of its indexes over sealed values."""
        self._chest = chest
        self._index_key = index_key

    def index(self, column: str, value: str) -> str:
        """A keyed name by which equal values of a column are found without opening any (V5)."""
        if not self._index_key:
            raise LookupError("there is no key for indexes")
        return search_index(self._index_key, column, value)

    async def seal(self, tx: Tx, person: str, value: str, place: Place) -> bytes:
        """Seal a text for a person; her key is made with the first."""
        held = await tx.many(KEYS_OF, who=person)
        chest = self._chest()
        if not held:
            made = chest.new_key(person)
            await tx.run(ADD_KEY, **msgspec.structs.asdict(made))
            held = await tx.many(KEYS_OF, who=person)
        newest = held[-1]
        return seal(chest.open(newest), newest.version, value, place)

    async def open(self, reader: Tx | Database, sealed: bytes, place: Place) -> str:
        """The text; SealBroken when the person's key was destroyed or the value was moved."""
        held = await reader.many(KEYS_OF, who=place.subject)
        chest = self._chest()
        return unseal({each.version: chest.open(each) for each in held}, sealed, place)

    async def destroy(self, tx: Tx, person: str) -> int:
        """Destroy a person's keys: nothing sealed for her opens ever again, in backups neither."""
        return await tx.run(DROP_KEYS, who=person)

    async def rewrap(self, tx: Tx, newest: str) -> int:
        """Wrap up to 500 keys anew under the newest wrapping key; how many that were."""
        chest = self._chest()
        held = await tx.many(UNDER_OTHERS, newest=newest, most=_PAGE)
        for each in held:
            fresh = chest.rewrap(each)
            await tx.run(
                REWRAP,
                who=each.subject,
                at_version=each.version,
                new_kek=fresh.kek,
                new_wrapped=fresh.wrapped,
            )
        return len(held)


async def seal_for(tx: Tx, person: str, value: str, *, table: str, column: str, row: str) -> bytes:
    """Seal a text of a person for one column of one row."""
    place = Place(table=table, column=column, row=row, subject=person)
    return await seals_of(tx).seal(tx, person, value, place)


async def open_for(
    tx: Tx, person: str, sealed: bytes, *, table: str, column: str, row: str
) -> str | None:
    """The text; None when it can never be read again."""
    place = Place(table=table, column=column, row=row, subject=person)
    try:
        return await seals_of(tx).open(tx, sealed, place)
    except SealBroken:
        return None


def seals_of(tx: Tx) -> Seals:
    """The seals of the service whose transaction it is; LookupError if it has none."""
    if tx.seals is None:
        raise LookupError(f"{tx.service} has no room privacy and so no seals")
    return tx.seals


def open_seals(folder: Path | None) -> Seals:
    """The seals of a data folder; its keys are made on first use."""
    if folder is None:
        return Seals(_of_process, _PROCESS_INDEX)
    index_key = secret_file(folder / "keys" / "index", lambda: secrets.token_bytes(KEY_BYTES))
    return Seals(open_chest(folder), index_key)


def open_chest(folder: Path | None) -> Callable[[], KeyChest]:
    """The wrapping keys of a data folder, made on first use; without a folder those of this process."""
    return KekFile(folder / "keys" / "kek.json").chest if folder is not None else _of_process


_PROCESS_CHEST: Final = KeyChest({"kek-1": secrets.token_bytes(KEY_BYTES)}, "kek-1")


_PROCESS_INDEX: Final = secrets.token_bytes(KEY_BYTES)


def _of_process() -> KeyChest:
    return _PROCESS_CHEST
