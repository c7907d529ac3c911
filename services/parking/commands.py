# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget parking`: take the feed in, ask for verdicts, prices, forbidden times, forecasts."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
import csv
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import msgspec
import rich_click as click

from i18n import localizer
from services.kit import policy
from services.kit.clock import SystemClock, instant
from services.kit.data import Database, migrate
from services.kit.errors import SettingsProblem
from services.kit.geometry import Point
from services.kit.outbound import PartnerFault
from services.kit.settings import read_settings
from services.kit.wire.caller import SYSTEM
from services.kit.wire.problem import Problem
from services.parking.actions.charging import import_charging
from services.parking.actions.feed import Imported, ImportFeed, import_feed
from services.parking.actions.operators import new_key, put_operator
from services.parking.actions.verdicts import Answer, AskVerdict, ask_verdict
from services.parking.clients import fetch_feed, source_name
from services.parking.clients.swish_server import serve_stand_in
from services.parking.domain.charging import ChargingUnreadable, read_locations
from services.parking.domain.cleaning_text import read_cleaning
from services.parking.domain.forecast_score import SeriesUnreadable, compare, read_series
from services.parking.domain.local_time import WallTimeMissing, from_wall, to_local
from services.parking.domain.ltf import FeedUnreadable, Reading, read_feed
from services.parking.domain.operators import OperatorRole
from services.parking.domain.prices_text import exact_text, line_text
from services.parking.domain.pricing import Price, StayInvalid, price
from services.parking.domain.regulations import HeldPermit, PermitKind, Vehicle
from services.parking.domain.sentences import NOTICE, action_text, reason_text, summary
from services.parking.domain.signs import SignUnreadable, plain, read_date_parity, side_of
from services.parking.domain.tariff_text import TariffUnreadable, read_tariff
from services.parking.domain.verdict import Verdict
from services.parking.domain.windows import times_in_force
from services.parking.policy import rules
from services.parking.store import feed_sources as source_store
from services.parking.store import regulations as regulation_store
from services.parking.store.feed_sources import Source
from services.parking.store.regulations import Refusal

T = TypeVar("T")
MOST_SHOWN = 1_000

