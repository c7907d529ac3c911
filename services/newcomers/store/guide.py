# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about the guide: pages, their texts in each language, wishes, feedback, packages, places."""

from typing import Any

import msgspec

from services.kit.data import (
    Text,
    among,
    bindparam,
    define,
    delete,
    insert,
    select,
)
from services.newcomers.domain.guide import GuideLocale, Page, PageText
from services.newcomers.store.tables import (
    feedback,
    guide_locale,
    package,
    page,
    page_text,
    page_wish,
    place,
)


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """How many want a page in a language."""

    page: str
    locale: str
    count: int


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A package that devices may have."""

    locale: str
    version: str
    manifest: dict[str, Any]
    made_at: int


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place or contact of the guide."""

    id: str
    facts: dict[str, Any]


_key = bindparam("key", type_=Text)
_of_locale = bindparam("of_locale", type_=Text)

pages = define(select(page).order_by(page.c.position, page.c.id), Page)
page_by_slug = define(select(page).where(page.c.slug == _key), Page)
page_by_id = define(select(page).where(page.c.id == _key), Page)

_put = insert(page)
put_page = define(
    _put.on_conflict_do_update(
        index_elements=["id"],
        set_={
            name: _put.excluded[name]
            for name in (
                "slug", "parent", "position", "risk", "title", "segments", "links", "version",
                "updated_at", "kind", "valid_from", "valid_to",
            )
        },
    )
)  # fmt: skip

texts_of = define(
    select(page_text)
    .where(page_text.c.page == _key, among(page_text.c.locale, "locales"))
    .order_by(page_text.c.path),
    PageText,
)
all_texts = define(
    select(page_text).where(among(page_text.c.locale, "locales")).order_by(page_text.c.page),
    PageText,
)
wordings_of = define(
    select(page_text)
    .where(page_text.c.locale == _of_locale, page_text.c.made_from == bindparam("hash", type_=Text))
    .order_by(page_text.c.page),
    PageText,
)
"""The same sentence in a language, wherever in the guide it stands."""
drop_texts = define(
    delete(page_text).where(page_text.c.page == _key, page_text.c.locale == _of_locale)
)
_put_text = insert(page_text)
put_text = define(
    _put_text.on_conflict_do_update(
        index_elements=["page", "locale", "path"],
        set_={
            name: _put_text.excluded[name]
            for name in ("text", "made_from", "machine", "reviewed", "engine")
        },
    )
)

_wish = insert(page_wish)
add_wish = define(
    _wish.on_conflict_do_update(
        index_elements=["page", "locale"], set_={"count": page_wish.c.count + 1}
    ).returning(page_wish),
    Wish,
)
wishes = define(
    select(page_wish).order_by(page_wish.c.count.desc(), page_wish.c.page).limit(100), Wish
)

_locale = insert(guide_locale)
put_locale = define(
    _locale.on_conflict_do_update(
        index_elements=["locale"],
        set_={
            name: _locale.excluded[name]
            for name in ("fallbacks", "machine", "is_visible", "position")
        },
    )
)
locales = define(
    select(guide_locale).order_by(guide_locale.c.position, guide_locale.c.locale), GuideLocale
)
drop_locale = define(
    delete(guide_locale).where(guide_locale.c.locale == _key).returning(guide_locale), GuideLocale
)

add_feedback = define(insert(feedback))

add_package = define(insert(package).on_conflict_do_nothing(index_elements=["locale", "version"]))
package_of = define(
    select(package).where(package.c.locale == _of_locale, package.c.version == _key), Package
)

places = define(select(place).order_by(place.c.id), Place)
put_place = define(insert(place).on_conflict_do_nothing(index_elements=["id"]))
