# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about the translation memory and the glossary."""

import msgspec

from services.kit.data import (
    Instant,
    Integer,
    Text,
    among,
    and_,
    bindparam,
    define,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from services.language.domain.glossary import Term
from services.language.domain.memory import Unit
from services.language.store.tables import memory, term


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """Which units of a pair there are, in short: another after each approval, hold and release."""

    units: int
    held: int
    last_approved_at: int
    last_held_at: int
    """0: nothing is in quarantine."""


_whole_pair = (
    memory.c.source_locale == bindparam("source_locale", type_=Text),
    memory.c.locale == bindparam("locale", type_=Text),
)
_pair = (*_whole_pair, memory.c.quarantined_at.is_(None))
"""What is offered for a pair of languages: nothing that is in quarantine."""

same_wording = define(select(memory).where(*_pair, among(memory.c.source_hash, "hashes")), Unit)
"""Units of the same wordings: exact and context matches."""

all_of_pair = define(select(memory).where(*_pair).order_by(memory.c.id), Unit)

stamp_of_pair = define(
    select(
        func.count().label("units"),
        func.count(memory.c.quarantined_at).label("held"),
        func.coalesce(func.max(memory.c.approved_at), 0).label("last_approved_at"),
        func.coalesce(func.max(memory.c.quarantined_at), 0).label("last_held_at"),
    )
    .select_from(memory)
    .where(*_whole_pair),
    Stamp,
)

_put = insert(memory)
put_unit = define(
    _put.on_conflict_do_update(
        index_elements=["id"],
        set_={
            "target": _put.excluded.target,
            "context_hash": _put.excluded.context_hash,
            "approved_at": _put.excluded.approved_at,
            "quarantined_at": None,
            "quarantine_reason": None,
        },
    )
)
"""An approval is a person's word: it also ends a quarantine."""

_is_unit = memory.c.id == bindparam("key", type_=Text)
_of_unit = update(memory).where(_is_unit)
_held = {
    "quarantined_at": bindparam("at", type_=Instant),
    "quarantine_reason": bindparam("why", type_=Text),
}
hold_unit = define(_of_unit.values(**_held).returning(memory), Unit)
hold_wording = define(
    update(memory)
    .where(
        or_(
            _is_unit,
            and_(
                memory.c.source_locale == bindparam("of_source", type_=Text),
                memory.c.locale == bindparam("of_locale", type_=Text),
                memory.c.source_hash == bindparam("of_hash", type_=Text),
                memory.c.target == bindparam("of_target", type_=Text),
            ),
        )
    )
    .values(**_held)
)
"""The unit, and every other that offers the same translation of the same wording."""
release_unit = define(
    _of_unit.values(quarantined_at=None, quarantine_reason=None).returning(memory), Unit
)

terms_of = define(
    select(term).where(term.c.locale == bindparam("locale", type_=Text)).order_by(term.c.source),
    Term,
)
all_terms = define(select(term).order_by(term.c.source, term.c.locale, term.c.id), Term)
terms_page = define(
    select(term)
    .where(
        term.c.locale == bindparam("locale", type_=Text),
        term.c.id > bindparam("after", type_=Text),
    )
    .order_by(term.c.id)
    .limit(bindparam("most", type_=Integer)),
    Term,
)
count_terms = define(
    select(func.count()).select_from(term).where(term.c.locale == bindparam("locale", type_=Text)),
    int,
)

_put_term = insert(term)
put_term = define(
    _put_term.on_conflict_do_update(
        index_elements=["id"],
        set_={
            name: _put_term.excluded[name]
            for name in ("source", "locale", "target", "status", "gloss", "is_case_sensitive")
        },
    )
)
drop_term = define(delete(term).where(term.c.id == bindparam("key", type_=Text)))