PERMITS = {
    "resident": PermitKind.RESIDENT,
    "boende": PermitKind.RESIDENT,
    "disability": PermitKind.DISABILITY,
    "rörelsehindrad": PermitKind.DISABILITY,
}
VEHICLE_WORDS = {
    "bil": Vehicle.CAR,
    "personbil": Vehicle.CAR,
    "fordon": Vehicle.CAR,
    "motorcykel": Vehicle.MOTORCYCLE,
    "mc": Vehicle.MOTORCYCLE,
    "moped-klass2": Vehicle.MOPED,
    "cykel": Vehicle.BICYCLE,
    "buss": Vehicle.BUS,
    "lastbil": Vehicle.TRUCK,
    "beskickningsfordon": Vehicle.DIPLOMATIC,
    "utryckningsfordon": Vehicle.EMERGENCY,
}
"""The words of the feed, which whoever types from it may use."""
SETTINGS = ("TORGET_DATA_DIR", "TORGET_DATABASE_URL", "TORGET_DATABASE_URL_FILE")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the city keeps its data, read as the city itself reads it."""

    data_dir: str = "var/city"
    database_url: str = ""


def refuse(line: str) -> NoReturn:
    """One clear line and exit code 2."""
    click.echo(f"torget: {line}", err=True)
    sys.exit(2)


def moment(text: str, name: str) -> datetime:
    """A local wall-clock time or an instant with its zone; a time that the clocks skip is moved on."""
    try:
        return from_wall(text.strip())
    except WallTimeMissing as skipped:
        shown = to_local(skipped.instant).isoformat(timespec="minutes")
        click.echo(f"torget: the clocks skip {text}; {name} is read as {shown}.", err=True)
        return skipped.instant
    except (ValueError, OverflowError):
        refuse(f'{name} "{text}" is no time such as 2026-06-01T08:00.')


@click.group(name="parking")
def group() -> None:
    """Where, until when, at what price, and why."""


@group.command()
@click.option(
    "--tariff", required=True, help='The city\'s wording, for example "taxa 3: 20 kr/tim ...".'
)
@click.option("--from", "start", required=True, help="Local time, for example 2026-06-01T08:00.")
@click.option("--to", "end", required=True, help="Local time.")
@click.option("--json", "as_json", is_flag=True, help="Print the receipt as JSON.")
@click.option("--locale", default="sv", help="Language of the lines.")
def quote(*, tariff: str, start: str, end: str, as_json: bool, locale: str) -> None:
    """What a stay costs under a tariff, with every step."""
    begin, finish = moment(start, "--from"), moment(end, "--to")
    try:
        paid = price(read_tariff(tariff), begin, finish)
    except TariffUnreadable as problem:
        refuse(f"--tariff cannot be read: {problem}.")
    except StayInvalid as problem:
        refuse(f"{problem}; check --from and --to.")
    if as_json:
        click.echo(msgspec.json.encode(_receipt(paid, begin, finish, locale)).decode())
        return
    speak = localizer(locale)
    for line in paid.lines:
        click.echo(f"{exact_text(line.ore):>12} öre  {speak.text(line_text(line))}")
    click.echo(f"{paid.total_ore:>12} öre  ({paid.vat_ore} öre moms)")


def _receipt(paid: Price, begin: datetime, finish: datetime, locale: str) -> dict[str, Any]:
    speak = localizer(locale)
    return {
        "total_ore": paid.total_ore,
        "vat_ore": paid.vat_ore,
        "net_ore": paid.net_ore,
        "vat_percent": paid.vat_percent,
        "currency": "SEK",
        "from": to_local(begin).isoformat(),
        "to": to_local(finish).isoformat(),
        "lines": [
            {
                "kind": line.kind.value,
                "text": speak.text(line_text(line)),
                "from": to_local(line.start).isoformat() if line.start else None,
                "to": to_local(line.end).isoformat() if line.end else None,
                "seconds": line.seconds,
                "ore_per_hour": line.ore_per_hour,
                "exact_ore": exact_text(line.ore),
            }
            for line in paid.lines
        ],
    }


@group.command()
@click.argument("text")
@click.option("--from", "start", required=True, help="Local time, for example 2026-06-01T00:00.")
@click.option("--to", "end", required=True, help="Local time.")
@click.option(
    "--address", default="", help="House numbers, for date parking: the side of the street."
)
def rule(*, text: str, start: str, end: str, address: str) -> None:
    """Print the times that a sign's text forbids, one interval a line: start/end (ISO 8601)."""
    begin, finish = moment(start, "--from"), moment(end, "--to")
    if finish < begin:
        refuse("--to lies before --from.")
    try:
        if plain(text).startswith("datumparkering"):
            forbidden = (read_date_parity(text, side_of(address)),)
        else:
            forbidden = read_cleaning(text)
        found = times_in_force(forbidden, begin, finish)
    except SignUnreadable as problem:
        refuse(f"the text cannot be read: {problem}.")
    for left, right in found:
        click.echo(f"{_shown(left)}/{_shown(right)}")


def _shown(at: datetime) -> str:
    return to_local(at).isoformat(timespec="minutes")


@group.command(name="import")
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--whole", is_flag=True, help="The files hold whole layers: rows not in them are gone."
)
@click.option("--dry-run", is_flag=True, help="Read and report; store nothing.")
def import_(*, files: tuple[str, ...], whole: bool, dry_run: bool) -> None:
    """Take files or addresses of the city's regulation feed (LTF-Tolken GeoJSON) in: changed rows only."""
    readings = {file: _read(file) for file in files}
    outcomes: dict[str, Imported] = {}
    if not dry_run:
        outcomes = in_database(lambda database: _store(database, readings, whole=whole))
    for file, reading in readings.items():
        click.echo(f"{file}: {_counted(reading, outcomes.get(file))}")
        for row in reading.refused:
            click.echo(f"  kept out   {row.id}: {row.reason}")
        for row in reading.doubtful:
            click.echo(f"  doubtful   {row.id}: {'; '.join(row.doubts)}")


def _read(file: str) -> Reading:
    try:
        return read_feed(content_of(file))
    except FeedUnreadable as problem:
        refuse(f"{file}: {problem}.")


def content_of(place: str) -> bytes:
    """The bytes of a file or of an address (https://...); one line for what cannot be read."""
    try:
        if place.startswith(("https://", "http://")):
            return asyncio.run(fetch_feed(place))
        return Path(place).read_bytes()
    except OSError as problem:
        refuse(f"{place} cannot be read: {problem.strerror}.")
    except SettingsProblem as problem:
        refuse(str(problem))
    except PartnerFault as fault:
        refuse(f"{place} cannot be fetched: {fault.reason}.")


