# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The command `torget`: commands are found by name and imported only when typed."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import gc
import sys
from importlib import import_module
from pathlib import Path
from typing import Final

import rich_click as click

import services
from i18n import localizer
from services.kit.errors import SettingsProblem
from services.kit.wire.problem import Problem

_OWN: Final = {
    "audit": "services.kit.audit.commands:group",
    "compose": "gateway.commands.compose:compose",
    "contracts": "gateway.city.commands.contracts:contracts",
    "demo": "gateway.city.commands.demo:demo",
    "doctor": "gateway.city.commands.doctor:doctor",
    "gateway": "gateway.commands.gateway:gateway",
    "i18n": "i18n.commands:group",
    "keys": "gateway.city.commands.keys:keys",
    "migrate": "gateway.city.commands.migrate:migrate",
    "new-service": "gateway.city.commands.scaffold:new_service",
    "plan": "gateway.city.commands.plan:plan",
    "privacy": "gateway.city.commands.privacy:privacy",
    "schema": "gateway.commands.compose:schema",
    "serve": "gateway.city.commands.serve:serve",
}
"""Where each command is; groups of e-services are found by their room `commands`."""

EXIT_BAD_INPUT: Final = 2


class Commands(click.RichGroup):
    """The top-level group; knows names without importing anything."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, e-services included."""
        del ctx
        return sorted({*_OWN, *_service_groups()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one that was typed."""
        del ctx
        place = _OWN.get(cmd_name) or _service_groups().get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        return getattr(import_module(module), name)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option("0.1.0", prog_name="torget")
def torget() -> None:
    """Torget: the backend of a city's digital-services app."""


def main() -> None:
    """Run the command line; what a person can put right is one line and exit code 2."""
    gc.disable()  # a start makes only what stays; a server collects again once it answers
    try:
        torget()
    except SettingsProblem as problem:
        _refuse(str(problem))
    except Problem as problem:
        _refuse(_sentence(problem))


def _refuse(line: str) -> None:
    click.echo(f"torget: {line}", err=True)
    sys.exit(EXIT_BAD_INPUT)


def _sentence(problem: Problem) -> str:
    return f"{problem.code}: {localizer('en').text(problem.text)}"


def _service_groups() -> dict[str, str]:
    root = Path(services.__path__[0])
    rooms = (*root.glob("*/commands.py"), *root.glob("*/commands/__init__.py"))
    names = {room.relative_to(root).parts[0] for room in rooms} - {"kit"}
    return {name: f"services.{name}.commands:group" for name in names}


if __name__ == "__main__":
    main()
