# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Why an option won or did not, in the reader's language: one sentence per fate."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil
from typing import Any

from i18n import LazyText, t
from services.participation.domain.elections import Election
from services.participation.domain.tallies.results import Fate, Result


def whole_units(amount: int | str, unit: int) -> int:
    """Smallest units as whole units of the currency, rounded up: what is missing stays missing."""
    return ceil(Fraction(amount) / unit)


def reason(election: Election, fate: Fate) -> LazyText:
    """The sentence for one option."""
    return _SENTENCES[fate.code](election, fate.facts)


def reasons(election: Election, result: Result) -> dict[str, LazyText]:
    """The sentence for every option that has a fate, by id."""
    return {election.options[fate.option].id: reason(election, fate) for fate in result.fates}


Facts = Mapping[str, Any]


def _money(election: Election, facts: Facts, name: str) -> int:
    return whole_units(facts.get(name, 0), election.purse.unit if election.purse else 1)


def _name(e: Election, place: int) -> str:
    return e.options[place].name or e.options[place].id


def _number(facts: Facts, name: str) -> str:
    value = Fraction(facts.get(name, 0))
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}"


def _funded(e: Election, f: Facts) -> LazyText:
    return t(
        "participation.why.funded",
        "Får pengar: förslaget har {$score} röster eller poäng och kostade {$cost :integer} "
        "när {$left :integer} fanns kvar.",
        score=_number(f, "score"), cost=_money(e, f, "cost"), left=_money(e, f, "left"),
    )  # fmt: skip


def _too_dear(e: Election, f: Facts) -> LazyText:
    return t(
        "participation.why.too_dear",
        "Får inga pengar: när turen kom till förslaget saknades {$missing :integer} av "
        "{$cost :integer}.",
        missing=_money(e, f, "missing"), cost=_money(e, f, "cost"),
    )  # fmt: skip


def _stopped(e: Election, f: Facts) -> LazyText:
    return t(
        "participation.why.stopped",
        "Får inga pengar: regeln slutar vid det första förslaget som inte ryms, och det var {$id}.",
        id=_name(e, f["at"]),
    )


def _below_threshold(e: Election, f: Facts) -> LazyText:
    return t(
        "participation.why.below_threshold",
        "Får inga pengar: förslaget har {$score}, och minst {$needed} krävs.",
        score=_number(f, "score"), needed=_number({"n": e.purse.threshold if e.purse else 0}, "n"),
    )  # fmt: skip


def _withdrawn(e: Election, f: Facts) -> LazyText:
    del e, f
    return t("participation.why.withdrawn", "Förslaget drogs tillbaka och kan inte vinna.")


def _bought(e: Election, f: Facts) -> LazyText:
    del e
    return t(
        "participation.why.bought",
        "Får pengar i omgång {$round :integer}: de {$votes :integer} som röstade för förslaget "
        "betalade det tillsammans.",
        round=f["round"], votes=int(f["votes"]),
    )  # fmt: skip


def _too_poor(e: Election, f: Facts) -> LazyText:
    return t(
        "participation.why.too_poor",
        "Får inga pengar: de som röstade för förslaget hade tillsammans {$held :integer} kvar av "
        "sina andelar, och {$missing :integer} saknades.",
        held=int(Fraction(f["held"]) / (e.purse.unit if e.purse else 1)),
        missing=_money(e, f, "missing"),
    )


def _no_support(e: Election, f: Facts) -> LazyText:
    del e, f
    return t("participation.why.no_support", "Får inga pengar: ingen röstade för förslaget.")


def _all_fit(e: Election, f: Facts) -> LazyText:
    del e, f
    return t("participation.why.all_fit", "Får pengar: alla förslag ryms i budgeten.")


def _filled(e: Election, f: Facts) -> LazyText:
    del e
    return t(
        "participation.why.filled",
        "Får pengar ur det som blev över: förslaget har {$score} röster och ryms.",
        score=_number(f, "score"),
    )


def _most(e: Election, f: Facts) -> LazyText:
    del e
    return t("participation.why.most", "Vinner med {$score}.", score=_number(f, "score"))


def _fewer(e: Election, f: Facts) -> LazyText:
    del e
    return t(
        "participation.why.fewer",
        "Vinner inte: {$score}, och {$needed} behövdes.",
        score=_number(f, "score"), needed=_number(f, "needed"),
    )  # fmt: skip


def _lost_lot(e: Election, f: Facts) -> LazyText:
    del e, f
    return t(
        "participation.why.lost_lot",
        "Vinner inte: det blev lika, och den ordning som bestämts i förväg avgjorde.",
    )


def _no_votes(e: Election, f: Facts) -> LazyText:
    del e, f
    return t("participation.why.no_votes", "Vinner inte: ingen röst.")


def _elected(e: Election, f: Facts) -> LazyText:
    del e, f
    return t("participation.why.elected", "Vald.")


def _eliminated(e: Election, f: Facts) -> LazyText:
    del e
    return t(
        "participation.why.eliminated",
        "Föll bort i omgång {$round :integer} med {$votes}, som var minst av alla.",
        round=f.get("round") or f.get("stage"), votes=str(f["votes"]),
    )  # fmt: skip


def _runner_up(e: Election, f: Facts) -> LazyText:
    del e
    return t(
        "participation.why.runner_up",
        "Var kvar till sista omgången, men hade där bara {$votes}.",
        votes=str(f["votes"]),
    )


def _beaten(e: Election, f: Facts) -> LazyText:
    return t(
        "participation.why.beaten",
        "Vinner inte: {$rival} har en starkare kedja av jämförelser, {$against :integer} mot "
        "{$for :integer}.",
        rival=_name(e, f["rival"]), **{"against": f["against"], "for": f["for"]},
    )  # fmt: skip


_SENTENCES: dict[str, Callable[[Election, Facts], LazyText]] = {
    "funded": _funded,
    "too_dear": _too_dear,
    "stopped": _stopped,
    "below_threshold": _below_threshold,
    "withdrawn": _withdrawn,
    "bought": _bought,
    "supporters_too_poor": _too_poor,
    "no_support": _no_support,
    "all_fit": _all_fit,
    "filled": _filled,
    "most": _most,
    "fewer": _fewer,
    "lost_lot": _lost_lot,
    "no_votes": _no_votes,
    "elected": _elected,
    "eliminated": _eliminated,
    "excluded": _eliminated,
    "runner_up": _runner_up,
    "not_reached": _runner_up,
    "beaten": _beaten,
}
