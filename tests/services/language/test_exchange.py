# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Files for translators: written, read, written again byte by byte; what may come back (newcomers 3 rule 9)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from translate.storage.tbx import tbxfile
from translate.storage.tmx import tmxfile

from services.kit.errors import Problem
from services.language.actions import exchange
from services.language.actions.documents import take_offer
from services.language.domain.documents import Offer, StoredSegment
from services.language.domain.exchange.content import (
    Code,
    ExchangeFile,
    ExchangeSegment,
    ExchangeUnit,
    Package,
    Words,
    content_of,
    plain,
    target_of,
)
from services.language.domain.exchange.po import PoEntry, read_po, write_po
from services.language.domain.exchange.tbx import read_tbx, write_tbx
from services.language.domain.exchange.tmx import MemoryUnit, Variant, read_tmx, write_tmx
from services.language.domain.glossary import Status, Term
from services.language.domain.xliff.reading import read_xliff
from services.language.domain.xliff.validating import validate
from services.language.domain.xliff.writing import write_xliff
from services.language.store import documents as store
from tests.services.language.test_graph import EDITOR, TRANSLATOR

XML_TEXT = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r\ufffe\uffff\x85\u2028"),
    max_size=20,
)
PIECES = st.lists(
    st.one_of(XML_TEXT, st.sampled_from(["{name}", "%(n)s", "<b>", "å & ö", "\x01", "]]>"])),
    max_size=5,
).map("".join)


@st.composite
def packages(draw):
    units = []
    for number in range(draw(st.integers(1, 3))):
        source = content_of(draw(PIECES))
        target = None
        if draw(st.booleans()):
            target = (*[p for p in source if isinstance(p, Code)], Words("x"))
        state = draw(st.sampled_from(["initial", "translated", "reviewed", "final"]))
        segment = ExchangeSegment(
            id="s1", source=source, target=target, state=state if target is not None else "initial"
        )
        units.append(
            ExchangeUnit(id=f"u{number}", name=f"n{number}", group=draw(st.sampled_from(["", "g"])),
                         segments=(segment,))
        )  # fmt: skip
    units.sort(key=lambda unit: unit.group)
    return Package(
        source_locale="sv", locale="ar", files=(ExchangeFile(id="f", units=tuple(units)),)
    )


@given(packages())
def test_xliff_written_read_and_written_again_is_the_same_to_the_byte(package):
    # newcomers 5: XLIFF write -> read -> write byte-equal
    written = write_xliff(package)
    assert [str(each) for each in validate(written) if not each.is_warning] == []
    assert write_xliff(read_xliff(written)) == written


def test_placeholders_become_codes_and_keep_their_ids_in_the_target():
    source = content_of("Hej {name}, {n} brev.")
    target = target_of("{n} رسائل {name}", source)
    assert [piece.id for piece in target if isinstance(piece, Code)] == ["c2", "c1"]
    assert plain(target) == "{n} رسائل {name}"


def test_an_invalid_file_is_refused_with_its_rules():
    with pytest.raises(Problem) as refusal:
        read_xliff(
            b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="sv"/>'
        )
    assert refusal.value.code == "EXCHANGE_FILE_INVALID"
    assert "element-missing" in refusal.value.extensions["broken"][0]


UNITS = [
    MemoryUnit(id="1", created_at=1_767_225_600_000, origin="human",
               variants=(Variant(locale="sv", text="Hej {n} <b>du</b>"), Variant(locale="ar", text="مرحبا {n}"))),
    MemoryUnit(id="2", created_at=1_767_225_601_000, origin="human",
               variants=(Variant(locale="sv", text="å & ö"), Variant(locale="so", text="x"))),
]  # fmt: skip


def test_tmx_comes_back_and_other_tools_read_it():
    written = write_tmx(UNITS)
    assert read_tmx(written) == UNITS
    assert write_tmx(read_tmx(written)) == written
    assert b'creationdate="20260101T000000Z"' in written
    assert len(tmxfile.parsestring(written).units) == 2
    for broken in (
        b"<tmx version='1.1'/>",
        b"<tmx version='1.4'><header/><body><tu><tuv xml:lang='sv'><seg>a</seg></tuv></tu></body></tmx>",
    ):
        with pytest.raises(Problem):
            read_tmx(broken)


TERMS = [
    Term(
        id="c1.ar.1",
        source="folkbokföring",
        locale="ar",
        target="folkbokföring",
        status=Status.KEEP,
        gloss="سجل السكان",
    ),
    Term(id="c2.en.1", source="förskola", locale="en", target="preschool"),
    Term(
        id="c2.en.2", source="förskola", locale="en", target="kindergarten", status=Status.FORBIDDEN
    ),
]
OLD_TBX = """<martif type="TBX" xml:lang="sv"><text><body><termEntry id="t1">
<langSet xml:lang="sv"><tig><term>vårdcentral</term></tig></langSet>
<langSet xml:lang="en"><tig><term>care centre</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
</termEntry></body></text></martif>""".encode()


