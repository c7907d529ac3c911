# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The way to an address from data: pinned to what was judged, judged anew, refused when it moves inside."""

import asyncio

import pytest

from services.kit.outbound import LocalTransport, PartnerFault, Reply, Request
from services.kit.outbound.guarded import GuardedTransport
from services.kit.outbound.reach import Reach
from tests.house.source import PRODUCT, ROOT, python_files

pytestmark = pytest.mark.anyio

PUBLIC, OTHER, INSIDE = "93.184.216.34", "93.184.216.35", "10.0.0.7"


class Net:
    """Names that may move, and a note of every way that was opened."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)
        self.opened: list[tuple[str, str, bool]] = []
        self.time = 0.0

    async def resolve(self, host: str) -> list[str]:
        if host == "gone.example":
            raise OSError
        return list(self.addresses)

    def connect(self, origin: str, *, plain: bool, address: str) -> LocalTransport:
        self.opened.append((origin, address, plain))

        async def answer(_: Request) -> Reply:
            return Reply(status=204)

        return LocalTransport(answer)

    def way(self, origin: str = "https://dep.example", **more) -> GuardedTransport:
        reach = Reach(resolve=self.resolve, **more)
        return GuardedTransport(origin, reach, connect=self.connect, now=lambda: self.time)


async def refusal(way: GuardedTransport) -> str:
    with pytest.raises(PartnerFault) as fault:
        await way.send(Request(), most_bytes=1)
    assert not fault.value.sent
    return fault.value.reason


async def test_the_connection_goes_to_the_address_that_was_judged():
    net = Net(PUBLIC)
    way = net.way()
    assert (await way.send(Request(), most_bytes=1)).status == 204
    await way.send(Request(), most_bytes=1)
    assert net.opened == [("https://dep.example", PUBLIC, False)]


async def test_a_name_that_moves_inside_after_it_was_judged_is_never_followed():
    net = Net(PUBLIC)
    way = net.way()
    await way.send(Request(), most_bytes=1)
    net.addresses = [INSIDE]
    await way.send(Request(), most_bytes=1)  # still where it was judged to be
    net.time = 61
    assert await refusal(way) == "refused"
    assert {address for _, address, _ in net.opened} == {PUBLIC}
    net.addresses = [OTHER]
    await way.send(Request(), most_bytes=1)
    assert net.opened[-1][1] == OTHER


async def test_addresses_in_another_order_leave_calls_under_way_alone():
    net = Net(PUBLIC, OTHER)
    way = net.way()
    await way.send(Request(), most_bytes=1)
    net.addresses.reverse()
    net.time = 61
    await way.send(Request(), most_bytes=1)
    assert [address for _, address, _ in net.opened] == [PUBLIC]


async def test_a_call_under_way_is_answered_though_the_name_has_moved():
    asked, answered = asyncio.Event(), asyncio.Event()
    stopped: list[str] = []

    class Slow:
        def __init__(self, address: str) -> None:
            self.address = address

        async def send(self, request: Request, *, most_bytes: int) -> Reply:
            if self.address == PUBLIC:
                asked.set()
                await answered.wait()
            return Reply(status=204)

        async def stop(self) -> None:
            stopped.append(self.address)

    net = Net(PUBLIC)
    net.connect = lambda origin, *, plain, address: Slow(address)  # type: ignore[method-assign]
    way = net.way()
    first = asyncio.create_task(way.send(Request(), most_bytes=1))
    await asked.wait()
    net.addresses, net.time = [OTHER], 61
    assert (await way.send(Request(), most_bytes=1)).status == 204
    assert stopped == []
    answered.set()
    assert (await first).status == 204
    assert stopped == [PUBLIC]
    await way.stop()
    assert stopped == [PUBLIC, OTHER]


@pytest.mark.parametrize(
    "origin",
    ["https://127.0.0.1", "http://dep.example", "https://[::ffff:10.0.0.1]", "gopher://dep.example",
     "https://u@dep.example", "https://dep.example:25", "https://[broken", ""],
)  # fmt: skip
async def test_nothing_is_opened_for_an_address_that_may_not_be_called(origin):
    net = Net(PUBLIC)
    assert await refusal(net.way(origin)) == "refused"
    assert net.opened == []


async def test_a_host_nobody_knows_is_unreachable_and_may_be_tried_again():
    net = Net()
    assert await refusal(net.way("https://gone.example")) == "unreachable"
    assert await refusal(net.way()) == "unreachable"


async def test_an_operator_may_name_hosts_of_the_citys_own_network():
    net = Net(INSIDE)
    await net.way("http://inner.example", intranet=["Inner.example"]).send(Request(), most_bytes=1)
    assert net.opened == [("http://inner.example", INSIDE, True)]
    assert await refusal(net.way("https://other.example", intranet=["inner.example"])) == "refused"


FROM_SETTINGS = {
    "services/parking/clients/feeds.py": "feeds of the settings or the command line",
    "services/parking/clients/payments.py": "the payment provider of the settings",
    "services/language/clients/bootstrap.py": "translation engines of the settings",
    "services/kit/channels/sms.py": "the SMS provider of the settings",
    "services/kit/channels/push.py": "push services on the list of the settings",
    "services/kit/outbound/http.py": "the transport itself",
    "services/kit/outbound/guarded.py": "after the guard has judged",
    "gateway/city/issuer_calls.py": "issuers of the settings; what they name elsewhere is judged",
}


def test_whoever_calls_without_the_guard_takes_the_address_from_settings():
    found = {
        path.as_posix() for path in python_files(*PRODUCT)
        if "HttpTransport" in (ROOT / path).read_text().replace("import HttpTransport", "")
    }  # fmt: skip
    assert found == FROM_SETTINGS.keys()
