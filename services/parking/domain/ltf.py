# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the city's regulation feed, LTF-Tolken GeoJSON, into regulations; refused rows are listed."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

import msgspec

from services.parking.domain import ltf_fields as fields
from services.parking.domain.cleaning_text import read_cleaning
from services.parking.domain.local_time import DAY_MINUTES
from services.parking.domain.ltf_fields import Doubt, Row, RowRefused
from services.parking.domain.regulations import (
    Audience,
    Band,
    Effect,
    Regulation,
    Rule,
)
from services.parking.domain.signs import (
    SignUnreadable,
    plain,
    read_date_parity,
    side_of,
)
from services.parking.domain.tariff_text import TariffUnreadable, read_day_types, read_tariff
from services.parking.domain.tariffs import Tariff
from services.parking.domain.windows import ALWAYS, Recurrence

T = TypeVar("T")

CLEANING_LAYER = "servicedagar"
LAYERS: dict[str, tuple[str, Audience]] = {
    "LTFR_SERVICEDAG": (CLEANING_LAYER, Audience()),
    "LTFR_P_TILLATEN": ("ptillaten", Audience()),
    "LTFR_P_BUSS": ("pbuss", fields.VEHICLES["buss"]),
    "LTFR_P_LASTBIL": ("plastbil", fields.VEHICLES["lastbil"]),
    "LTFR_P_MOTORCYKEL": ("pmotorcykel", fields.VEHICLES["motorcykel"]),
    "LTFR_P_RORELSEHINDRADE": ("prorelsehindrad", fields.VEHICLES["rörelsehindrade"]),
}
"""Layer and audience by the prefix of the feature id."""
PREFIXES = {layer: prefix for prefix, (layer, _) in LAYERS.items()}


class Refused(msgspec.Struct, frozen=True):
    """A row that was kept out."""

    id: str
    reason: str


class Reading(msgspec.Struct, frozen=True):
    """What a file of the feed holds."""

    regulations: tuple[Regulation, ...]
    refused: tuple[Refused, ...]
    is_complete: bool = True
    """False: the server says that it has more rows than it sent (maxFeatures)."""

    @property
    def doubtful(self) -> tuple[Regulation, ...]:
        """Rows kept whose rules could not all be read: their places answer "unknown"."""
        return tuple(row for row in self.regulations if row.doubts)


class FeedUnreadable(ValueError):
    """A file that is no feature collection at all."""


def read_feed(body: bytes) -> Reading:
    """All rows of a FeatureCollection. Raises FeedUnreadable; a broken row never stops the others."""
    try:
        document = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as broken:
        raise FeedUnreadable("the file is not JSON") from broken
    features = (
        cast("dict[str, Any]", document).get("features") if isinstance(document, dict) else None
    )
    if not isinstance(features, list):
        raise FeedUnreadable("the file is no GeoJSON FeatureCollection")
    is_complete = _is_complete(
        cast("dict[str, Any]", document), len(cast("list[object]", features))
    )
    found: dict[str, Regulation] = {}
    refused: list[Refused] = []
    for index, feature in enumerate(cast("list[object]", features)):
        name = f"row {index + 1}"
        try:
            row = read_feature(feature)
            name = row.id
            if row.id in found:
                raise RowRefused("the id stands twice in the file")  # noqa: TRY301 -- same list
            found[row.id] = row
        except RowRefused as reason:
            known = cast("dict[str, Any]", feature).get("id") if isinstance(feature, dict) else None
            refused.append(Refused(known if isinstance(known, str) else name, str(reason)))
    return Reading(tuple(found.values()), tuple(refused), is_complete)


def _is_complete(document: Mapping[str, Any], held: int) -> bool:
    """Whether the file holds all that the server has. FeedUnreadable when rows were lost on the way."""
    sent, matched = document.get("numberReturned"), document.get("numberMatched")
    if isinstance(sent, int) and sent > held:
        raise FeedUnreadable(f"the file announces {sent} rows and holds {held}")
    return not isinstance(matched, int) or matched <= held


def read_feature(feature: object) -> Regulation:
    """One row. Raises RowRefused; a field that cannot be read becomes a doubt of the regulation."""
    if not isinstance(feature, dict):
        raise RowRefused("the row is no object")
    shape = cast("Mapping[str, Any]", feature)
    name, row = shape.get("id"), shape.get("properties")
    if not isinstance(name, str) or not isinstance(row, dict):
        raise RowRefused("the row has no id or no properties")
    source = cast("dict[str, Any]", row)
    prefix = name.rpartition(".")[0]
    if prefix not in LAYERS:
        raise RowRefused(f'layer "{prefix}" is unknown')
    layer, fallback = LAYERS[prefix]
    place = fields.line(shape.get("geometry"))
    doubts: list[str] = []
    keep = _Keep(doubts)
    citation = keep(lambda: fields.text(source, "CITATION"), "")
    if not citation:
        raise RowRefused("the row names no decision (CITATION)")
    if layer == CLEANING_LAYER:
        audience, rules = fallback, _cleaning_rules(source, keep)
    else:
        audience = keep(lambda: fields.audience(source, fallback), fallback)
        rules = _permit_rules(source, audience, keep)
    valid_from = keep(lambda: fields.local_date(source, "VALID_FROM"), None)
    valid_to = keep(lambda: fields.local_date(source, "VALID_TO"), None)
    if doubts:
        rules = (*rules, Rule(effect=Effect.UNCLEAR, band=Band.DEFAULT))
    return Regulation(
        id=name,
        layer=layer,
        citation=citation,
        line=place,
        audience=audience,
        rules=rules,
        url=keep(lambda: fields.text(source, "RDT_URL"), ""),
        street=keep(lambda: fields.text(source, "STREET_NAME"), ""),
        address=keep(lambda: fields.text(source, "ADDRESS"), ""),
        district=keep(lambda: fields.text(source, "CITY_DISTRICT"), ""),
        area=keep(lambda: fields.text(source, "PARKING_DISTRICT"), ""),
        valid_from=valid_from,
        valid_to=valid_to,
        spaces=keep(lambda: fields.number(source, "VF_PLATSER"), None),
        metres=keep(lambda: fields.number(source, "VF_METER"), None),
        doubts=tuple(doubts),
        source=source,
    )


