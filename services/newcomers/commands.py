# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget newcomers`: evaluate a plan, work out interpreter deadlines, check a template set."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import sys
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import msgspec
import rich_click as click

from i18n import localizer, registry
from services.kit.clock import SystemClock, instant
from services.kit.errors import InputInvalid, Problem
from services.newcomers.domain.interpreting.deadlines import (
    AnswerRule,
    Compensation,
    answer_deadline,
    cancellation,
)
from services.newcomers.domain.planning.plan import Step, evaluate
from services.newcomers.domain.planning.reminders import Reminder, reminders
from services.newcomers.domain.planning.situation import read_situation
from services.newcomers.domain.planning.templates import (
    TemplateSet,
    old_rules,
    read_set,
    stockholm,
)
from services.newcomers.domain.steps_text import OLD_SOURCE, STATES, due_text, title
from services.newcomers.domain.workdays import periods

STOCKHOLM = ZoneInfo("Europe/Stockholm")
Existing = click.Path(exists=True, dir_okay=False, path_type=Path)
COSTS = {
    Compensation.FULL: "full compensation",
    Compensation.BROKER_FEE: "broker fee only",
    Compensation.NONE: "no compensation",
    Compensation.IMPOSSIBLE: "impossible, the occasion has begun",
}


def refuse(line: str) -> NoReturn:
    """One clear line and exit code 2."""
    click.echo(f"torget: {line}", err=True)
    sys.exit(2)


