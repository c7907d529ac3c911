# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which engines there are: chosen once, from settings; nowhere else."""

import os
from collections.abc import Mapping
from functools import cache

import msgspec

from services.kit.errors import SettingsProblem
from services.kit.outbound import Outbound
from services.kit.outbound.http import HttpTransport
from services.kit.settings import read_settings
from services.language.clients import deepl, etranslation
from services.language.clients.apertium import ApertiumCommand, ApertiumServer
from services.language.clients.clouds import Azure, Google
from services.language.clients.contract import Engine
from services.language.clients.guarding import Guard
from services.language.clients.libretranslate import LibreTranslate
from services.language.clients.pseudo import Pseudo

PREFIX = "TORGET_LANGUAGE_"
AZURE_HOST = "https://api.cognitive.microsofttranslator.com"
GOOGLE_HOST = "https://translation.googleapis.com"
_SECONDS = 20.0


class EngineSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of engines; the city's own settings describe them."""

    language_engines: tuple[str, ...] = ("apertium",)
    """In the order in which they are asked: `libretranslate=https://mt.example.se`, `deepl`."""
    language_keys: tuple[str, ...] = ()
    """`name=key`, for eTranslation `etranslation=user:password`, for Google `google=project:token`."""
    language_callback: str = ""
    """The secret part of the address to which eTranslation delivers."""
    public_url: str = ""


def engine_settings(environ: Mapping[str, str]) -> EngineSettings:
    """What the environment says about engines."""
    ours = {
        name: value
        for name, value in environ.items()
        if name.startswith(PREFIX) or name == "TORGET_PUBLIC_URL"
    }
    return read_settings(EngineSettings, ours)


def make_engine(entry: str, settings: EngineSettings) -> Engine:
    """The engine of one entry. Raises SettingsProblem for a name or a key that is missing."""
    name, _, origin = entry.partition("=")
    keys = dict(one.split("=", 1) for one in settings.language_keys if "=" in one)
    key = keys.get(name, "")
    if name == "apertium":
        return ApertiumServer(_to(name, origin)) if origin else ApertiumCommand()
    if name == "pseudo":
        return Pseudo()
    if name == "libretranslate" and origin:
        return LibreTranslate(_to(name, origin), key=key)
    if not key:
        raise SettingsProblem(
            f"TORGET_LANGUAGE_ENGINES: {entry} is unknown or lacks its address or its entry in "
            "TORGET_LANGUAGE_KEYS."
        )
    return _with_key(name, origin, key, settings)


def _with_key(name: str, origin: str, key: str, settings: EngineSettings) -> Engine:
    first, _, second = key.partition(":")
    if name == "deepl":
        return deepl.DeepL(_to(name, origin or deepl.host_of(key)), key=key)
    if name == "azure":
        return Azure(_to(name, origin or AZURE_HOST), key=first, region=second)
    if name == "google":
        return Google(_to(name, origin or GOOGLE_HOST), key=second, project=first)
    if name == "etranslation":
        callback = (
            f"{settings.public_url}/language/callbacks/etranslation/{settings.language_callback}"
        )
        outbound = _to(name, origin or etranslation.HOST)
        return etranslation.ETranslation(outbound, user=first, key=second, callback=callback)
    raise SettingsProblem(f"TORGET_LANGUAGE_ENGINES: there is no engine called {name}.")


@cache
def chosen_guard() -> Guard:
    """The chain of engines of this process."""
    settings = engine_settings(os.environ)
    return Guard([make_engine(entry, settings) for entry in settings.language_engines])


def _to(name: str, origin: str) -> Outbound:
    return Outbound(name, HttpTransport(origin), seconds=_SECONDS)
