# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What every door of the guide shares: who holds the connection, which languages there are."""

from typing import Annotated

from litestar.di import NamedDependency
from litestar.params import PathParameter

from i18n import registry
from services.kit.context import Context
from services.kit.errors import NotFound
from services.kit.policy.routes import public_route

OPEN = public_route("the guide is for everybody")
Held = NamedDependency[Context]
Language = Annotated[str, PathParameter(description="A BCP 47 tag.")]


def known(language: str) -> str:
    """The tag itself; NOT_FOUND for one that the city does not know."""
    if not registry.known(language):
        raise NotFound
    return language
