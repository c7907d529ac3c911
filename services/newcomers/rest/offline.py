# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The guide to take along: a manifest, its files, and what has changed since a device's own."""

from typing import Annotated

from litestar import Response, get
from litestar.params import PathParameter

from services.kit.errors import NotFound
from services.newcomers.actions import guide
from services.newcomers.domain.offline import Delta, Manifest
from services.newcomers.rest.ways import OPEN, Held, Language, known

Base = Annotated[str, PathParameter(description="The version a device has.")]
File = Annotated[str, PathParameter(description="A path of the manifest.")]


@get("/offline/{language:str}/manifest", guards=[OPEN])
async def read_manifest(context: Held, language: Language) -> Manifest:
    """What the package of a language holds now."""
    made, _ = await guide.make_package(context.database, context.caller, known(language))
    return made


@get("/offline/{language:str}/files/{file:path}", guards=[OPEN])
async def read_file(context: Held, language: Language, file: File) -> Response[bytes]:
    """A file of the package."""
    _, files = await guide.make_package(context.database, context.caller, known(language))
    body = files.get(file.lstrip("/"))
    if body is None:
        raise NotFound
    return Response(body, media_type="application/json")


@get("/offline/{language:str}/deltas/{base:str}", guards=[OPEN])
async def read_delta(context: Held, language: Language, base: Base) -> Delta:
    """What a device with `base` needs to have the package of now."""
    return await guide.make_delta(context.database, context.caller, known(language), base)
