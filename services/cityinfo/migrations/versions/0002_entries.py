# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One narrow row per item and language that answers a search alone: words, tags, place, hours, title.

What was found by `words` and `title` moves here; those two tables stay for replicas of the version
before and are dropped by a later step.
"""

import sqlalchemy as sa
from alembic import op

_FACTS = "lat, lon, schedule, provider_type, owner_type, reservable, is_free"
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
        sa.Column("sort", sa.Text(collation="C") if is_postgresql else sa.Text(), nullable=False),
        *([sa.Column("found", sa.dialects.postgresql.TSVECTOR)] if is_postgresql else []),
    )
    # The reader's title of a thing is read from this index alone.
    op.create_index("entry_item", "entry", ["item", "language", "sort"])
    if is_postgresql:
        _on_postgresql()
    else:
        _on_sqlite()
    _fill(is_postgresql=is_postgresql)


def _on_postgresql() -> None:
    """Lexemes as they are given: no parser, no positions, no weights, so that GIN needs no second look."""
    op.execute("CREATE INDEX entry_found ON entry USING gin (found) WITH (fastupdate = off)")
    op.execute(
        f"""
        CREATE VIEW entry_written AS
        SELECT item, language, {_FACTS}, sort, '' AS name, '' AS more, '' AS tags FROM entry
        """  # noqa: S608 -- names of columns
    )
    op.execute(
        f"""
        CREATE RULE written AS ON INSERT TO entry_written DO INSTEAD
        INSERT INTO entry (item, language, {_FACTS}, sort, found)
        VALUES (new.item, new.language, new.lat, new.lon, new.schedule, new.provider_type, new.owner_type,
                new.reservable, new.is_free, new.sort,
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
        SELECT item, language, {_FACTS}, sort, '' AS name, '' AS more, '' AS tags FROM entry
        """  # noqa: S608 -- names of columns
    )
    op.execute(
        f"""
        CREATE TRIGGER written INSTEAD OF INSERT ON entry_written BEGIN
            INSERT INTO entry (item, language, {_FACTS}, sort)
            VALUES (new.item, new.language, new.lat, new.lon, new.schedule, new.provider_type, new.owner_type,
                    new.reservable, new.is_free, new.sort);
        END
        """  # noqa: S608 -- names of columns
    )


def _fill(*, is_postgresql: bool) -> None:
    """Languages' rows from `words`; for each place one more, without words, with its tags."""
    op.execute(
        f"""
        INSERT INTO entry_written (item, language, {_FACTS}, sort, name, more, tags)
        SELECT w.item, w.language, p.lat, p.lon, p.schedule, p.provider_type, p.owner_type, p.reservable, p.is_free,
               coalesce(t.sort, p.sort, ''), w.name, w.more, w.tags
        FROM words w LEFT JOIN place p ON p.id = w.item
        LEFT JOIN title t ON t.item = w.item AND t.language = w.language
        """  # noqa: S608 -- names of columns
    )
    op.execute(
        f"""
        INSERT INTO entry_written (item, language, {_FACTS}, sort, name, more, tags)
        SELECT p.id, '', p.lat, p.lon, p.schedule, p.provider_type, p.owner_type, p.reservable, p.is_free,
               p.sort, '', '', {_TAGS_OF_PLACE}
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
