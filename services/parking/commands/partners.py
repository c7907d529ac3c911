# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget parking operator`, `payments-stand-in`, `offline-check`: for partners, and what they compare with."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

from base64 import urlsafe_b64decode
from pathlib import Path

import msgspec
import rich_click as click

from services.kit.clock import SystemClock, instant, milliseconds
from services.kit.operating import refuse
from services.kit.wire.tokens.keys import read_key_set
from services.kit.wire.tokens.refusal import TokenRefused
from services.kit.wire.tokens.signed import verify_compact
from services.parking.actions.offline import TYPE
from services.parking.actions.operators import new_key, put_operator
from services.parking.clients.swish_server import serve_stand_in
from services.parking.commands.ground import group, in_database, moment, shown
from services.parking.domain.checks import PlaceZone
from services.parking.domain.local_time import to_local
from services.parking.domain.offline import answer_offline, read_list
from services.parking.domain.operators import OperatorRole
from services.parking.domain.plates import HOME


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


@group.command(name="offline-check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What /parking/enforcement/v1/offline_keys answered.",
)
@click.option("--plate", required=True, help="The number plate.")
@click.option("--country", default=HOME, show_default=True, help="Its country.")
@click.option("--area", required=True, help="The parking district of the place.")
@click.option("--zone", type=click.IntRange(1, 99), help="The number of its tariff, if it has one.")
@click.option("--at", "when", default=None, help="Local time; now when not given.")
def offline_check(
    *,
    file: Path,
    keys: Path,
    plate: str,
    country: str,
    area: str,
    zone: int | None,
    when: str | None,
) -> None:
    """Answer from an offline list as a handheld has to: for builders of handhelds to compare with."""
    now = SystemClock().now_ms() if when is None else milliseconds(moment(when, "--at"))
    try:
        told = msgspec.json.decode(file.read_bytes(), type=StoredList)
        signers = read_key_set(msgspec.json.decode(keys.read_bytes()))
        claims = verify_compact(told.signature, signers, typs=(TYPE,), algorithms=("Ed25519",))
        secret = urlsafe_b64decode(told.key)
        _, entries = read_list(claims, told.entries, secret, now)
        places = [PlaceZone(area, zone)]
        check = answer_offline(entries, secret, plate, places, now, country=country)
    except TokenRefused as refused:
        refuse(f"{file}: the signature is not of these keys ({refused.reason.value}).")
    except (msgspec.MsgspecError, ValueError, TypeError) as wrong:
        refuse(f"{file}: {wrong}")
    end = f" until {shown(to_local(instant(check.end)))}" if check.end is not None else ""
    click.echo(f"{check.answer.value}{end}{' (within grace)' if check.within_grace else ''}")


class StoredList(msgspec.Struct, frozen=True):
    """A list as the door answered it."""

    signature: str
    entries: str
    key: str
