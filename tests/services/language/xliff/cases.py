# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""XLIFF files in our own words: one per rule of the standard, broken and whole."""

HEAD = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="sv"'
SPACES = (
    ' xmlns:my="urn:my" xmlns:fs="urn:oasis:names:tc:xliff:fs:2.0"'
    ' xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0"'
    ' xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"'
    ' xmlns:val="urn:oasis:names:tc:xliff:validation:2.0"'
    ' xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0"'
    ' xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0"'
    ' xmlns:res="urn:oasis:names:tc:xliff:resourcedata:2.0"'
)


def document(body: str, *, target: str | None = "ar", head: str = "") -> bytes:
    """A whole document around files."""
    language = f' trgLang="{target}"' if target else ""
    return f"<?xml version='1.0'?>\n{HEAD}{language}{SPACES}{head}>{body}</xliff>".encode()


def file(body: str, attributes: str = "") -> str:
    return f'<file id="f1"{attributes}>{body}</file>'


def unit(body: str, attributes: str = "") -> str:
    return f'<unit id="u1"{attributes}>{body}</unit>'


def segment(source: str, target: str | None = None, attributes: str = "") -> str:
    side = "" if target is None else f"<target>{target}</target>"
    return f"<segment{attributes}><source>{source}</source>{side}</segment>"


def one(source: str, target: str | None = None, before: str = "") -> bytes:
    return document(file(unit(before + segment(source, target))))


FIXED = 'canReorder="no" canCopy="no" canDelete="no"'
FIRST = 'canReorder="firstNo" canCopy="no" canDelete="no"'
DATA = '<originalData><data id="d1">[b]</data><data id="d2">[/b]</data></originalData>'
NOTES = '<notes><note id="n1">not</note></notes>'

VALID: dict[str, bytes] = {
    "least": one("Hej"),
    "no target language": document(file(unit(segment("Hej"))), target=None),
    "version 2.0": one("Hej").replace(b'"2.1"', b'"2.0"'),
    "pair": one('<sc id="1"/>a<ec startRef="1"/>', '<sc id="1"/>b<ec startRef="1"/>'),
    "pair over segments": document(
        file(unit(segment('<sc id="1"/>a') + segment('b<ec startRef="1"/>')))
    ),
    "isolated": one('a<ec id="1" isolated="yes"/>', 'b<ec id="1" isolated="yes"/><ph id="new"/>'),
    "isolated with module": one('<ec id="1" isolated="yes" fs:fs="b" slr:sizeInfo="x"/>a'),
    "group": document(file(f'<group id="g1">{NOTES}{unit(segment("a"))}</group><group id="g2"/>')),
    "note of the unit": one('<mrk id="m1" type="comment" ref="#n=n1">a</mrk>', before=NOTES),
    "full path of a note": one(
        '<mrk id="m1" type="comment" ref="#/f=f1/u=u1/n=n1">a</mrk>', before=NOTES
    ),
    "comment": one('<mrk id="m1" type="comment" value="se">a</mrk>'),
    "sm and em": one('<sm id="m1" type="term" my:a="b"/>a<em startRef="m1"/>'),
    "sub-types": one('<ph id="1" type="fmt" subType="xlf:lb"/><ph id="2" type="ui" subType="xlf:var"/>'),
    "data": one('<pc id="1" dataRefStart="d1" dataRefEnd="d2">a</pc>', before=DATA),
    "code point": one('<cp hex="001B"/>'),
    "skeleton by href": document(file('<skeleton href="a.skl"/>' + unit(segment("a")))),
    "skeleton inside": document(file("<skeleton>a<my:b/></skeleton>" + unit(segment("a")))),
    "extension": document(file('<my:a id="x"/>' + unit('<my:b my:c="d">e</my:b>' + segment("a")))),
    "metadata": document(
        file('<mda:metadata><mda:metaGroup><mda:meta type="a">b</mda:meta></mda:metaGroup></mda:metadata>'
             + unit(segment("a")))
    ),
    "match": one(
        '<mrk id="m1" type="mtc:match">a</mrk>',
        before='<mtc:matches><mtc:match ref="#m1"><source>a</source><target>b</target></mtc:match></mtc:matches>',
    ),
    "glossary": one(
        '<mrk id="m1" type="term">a</mrk>', '<mrk id="m1" type="term">b</mrk>',
        before='<gls:glossary><gls:glossEntry ref="#m1"><gls:term>a</gls:term>'
        '<gls:translation ref="#t=m1">b</gls:translation></gls:glossEntry></gls:glossary>',
    ),
    "registered prefix": one('<mrk id="m1" type="term" ref="#f=f1/tbx=t4">a</mrk>'),
    "reference elsewhere": one('<mrk id="m1" type="my:a" ref="b.xml#whatever/x">a</mrk>'),
    "validation": one("a", before='<val:validation><val:rule isPresent="a" occurs="2"/></val:validation>'),
    "order": document(
        file(unit(
            '<segment><source>a</source><target order="3">A</target></segment>'
            "<ignorable><source> </source></ignorable>"
            '<segment><source>b</source><target order="1">B</target></segment>'
        ))
    ),
    "fixed sequence": one(
        f'<ph id="1" {FIRST}/><ph id="2" {FIXED}/><ph id="3"/>',
        f'<ph id="3"/><ph id="1" {FIRST}/><ph id="2" {FIXED}/>',
    ),
    "two sequences": one(
        f'<ph id="1" {FIRST}/><ph id="2" {FIXED}/><ph id="3" {FIRST}/>',
        f'<ph id="3" {FIRST}/>x<ph id="1" {FIRST}/><ph id="2" {FIXED}/>',
    ),
    "copy": one('<ph id="1"/>', '<ph id="1"/><ph id="9" copyOf="1"/>'),
    "language inherited": document(
        file('<unit id="u1" xml:lang="sv-SE"><segment><source>a</source>'
             '<target xml:lang="ar">b</target></segment></unit>', ' xml:lang="ja"'),
        head=' xml:lang="ru"',
    ),
    "space inherited": document(
        file('<unit id="u1"><segment><source xml:space="preserve">a</source>'
             "<target>b</target></segment></unit>", ' xml:space="preserve"')
    ),
    "sub-flow": document(
        file('<unit id="u2"><segment><source>b</source></segment></unit>'
             + unit(segment('<ph id="1" subFlows="u2"/>')))
    ),
    "state": document(file(unit(segment("a", "b", ' state="translated" subState="my:x"')))),
    "same id in two units": document(
        file(unit(segment('<ph id="1"/>')) + '<unit id="u2"><segment><source><ph id="1"/></source></segment></unit>')
    ),
    "resource": document(
        file('<res:resourceData><res:resourceItem id="r1" mimeType="a/b" context="no">'
             '<res:source href="a"/></res:resourceItem></res:resourceData>'
             + unit('<res:resourceData><res:resourceItemRef ref="r1"/></res:resourceData>' + segment("a")))
    ),
}  # fmt: skip

