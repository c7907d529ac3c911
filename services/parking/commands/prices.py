# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget parking quote`, `rule`, `forecast`: prices, forbidden times and forecasts, without any database."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import rich_click as click

from i18n import localizer
from services.kit.operating import refuse
from services.parking.commands.ground import group, moment, shown
from services.parking.domain.cleaning_text import read_cleaning
from services.parking.domain.forecast_score import SeriesUnreadable, compare, read_series
from services.parking.domain.local_time import to_local
from services.parking.domain.prices_text import exact_text, line_text
from services.parking.domain.pricing import Price, StayInvalid, price
from services.parking.domain.signs import SignUnreadable, plain, read_date_parity, side_of
from services.parking.domain.tariff_text import TariffUnreadable, read_tariff
from services.parking.domain.windows import times_in_force


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
        click.echo(f"{shown(left)}/{shown(right)}")


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
