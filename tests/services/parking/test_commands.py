# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget parking`: prices, forbidden times, import and verdicts; bad input is one line and code 2."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import msgspec
import pytest
from click.testing import CliRunner, Result

from services.kit.wire.tokens.keys import new_signing_key
from services.kit.wire.tokens.signed import sign_compact
from services.parking.clients import source_name
from services.parking.commands import group
from services.parking.domain.checks import Right
from services.parking.domain.offline import Listed, ListHead, digest_of, write_entries
from tests.services.parking.facts import TAXA_1, TAXA_2, collection, friday_bay, row
from tests.services.parking.series import as_csv


def run(*words: str, folder: Path | None = None) -> Result:
    env = {"TORGET_DATA_DIR": str(folder)} if folder else {}
    return CliRunner().invoke(group, list(words), env=env)


def test_a_price_as_json_holds_total_and_lines() -> None:
    result = run(
        "quote",
        "--tariff",
        TAXA_1,
        "--from",
        "2026-03-29T01:00",
        "--to",
        "2026-03-29T04:00",
        "--json",
    )
    found = json.loads(result.stdout)
    assert found["total_ore"] == 11000
    assert found["vat_ore"] == 2200
    assert [line["kind"] for line in found["lines"]] == ["time"]


def test_a_price_in_words() -> None:
    result = run(
        "quote", "--tariff", TAXA_2, "--from", "2026-06-01T06:30", "--to", "2026-06-01T07:30"
    )
    assert result.exit_code == 0
    assert "2550 öre" in result.stdout


def test_forbidden_times_one_a_line() -> None:
    result = run(
        "rule",
        "Servicetid fredag 00:00-06:00",
        "--from",
        "2026-06-01T00:00",
        "--to",
        "2026-06-13T00:00",
    )
    assert result.stdout.splitlines() == [
        "2026-06-05T00:00+02:00/2026-06-05T06:00+02:00",
        "2026-06-12T00:00+02:00/2026-06-12T06:00+02:00",
    ]


