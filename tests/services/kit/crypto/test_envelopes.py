# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Envelopes open with their key alone, and a split key needs enough of its shares."""

import itertools

import pytest

from services.kit.crypto.envelopes import (
    EnvelopeBroken,
    close,
    join_key,
    new_pair,
    open_envelope,
    public_half,
    split_key,
)


def test_only_the_private_half_opens_and_only_for_its_purpose():
    private, public = new_pair()
    assert public_half(private) == public
    sealed = close(public, b"ballot", b"opening")
    assert open_envelope(private, sealed, b"opening") == b"ballot"
    for wrong in (
        lambda: open_envelope(new_pair()[0], sealed, b"opening"),
        lambda: open_envelope(private, sealed, b"else"),
        lambda: open_envelope(private, sealed[:-1] + b"x", b"opening"),
        lambda: open_envelope(private, b"", b"opening"),
    ):
        with pytest.raises(EnvelopeBroken):
            wrong()


def test_any_three_of_five_shares_give_the_key_back_and_two_do_not():
    private, _ = new_pair()
    shares = split_key(private, needed=3, shares=5)
    for chosen in itertools.combinations(shares, 3):
        assert join_key(list(chosen)) == private
    assert all(join_key(list(two)) != private for two in itertools.combinations(shares, 2))
    for broken in ([shares[0], shares[0]], [shares[0], shares[1][:-1]]):
        with pytest.raises(ValueError, match="shares"):
            join_key(broken)
    with pytest.raises(ValueError, match="needed"):
        split_key(private, needed=6, shares=5)
