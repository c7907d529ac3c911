# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of language: which engines are asked, in which order, with which keys."""

from typing import Annotated

import msgspec
from msgspec import Meta


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Each is an environment variable `TORGET_LANGUAGE_<NAME>`."""

    engines: Annotated[
        tuple[str, ...],
        Meta(
            description="engines in the order in which they are asked: apertium, "
            "libretranslate=https://mt.example.se, deepl, etranslation, azure, google"
        ),
    ] = ("apertium",)
    keys: Annotated[
        tuple[str, ...],
        Meta(
            description="name=key; etranslation=user:password, google=project:token, "
            "azure=key:region; better as TORGET_LANGUAGE_KEYS_FILE"
        ),
    ] = ()
    callback: Annotated[
        str,
        Meta(
            description="address to which eTranslation delivers; its last part is a secret: "
            "https://city.example/language/callbacks/etranslation/SECRET"
        ),
    ] = ""
    budget: Annotated[int, Meta(description="words a year that machines may translate", ge=0)] = (
        1_000_000
    )
    renewal_month: Annotated[int, Meta(description="month in which a year begins", ge=1, le=12)] = 1

    @property
    def callback_secret(self) -> str:
        """What a delivery must know; empty: none is accepted."""
        return self.callback.rpartition("/")[2]
