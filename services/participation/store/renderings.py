# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Translations of what people wrote: one per paper and language, made once for all readers."""

from services.kit.data import (
    Boolean,
    Column,
    Instant,
    Json,
    Table,
    Text,
    among,
    bindparam,
    define,
    insert,
    select,
)
from services.participation.domain.renderings import Rendering
from services.participation.store.papers import metadata

rendering = Table(
    "rendering",
    metadata,
    Column("paper", Text, primary_key=True),
    Column("locale", Text, primary_key=True),
    Column("source_hash", Text, nullable=False),
    Column("parts", Json(dict[str, str]), nullable=False),
    Column("engine", Text, nullable=False),
    Column("is_machine", Boolean, nullable=False),
    Column("made_at", Instant, nullable=False),
)

rendering_of = define(
    select(rendering).where(
        rendering.c.paper == bindparam("paper"), rendering.c.locale == bindparam("locale")
    ),
    Rendering,
)
renderings_in = define(
    select(rendering).where(
        rendering.c.locale == bindparam("locale"), among(rendering.c.paper, "papers")
    ),
    Rendering,
)
_put = insert(rendering)
put_rendering = define(
    _put.on_conflict_do_update(
        index_elements=["paper", "locale"],
        set_={
            name: _put.excluded[name]
            for name in ("source_hash", "parts", "engine", "is_machine", "made_at")
        },
    )
)