def test_import_then_verdict(tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    feed.write_bytes(collection(friday_bay(), row(2, VF_PLATS_TYP="20"), row(3, line=[])))
    taken = run("import", str(feed), folder=tmp_path)
    assert taken.exit_code == 0
    assert "2 rows read, 1 kept out, 1 doubtful; 2 new" in taken.stdout
    assert 'VF_PLATS_TYP "20" is unknown' in taken.stdout


def test_a_verdict_as_json(tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    feed.write_bytes(collection(friday_bay()))
    assert run("import", str(feed), folder=tmp_path).exit_code == 0
    place = ("--lat", "59.34002", "--lon", "18.0705")
    found = json.loads(
        run("verdict", *place, "--at", "2026-06-01T10:00", "--json", folder=tmp_path).stdout
    )
    assert (found["allowed"], found["until"]) == ("yes", "2026-06-01T21:00:00+02:00")
    assert found["price"]["ore_per_hour"] == 3100
    assert found["because"][0]["citation"] == "0180 2020-01234"
    home = run(
        "verdict",
        *place,
        "--at",
        "2026-06-01T10:00",
        "--permit",
        "resident:Vasastan",
        "--json",
        folder=tmp_path,
    )
    assert json.loads(home.stdout)["price"]["cover"] == "resident"
    words = run("verdict", *place, "--at", "2026-06-05T03:00", folder=tmp_path)
    assert words.stdout.startswith("no: Nej")
    assert "[0180 2020-01234]" in words.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("quote", "--tariff", "dyrt", "--from", "2026-06-01T06:30", "--to", "2026-06-01T07:30"),
        ("quote", "--tariff", TAXA_1, "--from", "igår", "--to", "2026-06-01T07:30"),
        ("quote", "--tariff", TAXA_1, "--from", "2026-06-02T06:30", "--to", "2026-06-01T07:30"),
        ("rule", "Servicetid ibland", "--from", "2026-06-01T00:00", "--to", "2026-06-02T00:00"),
        (
            "rule",
            "Servicetid fredag 00:00-06:00",
            "--from",
            "2026-06-03T00:00",
            "--to",
            "2026-06-02T00:00",
        ),
        ("import", "no-such-file.json"),
        ("verdict", "--lat", "95", "--lon", "18"),
        ("verdict", "--lat", "59", "--lon", "18", "--permit", "kungen"),
        ("verdict", "--lat", "59", "--lon", "18", "--vehicle", "ubåt"),
        ("verdict", "--lat", "59", "--lon", "18", "--permit", "resident"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(words: tuple[str, ...], tmp_path: Path) -> None:
    result = run(*words, folder=tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith("torget: ")
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_a_time_that_the_clocks_skip_is_moved_on_and_said_so(tmp_path: Path) -> None:
    # parking D4: 02:30 does not exist; the clock shows 03:30
    words = ("quote", "--tariff", TAXA_1, "--from", "2026-03-29T02:30", "--to", "2026-03-29T04:30")
    result = run(*words, "--json", folder=tmp_path)
    assert json.loads(result.stdout)["total_ore"] == 5500
    assert "03:30" in result.stderr


def test_date_parking_needs_the_side_of_the_street(tmp_path: Path) -> None:
    words = ("rule", "Datumparkering 00-06", "--from", "2026-06-01T00:00", "--to", "2026-06-05")
    result = run(*words, "--address", "Provgatan 2 - 8", folder=tmp_path)
    assert [line[:10] for line in result.stdout.splitlines()] == ["2026-06-02", "2026-06-04"]
    assert run(*words, folder=tmp_path).exit_code == 2


def test_a_file_that_is_no_feed_is_refused_by_name(tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text("hej")
    result = run("import", str(feed), folder=tmp_path)
    assert result.exit_code == 2
    assert "feed.json: the file is not JSON" in result.stderr


def test_forecasts_are_scored_against_persistence(tmp_path: Path) -> None:
    file = tmp_path / "series.csv"
    file.write_text("".join(as_csv(places=2, days=28)), encoding="utf-8")
    result = run("forecast", str(file), "--horizon", "60", "--json")
    found = json.loads(result.stdout)
    assert found["ours"]["mae"] < 0.75 * found["persistence"]["mae"]
    words = run("forecast", str(file))
    assert "MAE" in words.stdout
    file.write_text("hej", encoding="utf-8")
    refused = run("forecast", str(file))
    assert refused.exit_code == 2
    assert len(refused.stderr.splitlines()) == 1


class Feed(BaseHTTPRequestHandler):
    """The city's feed on loopback; every other path is not there."""

    def do_GET(self) -> None:
        body = collection(friday_bay(), row(3, line=[]))
        self.send_response(200 if self.path == "/feed.json?apiKey=hemlig" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_feed_is_fetched_and_only_what_changed_is_taken(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Feed) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            url = f"http://127.0.0.1:{server.server_port}"
            first = run("import", f"{url}/feed.json?apiKey=hemlig", folder=tmp_path)
            again = run("import", f"{url}/feed.json?apiKey=hemlig", "--whole", folder=tmp_path)
            missing = run("import", f"{url}/nothing.json", folder=tmp_path)
        finally:
            server.shutdown()
            thread.join()
    assert "1 rows read, 1 kept out, 0 doubtful; 1 new" in first.stdout
    assert "0 new, 0 changed, 1 as before, 0 gone" in again.stdout
    assert (missing.exit_code, len(missing.stderr.splitlines())) == (2, 1)
    gone = run("import", f"{url}/feed.json", folder=tmp_path)
    assert gone.exit_code == 2
    assert "unreachable" in gone.stderr
    plain = run("import", "http://example.org/feed.json", folder=tmp_path)
    assert (plain.exit_code, "https://" in plain.stderr) == (2, True)


def test_what_is_kept_beside_a_row_never_holds_the_key_of_an_address() -> None:
    assert source_name("https://city.example/LTF/all?apiKey=hemlig") == "city.example/LTF/all"
    assert source_name("/data/feed.json") == "feed.json"


def test_an_operators_key_is_shown_once(tmp_path: Path) -> None:
    made = run("operator", "easy", "--role", "operator", folder=tmp_path)
    again = run("operator", "easy", folder=tmp_path)
    assert (made.exit_code, len(made.stdout.strip()) > 40) == (0, True)
    assert made.stdout != again.stdout


def test_charging_points_come_in_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "locations.json"
    file.write_text('{"data": [{"id": "x"}]}', encoding="utf-8")
    result = run("import-charging", str(file), "--source", "abc", folder=tmp_path)
    assert "0 new or changed, 0 as before, 0 gone, 1 kept out" in result.stdout
    file.write_text("hej", encoding="utf-8")
    assert run("import-charging", str(file), "--source", "abc", folder=tmp_path).exit_code == 2


def test_a_list_is_read_as_a_handheld_has_to(tmp_path: Path) -> None:
    key, secret = new_signing_key(), bytes(range(32))
    right = Right(1_780_000_000_000, 1_780_007_200_000, zone=2)
    entries = write_entries(secret, [Listed("ABC123", "SE", right)])
    head = ListHead(
        jti="l", iat=1_780_000_000, exp=1_780_014_400, areas=("Vasastan",), sha256=digest_of(entries),
        key_sha256=sha256(secret).hexdigest(), count=1, left_out=0,
    )  # fmt: skip
    told = {
        "signature": sign_compact(msgspec.to_builtins(head), key, typ="parking-list+jwt"),
        "entries": entries, "key": urlsafe_b64encode(secret).decode(),
    }  # fmt: skip
    file, keys = tmp_path / "list.json", tmp_path / "keys.json"
    file.write_text(json.dumps(told))
    keys.write_text(json.dumps({"keys": [key.public_jwk]}))
    asked = ("offline-check", str(file), "--keys", str(keys), "--area", "Vasastan")

    def answer(plate: str, zone: str, at: str) -> Result:
        return run(*asked, "--plate", plate, "--zone", zone, "--at", at)

    valid = answer("abc 123", "3", "2026-05-28T22:30")
    assert valid.stdout == "valid until 2026-05-29T00:26+02:00\n"
    assert answer("abc 123", "1", "2026-05-28T22:30").stdout == "not_valid\n"
    assert "within grace" in answer("ABC123", "2", "2026-05-29T00:30").stdout
    old = answer("ABC123", "2", "2026-05-29T04:30")
    assert (old.exit_code, "run out" in old.stderr, old.stdout) == (2, True, "")
    keys.write_text(json.dumps({"keys": [new_signing_key().public_jwk]}))
    foreign = answer("ABC123", "2", "2026-05-28T22:30")
    assert (foreign.exit_code, len(foreign.stderr.splitlines())) == (2, 1)
