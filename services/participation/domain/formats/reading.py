# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a file of ballots whatever its format, told by what stands in it and not by its name."""

import csv

from services.participation.domain.elections import Election
from services.participation.domain.formats.counted_lines import (
    looks_like_blt,
    looks_like_choiceplus,
    looks_like_scottish,
    read_blt,
    read_choiceplus,
    read_counted_lines,
    read_scottish,
)
from services.participation.domain.formats.pb import looks_like_pb
from services.participation.domain.formats.pb_votes import read_pb
from services.participation.domain.formats.preflib import looks_like_preflib, read_preflib
from services.participation.domain.formats.tables import Cells, looks_like_table, read_table
from services.participation.domain.refusals import Refused

READERS = (
    (looks_like_preflib, read_preflib),
    (looks_like_scottish, read_scottish),
    (looks_like_blt, read_blt),
    (looks_like_choiceplus, read_choiceplus),
)


def decode(data: bytes) -> str:
    """UTF-8 with or without mark; older files are Windows-1250."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1250", errors="replace")


def read_election(text: str, *, strict: bool = False, cells: Cells | None = None) -> Election:
    """The election in a file, or a refusal that says what is wrong with it."""
    if not text.strip() or "\0" in text:
        raise Refused("FILE_UNREADABLE", "The file is empty, or it is no text.")
    if looks_like_pb(text):
        return read_pb(text, strict=strict)
    try:
        return _read_other(text, cells)
    except (ValueError, IndexError, StopIteration, csv.Error) as broken:
        sentence = f"The file cannot be read as any known format: {broken}."
        raise Refused("FILE_UNREADABLE", sentence) from broken


def _read_other(text: str, cells: Cells | None) -> Election:
    for looks_right, read in READERS:
        if looks_right(text):
            return read(text)
    if looks_like_table(text):
        return read_table(text, cells=cells)
    return read_counted_lines(text)
