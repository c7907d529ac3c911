# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking in a file: everything that can be read in one transaction, and a report of the rest."""

import re

import msgspec

from i18n import registry
from services.cityinfo.actions.writing import put_events, put_places
from services.cityinfo.domain.intake import Format, Refused, read_file
from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid, Problem
from services.kit.policy import require
from services.kit.wire.caller import Caller

__all__ = ["Format", "Report", "TakeIn", "take_in"]

_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


class TakeIn(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to take in a file."""

    format: Format
    content: str
    source: str
    language: str = "sv"
    dry_run: bool = False


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    places: int
    events: int
    refused: tuple[Refused, ...]


async def take_in(database: Database, caller: Caller, given: TakeIn) -> Report:
    """Keep what can be read. InputInvalid or UNKNOWN_LOCALE when nothing can be taken at all."""
    require(caller, "cityinfo.content.edit")
    if not _SOURCE.fullmatch(given.source):
        raise InputInvalid(path=("source",))
    if not registry.known(given.language):
        raise Problem("UNKNOWN_LOCALE", path=("language",))
    taken = read_file(given.format, given.content, source=given.source, language=given.language)

    async def unit(tx: Tx) -> None:
        await put_places(tx, caller, taken.places)
        await put_events(tx, caller, taken.events)

    if not given.dry_run and (taken.places or taken.events):
        await database.transact(unit)
    return Report(places=len(taken.places), events=len(taken.events), refused=taken.refused)
