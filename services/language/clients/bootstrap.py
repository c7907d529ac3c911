# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which engines there are: chosen once, from settings; nowhere else."""

import os

from services.kit.errors import SettingsProblem
from services.kit.outbound import Outbound
from services.kit.outbound.http import HttpTransport
from services.kit.settings import read_settings, service_prefix
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


def make_engine(entry: str, settings: Settings) -> Engine:
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
    return _with_key(name, origin, key, settings.callback)


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


class Bench:
    """The chain of engines that this process works with; made when it is first needed."""

    def __init__(self) -> None:
        """Nothing chosen yet."""
        self._guard: Guard | None = None
        self._settings: Settings | None = None

    @property
    def settings(self) -> Settings:
        """What the environment says about engines."""
        if self._settings is None:
            prefix = service_prefix("language")
            self._settings = read_settings(Settings, os.environ, prefix=prefix)
        return self._settings

    @property
    def guard(self) -> Guard:
        """The chain of the settings, or the one that was put in their place."""
        if self._guard is None:
            self._guard = chain_of(self.settings)
        return self._guard

    def use(self, guard: Guard | None, settings: Settings | None = None) -> None:
        """Work with other engines from now on; None goes back to the settings."""
        self._guard = guard
        self._settings = settings


bench = Bench()
"""Adapters are picked here and nowhere else."""


def chain_of(settings: Settings) -> Guard:
    """The engines of these settings in their order."""
    return Guard([make_engine(entry, settings) for entry in settings.engines])


def _to(name: str, origin: str) -> Outbound:
    return Outbound(name, HttpTransport(origin), seconds=_SECONDS)
