# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Codes and refresh tokens, as hashes: whoever reads the table can use none of them."""

from services.identity.domain import Grant, Refresh
from services.kit.data import (
    BigInteger,
    Column,
    MetaData,
    Table,
    Text,
    bindparam,
    define,
    delete,
    insert,
    select,
    update,
)

metadata = MetaData()

grant = Table(
    "sign_in_code",
    metadata,
    Column("code_hash", Text, primary_key=True),
    Column("client_id", Text, nullable=False),
    Column("redirect_uri", Text, nullable=False),
    Column("challenge", Text, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("acr", Text),
    Column("auth_time", BigInteger, nullable=False),
    Column("sid", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

refresh = Table(
    "refresh_token",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("family", Text, nullable=False),
    Column("client_id", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("acr", Text),
    Column("auth_time", BigInteger, nullable=False),
    Column("jkt", Text),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("ended_at", BigInteger),
)

add_grant = define(insert(grant))

use_grant = define(
    update(grant)
    .where(grant.c.code_hash == bindparam("hash"), grant.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
    .returning(grant),
    Grant,
)

grant_by_hash = define(select(grant).where(grant.c.code_hash == bindparam("hash")), Grant)

drop_old_grants = define(delete(grant).where(grant.c.expires_at < bindparam("before")))

add_refresh = define(insert(refresh))

use_refresh = define(
    update(refresh)
    .where(
        refresh.c.token_hash == bindparam("hash"),
        refresh.c.used_at.is_(None),
        refresh.c.ended_at.is_(None),
    )
    .values(used_at=bindparam("now"))
    .returning(refresh),
    Refresh,
)

refresh_by_hash = define(select(refresh).where(refresh.c.token_hash == bindparam("hash")), Refresh)

end_family = define(
    update(refresh)
    .where(refresh.c.family == bindparam("which"), refresh.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)
