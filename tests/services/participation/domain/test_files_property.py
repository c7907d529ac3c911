# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Hundreds of made-up files in every dress that cities give them: what is read is what was meant (sheet 4.3, 4.4).

An election is drawn first, then written down with the oddities the format allows or old files have;
reading must give the election back, and every named rule the same outcome as on the plain file.
"""

from collections import Counter
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pabutools.election.pabulib import parse_pabulib_from_string

from services.participation.domain.elections import BallotKind, Election
from services.participation.domain.formats.reading import decode, read_election
from services.participation.domain.tallies.catalogue import tally

MADE = settings.default.max_examples
"""`make fuzz` makes thousands."""
FILES = max(150, MADE)
RULES = (
    "greedy-skip",
    "greedy-stop",
    "greedy-skip-file-order",
    "equal-shares",
    "equal-shares-add1",
)
names = st.text("Aaåö;\"',.-é\u202f ", min_size=1, max_size=12).map(lambda t: f"P {t.strip()} x")
money = st.integers(1, 10**7).map(lambda n: Fraction(n, 100))


@st.composite
def votes_on_projects(draw: Any) -> dict[str, Any]:
    """An election: prices in hundredths, ballots of one kind, blank ones among them."""
    size = draw(st.integers(1, 6))
    kind = draw(st.sampled_from(["approval", "choose-1", "ordinal", "cumulative", "scoring"]))
    most = 1 if kind == "choose-1" else size
    ballots = []
    for _ in range(draw(st.integers(1, 12))):
        chosen = draw(st.permutations(range(size)))[: draw(st.integers(0, most))]
        marks = [draw(st.integers(1, 9)) for _ in chosen]
        ballots.append((tuple(chosen), tuple(marks)))
    return {
        "kind": kind,
        "names": [draw(names) for _ in range(size)],
        "costs": [draw(money) for _ in range(size)],
        "budget": draw(money),
        "ballots": ballots,
        "fully_funded": draw(st.booleans()),
        "threshold": draw(st.integers(0, 9)),
        "withdrawn": draw(st.sets(st.integers(0, size - 1), max_size=1)),
    }


dresses = st.fixed_dictionaries(
    {
        "mark": st.booleans(),
        "line": st.sampled_from(["\n", "\r\n"]),
        "header": st.booleans(),
        "decimal": st.sampled_from(["point", "comma", "grouped", "plain zeros"]),
        "blanks": st.booleans(),
        "upper": st.booleans(),
        "extra": st.booleans(),
        "empty lines": st.booleans(),
        "counts": st.booleans(),
        "semicolons": st.booleans(),
        "wide lists": st.booleans(),
    }
)


def price(amount: Fraction, dress: str) -> str:
    """An amount as cities write it."""
    whole, cents = divmod(int(amount * 100), 100)
    if dress == "comma":
        return f"{whole},{cents:02}"
    if dress == "grouped":
        return f"{whole:,}".replace(",", "\u00a0") + f",{cents:02}"
    if dress == "plain zeros" and not cents:
        return f"{whole}.0"
    return f"{whole}.{cents:02}" if cents else str(whole)


def quoted(text: str, *, always: bool = False) -> str:
    if always or any(mark in text for mark in ';"\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def written(vote: dict[str, Any], dress: dict[str, Any]) -> bytes:
    """The file."""
    pad = " " if dress.get("blanks") else ""
    decimal = dress.get("decimal") or "point"
    has_points = vote["kind"] in ("cumulative", "scoring")
    rows = [["budget", price(vote["budget"], decimal)], ["vote_type", vote["kind"]]]
    if dress.get("counts"):
        rows += [["num_projects", len(vote["costs"])], ["num_votes", len(vote["ballots"])]]
    if vote["kind"] == "ordinal":
        rows.append(["max_length", len(vote["costs"])])
    if vote["fully_funded"]:
        rows.append(["fully_funded", "1"])
    rows.append(["min_project_score_threshold", vote["threshold"]])
    rows.append(["comment", quoted('#1: one; "two"\n#2: three')])
    lines = ["meta" if dress.get("upper") else "META"]
    lines += [f"key{pad};value"] if not dress.get("header") else []
    lines += [f"{key};{pad}{value}" + ";" * bool(dress.get("semicolons")) for key, value in rows]
    lines += [""] * bool(dress.get("empty lines"))
    extra = bool(dress.get("extra"))
    lines += ["PROJECTS" + ";;" * bool(dress.get("semicolons"))]
    lines += [f"project_id;{pad}cost;name" + ";target;latitude" * extra]
    for place, (name, cost) in enumerate(zip(vote["names"], vote["costs"], strict=True)):
        cost_ = 999_999_999 if place in vote["withdrawn"] else cost
        row = f"p{place};{pad}{price(Fraction(cost_), decimal)};{quoted(name, always=extra)}"
        lines.append(row + ";youth,seniors;59.33" * extra)
    lines += [""] * bool(dress.get("empty lines"))
    lines += ["Votes" if dress.get("upper") else "VOTES"]
    lines += [f"voter_id;{pad}vote" + ";points" * has_points + ";age;sex" * extra]
    comma = ", " if dress.get("wide lists") else ","
    for number, (chosen, marks) in enumerate(vote["ballots"], 1):
        row = f"{number};{comma.join(f'p{place}' for place in chosen)}"
        row += f";{comma.join(map(str, marks))}" * has_points
        lines.append(row + ";37;K" * extra)
    text = (dress.get("line") or "\n").join(lines) + (dress.get("line") or "\n")
    return text.encode("utf-8-sig" if dress.get("mark") else "utf-8")


def meant(vote: dict[str, Any]) -> Counter:
    """Ballots as they must be read: sorted where order means nothing, with their points."""
    size, found = len(vote["costs"]), Counter()
    for chosen, marks in vote["ballots"]:
        if vote["kind"] == "ordinal":
            found[tuple((place, size - n) for n, place in enumerate(chosen))] += 1
        elif vote["kind"] in ("cumulative", "scoring"):
            found[tuple(sorted(zip(chosen, marks, strict=True)))] += 1
        else:
            found[tuple((place, 1) for place in sorted(chosen))] += 1
    return found


def told(election: Election) -> Counter:
    found = Counter({(): election.blank}) if election.blank else Counter()
    for n, (picks, weight) in enumerate(zip(election.picks, election.weights, strict=True)):
        points = election.points[n] if election.points else (1,) * len(picks)
        found[tuple(zip(picks, points, strict=True))] += weight
    return found


@given(votes_on_projects(), dresses)
@settings(max_examples=FILES)
def test_a_budget_file_in_any_dress_is_read_as_it_was_meant(vote, dress):
    election = read_election(decode(written(vote, dress)))
    unit = election.purse.unit
    assert Fraction(election.purse.budget, unit) == vote["budget"]
    for place, option in enumerate(election.options):
        assert option.withdrawn == (place in vote["withdrawn"])
        assert option.withdrawn or Fraction(option.cost, unit) == vote["costs"][place]
        assert option.name == vote["names"][place]
    assert told(election) == meant(vote)
    assert (election.kind, election.voters) == (BallotKind(vote["kind"]), len(vote["ballots"]))
    assert election.purse.fully_funded == vote["fully_funded"]
    assert election.purse.threshold == vote["threshold"]
    assert election.meta["comment"] == '#1: one; "two"\n#2: three'
    plain = read_election(decode(written(vote, {})))
    for rule in RULES[len(vote["ballots"]) % 2 :: 2]:
        assert tally(election, rule).winners == tally(plain, rule).winners


@given(votes_on_projects())
@settings(max_examples=max(60, MADE))
def test_a_plain_file_is_read_as_pabutools_reads_it(vote):
    """Blank ballots are left out: it has no word for them."""
    ballots = [ballot for ballot in vote["ballots"] if ballot[0]] or [((0,), (1,))]
    plain = [f"P{n}" for n in range(len(vote["costs"]))]
    vote = vote | {"withdrawn": set(), "names": plain, "ballots": ballots}
    text = decode(written(vote, {})).replace('"#1: one; ""two""\n#2: three"', "none")
    instance, profile = parse_pabulib_from_string(text)
    ours = read_election(text)
    assert Fraction(str(instance.budget_limit)) == Fraction(ours.purse.budget, ours.purse.unit)
    costs = {project.name: Fraction(str(project.cost)) for project in instance}
    assert costs == {o.id: Fraction(o.cost, ours.purse.unit) for o in ours.options}
    theirs = Counter(frozenset(project.name for project in ballot) for ballot in profile)
    counted = Counter()
    for marks, weight in told(ours).items():
        counted[frozenset(ours.options[place].id for place, _ in marks)] += weight
    assert counted == theirs


@st.composite
def rankings(draw: Any) -> dict[str, Any]:
    """Rankings with shared places, some of them short."""
    size = draw(st.integers(1, 7))
    ballots: Counter = Counter()
    for _ in range(draw(st.integers(1, 8))):
        order = draw(st.permutations(range(size)))[: draw(st.integers(1, size))]
        tiers, left = [], list(order)
        while left:
            tier = [left.pop() for _ in range(min(len(left), draw(st.integers(1, 3))))]
            tiers.append(tuple(sorted(tier)))
        ballots[tuple(tiers)] += draw(st.integers(1, 40))
    return {"names": [draw(names) for _ in range(size)], "ballots": ballots}


def order(tiers: tuple[tuple[int, ...], ...], *, braces_always: bool) -> str:
    def tier(places: tuple[int, ...]) -> str:
        inside = ",".join(str(place + 1) for place in places)
        return f"{{{inside}}}" if len(places) > 1 or braces_always else inside

    return ",".join(map(tier, tiers))


def new_preflib(vote: dict[str, Any], *, mark: bool, blanks: bool) -> str:
    pad = " " * blanks
    lines = [
        "# FILE NAME: x.toi",
        "# DATA TYPE: toi",
        f"# NUMBER ALTERNATIVES:{pad} {len(vote['names'])}",
    ]
    lines += [f"# ALTERNATIVE NAME {n}: {name}" for n, name in enumerate(vote["names"], 1)]
    lines += [f"# NUMBER VOTERS: {sum(vote['ballots'].values())}"]
    lines += [f"{n}:{pad} {order(t, braces_always=False)}" for t, n in vote["ballots"].items()]
    return "\ufeff" * mark + "\n".join(lines) + "\n"


def old_preflib(vote: dict[str, Any]) -> str:
    total, kinds = sum(vote["ballots"].values()), len(vote["ballots"])
    lines = [str(len(vote["names"]))]
    lines += [f"{n},{name}" for n, name in enumerate(vote["names"], 1)] + [
        f"{total},{total},{kinds}"
    ]
    lines += [f"{n},{order(t, braces_always=False)}" for t, n in vote["ballots"].items()]
    return "\n".join(lines) + "\n"


def blt(vote: dict[str, Any]) -> str:
    lines = [f"{len(vote['names'])} 1"]
    for tiers, n in vote["ballots"].items():
        marks = " ".join("=".join(str(place + 1) for place in tier) for tier in tiers)
        lines.append(f"{n} {marks} 0")
    plain = [name.replace('"', "").replace("#", "") for name in vote["names"]]
    return "\n".join([*lines, "0", *(f'"{name}"' for name in plain), '"Ward"']) + "\n"


@given(rankings(), st.booleans(), st.booleans())
@settings(max_examples=FILES)
def test_rankings_in_any_form_are_read_as_they_were_meant(vote, mark, blanks):
    forms = [new_preflib(vote, mark=mark, blanks=blanks), old_preflib(vote), blt(vote)]
    for text in forms:
        election = read_election(decode(text.encode()))
        assert Counter(dict(zip(election.tiers, election.weights, strict=True))) == vote["ballots"]
        assert [option.id for option in election.options] == [
            str(n + 1) for n in range(len(vote["names"]))
        ]
    named = read_election(forms[0])
    assert [option.name for option in named.options] == [name.strip() for name in vote["names"]]
