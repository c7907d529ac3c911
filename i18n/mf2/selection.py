# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Choosing the variant: keys from left to right, the best so far wins (MessageFormat 2, Selection)."""

from collections.abc import Callable, Sequence

from i18n.mf2.errors import MessageError
from i18n.mf2.resolve import Frame, Resolver
from i18n.mf2.validate import Key
from i18n.mf2.values import Value

Match = Callable[[str], bool]


def select(frame: Frame, selectors: Sequence[tuple[str, Resolver]], keys: Sequence[Key]) -> int:
    """The index of the variant that fits best; one with only catch-alls always fits."""
    if len(selectors) == 1:
        return _select_by_one(frame, *selectors[0], keys)
    columns = [_Column(frame, source, resolver(frame)) for source, resolver in selectors]
    best = -1
    for index, key in enumerate(keys):
        if all(
            one is None or column.fits(one) for one, column in zip(key, columns, strict=True)
        ) and (best < 0 or _is_better(key, keys[best], columns)):
            best = index
    return best


def _select_by_one(frame: Frame, source: str, resolver: Resolver, keys: Sequence[Key]) -> int:
    """The same for the usual message with one selector."""
    value = resolver(frame)
    match, better = value.match, value.better
    catch_all = best = keys.index((None,))
    if match is None or value.failed:
        frame.errors.append(MessageError("bad-selector", source))
        return catch_all
    best_key: str | None = None
    try:
        for index, (key,) in enumerate(keys):
            if (
                key is not None
                and match(key)
                and (best_key is None or (better is not None and better(key, best_key)))
            ):
                best, best_key = index, key
    except Exception as wrong:  # noqa: BLE001 - formatting never raises, so it is reported (M9)
        frame.errors.append(MessageError("bad-selector", source, type(wrong).__name__))
        return catch_all
    return best


class _Column:
    """One selector: which of its keys fit, asked once each."""

    __slots__ = ("_fits", "_frame", "_source", "_value")

    def __init__(self, frame: Frame, source: str, value: Value) -> None:
        self._frame = frame
        self._source = source
        self._value: Value | None = value
        self._fits: dict[str, bool] = {}
        if value.failed or value.match is None:
            frame.errors.append(MessageError("bad-selector", source))
            self._value = None

    def fits(self, key: str) -> bool:
        known = self._fits.get(key)
        if known is None:
            known = self._fits[key] = self._ask(key)
        return known

    def _ask(self, key: str) -> bool:
        value = self._value
        if value is None or value.match is None:
            return False
        try:
            return bool(value.match(key))
        except Exception as wrong:  # noqa: BLE001 - formatting never raises, so it is reported (M9)
            self._fail(wrong)
            return False

    def better(self, one: str, other: str) -> bool:
        value = self._value
        if value is None or value.better is None:
            return False
        try:
            return bool(value.better(one, other))
        except Exception as wrong:  # noqa: BLE001 - formatting never raises, so it is reported (M9)
            self._fail(wrong)
            return False

    def _fail(self, wrong: Exception) -> None:
        self._frame.errors.append(MessageError("bad-selector", self._source, type(wrong).__name__))
        self._value = None
        self._fits.clear()


def _is_better(key: Key, best: Key, columns: Sequence[_Column]) -> bool:
    for one, other, column in zip(key, best, columns, strict=True):
        if one == other:
            continue
        if one is None:
            return False
        if other is None:
            return True
        if column.better(one, other):
            return True
        if column.better(other, one):
            return False
    return False
