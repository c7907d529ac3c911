# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""TURN credentials as coturn checks them (video 4.2, 7, V8-V10)."""

import pytest

from services.care.domain.turn import (
    IceServer,
    ice_servers,
    shows_address,
    turn_credential,
    turn_username,
)


def test_the_golden_credential():
    username = turn_username("S1", "p1", expires_at=1790000600)
    assert username == "1790000600:S1-p1"
    assert turn_credential("torget-test-secret", username) == "MMS9HRMsMc8hDOQOC/27qJ6hzxA="


def test_every_participant_has_a_name_of_her_own():
    urls = ("stun:h:3478", "turn:h:3478?transport=udp", "turns:h:443?transport=tcp")
    stun, turn = ice_servers(urls, "s", "S1", "p1", now_s=1_790_000_000)
    other = ice_servers(urls, "s", "S1", "p2", now_s=1_790_000_000)[1]
    assert stun == IceServer(urls=("stun:h:3478",))
    assert turn.urls == urls[1:]
    assert turn.username == "1790000600:S1-p1"
    assert turn.credential != other.credential


def test_without_a_secret_no_relay_is_offered():
    assert ice_servers(("turn:h:3478",), "", "S1", "p1", now_s=0) == ()


@pytest.mark.parametrize(
    ("candidate", "shown"),
    [
        ("candidate:1 1 udp 2122260223 192.0.2.1 5000 typ host", True),
        ("candidate:2 1 udp 1686052607 198.51.100.2 5000 typ srflx raddr 192.0.2.1", True),
        ("candidate:3 1 udp 41885439 203.0.113.3 49160 typ relay raddr 0.0.0.0", False),
        ("", False),  # the end of the candidates
    ],
)
def test_only_relayed_candidates_hide_the_sender(candidate, shown):
    assert shows_address(candidate) is shown