def moment(text: str, name: str) -> datetime:
    """A wall-clock time of Stockholm; one with a zone is moved there."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        refuse(f'{name} "{text}" is no time such as 2026-12-01T10:00.')
    return read.astimezone(STOCKHOLM).replace(tzinfo=None) if read.tzinfo else read


def local_now() -> datetime:
    """Now, as the clocks of Stockholm show it."""
    return instant(SystemClock().now_ms()).astimezone(STOCKHOLM).replace(tzinfo=None)


@click.group(name="newcomers")
def group() -> None:
    """A personal path into the city, interpreters, deadlines."""


@group.command("interpreter-deadline")
@click.option(
    "--ordered-at", required=True, help="When the order is made, for example 2027-02-01T09:00."
)
@click.option("--starts-at", required=True, help="When the interpreter is needed.")
@click.option("--now", "at", default=None, help="When it would be cancelled; now when not given.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def interpreter_deadline(*, ordered_at: str, starts_at: str, at: str | None, as_json: bool) -> None:
    """Which answer rule applies, its terms, and whether cancelling is compensated."""
    ordered, starts = moment(ordered_at, "--ordered-at"), moment(starts_at, "--starts-at")
    now = moment(at, "--now") if at else local_now()
    if starts <= ordered:
        refuse("INTERPRETER_TOO_LATE: --starts-at must lie after --ordered-at.")
    found = answer_deadline(ordered, starts)
    when_ordered = cancellation(ordered, starts)
    cost = cancellation(now, starts)
    if as_json:
        answer = {
            "rule": found.rule.value, "workdays": found.workdays, "answerBy": found.answer_by,
            "nameInterpreterBy": found.name_by,
            "cancelWhenOrdered": {"periods": periods(ordered, starts), "compensation": when_ordered},
            "cancelNow": {"at": now.replace(microsecond=0), "periods": periods(now, starts),
                          "compensation": cost},
        }  # fmt: skip
        click.echo(msgspec.json.format(msgspec.json.encode(answer)).decode())
        return
    click.echo(f"rule: {found.rule.value}")
    click.echo(f"workdays before the occasion: {found.workdays}")
    if found.rule is AnswerRule.SET_BY_CUSTOMER:
        click.echo("answer by: the customer must set it")
    else:
        click.echo(f"answer by: {_shown(found.answer_by)}")
    if found.name_by is not None:
        click.echo(f"name the interpreter by: {_shown(found.name_by)}")
    click.echo(f"cancelled when ordered: {_cost(ordered, starts, when_ordered)}")
    click.echo(f"cancelled now ({_shown(now)}): {_cost(now, starts, cost)}")


def _shown(at: datetime | None) -> str:
    return "-" if at is None else f"{at:%a %Y-%m-%d %H:%M}"


def _cost(at: datetime, starts: datetime, cost: Compensation) -> str:
    count = periods(at, starts)
    return f"{count} {'period' if count == 1 else 'periods'}, {COSTS[cost]}"


@group.command("plan")
@click.option("--situation", "file", required=True, type=Existing, help="Facts as JSON or TOML.")
@click.option(
    "--templates", type=Existing, default=None, help="A template set; Stockholm's if not given."
)
@click.option("--today", default=None, help="The day to look from, for example 2026-11-26.")
@click.option("--locale", default="sv", show_default=True, help="Language of the sentences.")
@click.option("--all", "show_all", is_flag=True, help="Also steps that do not apply.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
def plan(
    *, file: Path, templates: Path | None, today: str | None, locale: str, show_all: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """The steps of a person in her situation, in order, with states, due dates and reasons."""
    if not registry.known(locale):
        refuse(f"UNKNOWN_LOCALE: {locale} is not one of the languages of the house.")
    situation = _situation(file)
    day = _day(today)
    steps = evaluate(_templates(templates), situation, {}, day)
    shown = [step for step in steps if show_all or step.state.value != "not_applicable"]
    if as_json:
        facts = {
            "today": day,
            "locale": locale,
            "steps": [_as_facts(step, locale, day) for step in shown],
            "reminders": [_reminder(one) for one in reminders(steps, day)],
        }
        click.echo(msgspec.json.format(msgspec.json.encode(facts)).decode())
        return
    for number, step in enumerate(shown, 1):
        _print_step(number, step, locale, day)


def _situation(file: Path) -> Any:
    try:
        text = file.read_text(encoding="utf-8")
        given = tomllib.loads(text) if file.suffix == ".toml" else msgspec.json.decode(text)
    except (UnicodeDecodeError, msgspec.MsgspecError, tomllib.TOMLDecodeError):
        refuse(f"INPUT_INVALID: {file} is neither JSON nor TOML.")
    try:
        return read_situation(given)
    except InputInvalid as problem:
        field = ".".join(map(str, problem.path))
        refuse(f"INPUT_INVALID: {field}: {problem.params.get('reason', 'not a situation')}")


def _templates(file: Path | None) -> TemplateSet:
    if file is None:
        return stockholm()
    try:
        return read_set(file.read_bytes())
    except Problem as problem:
        said = problem.extensions
        refuse(f"{problem.code}: {said.get('step', '')} {said.get('reason') or said.get('cycle')}")


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else local_now().date()
    except ValueError:
        refuse(f'--today "{text}" is no day such as 2026-11-26.')


def _print_step(number: int, step: Step, locale: str, day: date) -> None:
    speak = localizer(locale)
    sentence = speak.localized(title(step.key))
    mark = f" [{sentence.language}]" if sentence.is_fallback else ""
    due = step.due.on.isoformat() if step.due.on else "-"
    click.echo(f"{number:2}. {step.key:20} {step.state.value:14} {due:10} {sentence.value}{mark}")
    reason = due_text(step.due)
    if reason is not None:
        click.echo(f"    {speak.text(reason)}")
    if step.blocked_by:
        click.echo(f"    {speak.text(STATES[step.state])}: {', '.join(step.blocked_by)}")
    if step.due.rule is not None:
        click.echo(f"    {step.due.rule.source_url} ({step.due.rule.checked_on})")
        if step.due.rule.is_old(day):
            click.echo(f"    {speak.text(OLD_SOURCE)}")


def _as_facts(step: Step, locale: str, day: date) -> dict[str, Any]:
    speak = localizer(locale)
    rule, reason = step.due.rule, due_text(step.due)
    return {
        "key": step.key,
        "state": step.state,
        "title": speak.localized(title(step.key)),
        "due_on": step.due.on,
        "due_reason": step.due.reason,
        "due_text": None if reason is None else speak.localized(reason),
        "hard": bool(rule and rule.hard),
        "source_url": rule.source_url if rule else None,
        "checked_on": rule.checked_on if rule else None,
        "source_is_old": bool(rule and rule.is_old(day)),
        "blocked_by": step.blocked_by,
    }


def _reminder(one: Reminder) -> dict[str, Any]:
    return {"step": one.step, "days_before": one.days_before, "at": one.at}


@group.command("templates")
@click.argument("file", type=Existing, required=False)
@click.option("--today", default=None, help="The day to look from.")
def check_templates(*, file: Path | None, today: str | None) -> None:
    """Check a template set: a graph without a ring, readable rules, sources read lately."""
    found = _templates(file)
    old = old_rules(found, _day(today))
    for key, rule in old:
        click.echo(f"warning: {key}: source last read {rule.checked_on}: {rule.source_url}")
    click.echo(f"{found.name} {found.version}: {len(found.steps)} steps, {len(old)} old sources")
