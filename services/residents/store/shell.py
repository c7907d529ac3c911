# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Preferences, devices and ratings."""

import msgspec

from services.kit.channels import PushKeys
from services.kit.data import (
    Boolean,
    Column,
    Instant,
    Integer,
    Json,
    MetaData,
    Table,
    Text,
    bindparam,
    define,
    delete,
    insert,
    select,
)
from services.residents.domain.reaching import Device, Preference

metadata = MetaData()

preference = Table(
    "preference",
    metadata,
    Column("person", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("inbox", Boolean, nullable=False),
    Column("email", Boolean, nullable=False),
    Column("sms", Boolean, nullable=False),
    Column("push", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
device = Table(
    "device",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("endpoint", Text, nullable=False),
    Column("keys", Json(PushKeys), nullable=False),
    Column("app_version", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
)
rating = Table(
    "rating",
    metadata,
    Column("service", Text, primary_key=True),
    Column("page", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("month", Text, primary_key=True),
    Column("stars", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
)


class Stars(msgspec.Struct, frozen=True):
    """How many gave so many stars, in one language."""

    page: str
    language: str
    month: str
    stars: int
    count: int


_WHO = bindparam("who", type_=Text)

preferences_of = define(
    select(preference).where(preference.c.person == _WHO).order_by(preference.c.service), Preference
)
preference_of = define(
    select(preference).where(
        preference.c.person == _WHO, preference.c.service == bindparam("what")
    ),
    Preference,
)
_put = insert(preference)
put_preference = define(
    _put.on_conflict_do_update(
        index_elements=["person", "service"],
        set_={name: _put.excluded[name] for name in ("inbox", "email", "sms", "push", "version")},
        where=preference.c.version == bindparam("read_version", type_=Integer),
    ).returning(preference),
    Preference,
    columns=tuple(c.name for c in preference.columns),
)
devices_of = define(
    select(device).where(device.c.person == _WHO).order_by(device.c.added_at, device.c.id), Device
)
_device = insert(device)
put_device = define(
    _device.on_conflict_do_update(
        index_elements=["endpoint"],
        set_={n: _device.excluded[n] for n in ("person", "platform", "keys", "app_version")},
    )
)
drop_device = define(delete(device).where(device.c.person == _WHO, device.c.id == bindparam("key")))
drop_endpoint = define(delete(device).where(device.c.endpoint == bindparam("endpoint")))

_rating = insert(rating)
add_rating = define(
    _rating.on_conflict_do_update(
        index_elements=["service", "page", "language", "month", "stars"],
        set_={"count": rating.c.count + 1},
    )
)
ratings_of = define(
    select(rating.c.page, rating.c.language, rating.c.month, rating.c.stars, rating.c.count)
    .where(rating.c.service == bindparam("what"))
    .order_by(rating.c.month, rating.c.page, rating.c.language, rating.c.stars),
    Stars,
)
