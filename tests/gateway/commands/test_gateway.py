# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What `torget gateway` takes on its command line: headers to forward, manifests of operations."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from gateway.commands.gateway import gateway
from gateway.commands.operations import ManifestUnreadable, read_manifest
from gateway.pipeline.settings import GatewaySettings, Profile
from tests.support.asgi import AsgiClient
from tests.support.shop import Town

PAIRS = (("abc", "query A { a }"), ("def", "query D { d }"))
LONG = {
    "format": "apollo-persisted-query-manifest",
    "version": 1,
    "operations": [
        {"id": name, "name": body[6], "type": "query", "body": body} for name, body in PAIRS
    ],
}


@pytest.mark.parametrize("manifest", [LONG, dict(PAIRS)])
def test_both_forms_of_manifest_are_read(manifest: Any) -> None:  # federation 4.5
    assert read_manifest(msgspec.json.encode(manifest)) == PAIRS


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b'{"a": 1}',
        b'{"": "q"}',
        b'{"format": "x", "version": 1, "operations": []}',
        b'{"format": "apollo-persisted-query-manifest", "version": 2, "operations": []}',
        b'{"format": "apollo-persisted-query-manifest", "version": 1, "operations": {}}',
        b'{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "a"}]}',
    ],
)
def test_what_is_no_manifest_is_refused(text: bytes) -> None:
    with pytest.raises(ManifestUnreadable):
        read_manifest(text)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name a --supergraph file or at least one --subgraph"),
        (("--subgraph", "a"), "NAME=URL"),
        (("--subgraph", "a=http://x", "--forward", "Host"), "can be forwarded"),
        (("--subgraph", "a=http://x", "--subgraph-cost", "a=dear"), "NAME=UNITS"),
        (("--subgraph", "a=http://x", "--websocket", "a=http://y"), "NAME=ws://"),
        (("--subgraph", "a=http://x", "--forward", "a b"), "can be forwarded"),
        (("--subgraph", "a=http://x", "--operations", "FILE"), "expected an object"),
        (("--supergraph", "FILE"), "INVALID_FEDERATION_SUPERGRAPH"),
    ],
)
def test_bad_arguments_end_with_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "file"
    file.write_text("[]")
    given = [str(file) if one == "FILE" else one for one in arguments]
    result = CliRunner().invoke(gateway, [*given, "--port", "0"])
    assert result.exit_code in (1, 2)
    assert said in " ".join(result.output.replace("│", " ").split())


@pytest.mark.anyio
async def test_a_header_goes_on_only_where_the_operator_lets_it() -> None:
    town = Town()
    open_door = GatewaySettings(profile=Profile.DEVELOPER, forwards=(b"authorization",))
    await AsgiClient(town.gateway(open_door)).post(
        {"query": "{ whoami }"}, ("authorization", "Bearer x"), ("x-other", "y")
    )
    assert town.contexts[-1].forwarded == ((b"authorization", b"Bearer x"),)
    closed = GatewaySettings(profile=Profile.DEVELOPER)
    await AsgiClient(town.gateway(closed)).post(
        {"query": "{ whoami }"}, ("authorization", "Bearer x")
    )
    assert town.contexts[-1].forwarded == ()