def test_tbx_comes_back_and_the_older_shape_is_read():
    written = write_tbx(TERMS)
    assert read_tbx(written) == TERMS
    (old,) = read_tbx(OLD_TBX)
    assert (old.source, old.target, old.status) == ("vårdcentral", "care centre", Status.FORBIDDEN)
    assert tbxfile.parsestring(OLD_TBX).units
    with pytest.raises(Problem):
        read_tbx(b"<html/>")


@given(
    st.lists(
        st.builds(
            PoEntry,
            key=st.text(max_size=8),
            source=st.text(min_size=1, max_size=8),
            target=st.text(max_size=8),
        ),
        max_size=4,
        unique_by=lambda e: (e.key, e.source),
    )
)
def test_po_comes_back(entries):
    kept = [
        e
        for e in entries
        if not any(
            "\x85" <= s <= "\x85" or s in "\x0b\x0c\x1c\x1d\x1e\u2028\u2029"
            for s in e.key + e.source + e.target
        )
    ]
    assert read_po(write_po(kept, locale="ar")) == kept


@pytest.mark.parametrize(
    "broken", [b"\xff", b"nonsense", b'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n']
)
def test_a_broken_po_is_refused(broken):
    with pytest.raises(Problem):
        read_po(broken)


PAGE = Offer(
    id="newcomers:page:sfi",
    segments=(
        StoredSegment(path="1", text="Hej {name}."),
        StoredSegment(path="2", text="Kursen är gratis."),
    ),
)


@pytest.fixture
async def given_out(texts) -> tuple[Any, str, bytes]:
    await texts.transact(lambda tx: take_offer(tx, "newcomers", PAGE))
    name, body = await texts.transact(lambda tx: exchange.export_xliff(tx, EDITOR, PAGE.id, "so"))
    return texts, name, body


def translated(body: bytes) -> bytes:
    package = read_xliff(body)
    done = []
    for unit in package.files[0].units:
        (one,) = unit.segments
        target = (*[p for p in one.source if isinstance(p, Code)], Words(" Soomaali."))
        segment = ExchangeSegment(id=one.id, source=one.source, target=target, state="translated")
        done.append(ExchangeUnit(id=unit.id, name=unit.name, segments=(segment,)))
    file = ExchangeFile(id="f1", original=package.files[0].original, units=tuple(done))
    return write_xliff(Package(source_locale="sv", locale="so", files=(file,)))


async def take(database, name, body, **more):
    return await database.transact(
        lambda tx: exchange.import_xliff(tx, TRANSLATOR, name, body, **more)
    )


async def lines(database):
    return await database.many(store.lines_of, key=PAGE.id, of_locale="so")


@pytest.mark.anyio
async def test_a_translated_file_becomes_drafts(given_out):
    database, name, body = given_out
    done = await take(database, name, translated(body))
    assert (done.taken, done.outdated, done.faulty) == (2, 0, 0)
    assert [line.text for line in await lines(database)] == ["{name} Soomaali.", " Soomaali."]
    assert all(line.reviewed_by is None for line in await lines(database))


@pytest.mark.anyio
async def test_a_file_that_lies_about_its_source_is_refused(given_out):
    # bad input: XLIFF that lies about its source
    database, name, body = given_out
    lying = translated(body).replace("Kursen är gratis".encode(), b"Kursen kostar pengar")
    with pytest.raises(Problem) as refusal:
        await take(database, name, lying)
    assert refusal.value.code == "EXCHANGE_FILE_INVALID"
    assert await lines(database) == []


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("old", "new"),
    [(b'trgLang="so"', b'trgLang="ar"'), (b'id="u2"', b'id="u9"')],
)
async def test_a_file_for_something_else_is_refused(given_out, old, new):
    database, name, body = given_out
    with pytest.raises(Problem) as refusal:
        await take(database, name, translated(body).replace(old, new))
    assert refusal.value.code == "EXCHANGE_FILE_INVALID"
    with pytest.raises(Problem) as refusal:
        await take(database, "an-id-of-mine", translated(body))
    assert refusal.value.code == "NOT_FOUND"
    assert await lines(database) == []


@pytest.mark.anyio
async def test_a_file_built_on_an_older_wording_needs_a_yes(given_out):
    database, name, body = given_out
    changed = Offer(
        id=PAGE.id, segments=(PAGE.segments[0], StoredSegment(path="2", text="Kursen är öppen."))
    )
    await database.transact(lambda tx: take_offer(tx, "newcomers", changed))
    with pytest.raises(Problem) as refusal:
        await take(database, name, translated(body))
    assert refusal.value.code == "EXCHANGE_SOURCE_CHANGED"
    assert await lines(database) == []
    done = await take(database, name, translated(body), allow_stale=True)
    assert (done.taken, done.outdated) == (2, 1)
    document = await database.one(store.document_by_id, key=PAGE.id)
    stale = next(line for line in await lines(database) if line.path == "2")
    assert stale.made_from not in document.segments[1].facts.accepted
