# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget participation`: count a file of ballots, explain a published result, verify a bundle."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import sys
from pathlib import Path
from typing import Any, NoReturn, cast

import msgspec
import rich_click as click

from services.participation.domain.elections import Election
from services.participation.domain.formats.reading import decode, read_election
from services.participation.domain.formats.tables import Cells
from services.participation.domain.refusals import Refused
from services.participation.domain.tallies.catalogue import RULES, find_rule, tally
from services.participation.domain.tallies.lots import Lot
from services.participation.domain.tallies.records import to_record
from services.participation.domain.tallies.results import Result


def refuse(line: str) -> NoReturn:
    """One clear line and exit code 2."""
    click.echo(f"torget: {line}", err=True)
    sys.exit(2)


@click.group(name="participation")
def group() -> None:
    """Polls, budgets and decisions that anybody can recount."""


def read_file(path: str | None) -> str:
    """The text of a file, or one clear line."""
    if path is None:
        refuse("name the file to count.")
    try:
        return decode(Path(path).read_bytes())
    except OSError as problem:
        refuse(f"{path} cannot be read: {problem.strerror}.")


@group.command(name="tally")
@click.argument("file", required=False)
@click.option("--rule", required=True, help="Name of the rule; `list` prints every name.")
@click.option("--json", "as_json", is_flag=True, help="Print a record as JSON.")
@click.option("--trace", is_flag=True, help="Print every step and the fate of every option.")
@click.option("--why", is_flag=True, help="Print for every option why it won or did not.")
@click.option("--locale", default="sv", help="Language of --why.")
@click.option("--seats", type=click.IntRange(1, 1000), help="How many are to be elected.")
@click.option("--strict", is_flag=True, help="Refuse ballots outside the limits of the file.")
@click.option("--cells", type=click.Choice([c.value for c in Cells]), help="Numbers in a table.")
@click.option("--lot", nargs=3, metavar="SEED ROOT POLL", help="Break ties by lot (hex, hex, id).")
def tally_file(
    *, file: str | None, rule: str, as_json: bool, trace: bool, why: bool, locale: str,
    seats: int | None, strict: bool, cells: str | None, lot: tuple[str, str, str] | None,
) -> None:  # fmt: skip
    """Count a file of ballots (.pb, PrefLib, BLT, tables, counted lines) under a named rule."""
    if rule == "list":
        _print_rules(as_json=as_json)
        return
    try:
        named = find_rule(rule)
        marks = Cells(cells) if cells else Cells.SCORES if rule.startswith("score") else None
        election = read_election(read_file(file), strict=strict, cells=marks)
        if seats is not None:
            election = msgspec.structs.replace(election, seats=seats)
        result = tally(election, named.name, lot=_lot(lot))
    except Refused as problem:
        refuse(f"{problem.code}: {problem.sentence}")
    record = to_record(election, named.name, result, trace=trace)
    record["ties"] = "lot" if lot else "as listed"
    if why:
        record["why"] = _reasons(election, result, locale)
    if as_json:
        click.echo(msgspec.json.encode(record).decode())
    else:
        _print_record(record)


@group.command()
@click.argument("bundle")
@click.option("--key", help="The registrar's public key you expect (hexadecimal).")
def verify(*, bundle: str, key: str | None) -> None:
    """Count a result bundle again, offline: signatures, board, rights, every ballot, the result."""
    from services.participation.domain.bundles import read_bundle, verify_bundle

    try:
        data = Path(bundle).read_bytes()
    except OSError as problem:
        refuse(f"{bundle} cannot be read: {problem.strerror}.")
    try:
        held = read_bundle(data)
        checked = verify_bundle(held, registrar_key=key)
    except Refused as problem:
        refuse(f"{problem.code}: {problem.sentence}")
    except (ValueError, KeyError, TypeError, IndexError, OverflowError) as problem:
        refuse(f"BUNDLE_UNREADABLE: the bundle holds a value that cannot be: {problem}.")
    click.echo(f"verified: {', '.join(checked)}")
    click.echo(f"poll {held.poll.id}, rule {held.poll.rule}, {len(held.entries)} entries")
    click.echo(f"registrar key {held.registrar_key}")
    for winner in held.result["winners"]:
        click.echo(winner)


@group.command()
@click.argument("file")
def explain(*, file: str) -> None:
    """Say under which named rules a published .pb outcome comes out, or what stands in the way."""
    from services.participation.domain.explaining import explain as explain_

    try:
        found = explain_(read_election(read_file(file)))
    except Refused as problem:
        refuse(f"{problem.code}: {problem.sentence}")
    for name in found.rules:
        click.echo(name)
    for line in found.reasons:
        click.echo(f"# {line}")


def _print_rules(*, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(list(RULES)).decode())
    else:
        click.echo("\n".join(RULES))


def _lot(given: tuple[str, str, str] | None) -> Lot | None:
    if not given:
        return None
    try:
        return Lot(seed=bytes.fromhex(given[0]), root=bytes.fromhex(given[1]), poll=given[2])
    except ValueError:
        refuse("--lot takes a seed and a root in hexadecimal, and the id of the poll.")


def _reasons(election: Election, result: Result, locale: str) -> dict[str, str]:
    from i18n import localizer
    from services.participation.domain.tallies.sentences import reasons

    speak = localizer(locale)
    return {id: speak.text(text) for id, text in reasons(election, result).items()}  # noqa: A001


def _print_record(record: dict[str, Any]) -> None:
    for winner in record["winners"]:
        click.echo(winner)
    for step in record.get("trace", ()):
        facts = " ".join(f"{k}={_plain(v)}" for k, v in step.items() if k not in ("kind", "option"))
        click.echo(f"# {step['kind']} {step['option'] or ''} {facts}".rstrip())
    for id, fate in record.get("fates", {}).items():  # noqa: A001
        click.echo(f"# fate {id} " + " ".join(f"{k}={v}" for k, v in fate.items()))
    for id, sentence in record.get("why", {}).items():  # noqa: A001
        click.echo(f"# {id}: {sentence}")


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value)
        return ",".join(f"{key}:{_plain(inner)}" for key, inner in pairs.items())
    return str(value)
