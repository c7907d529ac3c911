# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which engines there are: chosen once, from settings; nowhere else."""

from functools import cache

from services.kit.errors import SettingsProblem
from services.kit.outbound import Outbound
from services.kit.outbound.http import HttpTransport
from services.language.clients import deepl, etranslation
from services.language.clients.apertium import ApertiumCommand, ApertiumServer
from services.language.clients.clouds import Azure, Google
from services.language.clients.contract import Engine
from services.language.clients.guarding import Guard
from services.language.clients.libretranslate import LibreTranslate
from services.language.clients.pseudo import Pseudo
from services.language.settings import Settings

AZURE_HOST = "https://api.cognitive.microsofttranslator.com"
GOOGLE_HOST = "https://translation.googleapis.com"
_SECONDS = 20.0


def make_engine(entry: str, settings: Settings, address: str = "") -> Engine:
    """The engine of one entry. Raises SettingsProblem for a name or a key that is missing."""
    name, _, origin = entry.partition("=")
    keys = dict(one.split("=", 1) for one in settings.keys if "=" in one)
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
    callback = f"{address}/language/callbacks/etranslation/{settings.callback}"
    return _with_key(name, origin, key, callback)


def _with_key(name: str, origin: str, key: str, callback: str) -> Engine:
    first, _, second = key.partition(":")
    if name == "deepl":
        return deepl.DeepL(_to(name, origin or deepl.host_of(key)), key=key)
    if name == "azure":
        return Azure(_to(name, origin or AZURE_HOST), key=first, region=second)
    if name == "google":
        return Google(_to(name, origin or GOOGLE_HOST), key=second, project=first)
    if name == "etranslation":
        outbound = _to(name, origin or etranslation.HOST)
        return etranslation.ETranslation(outbound, user=first, key=second, callback=callback)
    raise SettingsProblem(f"TORGET_LANGUAGE_ENGINES: there is no engine called {name}.")


@cache
def chosen_guard(settings: Settings, address: str = "") -> Guard:
    """The chain of engines of these settings; made once."""
    return Guard([make_engine(entry, settings, address) for entry in settings.engines])


def _to(name: str, origin: str) -> Outbound:
    return Outbound(name, HttpTransport(origin), seconds=_SECONDS)