INVALID: dict[str, tuple[str, bytes]] = {
    "not xml": ("xml", b"<xliff"),
    "document type": ("xml", b"<!DOCTYPE xliff><xliff/>"),
    "other root": ("root", b'<tmx version="1.4"/>'),
    "version 1.2": ("attribute-value", one("a").replace(b'"2.1"', b'"1.2"')),
    "no file": ("element-missing", document("")),
    "no unit": ("element-missing", document(file(""))),
    "no segment": ("element-missing", document(file(unit("")))),
    "only ignorable": ("unit-segment", document(file(unit("<ignorable><source> </source></ignorable>")))),
    "no source": ("element-missing", document(file(unit("<segment/>")))),
    "no source in ignorable": ("element-missing", document(file(unit("<ignorable/>" + segment("a"))))),
    "target before source": (
        "element-missing",
        document(file(unit("<segment><target>b</target><source>a</source></segment>"))),
    ),
    "two targets": (
        "element-place",
        document(file(unit("<segment><source>a</source><target>b</target><target>c</target></segment>"))),
    ),
    "group without id": ("attribute-required", document(file(f"<group>{unit(segment('a'))}</group>"))),
    "unit without id": ("attribute-required", document(file(f"<unit>{segment('a')}</unit>"))),
    "empty notes": ("element-missing", document(file("<notes/>" + unit(segment("a"))))),
    "notes late": ("element-place", document(file(unit(segment("a") + NOTES)))),
    "notes after units": ("element-place", document(file(unit(segment("a")) + NOTES))),
    "empty original data": ("element-missing", document(file(unit("<originalData/>" + segment("a"))))),
    "skeleton empty": ("skeleton", document(file("<skeleton/>" + unit(segment("a"))))),
    "skeleton both": ("skeleton", document(file('<skeleton href="a">b</skeleton>' + unit(segment("a"))))),
    "text in a unit": ("text-place", document(file(unit("text" + segment("a"))))),
    "unknown element": ("element-place", document(file(unit("<part/>" + segment("a"))))),
    "unknown attribute": ("attribute-unknown", document(file(unit(segment("a", None, ' translate="no"'))))),
    "dir on source": ("attribute-unknown", document(file(unit('<segment><source dir="ltr">a</source></segment>')))),
    "bad state": ("attribute-value", document(file(unit(segment("a", "b", ' state="done"'))))),
    "id with a space": ("attribute-value", document('<file id="f 1">' + unit(segment("a")) + "</file>")),
    "bad type of unit": ("attribute-value", document(file(unit(segment("a"), ' type="plain"')))),
    "bad type of code": ("attribute-value", one('<ph id="1" type="bold"/>')),
    "bad type of marker": ("attribute-value", one('<mrk id="1" type="note">a</mrk>')),
    "bad priority": (
        "attribute-value",
        document(file('<notes><note priority="11">a</note></notes>' + unit(segment("a")))),
    ),
    "two files": ("id-unique", document(file(unit(segment("a"))) * 2)),
    "two units": ("id-unique", document(file(unit(segment("a")) * 2))),
    "two units in groups": (
        "id-unique",
        document(file(unit(segment("a")) + f'<group id="g">{unit(segment("a"))}</group>')),
    ),
    "two groups": ("id-unique", document(file('<group id="g"/><group id="g"/>'))),
    "two notes": (
        "id-unique",
        document(file('<notes><note id="n">a</note><note id="n">b</note></notes>' + unit(segment("a")))),
    ),
    "two data": (
        "id-unique",
        one("a", before='<originalData><data id="d">a</data><data id="d">b</data></originalData>'),
    ),
    "two segments": (
        "id-unique",
        document(file(unit(segment("a", None, ' id="s"') + segment("b", None, ' id="s"')))),
    ),
    "segment and code": ("id-unique", document(file(unit(segment('<ph id="s"/>', None, ' id="s"'))))),
    "codes over segments": ("id-unique", document(file(unit(segment('<ph id="1"/>') + segment('<ph id="1"/>'))))),
    "two extension ids": ("id-unique", document(file(unit('<my:a id="x"/><my:b id="x"/>' + segment("a"))))),
    "extension ids of a file": ("id-unique", document(file('<my:a id="x"/><my:a id="x"/>' + unit(segment("a"))))),
    "target id of another kind": ("id-target", one('<ph id="1"/>', '<pc id="1">b</pc>')),
    "target id of another segment": (
        "id-target", document(file(unit(segment('<ph id="1"/>') + segment("b", '<ph id="1"/>')))),
    ),
    "target id twice": ("id-target", one('<ph id="1"/>', '<ph id="1"/><ph id="1"/>')),
    "target without language": ("target-language", document(file(unit(segment("a", "b"))), target=None)),
    "ignorable target without language": (
        "target-language",
        document(file(unit(segment("a") + "<ignorable><source> </source><target> </target></ignorable>")), target=None),
    ),
    "bad source language": ("attribute-value", one("a").replace(b'srcLang="sv"', b'srcLang="sv_SE"')),
    "bad target language": ("attribute-value", document(file(unit(segment("a"))), target="a-b-c-d-")),
    "wrong xml:lang": ("xml-lang", document(file('<unit id="u"><segment><source xml:lang="en">a</source></segment></unit>'))),
    "wrong inherited xml:lang": ("xml-lang", document(file(unit(segment("a"), ' xml:lang="en"')))),
    "target inherits source's": ("xml-lang", document(file(unit(segment("a", "b"), ' xml:lang="sv"')))),
    "xml:space differs": (
        "xml-space",
        document(file(unit('<segment><source xml:space="preserve">a</source><target>b</target></segment>'))),
    ),
    "sub-state alone": ("substate", document(file(unit(segment("a", "b", ' subState="my:a"'))))),
    "state without target": ("state-target", document(file(unit(segment("a", None, ' state="final"'))))),
    "sc alone": ("sc-pair", one('<sc id="1"/>a')),
    "ec alone": ("ec-pair", one('a<ec startRef="1"/>')),
    "ec first": ("ec-pair", one('<ec startRef="1"/>a<sc id="1"/>')),
    "two ec": ("ec-pair", one('<sc id="1"/>a<ec startRef="1"/><ec startRef="1"/>')),
    "isolated sc with ec": ("ec-pair", one('<sc id="1" isolated="yes"/>a<ec startRef="1"/>')),
    "isolated ec with startRef": ("ec-isolated", one('<sc id="1"/>a<ec startRef="1" isolated="yes"/>')),
    "isolated ec without id": ("ec-isolated", one('a<ec isolated="yes"/>')),
    "ec with id": ("ec-start", one('<sc id="1"/>a<ec startRef="1" id="2"/>')),
    "ec with nothing": ("ec-start", one("a<ec/>")),
    "ec with dir": ("ec-dir", one('<sc id="1" dir="rtl"/>a<ec startRef="1" dir="rtl"/>')),
    "pair differs in copying": ("pair-equal", one('<sc id="1" canCopy="no"/>a<ec startRef="1"/>')),
    "pair differs in deleting": ("pair-equal", one('<sc id="1"/>a<ec startRef="1" canDelete="no"/>')),
    "pair differs in overlap": ("pair-equal", one('<sc id="1" canOverlap="no"/>a<ec startRef="1"/>')),
    "pair differs in type": ("pair-equal", one('<sc id="1" type="fmt"/>a<ec startRef="1" type="ui"/>')),
    "pair differs in sub-type": (
        "pair-equal",
        one('<sc id="1" type="fmt" subType="xlf:b"/>a<ec startRef="1" type="fmt" subType="xlf:i"/>'),
    ),
    "pair differs in copyOf": (
        "pair-equal",
        one('<pc id="1">a</pc><pc id="2">b</pc>', '<sc id="n" copyOf="1"/>a<ec startRef="n" copyOf="2"/>'),
    ),
    "pair differs in order": (
        "pair-equal", one(f'<sc id="1" {FIRST}/>a<ec startRef="1" canCopy="no" canDelete="no" canReorder="yes"/>'),
    ),
    "sm alone": ("sm-pair", one('<sm id="1" type="term"/>a')),
    "em alone": ("em-pair", one('a<em startRef="1"/>')),
    "em first": ("em-pair", one('<em startRef="1"/>a<sm id="1" type="term"/>')),
    "sub-type without type": ("subtype", one('<ph id="1" subType="my:a"/>')),
    "sub-type of another type": ("subtype", one('<ph id="1" type="fmt" subType="xlf:var"/>')),
    "unknown sub-type": ("subtype", one('<ph id="1" type="fmt" subType="xlf:x"/>')),
    "copy of nothing": ("copy-of", one("a", '<ph id="1" copyOf="9"/>')),
    "copy with data": ("copy-of", one('<ph id="1" dataRef="d1"/>', '<ph id="1" dataRef="d1"/><ph id="2" copyOf="1"/>', DATA)),
    "copy of what cannot be": ("copy-of", one('<ph id="1" canCopy="no"/>', '<ph id="1" canCopy="no"/><ph id="2" copyOf="1"/>')),
    "fixed but deletable": ("reorder-fixed", one('<ph id="1" canReorder="firstNo" canCopy="no"/>')),
    "fixed without first": ("reorder-first", one(f'<ph id="1" {FIXED}/>')),
    "fixed after a free code": ("reorder-first", one(f'<ph id="1" {FIRST}/><ph id="2"/><ph id="3" {FIXED}/>')),
    "sequence broken": (
        "reorder-whole",
        one(f'<ph id="1" {FIRST}/><ph id="2" {FIXED}/><ph id="3"/>', f'<ph id="1" {FIRST}/><ph id="3"/><ph id="2" {FIXED}/>'),
    ),
    "sequence into another pair": (
        "reorder-whole",
        one(f'<pc id="p">a</pc><ph id="1" {FIRST}/><ph id="2" {FIXED}/>',
            f'<pc id="p"><ph id="1" {FIRST}/></pc><ph id="2" {FIXED}/>'),
    ),
    "kept code missing": ("code-kept", one('<ph id="1" canDelete="no"/>', "b")),
    "kept code missing in an empty target": ("code-kept", one('<ph id="1" canDelete="no"/>', "")),
    "data unknown": ("data-ref", one('<ph id="1" dataRef="d9"/>', before=DATA)),
    "data without any": ("data-ref", one('<ph id="1" dataRef="d1"/>')),
    "data of one end": ("paired-attributes", one('<pc id="1" dataRefStart="d1">a</pc>', before=DATA)),
    "unknown end": ("data-ref", one('<pc id="1" dataRefStart="d1" dataRefEnd="d9">a</pc>', before=DATA)),
    "sub-flows of one end": ("paired-attributes", one('<pc id="1" subFlowsStart="u1">a</pc>')),
    "sub-flow unknown": ("sub-flow", one('<ph id="1" subFlows="u9"/>')),
    "order beyond": ("order-range", document(file(unit('<segment><source>a</source><target order="2">b</target></segment>')))),
    "order zero": ("attribute-value", document(file(unit('<segment><source>a</source><target order="0">b</target></segment>')))),
    "order twice": (
        "order-unique",
        document(file(unit('<segment><source>a</source><target order="2">b</target></segment>' * 2))),
    ),
    "order taken silently": (
        "order-unique",
        document(file(unit('<segment><source>a</source><target order="2">b</target></segment>' + segment("c", "d")))),
    ),
    "comment with both": ("comment", one('<mrk id="1" type="comment" value="a" ref="#n=n1">b</mrk>', before=NOTES)),
    "comment with none": ("comment", one('<mrk id="1" type="comment">b</mrk>')),
    "comment on no note": ("comment-note", one('<mrk id="1" type="comment" ref="#n=n9">b</mrk>', before=NOTES)),
    "comment on a note of the file": (
        "comment-note",
        document(file(NOTES + unit(NOTES + segment('<mrk id="1" type="comment" ref="#f=f1/n=n1">b</mrk>')))),
    ),
    "comment on a note of the group": (
        "comment-note",
        document(file(f'<group id="g">{NOTES}{unit(segment("<mrk id=" + chr(34) + "1" + chr(34) + " type=" + chr(34) + "comment" + chr(34) + " ref=" + chr(34) + "#g=g/n=n1" + chr(34) + ">b</mrk>"))}</group>')),
    ),
    "match with ref": ("match-ref", one('<mrk id="1" type="mtc:match" ref="#1">b</mrk>')),
    "cp of a letter": ("cp-hex", one('<cp hex="0041"/>')),
    "cp of U+00A0": ("cp-hex", one('<cp hex="00A0"/>')),
    "cp of no hex": ("cp-hex", one('<cp hex="00g1"/>')),
    "cp too short": ("cp-hex", one('<cp hex="1B"/>')),
    "cp in data": ("cp-hex", one("a", before='<originalData><data id="d"><cp hex="0041"/></data></originalData>')),
    "fragment in bad order": ("fragment", one('<mrk id="m" type="term" ref="#/u=u1/f=f1/m">a</mrk>')),
    "fragment twice": ("fragment", one('<mrk id="m" type="term" ref="#/u=u1/u=u2/m">a</mrk>')),
    "fragment with two leaves": ("fragment", one('<mrk id="m" type="term" ref="#a/b">a</mrk>')),
    "fragment with a leaf inside": ("fragment", one('<mrk id="m" type="term" ref="#f=f1/d=d1/u=u1">a</mrk>')),
    "fragment of an unknown prefix": ("fragment", one('<mrk id="m" type="term" ref="#my=a">a</mrk>')),
    "fragment of a short prefix": ("fragment", one('<mrk id="m" type="term" ref="#z=a">a</mrk>')),
    "fragment of no token": ("fragment", one('<mrk id="m" type="term" ref="#r$d=a">a</mrk>')),
    "fragment with an empty id": ("fragment", one('<mrk id="m" type="term" ref="#n=">a</mrk>')),
    "extension on a code": ("extension-attribute", one('<pc id="1" my:a="b">c</pc>')),
    "extension on a segment": ("extension-attribute", document(file(unit(segment("a", None, ' my:a="b"'))))),
    "extension on a source": ("extension-attribute", document(file(unit('<segment><source my:a="b">c</source></segment>')))),
    "extension in a source": ("extension-element", one("<my:a/>")),
    "extension in a segment": ("extension-element", document(file(unit("<segment><source>a</source><my:a/></segment>")))),
    "extension in data": ("extension-element", one("a", before='<originalData><data id="d"><my:a/></data></originalData>')),
    "extension after units": ("extension-element", document(file(unit(segment("a")) + "<my:a/>"))),
    "extension outside files": ("extension-element", document(file(unit(segment("a"))) + "<my:a/>")),
    "unknown module element": ("module-element", one("a", before="<val:validations/>")),
    "unknown module attribute": ("module-attribute", one('<ph id="1" fs:style="b"/>')),
    "module attribute on ec": ("module-attribute", one('<sc id="1"/>a<ec startRef="1" fs:fs="b"/>')),
    "fs of no html": ("fs-value", one('<ph id="1" fs:fs="bold"/>')),
    "sub-fs alone": ("fs-value", one('<ph id="1" fs:subFs="src,a"/>')),
    "meta without type": (
        "attribute-required",
        document(file("<mda:metadata><mda:metaGroup><mda:meta>b</mda:meta></mda:metaGroup></mda:metadata>" + unit(segment("a")))),
    ),
}  # fmt: skip