async def _store(
    database: Database, readings: dict[str, Reading], *, whole: bool
) -> dict[str, Imported]:
    outcomes: dict[str, Imported] = {}
    for file, reading in readings.items():
        given = ImportFeed(source=source_name(file), reading=reading, is_whole=whole)
        outcomes[file] = await database.transact(lambda tx, g=given: import_feed(tx, SYSTEM, g))
    return outcomes


def _counted(reading: Reading, done: Imported | None) -> str:
    count = f"{len(reading.regulations)} rows read, {len(reading.refused)} kept out, {len(reading.doubtful)} doubtful"
    if done is None:
        return count
    return f"{count}; {done.added} new, {done.changed} changed, {done.unchanged} as before, {done.removed} gone"


@group.command()
@click.option("--lat", required=True, type=float, help="Degrees north.")
@click.option("--lon", required=True, type=float, help="Degrees east.")
@click.option("--at", "when", default=None, help="Local time; now when not given.")
@click.option(
    "--vehicle", default="car", help=f"With what: {', '.join(one.value for one in Vehicle)}."
)
@click.option(
    "--permit", "permits", multiple=True, help="resident:AREA or disability; may be repeated."
)
@click.option("--locale", default="sv", help="Language of the answer.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def verdict(
    *,
    lat: float,
    lon: float,
    when: str | None,
    vehicle: str,
    permits: tuple[str, ...],
    locale: str,
    as_json: bool,
) -> None:
    """May I park here: yes, no or unknown; why; until when; at what price."""
    try:
        point = Point(lat, lon)
    except ValueError as problem:
        refuse(f"{problem}.")
    at = moment(when, "--at") if when else instant(SystemClock().now_ms())
    wish = AskVerdict(
        point=point, at=at, vehicle=_vehicle(vehicle), permits=tuple(map(_permit, permits))
    )
    answer = in_database(lambda database: ask_verdict(database, wish))
    if as_json:
        click.echo(msgspec.json.encode(_as_json(answer, at, locale)).decode())
    else:
        _tell(answer.verdict, locale)


def _vehicle(text: str) -> Vehicle:
    name = text.strip().lower()
    if name in VEHICLE_WORDS:
        return VEHICLE_WORDS[name]
    if name not in set(Vehicle):
        refuse(f'--vehicle "{text}" is unknown; say {", ".join(one.value for one in Vehicle)}.')
    return Vehicle(name)


def _permit(text: str) -> HeldPermit:
    name, _, area = text.replace("=", ":", 1).partition(":")
    if name.strip().lower() not in PERMITS:
        refuse(f'--permit "{text}" is unknown; say resident:AREA or disability.')
    kind = PERMITS[name.strip().lower()]
    if kind is PermitKind.RESIDENT and not area.strip():
        refuse("--permit resident needs its parking district, for example resident:Vasastan.")
    return HeldPermit(kind, area.strip() or None)


def _tell(found: Verdict, locale: str) -> None:
    speak = localizer(locale)
    click.echo(f"{found.allowed.value}: {speak.text(summary(found))}")
    if found.until is not None:
        click.echo(f"until: {_shown(found.until)}")
    if found.price is not None and found.price.ore_per_hour is not None:
        click.echo(f"price: {found.price.ore_per_hour} öre/h")
    for reason in found.because:
        click.echo(
            f"because: {speak.text(reason_text(reason))} [{reason.regulation.citation}] {reason.regulation.url}"
        )
    for reason in found.superseded:
        click.echo(f"overruled: {speak.text(reason_text(reason))} [{reason.regulation.citation}]")
    for action in found.actions[:-1]:
        click.echo(f"do: {speak.text(action_text(action, found.until))}")
    click.echo(speak.text(NOTICE))


def _as_json(answer: Answer, at: datetime, locale: str) -> dict[str, Any]:
    found, speak = answer.verdict, localizer(locale)
    plan = found.price
    return {
        "allowed": found.allowed.value,
        "summary": speak.text(summary(found)),
        "at": to_local(at).isoformat(),
        "until": to_local(found.until).isoformat() if found.until else None,
        "then": found.then.value if found.then else None,
        "because": [
            {
                "citation": reason.regulation.citation,
                "url": reason.regulation.url,
                "band": int(reason.rule.band),
                "text": speak.text(reason_text(reason)),
            }
            for reason in found.because
        ],
        "superseded": [reason.regulation.citation for reason in found.superseded],
        "price": None
        if plan is None
        else {
            "ore_per_hour": plan.ore_per_hour,
            "cover": plan.cover.value if plan.cover else None,
            "tariff": plan.tariff.text if plan.tariff else None,
        },
        "actions": [action.value for action in found.actions],
        "feed_version": answer.feed_version,
    }


