# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Channels without a partner: one that keeps what it was given, and the one that is not there."""

from pathlib import Path

import msgspec

from services.kit.channels.message import ChannelKind, Message, Receipt, State

MOST_KEPT = 1000


class RecordingChannel:
    """Keeps messages instead of sending them: for the demonstration city and for tests."""

    def __init__(self, kind: ChannelKind, folder: Path | None = None) -> None:
        """With a folder each message is also a line of `outgoing-<kind>.jsonl` in it."""
        self.kind = kind
        self.sent: list[Message] = []
        self.answers: list[Receipt] = []
        """What to answer next; afterwards everything is sent."""
        self._file = folder / f"outgoing-{kind}.jsonl" if folder is not None else None
        self._known = {one.id for one in self._kept()}

    async def send(self, message: Message) -> Receipt:
        """Remember the message; the same id again is the same message."""
        answer = (
            self.answers.pop(0)
            if self.answers
            else Receipt(state=State.SENT, reference=f"local-{message.id}")
        )
        if answer.state is State.SENT and message.id not in self._known:
            self._known.add(message.id)
            self.sent = [*self.sent[-MOST_KEPT:], message]
            if self._file is not None:
                with self._file.open("ab") as out:
                    out.write(msgspec.json.encode(message) + b"\n")
        return answer

    def _kept(self) -> list[Message]:
        """What an earlier process has left in the file."""
        if self._file is None or not self._file.exists():
            return []
        lines = self._file.read_bytes().splitlines()[-MOST_KEPT:]
        return [msgspec.json.decode(line, type=Message) for line in lines]

    async def stop(self) -> None:
        """Nothing to close."""


class NullChannel:
    """No partner has been set up: nothing is sent, and whoever asks is told so."""

    def __init__(self, kind: ChannelKind) -> None:
        """A way out that leads nowhere."""
        self.kind = kind

    async def send(self, message: Message) -> Receipt:
        """Never sent."""
        del message
        return Receipt(state=State.TECHNICAL_FAILURE, reason="not set up")

    async def stop(self) -> None:
        """Nothing to close."""
