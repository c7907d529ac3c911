# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The command line of languages."""

from click.testing import CliRunner

from i18n.commands import group


def run(*arguments: str) -> str:
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_format_prints_the_text_and_the_errors():
    message = ".input {$n :integer} .match $n one {{{$n} dag}} * {{{$n} dagar}}"
    assert run("format", "--locale", "sv", message, "n=2") == "2 dagar\n"
    assert run("format", "--locale", "sv", "--bidi", "none", "Hej {$a} {$b}", 'a="Aïcha"') == (
        "Hej Aïcha {$b}\nerror: unresolved-variable: $b\n"
    )
    assert run("format", "--locale", "ar", "--bidi", "none", "{$x}", "x=text") == "text\n"
    assert run("format", "--locale", "sv", "{").startswith("{\ufffd}\nerror: syntax-error")


def test_format_wants_names_and_values():
    assert CliRunner().invoke(group, ["format", "--locale", "sv", "x", "n"]).exit_code == 2


def test_negotiate_prints_the_answer():
    assert run("negotiate", "da, en;q=0.8", "--available", "nb,en,sv") == "nb\n"
    assert run("negotiate", "ku-IQ") == "ckb\n"
    assert run("negotiate", "xx") == "sv\n"


def test_status_shows_every_catalogue():
    assert {"fi", "ar", "so", "uk", "es"} <= {
        line.split()[0] for line in run("status").splitlines()
    }
