# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget parking verdict`: may I park here, until when, at what price, and why."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

from datetime import datetime
from typing import Any

import msgspec
import rich_click as click

from i18n import localizer
from services.kit.clock import SystemClock, instant
from services.kit.geometry import Point
from services.kit.operating import refuse
from services.parking.actions.verdicts import Answer, AskVerdict, ask_verdict
from services.parking.commands.ground import group, in_database, moment, shown
from services.parking.domain.local_time import to_local
from services.parking.domain.regulations import HeldPermit, PermitKind, Vehicle
from services.parking.domain.sentences import NOTICE, action_text, reason_text, summary
from services.parking.domain.verdict import Verdict

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
        click.echo(f"until: {shown(found.until)}")
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
