# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Files of ballots: lenient where cities were, refusing what no count can be made of (sheet 4.3)."""

from fractions import Fraction

import pytest

from services.participation.domain.elections import BallotKind
from services.participation.domain.formats.numbers import read_number
from services.participation.domain.formats.reading import decode, read_election
from services.participation.domain.formats.tables import Cells
from services.participation.domain.refusals import Refused
from services.participation.domain.tallies.catalogue import tally
from services.participation.domain.tallies.counts import points, votes
from tests.services.participation.domain.sheets import ids, pb_text

SMALL = {"1": 10, "2": 20, "3": 30}


def test_old_files_are_read():  # no key;value row, blanks in headers, decimals, a legacy column
    text = (
        "\ufeffMETA\r\nbudget; 322 239,55\r\nvote_type;approval\r\nnum_votes;2\r\ncomments;x\r\n\r\n"
        "PROJECTS;;\r\nproject_id; cost; target ; selected\r\n7;1000,5;youth;1\r\n8;2000;;0\r\n"
        "VOTES\r\nvoter_id; sex; vote\r\n1;K;7,8\r\n2;M;8\r\n"
    )
    election = read_election(decode(text.encode()))
    assert (election.purse.budget, election.purse.unit) == (32_223_955, 100)
    assert [o.cost for o in election.options] == [100_050, 200_000]
    assert election.options[0].facts == {"beneficiaries": "youth"}
    assert [o.published_selected for o in election.options] == [1, 0]
    assert votes(election) == [1, 2]


def test_quoted_names_may_hold_separators_quotes_and_lines():
    text = pb_text(SMALL, ["1"]).replace("Project 1", '"Park; ""Oasis""\nwith lamps"')
    assert read_election(text).options[0].name == 'Park; "Oasis"\nwith lamps'


def test_a_stray_quote_does_not_swallow_the_rest_of_the_file():
    text = pb_text(SMALL, ["1", "2"]).replace("Project 1", '"Park')
    assert votes(read_election(text)) == [1, 1, 0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("322239.55", Fraction(32223955, 100)),
        ("322 239,55", Fraction(32223955, 100)),
        ("12,000", 12000),
        ("1,234,567", 1234567),
        ("1,234.5", Fraction(12345, 10)),
        ("0,125", Fraction(1, 8)),
        ("1e6", 1000000),
    ],
)
def test_numbers_as_cities_write_them(text, value):
    assert read_number(text, "here") == value


def test_ordinal_points_are_length_less_position():
    text = pb_text(SMALL, ["2,1,3", "2"], kind="ordinal", meta="max_length;3\n")
    assert points(read_election(text)) == [2, 6, 1]


def test_cumulative_and_scoring_points_are_exact():
    text = pb_text(SMALL, ["1,2;0.1,0.2", "2;3"], kind="cumulative", header="voter_id;vote;points")
    assert points(read_election(text)) == [Fraction(1, 10), Fraction(16, 5), 0]
    scoring = pb_text(
        SMALL, ["1;-2", "2;3"], kind="scoring", header="voter_id;vote;points",
        meta="default_score;1\n",
    )  # fmt: skip
    assert points(read_election(scoring)) == [-1, 4, 2]


def test_blank_ballots_are_voters_who_chose_nothing():  # participation B2
    election = read_election(pb_text(SMALL, ["1", "", "2"]))
    assert (election.voters, election.blank) == (3, 1)


def test_limits_that_published_ballots_break_are_noted_or_refused_when_asked():
    text = pb_text(SMALL, ["1,2,3", "1"], meta="max_length;2\nmax_sum_cost;50\n")
    assert read_election(text).notes == (
        "BALLOT_OVER_LENGTH: 1 ballots",
        "BALLOT_OVER_SUM_COST: 1 ballots",
    )
    with pytest.raises(Refused) as refused:
        read_election(text, strict=True)
    assert refused.value.code == "BALLOT_OVER_LENGTH"


