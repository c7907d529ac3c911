# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Schema steps: Alembic operations in numbered modules, applied in order, each in one transaction.

A service keeps them in `services/<name>/migrations/versions/NNNN_<what>.py`, each with an
`upgrade()` that uses `alembic.op`. The previous version of the service is still running while a
step is applied: expand first, fill, contract in a later release (reliability D7). When the schema
is at its newest step, neither Alembic nor an engine is imported.
"""

import importlib
import importlib.util
import io
import re
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.kit.errors import SettingsProblem

if TYPE_CHECKING:
    from services.kit.data.database import Database

KIT = "services.kit.data"

READ_VERSIONS = "SELECT package, number FROM schema_version"
MAKE_VERSIONS = (
    "CREATE TABLE IF NOT EXISTS schema_version (package text PRIMARY KEY, number integer NOT NULL)"
)
_STEP = re.compile(r"(\d{4})_[a-z0-9_]+")


async def migrate(database: "Database", package: str | None = None) -> int:
    """Bring the kit's tables and those of `package` to their newest step; how many steps it took.

    Raises SettingsProblem when the database is newer than the code by more than its steps know,
    or a step cannot be applied.
    """
    known = await database.versions()
    taken = 0
    for name in (KIT, package) if package else (KIT,):
        steps = steps_of(name)
        pending = [step for step in steps if step[0] > known.get(name, 0)]
        if pending:
            await database.apply(name, pending)
            taken += len(pending)
    return taken


def steps_of(package: str) -> list[tuple[int, str]]:
    """Number and module name of every step of a package, in order, found without importing one."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SettingsProblem(f"{package} is not a package; nothing to migrate")
    found: dict[int, str] = {}
    for place in spec.submodule_search_locations:
        for file in sorted((Path(place) / "migrations" / "versions").glob("[0-9]*.py")):
            match = _STEP.fullmatch(file.stem)
            if match is None or int(match[1]) in found:
                raise SettingsProblem(
                    f"{file.name}: steps are called NNNN_what.py, each number once"
                )
            found[int(match[1])] = f"{package}.migrations.versions.{file.stem}"
    return sorted(found.items())


def read_versions(connection: sqlite3.Connection) -> dict[str, int]:
    """Schema versions of a SQLite file; empty when it is fresh."""
    try:
        return dict(connection.execute(READ_VERSIONS).fetchall())
    except sqlite3.OperationalError as problem:
        if "no such table" in str(problem):
            return {}
        raise


def apply_to_sqlite(path: Path, package: str, steps: Iterable[tuple[int, str]]) -> None:
    """Run steps on a connection of their own; foreign keys are checked after each."""
    from alembic.operations import Operations  # noqa: PLC0415 -- heavy, seldom needed
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 -- heavy, seldom needed
    from sqlalchemy import create_engine  # noqa: PLC0415 -- heavy, seldom needed
    from sqlalchemy.pool import StaticPool  # noqa: PLC0415 -- heavy, seldom needed

    raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5.0)
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    connection = engine.connect()
    try:
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA wal_autocheckpoint = 0")
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(MAKE_VERSIONS)
        known = read_versions(raw).get(package, 0)
        with Operations.context(MigrationContext.configure(connection)):
            for number, module in steps:
                if number > known:
                    _upgrade_of(module)()
                    raw.execute(
                        "INSERT INTO schema_version VALUES (?, ?) "
                        "ON CONFLICT (package) DO UPDATE SET number = excluded.number",
                        (package, number),
                    )
        broken = raw.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise SettingsProblem(
                f"{package}: a schema step left rows of {broken[0]} without parent"
            )
        raw.execute("COMMIT")
    finally:
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        connection.close()
        engine.dispose()


def script_for_postgresql(module: str) -> str:
    """The SQL of one step, written out without touching a database."""
    from alembic.operations import Operations  # noqa: PLC0415 -- heavy, seldom needed
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 -- heavy, seldom needed

    script = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": script}
    )
    with Operations.context(context):
        _upgrade_of(module)()
    return script.getvalue()


def _upgrade_of(module: str) -> Callable[[], Any]:
    return importlib.import_module(module).upgrade