class _Keep:
    """Runs a reader; a doubt is noted and the stand-in taken."""

    def __init__(self, doubts: list[str]) -> None:
        self._doubts = doubts

    def __call__(self, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except (Doubt, SignUnreadable, TariffUnreadable) as doubt:
            self._doubts.append(str(doubt))
            return otherwise


def _cleaning_rules(row: Row, keep: _Keep) -> tuple[Rule, ...]:
    """Rows of the cleaning layer: the window itself is the forbidden time."""
    when = keep(lambda: _cleaning_window(row), None)
    return () if when is None else (Rule(effect=Effect.FORBID, band=Band.CLEANING, when=when),)


def _cleaning_window(row: Row) -> Recurrence:
    weekday, times, days = fields.weekday(row), fields.hours(row), fields.text(row, "DAY_TYPE")
    day_types = read_day_types(days) if days and weekday is None else ()
    if times is None or (weekday is None and not day_types):
        raise Doubt("the cleaning row lacks a weekday or a time")
    start, end = times
    return Recurrence(
        weekday=weekday,
        day_types=day_types,
        start=start,
        end=end or DAY_MINUTES,
        season=fields.season(row),
    )


def _permit_rules(row: Row, audience: Audience, keep: _Keep) -> tuple[Rule, ...]:
    """Rows of the permission layers: window, cleaning text, longest stay, fee."""
    tariff = keep(lambda: _tariff(row), None)
    band = Band.RESERVED if audience.is_reserved else Band.FEE if tariff else Band.DEFAULT
    when = keep(lambda: _permitted(row, tariff), ALWAYS)
    rules = [Rule(effect=Effect.PERMIT, band=band, when=when)]
    if when.to_next_week and when.start != when.end % DAY_MINUTES:
        rest = Recurrence(
            weekday=when.weekday,
            start=when.end,
            end=when.start,
            to_next_week=True,
            season=when.season,
        )
        rules.append(Rule(effect=Effect.FORBID, band=Band.CLEANING, when=rest, inferred=True))
    rules += keep(lambda: list(_sign_rules(row)), [])
    limit = keep(lambda: fields.max_seconds(row), 0)
    if limit:
        rules.append(Rule(effect=Effect.LIMIT, band=Band.TIME_LIMIT, when=when, max_seconds=limit))
    if tariff is not None:
        rules.append(Rule(effect=Effect.FEE, band=Band.FEE, tariff=tariff))
    return tuple(rules)


def _permitted(row: Row, tariff: Tariff | None) -> Recurrence:
    weekday, times, season = fields.weekday(row), fields.hours(row), fields.season(row)
    if weekday is not None:
        if times is None:
            raise Doubt("the weekday has no time")
        start, end = times
        return Recurrence(
            weekday=weekday, start=start, end=end % DAY_MINUTES, to_next_week=True, season=season
        )
    days = fields.text(row, "DAY_TYPE")
    day_types = read_day_types(days)
    if days and not day_types:
        raise Doubt(f'DAY_TYPE "{days}" is unknown')
    if times is None:
        return Recurrence(day_types=day_types, season=season)
    start, end = times[0], times[1] or DAY_MINUTES
    if tariff is not None and any(
        (start, end) == (window.start, window.end)
        and (not day_types or set(day_types) <= set(window.day_types))
        for window in tariff.windows
    ):
        return Recurrence(season=season)
    return Recurrence(day_types=day_types, start=start, end=end, season=season)


def _sign_rules(row: Row) -> Iterable[Rule]:
    words = fields.text(row, "OTHER_INFO")
    if not words:
        return
    if plain(words).startswith("datumparkering"):
        parity = read_date_parity(words, side_of(fields.text(row, "ADDRESS")))
        yield Rule(effect=Effect.FORBID, band=Band.DATE_PARITY, when=parity)
        return
    for when in read_cleaning(words):
        yield Rule(effect=Effect.FORBID, band=Band.CLEANING, when=when)


def _tariff(row: Row) -> Tariff | None:
    words = fields.text(row, "PARKING_RATE")
    return read_tariff(words) if words else None
