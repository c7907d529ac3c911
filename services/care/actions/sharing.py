# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consents, delegations and ways to be reached: given, taken back, effective at once (care D1, D2)."""

from collections.abc import Mapping

import msgspec

from services.care.actions.access import allow, own_id
from services.care.actions.alerts import tell_resident_changed
from services.care.actions.planning import stop_for_consent
from services.care.domain.ladder import Channel
from services.care.domain.people import (
    Consent,
    ConsentPurpose,
    Endpoint,
    GivenBy,
    Share,
    ShareScope,
    ShareSource,
)
from services.care.store import people as store
from services.kit.data import Tx
from services.kit.errors import InputInvalid, NotFound
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller, CallerKind

MOST_ENDPOINTS = 10
NEEDED = {
    Channel.SMS: ("to",),
    Channel.EMAIL: ("to",),
    Channel.PUSH: ("endpoint", "p256dh", "auth"),
}
"""What an address of each channel must say."""


class GiveConsent(msgspec.Struct, frozen=True, kw_only=True):
    """A consent as it is given."""

    resident: str
    purpose: ConsentPurpose
    given_by: GivenBy = GivenBy.SELF
    evidence: str | None = None
    valid_to: int | None = None


class GrantShare(msgspec.Struct, frozen=True, kw_only=True):
    """What a resident lets somebody know and do."""

    resident: str
    grantee: str
    scopes: tuple[ShareScope, ...]
    valid_to: int | None = None


async def give_consent(tx: Tx, caller: Caller, given: GiveConsent) -> Consent:
    """Keep a consent; staff register one only with the evidence they have seen."""
    await allow(tx, caller, "care.consent.write", given.resident, resource="consent")
    if given.valid_to is not None and given.valid_to <= tx.now:
        raise InputInvalid(path=("validTo",))
    giver, _ = own_id(caller)
    if giver != given.resident and not (given.evidence or "").strip():
        raise InputInvalid(path=("evidence",))
    consent = Consent(
        id=new_id(), resident=given.resident, purpose=given.purpose, given_by=given.given_by,
        giver=giver, evidence=given.evidence, valid_from=tx.now, valid_to=given.valid_to, withdrawn_at=None,
    )  # fmt: skip
    await tx.run(store.add_consent, **msgspec.structs.asdict(consent))
    await _changed(tx, given.resident, "care.consent.given")
    return consent


async def withdraw_consent(tx: Tx, caller: Caller, resident: str, consent_id: str) -> Consent:
    """Take a consent back: what rests on it ends now, and the unit is told."""
    await allow(tx, caller, "care.consent.write", resident, resource="consent", ids=(consent_id,))
    known = {one.id: one for one in await tx.many(store.consents_of, resident=resident)}
    if consent_id not in known:
        raise NotFound
    withdrawn = await tx.one(store.withdraw_consent, id=consent_id, now=tx.now)
    if withdrawn is None:
        return known[consent_id]
    others = [one for one in known.values() if one.id != consent_id and one.holds(tx.now)]
    if all(one.purpose is not withdrawn.purpose for one in others):
        await stop_for_consent(tx, resident, withdrawn.purpose, key=f"consent:{consent_id}")
    await _changed(tx, resident, "care.consent.withdrawn")
    return withdrawn


async def grant_share(tx: Tx, caller: Caller, given: GrantShare) -> Share:
    """Let somebody in, for what is named and no more."""
    await allow(tx, caller, "care.consent.write", given.resident, resource="delegation")
    if not given.scopes:
        raise InputInvalid(path=("scopes",))
    if not given.grantee or given.grantee == given.resident:
        raise InputInvalid(path=("grantee",))
    if given.valid_to is not None and given.valid_to <= tx.now:
        raise InputInvalid(path=("validTo",))
    source = ShareSource.STAFF_VERIFIED if caller.kind is CallerKind.STAFF else ShareSource.SELF
    share = Share(
        id=new_id(), grantor=given.resident, grantee=given.grantee,
        scopes=tuple(sorted({scope.value for scope in given.scopes})), source=source,
        valid_from=tx.now, valid_to=given.valid_to, withdrawn_at=None,
    )  # fmt: skip
    await tx.run(store.add_share, **msgspec.structs.asdict(share))
    await _changed(tx, given.resident, "care.delegation.granted")
    return share


async def withdraw_share(tx: Tx, caller: Caller, share_id: str) -> Share:
    """Shut somebody out; open subscriptions end within a second (D1)."""
    share = await tx.one(store.share_by_id, id=share_id)
    if share is None:
        raise NotFound
    await allow(
        tx, caller, "care.consent.write", share.grantor, resource="delegation", ids=(share.id,)
    )
    withdrawn = await tx.one(store.withdraw_share, id=share_id, now=tx.now)
    await _changed(tx, share.grantor, "care.delegation.withdrawn")
    return withdrawn or share


async def add_endpoint(
    tx: Tx, caller: Caller, channel: Channel, address: Mapping[str, str], *, lang: str
) -> Endpoint:
    """Remember a way to reach the caller herself; the same way again is the same."""
    require(caller, "care.mine.use")
    needed = NEEDED.get(channel)
    if needed is None or set(address) != set(needed) or not all(address.values()):
        raise InputInvalid(path=("address",))
    person, _ = own_id(caller)
    mine = await tx.many(store.endpoints_of, people=[person])
    for way in mine:
        if way.channel is channel and way.address == dict(address):
            return way
    if len(mine) >= MOST_ENDPOINTS:
        raise InputInvalid(path=("channel",))
    fresh = Endpoint(
        id=new_id(), person=person, channel=channel, address=dict(address), lang=lang, added_at=tx.now,
        removed_at=None,
    )  # fmt: skip
    await tx.run(store.add_endpoint, **msgspec.structs.asdict(fresh))
    return fresh


async def remove_endpoint(tx: Tx, caller: Caller, endpoint_id: str) -> None:
    """Forget one way of the caller's own."""
    require(caller, "care.mine.use")
    way = await tx.one(store.endpoint_by_id, id=endpoint_id)
    if way is None or way.person != own_id(caller)[0]:
        raise NotFound
    await tx.run(store.remove_endpoint, id=endpoint_id, now=tx.now)


async def _changed(tx: Tx, resident: str, what: str) -> None:
    await tx.emit(what, f"access:{resident}", {"resident": resident})
    await tell_resident_changed(tx, resident)
