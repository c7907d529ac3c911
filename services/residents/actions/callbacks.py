# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Telling a department what became of its notification: its address, its token, five tries (cityinfo 4.4)."""

from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import SettingsProblem
from services.kit.jobs import Effect, Job
from services.kit.outbound import Outbound, PartnerFault, Request, Transport
from services.residents.actions.sending import CALL_BACK
from services.residents.domain.notifications import RETRIES, Notification, shown_to_clients
from services.residents.domain.notify_shapes import instant_text
from services.residents.store import notify as store

RETRY_MS = 300_000
_OK = range(200, 300)


async def call_back(database: Database, connect: Callable[[str], Transport], job: Job) -> Effect:
    """One try; a failed one comes again in five minutes."""
    one = await database.one(store.notification_by_id, key=job.payload["id"])
    service = await database.one(store.service_by_id, key=one.service) if one is not None else None
    if one is None or service is None or not service.callback_url:
        return _done
    if await _post(connect, one, service):
        return _done
    tries = int(job.payload.get("tries", 0)) + 1

    async def again(tx: Tx, job: Job) -> None:
        if tries <= RETRIES:
            payload = {"id": one.id, "tries": tries}
            await tx.schedule(CALL_BACK, f"{job.id}:{tries}", tx.now + RETRY_MS, payload)

    return again


async def _post(
    connect: Callable[[str], Transport], one: Notification, service: store.NotifyService
) -> bool:
    parts = urlsplit(service.callback_url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = Request(
        method="POST",
        path=path,
        headers={
            "Authorization": f"Bearer {service.callback_token}",
            "Content-Type": "application/json",
        },
        body=msgspec.json.encode(_told(one)),
        repeatable=True,
    )
    try:
        partner = Outbound("callback", connect(f"{parts.scheme}://{parts.netloc}"), seconds=10.0)
    except SettingsProblem:
        return False
    try:
        return (await partner.send(request)).status in _OK
    except PartnerFault:
        return False
    finally:
        await partner.stop()


def _told(one: Notification) -> dict[str, object]:
    return {
        "id": one.id, "reference": one.reference or None, "to": one.to,
        "status": shown_to_clients(one), "created_at": instant_text(one.created_at),
        "completed_at": instant_text(one.completed_at), "sent_at": instant_text(one.sent_at),
        "notification_type": one.kind, "template_id": one.template,
        "template_version": one.template_version,
    }  # fmt: skip


async def _done(tx: Tx, job: Job) -> None:
    """Told."""
