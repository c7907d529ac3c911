# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget language`: golden values, exit codes, one line per fault."""

import json

import pytest
from click.testing import CliRunner

from gateway.city import cli
from services.language.commands import group
from tests.services.language.xliff.cases import INVALID, VALID

LETTER = "Hej, jag heter Amina Haddad. Mitt nummer är 19811228-9874.\nKungsgatan 12 B & {day}.\n"


def run(*arguments, code=0):
    result = CliRunner().invoke(group, list(map(str, arguments)))
    assert result.exit_code == code, (result.output, result.exception)
    return result


@pytest.fixture
def letter(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text(LETTER, encoding="utf-8")
    return file


def test_mask_prints_what_an_engine_would_get(letter):
    result = run("mask", letter)
    assert result.stdout == (
        'Hej, jag heter <x id="0"/>. Mitt nummer är <x id="1"/>.\n<x id="2"/> &amp; <x id="3"/>.\n'
    )
    assert "hidden: name 1, personal_number 1, placeholder 1, street 1" in result.stderr


def test_mask_as_json_tells_the_tokens_and_that_they_come_back(letter):
    said = json.loads(run("mask", letter, "--json", "--style", "hash").stdout)
    assert said["restores"] is True
    assert said["left"] == []
    assert said["tokens"][1] == {
        "mark": "###K1###",
        "kind": "personal_number",
        "text": "19811228-9874",
    }


def test_translate_keeps_everything_personal(letter):
    result = run("translate", letter)
    assert result.stdout.startswith(
        "Hei, jeg heter Amina Haddad. Mitt nummer er 19811228-9874.\nKungsgatan 12 B & {day}."
    )
    assert "sv -> nb: machine translation by apertium (xml)" in result.stderr
    said = json.loads(run("translate", letter, "--from", "sv", "--to", "nb", "--json").stdout)
    assert (said["language"], said["machineTranslated"]) == ("nb", True)
    assert run("translate", letter, "--engine", "pseudo", "--to", "so").stdout.startswith("[Héj")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--to", "so"], "LANGUAGE_PAIR_UNSUPPORTED"),
        (["--outlet", "none"], "TRANSLATION_FORBIDDEN"),
    ],
)
def test_translate_refuses_in_one_line(letter, arguments, code, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["torget", "language", "translate", str(letter), *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert line.startswith(f"torget: {code}: ")


def test_check_names_every_fault_and_fails_on_errors(tmp_path):
    file = tmp_path / "pairs.json"
    file.write_text(json.dumps([
        {"id": "a", "source": "Hej {n}.", "target": "Hi."},
        {"id": "b", "source": "Hej", "target": "Hi."},
        {"id": "c", "source": "Hej.", "target": "Hi."},
    ]))  # fmt: skip
    result = run("check", file, code=1)
    assert result.stdout.splitlines() == ["a: error: placeholders: {n}", "b: warning: end_mark: ."]
    assert "3 pairs, 1 errors, 1 warnings" in result.stderr


def test_check_reads_the_formats_of_translators(tmp_path):
    po = tmp_path / "x.po"
    po.write_text(
        'msgid ""\nmsgstr "Language: ar\\n"\n\nmsgctxt "k"\nmsgid "Hej {n}"\nmsgstr "مرحبا"\n'
    )
    assert "k: error: placeholders: {n}" in run("check", po, code=1).stdout
    xlf = tmp_path / "x.xlf"
    xlf.write_bytes(VALID["state"])
    assert run("check", xlf).stdout == ""
    tmx = tmp_path / "x.tmx"
    tmx.write_text(
        '<tmx version="1.4"><header/><body><tu tuid="1"><tuv xml:lang="sv"><seg>Ring 12.</seg></tuv>'
        '<tuv xml:lang="en"><seg>Call 21.</seg></tuv></tu></body></tmx>'
    )
    assert "1/en: warning: numbers: 12 21" in run("check", tmx).stdout


def test_check_of_a_plain_text_gives_lix_and_personal_data(tmp_path):
    # newcomers 5: LIX of 10 words, 2 sentences, 3 long words = 35
    file = tmp_path / "x.txt"
    file.write_text("Kommunen hjälper dig gratis. Barnen leker i parken varje eftermiddag.")
    out = run("check", file).stdout
    assert "lix: 35.0 (10 words, 2 sentences, 3 long words)" in out
    assert "language: sv" in out
    file.write_text(
        "Folkbokföringsmyndighetens handläggningsrutiner förutsätter identitetskontroller."
    )
    assert "readability_too_low" in run("check", file, code=1).stderr


def test_xliff_validate_prints_one_line_per_broken_rule(tmp_path):
    good, bad = tmp_path / "good.xlf", tmp_path / "bad.xlf"
    good.write_bytes(VALID["order"])
    bad.write_bytes(INVALID["two units"][1])
    assert run("xliff", "validate", good).stdout == f"{good}: valid\n"
    result = run("xliff", "validate", bad, code=1)
    assert result.stdout == f"{bad}:2: id-unique: Two unit elements have the id u1.\n"
    assert run("xliff", "validate", good, bad, code=1).stdout.count("\n") == 2


@pytest.mark.parametrize("name", INVALID)
def test_every_invalid_file_fails_on_the_command_line(tmp_path, name):
    file = tmp_path / "x.xlf"
    file.write_bytes(INVALID[name][1])
    run("xliff", "validate", file, code=1)


def test_identify(letter):
    assert run("identify", letter).stdout.startswith("sv 0.9")


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    run("mask", tmp_path / "nothing", code=2)
    file = tmp_path / "x.bin"
    file.write_bytes(b"\xff\xfe")
    run("mask", file, code=2)
