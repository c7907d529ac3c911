# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Catalogues: PO files by BCP 47 tag, one per component; keys in `msgctxt`, Swedish in `msgid`."""

from i18n.catalogues.entry import Entry, State
from i18n.catalogues.reading import CatalogueError, read_catalogue
from i18n.catalogues.store import add_folder, entries_of
from i18n.catalogues.writing import write_catalogue

__all__ = [
    "CatalogueError",
    "Entry",
    "State",
    "add_folder",
    "entries_of",
    "read_catalogue",
    "write_catalogue",
]
