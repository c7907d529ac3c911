# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What operators type is found under `torget` itself, be a service's room of commands a file or a folder."""

import importlib.util

import click
import pytest
from click.testing import CliRunner

from gateway.city.catalogue import all_services
from gateway.city.cli import torget

PROMISED = (
    "audit verify", "compose", "contracts", "demo ask", "demo people", "demo token", "doctor", "gateway",
    "i18n check", "i18n format", "i18n negotiate", "keys", "language check", "language mask",
    "language translate", "language xliff validate", "migrate", "new-service",
    "newcomers interpreter-deadline", "newcomers plan", "parking forecast", "parking import",
    "parking offline-check", "parking quote", "parking rule", "parking verdict", "participation tally",
    "participation verify", "plan", "privacy", "schema check", "serve", "care occurrences", "devices",
)  # fmt: skip


@pytest.mark.parametrize("line", PROMISED)
def test_every_promised_command_is_there(line: str) -> None:
    done = CliRunner().invoke(torget, [*line.split(), "--help"])
    assert done.exit_code == 0, done.output
    assert "Usage" in done.output


def test_every_service_with_a_room_of_commands_has_its_group() -> None:
    rooms = {
        name for name in all_services() if importlib.util.find_spec(f"services.{name}.commands")
    }
    listed = set(torget.list_commands(click.Context(torget)))
    assert rooms <= listed
    assert listed & set(all_services()) == rooms


def test_a_price_is_told_by_the_command_of_the_city() -> None:
    words = ["--tariff", "taxa 4: 10 kr/tim alla dagar 00-24", "--from", "2026-06-01T10:00"]
    done = CliRunner().invoke(
        torget, ["parking", "quote", *words, "--to", "2026-06-01T12:30", "--json"]
    )
    assert '"total_ore":2500' in done.output
