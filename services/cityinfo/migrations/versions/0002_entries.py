# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One narrow row per item and language that answers a search alone: words, tags, place, hours, title.

What was found by `words` and `title` moves here; those two tables stay for replicas of the version
before and are dropped by a later step.
"""

import sqlalchemy as sa
from alembic import op

_PROFILES = (
    "hearing_aid", "reduced_mobility", "rollator", "stroller", "visually_impaired", "wheelchair",
)  # fmt: skip
_OF_PLACE = ("lat", "lon", "schedule", "provider_type", "owner_type", "reservable", "is_free")
_FACTS = ", ".join((*_OF_PLACE, *_PROFILES))
_NEW = ", ".join(f"new.{name}" for name in (*_OF_PLACE, *_PROFILES))
_FROM_PLACE = ", ".join(
    [f"p.{name}" for name in _OF_PLACE]
    + [
        f"(SELECT a.shortages FROM access a WHERE a.place = p.id AND a.profile = '{name}')"  # noqa: S608
        for name in _PROFILES
    ]
)
_TAGS_OF_PLACE = (
    "(SELECT 'u' || substr(replace(min(w.tags), ' t', ' u'), 2) FROM words w WHERE w.item = p.id)"
)


def upgrade() -> None:
    """Add the table with its full-text index, and fill it from what there is."""
    is_postgresql = op.get_context().dialect.name == "postgresql"
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True)
        if is_postgresql
        else sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("schedule", sa.Text),
        sa.Column("provider_type", sa.Text),
        sa.Column("owner_type", sa.Text),
        sa.Column("reservable", sa.Boolean),
        sa.Column("is_free", sa.Boolean),
        *_profiles(),
        sa.Column("first", sa.Text(collation="C") if is_postgresql else sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(collation="C") if is_postgresql else sa.Text(), nullable=False),
    )
    # The reader's title of a thing is read from this index alone.
    op.create_index("entry_item", "entry", ["item", "language", "sort"])
    op.create_index("entry_name", "entry", ["language", "sort", "item"])
    # Counting goes through the places alone, in an index without their words.
    itself = sa.text("language = ''")
    op.create_index(
        "entry_count", "entry", ["language", "schedule", "is_free", "reservable", "provider_type", "owner_type", "lat"],
        sqlite_where=itself, postgresql_where=itself,
    )  # fmt: skip
    if is_postgresql:
        _on_postgresql()
    else:
        _on_sqlite()
    _fill(is_postgresql=is_postgresql)


def _profiles() -> "list[sa.Column[int | None]]":
    return [sa.Column(profile, sa.Integer) for profile in _PROFILES]


def _on_postgresql() -> None:
    """Lexemes as they are given: no parser, no positions, no weights, so that GIN needs no second look."""
    op.execute("ALTER TABLE entry ADD COLUMN found tsvector")
    op.execute("CREATE INDEX entry_found ON entry USING gin (found) WITH (fastupdate = off)")
    op.execute(
        f"""
        CREATE VIEW entry_written AS
        SELECT item, language, {_FACTS}, first, sort, '' AS name, '' AS more, '' AS tags FROM entry
        """  # noqa: S608 -- names of columns
    )
    op.execute(
        f"""
        CREATE RULE written AS ON INSERT TO entry_written DO INSTEAD
        INSERT INTO entry (item, language, {_FACTS}, first, sort, found)
        VALUES (new.item, new.language, {_NEW}, new.first, new.sort,
                array_to_tsvector(array_remove(string_to_array(concat_ws(' ', new.name, new.more, new.tags,
                    regexp_replace(new.name, '([^ ]+)', 'n_\\1', 'g')), ' '), '')))
        """  # noqa: S608 -- names of columns
    )

    # PostgreSQL keeps its index itself: what SQLite is told to put there has no effect here.
    op.execute(
        "CREATE VIEW entry_index AS SELECT id AS rowid, '' AS name, '' AS more, '' AS tags FROM entry"
    )
    op.execute("CREATE RULE added AS ON INSERT TO entry_index DO INSTEAD NOTHING")
    op.execute("CREATE RULE gone AS ON DELETE TO entry_index DO INSTEAD NOTHING")


def _on_sqlite() -> None:
    """Rows here, their words in the index: a trigger may not write there, so the store does both."""
    op.execute(
        "CREATE VIRTUAL TABLE entry_index USING fts5(name, more, tags, "
        "tokenize='unicode61 remove_diacritics 0', prefix='2 3')"
    )
    op.execute(
        f"""
        CREATE VIEW entry_written AS
        SELECT item, language, {_FACTS}, first, sort, '' AS name, '' AS more, '' AS tags FROM entry
        """  # noqa: S608 -- names of columns
    )
    op.execute(
        f"""
        CREATE TRIGGER written INSTEAD OF INSERT ON entry_written BEGIN
            INSERT INTO entry (item, language, {_FACTS}, first, sort)
            VALUES (new.item, new.language, {_NEW}, new.first, new.sort);
        END
        """  # noqa: S608 -- names of columns
    )


def _fill(*, is_postgresql: bool) -> None:
    """Languages' rows from `words`; for each place one more, without words, with its tags."""
    op.execute(
        f"""
        INSERT INTO entry_written (item, language, {_FACTS}, first, sort, name, more, tags)
        SELECT w.item, w.language, {_FROM_PLACE},
               coalesce(p.sort, ''), coalesce(t.sort, p.sort, ''), w.name, w.more, w.tags
        FROM words w LEFT JOIN place p ON p.id = w.item
        LEFT JOIN title t ON t.item = w.item AND t.language = w.language
        """  # noqa: S608 -- names of columns
    )
    op.execute(
        f"""
        INSERT INTO entry_written (item, language, {_FACTS}, first, sort, name, more, tags)
        SELECT p.id, '', {_FROM_PLACE}, p.sort, p.sort, '', '', {_TAGS_OF_PLACE}
        FROM place p WHERE EXISTS (SELECT 1 FROM words w WHERE w.item = p.id)
        """  # noqa: S608 -- names of columns
    )
    if not is_postgresql:
        op.execute(
            f"""
            INSERT INTO entry_index (rowid, name, more, tags)
            SELECT e.id, coalesce(w.name, ''), coalesce(w.more, ''), coalesce(w.tags, {_TAGS_OF_PLACE}, '')
            FROM entry e LEFT JOIN words w ON w.item = e.item AND w.language = e.language
            LEFT JOIN place p ON p.id = e.item
            """  # noqa: S608 -- names of columns
        )
