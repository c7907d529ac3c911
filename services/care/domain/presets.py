# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Plans as municipalities run them today, as data: chosen by name, then adjusted."""

from typing import Final

import msgspec

from i18n import LazyText, t
from services.care.domain.plans import Attempt, AttemptChannel, PlanKind

MINUTES: Final = 60


class Answerer(msgspec.Struct, frozen=True, kw_only=True):
    """What a preset says about the people behind it."""

    on_site_within_s: int | None = None
    """Promised time to be there."""
    visit_when_abnormal: bool = False
    """What looks wrong sends somebody at once, without another look."""


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """A municipal practice."""

    name: str
    title: LazyText
    kind: PlanKind
    window_s: int
    attempts: tuple[Attempt, ...]
    retry_is_optional: bool = False
    resident_may_cancel: bool = False
    answerer: Answerer = Answerer()


PRESETS: Final = (
    Preset(
        name="skelleftea", title=t("care.preset.skelleftea", "Tillsyn, nytt försök inom 20 minuter, sedan besök"),
        kind=PlanKind.VIDEO_LOOK, window_s=30,
        attempts=(Attempt(20 * MINUTES, AttemptChannel.VISIT),),
        answerer=Answerer(on_site_within_s=45 * MINUTES, visit_when_abnormal=True),
    ),
    Preset(
        name="goteborg", title=t("care.preset.goteborg", "Tillsyn, nytt försök inom 20 minuter, sedan telefon"),
        kind=PlanKind.VIDEO_LOOK, window_s=30,
        attempts=(Attempt(20 * MINUTES, AttemptChannel.CALL),),
        answerer=Answerer(visit_when_abnormal=True),
    ),
    Preset(
        name="kungsbacka", title=t("care.preset.kungsbacka", "Tillsyn, nytt försök efter 15 minuter, nattpatrull"),
        kind=PlanKind.VIDEO_LOOK, window_s=30,
        attempts=(Attempt(15 * MINUTES, AttemptChannel.PUSH),),
    ),
    Preset(
        name="trelleborg", title=t("care.preset.trelleborg", "Tillsyn, larm till nattpatrullen"),
        kind=PlanKind.VIDEO_LOOK, window_s=30, attempts=(), retry_is_optional=True,
    ),
    Preset(
        name="lund", title=t("care.preset.lund", "Tillsyn på bestämda tider, väntan, sedan personal"),
        kind=PlanKind.VIDEO_LOOK, window_s=30,
        attempts=(Attempt(10 * MINUTES, AttemptChannel.PUSH),), resident_may_cancel=True,
    ),
    Preset(
        name="norrkoping_telefon", title=t("care.preset.norrkoping", "Samtal på bestämd tid, inget svar ger hembesök"),
        kind=PlanKind.PHONE_CALL, window_s=5 * MINUTES, attempts=(),
    ),
)  # fmt: skip


def preset_named(name: str) -> Preset | None:
    """The preset of a name."""
    return next((each for each in PRESETS if each.name == name), None)
