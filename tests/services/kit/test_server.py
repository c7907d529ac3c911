# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Serving ends in order: exit code 0 on SIGTERM, running requests answered, a taken port told."""

import http.client
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from services.kit.wire.server import PortTaken, listen
from tests.support.city import ROOT, free_ports

PROGRAM = textwrap.dedent(
    """
    import asyncio, sys
    from services.kit.wire.server import Served, run

    async def app(scope, receive, send):
        if scope["path"] == "/slow":
            await asyncio.sleep(0.5)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})

    async def stop():
        print("stopped", flush=True)

    async def inside(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"figures"})

    async def open_app():
        return Served(app=app, stop=stop, inside=inside)

    run(open_app, host="127.0.0.1", port=int(sys.argv[1]), inside=("127.0.0.1", int(sys.argv[2])))
    """
)


def ask(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    try:
        return connection.getresponse().read().decode()
    finally:
        connection.close()


@pytest.fixture
def server():
    port, inside = free_ports(2)
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(port), str(inside)], cwd=ROOT, stdout=subprocess.PIPE
    )
    deadline = time.monotonic() + 20
    while True:
        try:
            ask(port, "/")
            break
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    yield process, port, inside
    process.kill()
    process.communicate()


def test_a_running_request_is_answered_before_the_end(server):
    process, port, _ = server
    answers: list[str] = []
    asking = threading.Thread(target=lambda: answers.append(ask(port, "/slow")))
    asking.start()
    time.sleep(0.15)
    process.send_signal(signal.SIGTERM)
    asking.join()
    assert process.wait(timeout=10) == 0
    assert answers == ["ok"]
    assert process.stdout.read() == b"stopped\n"


def test_operators_ask_on_a_listener_of_their_own_until_the_last_answer(server):  # security row 7
    process, port, inside = server
    assert (ask(port, "/metrics"), ask(inside, "/metrics")) == ("ok", "figures")
    asking = threading.Thread(target=lambda: ask(port, "/slow"))
    asking.start()
    time.sleep(0.15)
    process.send_signal(signal.SIGTERM)
    assert ask(inside, "/metrics") == "figures"
    asking.join()
    assert process.wait(timeout=10) == 0
    with pytest.raises(OSError, match="refused"):
        ask(inside, "/metrics")


def test_a_taken_port_is_told_with_what_to_do():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortTaken, match="choose another with --port"):
            listen("127.0.0.1", taken.getsockname()[1])
