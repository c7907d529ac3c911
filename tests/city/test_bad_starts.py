# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A start that cannot succeed ends with one line that says what to do, and code 2."""

import os
import socket
import subprocess
import sys

import pytest

from tests.support.city import ROOT


def torget(*words, **settings):
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("TORGET_")}
    given = {f"TORGET_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "gateway.city.cli", *words],
        cwd=ROOT,
        env=inherited | given,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.fixture
def folder(tmp_path):
    return str(tmp_path / "city")


def one_line(run):
    lines = run.stderr.strip().splitlines()
    assert run.returncode == 2, run.stdout + run.stderr
    assert len(lines) == 1, run.stderr
    assert "Traceback" not in run.stderr
    return lines[0]


def test_an_unknown_setting_is_named_with_the_nearest_known_one(folder):
    line = one_line(torget("serve", data_dir=folder, prot="1"))
    assert "TORGET_PROT is not a setting. Did you mean TORGET_PORT?" in line


def test_a_setting_of_the_wrong_kind_is_named(folder):
    assert "TORGET_PORT cannot be used" in one_line(torget("serve", data_dir=folder, port="many"))


def test_a_port_in_use_is_said_before_anything_is_opened(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = one_line(torget("serve", "--port", str(port), data_dir=folder))
    assert f"port {port}" in line
    assert "--port" in line


def test_an_unreachable_database_is_said(folder):
    url = "postgresql://torget@127.0.0.1:1/torget"
    line = one_line(torget("serve", "--port", "0", data_dir=folder, database_url=url))
    assert "STORAGE_UNAVAILABLE" in line or "database" in line.lower()


def test_a_database_url_of_no_known_kind_is_said(folder):
    line = one_line(torget("serve", "--port", "0", data_dir=folder, database_url="mysql://x/y"))
    assert "sqlite://" in line


def test_a_service_that_does_not_exist_is_named_with_those_that_do(folder):
    line = one_line(torget("serve", "--service", "parkning", data_dir=folder))
    assert "no e-service called parkning" in line
    assert "residents" in line


def test_production_without_an_issuer_does_not_start(folder):
    assert "TORGET_ISSUERS is empty" in one_line(
        torget("serve", data_dir=folder, mode="production")
    )


def test_the_demo_issuer_is_refused_in_production(folder):
    run = torget(
        "serve", "--service", "identity",
        data_dir=folder, mode="production", issuers="https://id.example.org",
    )  # fmt: skip
    assert "demonstration only" in one_line(run)


def test_a_gateway_alone_must_know_its_services(folder):
    assert "TORGET_SUBGRAPHS is empty" in one_line(
        torget("serve", "--gateway-only", data_dir=folder)
    )


def test_a_data_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    line = one_line(torget("serve", "--port", "0", data_dir=str(tmp_path / "file" / "city")))
    assert "TORGET_DATA_DIR" in line or "cannot be used" in line


def test_doctor_says_what_is_wrong_a_line_each(folder):
    run = torget("doctor", data_dir=folder, database_url="postgresql://torget@127.0.0.1:1/torget")
    assert run.returncode == 1
    assert "FAIL  database" in run.stdout
    assert "ok    data folder" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr
