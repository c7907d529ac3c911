# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Looks at an address of the feed: fetched if it has changed, read beside the event loop, nothing written."""

import asyncio

import msgspec

from services.kit.errors import SettingsProblem
from services.kit.outbound import PartnerFault
from services.parking.clients.feeds import fetch_changed, is_whole, known_as, source_name
from services.parking.domain.looks import Look, Marks
from services.parking.domain.ltf import FeedUnreadable, read_feed


async def look_at(url: str, known: Marks) -> Look:
    """What an address holds now, `known` being the version taken in last. Every fault is in the answer."""
    look = Look(name=known_as(url), source=source_name(url), is_whole=is_whole(url), marks=known)
    try:
        fetched = await fetch_changed(url, known)
        if fetched.body is None or fetched.marks.digest == known.digest:
            return msgspec.structs.replace(look, marks=fetched.marks)
        reading = await asyncio.to_thread(read_feed, fetched.body)
    except PartnerFault as fault:
        return msgspec.structs.replace(look, fault=f"fetching: {fault.reason}")
    except (FeedUnreadable, SettingsProblem) as problem:
        return msgspec.structs.replace(look, fault=str(problem))
    return msgspec.structs.replace(look, reading=reading, marks=fetched.marks)