BROKEN = {
    "cut before votes": (pb_text(SMALL, ["1"]).partition("VOTES")[0], "PB_TRUNCATED"),
    "cut between votes": (pb_text(SMALL, ["1", "2", "3"])[:-6], "PB_TRUNCATED"),
    "cut in projects": (pb_text(SMALL, ["1"]).partition("2;20")[0], "PB_TRUNCATED"),
    "unknown project": (pb_text(SMALL, ["1,9"]), "BALLOT_UNKNOWN_OPTION"),
    "duplicate": (pb_text(SMALL, ["1,1"]), "BALLOT_DUPLICATE_OPTION"),
    "points": (pb_text(SMALL, ["1,2;3"], kind="cumulative", header="voter_id;vote;points"), "BALLOT_POINTS_MISMATCH"),
    "no number": (pb_text(SMALL, ["1"], budget="lots"), "NUMBER_INVALID"),
    "kind": (pb_text(SMALL, ["1"], kind="guess"), "PB_VOTE_TYPE_UNKNOWN"),
    "same project twice": (pb_text(SMALL, ["1"]).replace("2;20", "1;20"), "PB_DUPLICATE_PROJECT"),
    "empty": ("  \n", "FILE_UNREADABLE"),
    "preflib cut": ("# NUMBER VOTERS: 9\n# ALTERNATIVE NAME 1: A\n3: 1\n", "FILE_TRUNCATED"),
    "preflib unknown": ("# ALTERNATIVE NAME 1: A\n3: 1,2\n", "BALLOT_UNKNOWN_OPTION"),
    "preflib twice": ("# ALTERNATIVE NAME 1: A\n3: 1,1\n", "BALLOT_DUPLICATE_OPTION"),
    "blt cut": ("2 1\n3 1 2 0\n", "FILE_TRUNCATED"),
    "words": ("hello there, this is no ballot: at all {", "FILE_UNREADABLE"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), BROKEN.values(), ids=BROKEN)
def test_broken_files_are_refused_by_the_rule_they_break(text, code):
    with pytest.raises(Refused) as refused:
        read_election(text)
    assert refused.value.code == code


RANKED_FORMS = {
    "preflib": "# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n"
    "# ALTERNATIVE NAME 3: C\n# NUMBER VOTERS: 5\n3: 1,{2,3}\n2: 2,3,1\n",
    "old preflib": "3\n1,A\n2,B\n3,C\n5,5,2\n3,1,{2,3}\n2,2,3,1\n",
    "blt": '3 1\n3 1 2=3 0\n2 2 3 1 0\n0\n"A"\n"B"\n"C"\n"Ward"\n',
    "abif": "3: 1>2=3\n2: 2>3>1\n",
    "braces": "3: 1,{2,3}\n2: 2,3,1\n",
    "columns of ranks": "count,1,2,3\n3,1,2,2\n2,3,1,2\n",
}


@pytest.mark.parametrize("text", RANKED_FORMS.values(), ids=RANKED_FORMS)
def test_the_same_ballots_in_every_form(text):
    election = read_election(text)
    assert [o.id for o in election.options] == ["1", "2", "3"]
    assert dict(zip(election.tiers, election.weights, strict=True)) == {
        ((0,), (1, 2)): 3,
        ((1,), (2,), (0,)): 2,
    }


def test_a_table_with_a_column_per_rank():
    text = "ballot,rank1,rank2,rank3\n1,Ann,skipped,Bo\n2,Bo,overvote,Ann\n3,Ann,Ann,\n"
    election = read_election(text)
    assert dict(zip(election.tiers, election.weights, strict=True)) == {
        ((0,), (1,)): 1,
        ((1,),): 1,
        ((0,),): 1,
    }


def test_a_scottish_ward():
    text = (
        '3,2,\n5,1,2,\n3,2,\n2,3,1,2,\n"Candidate 1","Ann Ek","Party (P)",\n'
        '"Candidate 2","Bo Al","Other (O)",\n"Candidate 3","Cy Or","Third (T)",\n""Ward 11 - Town"",'
    )
    election = read_election(text)
    assert (election.seats, [o.name for o in election.options]) == (2, ["Ann Ek", "Bo Al", "Cy Or"])
    assert election.meta["title"] == "Ward 11 - Town"
    assert ids(election, tally(election, "stv-scottish").winners) == "1 2"


def test_optical_scanner_sheets():
    text = '.CANDIDATE C01, "Ann"\n.CANDIDATE C02, "Bo"\n0101-1, 04, 0,1) C01[1],C02[2]\n0101-2, 04, 0,1) C02=C01[1]\n'
    election = read_election(text)
    assert election.tiers == [((0,), (1,)), ((0, 1),)]


def test_categories_are_grades():
    text = (
        "# DATA TYPE: cat\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n# NUMBER CATEGORIES: 3\n"
        "# CATEGORY NAME 1: Yes\n# CATEGORY NAME 2: Maybe\n# CATEGORY NAME 3: No\n"
        "4: {1,2},{},{}\n3: 2,{},1\n1: {},1,2\n"
    )
    election = read_election(text)
    assert election.kind is BallotKind.GRADED
    assert votes(election) == [4, 7]
    assert points(election) == [9, 14]


def test_scores_in_a_table():
    text = "voter,North,South\n1,5,2\n2,3,5\n3,4,\n"
    election = read_election(text, cells=Cells.SCORES)
    assert ids(election, tally(election, "score").winners) == "North"
    assert tally(election, "score-mean").fates[1].facts["score"] == "7/2"
    assert ids(election, tally(election, "score-median").winners) == "North"
