# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""No call from data goes inside: schemes, ports, private and disguised addresses (security row 50)."""

import pytest

from services.kit.errors import InputInvalid
from services.kit.outbound.reach import is_public, public_address

pytestmark = pytest.mark.anyio


def hosts(*addresses):
    async def resolve(_):
        return list(addresses)

    return resolve


async def test_a_public_host_is_pinned_to_the_address_that_was_judged():
    assert (
        await public_address("https://example.org/feed", hosts("93.184.216.34")) == "93.184.216.34"
    )


@pytest.mark.parametrize(
    ("url", "addresses"),
    [
        ("http://example.org/", ("93.184.216.34",)),
        ("ftp://example.org/", ("93.184.216.34",)),
        ("https://user@example.org/", ("93.184.216.34",)),
        ("https://example.org:22/", ("93.184.216.34",)),
        ("https://example.org:x/", ("93.184.216.34",)),
        ("https:///nothing", ("93.184.216.34",)),
        ("https://inside.example/", ("10.0.0.1",)),
        ("https://both.example/", ("93.184.216.34", "127.0.0.1")),
        ("https://metadata.example/", ("169.254.169.254",)),
        ("https://six.example/", ("::1",)),
        ("https://mapped.example/", ("::ffff:10.0.0.1",)),
        ("https://tunnel.example/", ("2002:7f00:1::",)),
        ("https://127.0.0.1/", ()),
        ("https://[fe80::1]/", ()),
        ("https://nowhere.example/", ()),
        ("https://translated.example/", ("64:ff9b::a00:1",)),
        ("https://local.example/", ("64:ff9b:1::7f00:1",)),
        ("https://teredo.example/", ("2001:0:4136:e378:8000:63bf:f5ff:fffe",)),
        ("https://mail.example:465/", ("93.184.216.34",)),
    ],
)
async def test_everything_else_is_refused(url, addresses):
    with pytest.raises(InputInvalid):
        await public_address(url, hosts(*addresses))


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0", "224.0.0.1", "240.0.0.1", "192.168.1.1", "x", ""],  # noqa: S104 -- not bound
)
def test_addresses_that_are_not_public(address):
    assert not is_public(address)