@group.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--horizon", default=60, show_default=True, type=click.IntRange(15, 2880), help="Minutes ahead."
)
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
def forecast(*, file: Path, horizon: int, as_json: bool) -> None:
    """Score forecasts on a series (CSV: time, place, occupied, capacity) against "it stays as it is"."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            series, clamped = read_series(lines)
        found = compare(series, timedelta(minutes=horizon), clamped)
    except OSError as problem:
        refuse(f"{file} cannot be read: {problem.strerror}.")
    except (SeriesUnreadable, UnicodeDecodeError, csv.Error) as problem:
        refuse(f"{file}: {problem}.")
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    click.echo(f"horizon {horizon} min, {found.count} forecasts, {found.flagged} readings clamped")
    click.echo(f"{'':12} {'MAE %':>8} {'RMSE %':>8} {'Brier':>8}")
    for name, score in (("ours", found.ours), ("persistence", found.persistence)):
        click.echo(f"{name:12} {score.mae:8.3f} {score.rmse:8.3f} {score.brier:8.5f}")
    if found.persistence.mae:
        click.echo(f"{'ratio':12} {found.ours.mae / found.persistence.mae:8.3f}")


def in_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """Run work on parking's own database, brought to its newest schema; one line for what fails."""

    async def run() -> T:
        place = read_settings(
            Place, {name: os.environ[name] for name in SETTINGS if name in os.environ}
        )
        policy.register(rules)
        url = place.database_url or f"sqlite:///{place.data_dir}"
        database = Database.open(url, service="parking", clock=SystemClock())
        await database.start()
        try:
            await migrate(database, "services.parking")
            return await work(database)
        finally:
            await database.stop()

    try:
        return asyncio.run(run())
    except SettingsProblem as problem:
        refuse(str(problem))
    except Problem as problem:
        refuse(f"{problem.code}: {localizer('en').text(problem.text)}")


@group.command(name="import-charging")
@click.argument("files", nargs=-1, required=True)
@click.option("--source", required=True, help="Whose charging points these are.")
@click.option("--whole", is_flag=True, help="Points of the source not in the files are gone.")
def import_charging_points(*, files: tuple[str, ...], source: str, whole: bool) -> None:
    """Take charging points (OCPI Locations) from files or addresses in."""
    for file in files:
        try:
            read = read_locations(content_of(file))
        except ChargingUnreadable as problem:
            refuse(f"{file}: {problem}.")
        taken = in_database(
            lambda database, r=read: database.transact(
                lambda tx: import_charging(tx, SYSTEM, source, r, is_whole=whole)
            )
        )
        click.echo(
            f"{file}: {taken.put} new or changed, {taken.unchanged} as before, "
            f"{taken.removed} gone, {taken.refused} kept out"
        )
        for name, reason in read.refused:
            click.echo(f"  kept out   {name}: {reason}")
        for doubt in read.doubts:
            click.echo(f"  doubtful   {doubt}")


@group.command()
@click.argument("name")
@click.option(
    "--role", type=click.Choice([one.value for one in OperatorRole]), default="operator",
    show_default=True, help="What its key opens.",
)  # fmt: skip
def operator(*, name: str, role: str) -> None:
    """Make an operator, or give it another key; the key is shown once and never again."""
    key = new_key()
    in_database(
        lambda database: database.transact(
            lambda tx: put_operator(tx, name, OperatorRole(role), key)
        )
    )
    click.echo(key)


@group.command(name="payments-stand-in")
@click.option(
    "--port", default=8300, show_default=True, type=click.IntRange(1, 65535), help="Port."
)
def payments_stand_in(*, port: int) -> None:
    """Serve a stand-in of the payment provider; set TORGET_PARKING_PAYMENTS to its address."""
    serve_stand_in(port)


@group.command()
def feeds() -> None:
    """Show what came of the last fetch of each address of TORGET_PARKING_FEEDS, and the rows kept out."""
    known, refused = in_database(_feeds)
    for one in known:
        good = f", good {instant(one.good_at).isoformat()}" if one.good_at is not None else ""
        click.echo(
            f"{one.name}: {one.outcome.value} {instant(one.at).isoformat()}{good}: {one.detail}"
        )
    for row in refused:
        click.echo(f"  kept out   {row.id} ({row.source}): {row.reason}")


async def _feeds(database: Database) -> tuple[list[Source], list[Refusal]]:
    rows = await database.many(regulation_store.refusals, most=MOST_SHOWN)
    return await database.many(source_store.sources), rows
