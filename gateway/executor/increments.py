# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The two published forms of an answer in pieces (deferSpec 20220824, incrementalSpec v0.2)."""

from __future__ import annotations

from gateway.executor.parts import Increment, Piece, Place
from gateway.executor.response import JsonObject


def by_path(increment: Increment) -> JsonObject:
    """deferSpec=20220824: every piece names its path and label."""
    shown: JsonObject = {} if increment.response is None else increment.response.to_json()
    if increment.pieces:
        shown["incremental"] = [_piece_by_path(one) for one in increment.pieces]
    return {**shown, "hasNext": increment.has_next}


def _piece_by_path(piece: Piece) -> JsonObject:
    shown: JsonObject = {"path": list(piece.place.path), "data": piece.data}
    if piece.place.label is not None:
        shown["label"] = piece.place.label
    if piece.errors:
        shown["errors"] = piece.errors
    return shown


class ById:
    """incrementalSpec=v0.2: places are announced under an id, filled, and completed."""

    def __init__(self) -> None:
        """Nothing has been announced."""
        self._ids: dict[Place, str] = {}

    def show(self, increment: Increment) -> JsonObject:
        """One delivery. Call it once for each, in order."""
        shown: JsonObject = {} if increment.response is None else increment.response.to_json()
        if increment.pending:
            shown["pending"] = [self._announce(one) for one in increment.pending]
        filled = [piece for piece in increment.pieces if piece.place in self._ids]
        incremental = [self._fill(piece) for piece in filled if piece.data is not None]
        if incremental:
            shown["incremental"] = incremental
        failed = {piece.place: piece.errors for piece in filled if piece.data is None}
        if increment.done:
            shown["completed"] = [self._complete(one, failed.get(one)) for one in increment.done]
        return {**shown, "hasNext": increment.has_next}

    def _announce(self, place: Place) -> JsonObject:
        own = self._ids[place] = str(len(self._ids))
        shown: JsonObject = {"id": own, "path": list(place.path)}
        if place.label is not None:
            shown["label"] = place.label
        return shown

    def _fill(self, piece: Piece) -> JsonObject:
        shown: JsonObject = {"id": self._ids[piece.place], "data": piece.data}
        if piece.errors:
            shown["errors"] = piece.errors
        return shown

    def _complete(self, place: Place, errors: list[JsonObject] | None) -> JsonObject:
        shown: JsonObject = {"id": self._ids[place]}
        if errors:
            shown["errors"] = errors
        return shown
