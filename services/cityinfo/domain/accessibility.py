# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Whether one gets in and around: shortcomings per profile, in plain sentences; unknown is not none."""

from enum import StrEnum

import msgspec

from i18n import LazyText, t


class Profile(StrEnum):
    """For whom a way in is judged."""

    HEARING_AID = "hearing_aid"
    REDUCED_MOBILITY = "reduced_mobility"
    ROLLATOR = "rollator"
    STROLLER = "stroller"
    VISUALLY_IMPAIRED = "visually_impaired"
    WHEELCHAIR = "wheelchair"


class Shortage(StrEnum):
    """What is missing or in the way."""

    STEPS = "steps"
    HEAVY_DOOR = "heavy_door"
    NARROW_DOOR = "narrow_door"
    STEEP_RAMP = "steep_ramp"
    NO_LIFT = "no_lift"
    NO_TOILET = "no_toilet"
    NO_INDUCTION_LOOP = "no_induction_loop"
    NO_CONTRAST = "no_contrast"
    UNEVEN_GROUND = "uneven_ground"


class View(msgspec.Struct, frozen=True, kw_only=True):
    """One profile's judgement of an entrance."""

    profile: Profile
    shortages: tuple[Shortage, ...] | None = None
    """None: nobody has looked. Empty: somebody has, and nothing is missing."""


def count_for(views: tuple[View, ...], profile: Profile) -> int | None:
    """How many shortcomings there are for a profile; None when nobody knows."""
    for view in views:
        if view.profile is profile and view.shortages is not None:
            return len(view.shortages)
    return None


def sentences(view: View) -> list[LazyText]:
    """The judgement in plain sentences."""
    if view.shortages is None:
        return [t("cityinfo.access.unknown", "Vi vet inte hur tillgängligt det är här.")]
    if not view.shortages:
        return [t("cityinfo.access.none", "Inga kända hinder.")]
    return [_SENTENCES[each] for each in view.shortages]


_SENTENCES = {
    Shortage.STEPS: t("cityinfo.access.steps", "Det finns trappsteg vid ingången."),
    Shortage.HEAVY_DOOR: t("cityinfo.access.heavy_door", "Dörren är tung och öppnas inte själv."),
    Shortage.NARROW_DOOR: t("cityinfo.access.narrow_door", "Dörren är smalare än 80 centimeter."),
    Shortage.STEEP_RAMP: t("cityinfo.access.steep_ramp", "Rampen är brant."),
    Shortage.NO_LIFT: t("cityinfo.access.no_lift", "Det finns ingen hiss till övriga våningar."),
    Shortage.NO_TOILET: t("cityinfo.access.no_toilet", "Det finns ingen tillgänglig toalett."),
    Shortage.NO_INDUCTION_LOOP: t("cityinfo.access.no_loop", "Det finns ingen hörslinga."),
    Shortage.NO_CONTRAST: t(
        "cityinfo.access.no_contrast", "Dörrar och nivåskillnader är inte kontrastmarkerade."
    ),
    Shortage.UNEVEN_GROUND: t("cityinfo.access.uneven", "Marken fram till ingången är ojämn."),
}
