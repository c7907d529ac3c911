# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""No log line carries personal data: seeded secrets, every way a line is written, none comes out (L5)."""

import io
import logging
import random
from collections.abc import Iterator

import pytest
from hypothesis import settings

from services.kit.telemetry import configure_logging
from tests.support.services import AMINA, opened

SECRETS = (
    "199001012385", "900101-2385", "amina.haddad@example.org", "+46701740605",
    "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbWluYSJ9.c2lnbmF0dXJl", "Amina Haddad",
)  # fmt: skip
PATTERNED = SECRETS[:3] + SECRETS[4:5]
"""Those a pattern can tell; a name is kept out by never being written."""

KEYS = ("email", "phone", "token", "cookie", "variables", "authorization", "text", "plate")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    out = io.StringIO()
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    configure_logging("DEBUG", stream=out)
    yield out
    root.handlers[:] = before[0]
    root.setLevel(before[1])


def write(chance: random.Random, lines: int) -> None:
    logger = logging.getLogger("torget.scan")
    for number in range(lines):
        secret = chance.choice(PATTERNED)
        match number % 4:
            case 0:
                logger.info("seen %s at the door", secret)
            case 1:
                logger.warning("odd", extra={chance.choice(KEYS): chance.choice(SECRETS)})
            case 2:
                logger.error("(%s)", secret, extra={"detail": f"by {secret}, again"})
            case _:
                try:
                    raise ValueError(secret)
                except ValueError:
                    logger.exception("broke")


def test_property_seeded_secrets_never_come_out(log):
    """20,000 lines here, a million with `make fuzz`."""
    is_long = settings.default is not None and settings.default.max_examples > 1000
    write(random.Random(5), 1_000_000 if is_long else 20_000)
    text = log.getvalue()
    assert text.count("\n") >= 20_000
    assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.anyio
async def test_what_a_service_writes_while_it_works_names_nobody(log):
    async with opened("residents", "sqlite://") as asked:
        await asked.ask("{ me { name contactWays { address } } }", AMINA)
        await asked.ask(
            "mutation($i: SetContactWayInput!) { setContactWay(input: $i) { userErrors { code } } }",
            AMINA,
            i={"kind": "EMAIL", "address": "amina.haddad@example.org"},
        )
        await asked.ask("{ me { nothing } }", AMINA)
    text = log.getvalue()
    assert [secret for secret in SECRETS if secret in text] == []
