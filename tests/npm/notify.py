# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GOV.UK Notify's own clients for Python and Node against a running city: `python -m tests.npm.notify`.

`ORACLE_MODULES` has the client for Node, the interpreter `ORACLE_PYTHON` the one for Python.
"""

import json
import os
import subprocess
import sys
import tempfile
from http.client import HTTPConnection
from pathlib import Path

from services.residents.demo import DEPARTMENT, SECRET, SENDERS, TEMPLATES
from tests.benchmarks.load import free_port, serving
from tests.benchmarks.measuring import wait_until

HERE = Path(__file__).parent
START_SECONDS = 60


def clients_are_content() -> bool:
    """Whether both clients do all they can with a city of demonstration data, at both addresses."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    python = (os.environ["ORACLE_PYTHON"], str(HERE / "notify_client.py.txt"))
    node = ("node", str(HERE / "notify.mjs"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TORGET_DATA_DIR"] = folder
        with serving("gateway.city.cli", "serve", "--port", str(port), port=port):
            wait_until(lambda: _answers(port), seconds=START_SECONDS)
            found = [
                _is_content(client, at, f"{client[0][-4:]}{number}")
                for client in (python, node)
                for number, at in enumerate((base, f"{base}/residents/notify"))
            ]
    return all(found)


def _is_content(client: tuple[str, ...], base: str, mark: str) -> bool:
    senders = {kind: one[0] for kind, one in SENDERS.items()}
    known = json.dumps({"templates": TEMPLATES, "senders": senders, "mark": mark})
    done = subprocess.run(
        [*client, base, f"demo-{DEPARTMENT}-{SECRET}", known],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    sys.stdout.write(done.stdout + (done.stderr[-2000:] if done.returncode else ""))
    return done.returncode == 0


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if clients_are_content() else 1)
