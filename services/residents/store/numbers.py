# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The vault of numbers: sealed, found by a keyed index; and who lives under protected identity."""

import msgspec

from services.kit.data import (
    Column,
    Instant,
    LargeBinary,
    MetaData,
    Table,
    Text,
    among,
    bindparam,
    define,
    delete,
    insert,
    select,
    update,
)

metadata = MetaData()

identity_number = Table(
    "identity_number",
    metadata,
    Column("person", Text, primary_key=True),
    Column("number_index", Text, nullable=False, unique=True),
    Column("number_sealed", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("previous_index", Text),
    Column("since", Instant, nullable=False),
)

protection = Table(
    "protection",
    metadata,
    Column("person", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("since", Instant, nullable=False),
)


class Known(msgspec.Struct, frozen=True):
    """Whose number it is."""

    person: str
    number_index: str


_WHO = bindparam("who", type_=Text)
_INDEX = bindparam("index", type_=Text)

person_by_index = define(
    select(identity_number.c.person, identity_number.c.number_index).where(
        identity_number.c.number_index == _INDEX
    ),
    Known,
)
add_number = define(insert(identity_number).on_conflict_do_nothing())
change_number = define(
    update(identity_number)
    .where(identity_number.c.person == _WHO)
    .values(
        number_index=bindparam("new_index", type_=Text),
        number_sealed=bindparam("new_sealed", type_=LargeBinary),
        kind=bindparam("new_kind", type_=Text),
        previous_index=bindparam("old_index", type_=Text),
    )
)
sealed_of = define(
    select(identity_number.c.number_sealed).where(identity_number.c.person == _WHO), bytes
)

protect = define(insert(protection).on_conflict_do_nothing())
unprotect = define(delete(protection).where(protection.c.person == _WHO))
protected_among = define(
    select(protection.c.person).where(among(protection.c.person, "people")), str
)
