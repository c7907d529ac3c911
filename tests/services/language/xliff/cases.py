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
    "everything": document(
        '<file id="f1" canResegment="no" translate="no" srcDir="rtl" trgDir="rtl" original="en fil" my:a="b" '
        'xml:space="preserve"><skeleton>eget <my:b/></skeleton>'
        '<mda:metadata id="md"><mda:metaGroup category="a"><mda:meta type="b">c</mda:meta>'
        '<mda:metaGroup category="d"><mda:meta type="e">f</mda:meta></mda:metaGroup></mda:metaGroup></mda:metadata>'
        '<notes><note id="n1" appliesTo="source" priority="2" category="a" my:a="b">not</note></notes>'
        '<unit id="u1" canResegment="yes" translate="yes" srcDir="ltr" trgDir="auto" name="a b" type="my:t" my:a="b">'
        '<segment id="s1" canResegment="no" state="reviewed" subState="my:s"><source>a</source>'
        '<target order="3">b</target></segment><ignorable><source> </source></ignorable>'
        '<segment id="s2"><source xml:space="default">c</source><target xml:space="default" order="1">d</target>'
        '</segment></unit><group id="g1" name="g" type="my:t"><unit id="u2"><segment><source>e</source></segment></unit>'
        '<unit id="u3"><originalData><data id="d1">[</data><data id="d2" dir="rtl">]<cp hex="0007"/></data></originalData>'
        '<segment><source><pc id="1" subFlowsStart="u2" subFlowsEnd="u1" dataRefStart="d1" dataRefEnd="d2">f</pc>'
        f'<ph id="2" {FIRST} dataRef="d2"/></source></segment></unit></group></file>',
        head=' my:a="b"',
    ),
    "extensions everywhere they may be": document(
        '<file id="f1" my:a="b"><my:b id="x"/><notes><note my:a="b">n</note></notes><group id="g" my:a="b" fs:fs="p">'
        '<my:b id="x"/><unit id="u1" my:a="b"><my:b id="x"/>' + DATA
        + segment('<ph id="1" dataRef="d1" fs:fs="b"/><pc id="2" fs:fs="b">c</pc><sc id="3" fs:fs="i"/>'
                  '<sm id="m1" translate="yes" my:a="b"/>d<ec startRef="3"/><em startRef="m1"/>'
                  '<mrk id="m2" type="my:t" my:a="b">e</mrk>')
        + "</unit></group></file>"
    ),
    "the same note id on every level": document(
        file(f'{NOTES}<group id="g">{NOTES}'
             + unit(NOTES + segment('<mrk id="m1" type="comment" ref="#n=n1"><mrk id="m2" type="comment" '
                                    'ref="#f=f1/u=u1/n=n1">a</mrk></mrk>',
                                    '<mrk id="m3" type="comment" value="b">c</mrk>'))
             + "</group>")
    ),
    "match with data of its own": one(
        '<mrk id="m1" type="mtc:match">a</mrk>', '<mrk id="m2" type="my:t">b</mrk>',
        before='<mtc:matches><mtc:match id="1" ref="#m1"><mda:metadata><mda:metaGroup><mda:meta type="a">b</mda:meta>'
        '</mda:metaGroup></mda:metadata><originalData><data id="d1">c</data></originalData>'
        '<source><ph id="1" dataRef="d1"/>a</source><target><ph id="1" dataRef="d1"/>b</target><my:b/></mtc:match>'
        '<mtc:match id="2" ref="#t=m2"><source>c</source><target>d</target></mtc:match></mtc:matches>',
    ),
    "sequence over a pair": one(
        f'<pc id="1" {FIRST}>a<ph id="2" {FIXED}/></pc><ph id="3"/>',
        f'<ph id="3"/><pc id="1" {FIRST}><mrk id="m" type="term">a</mrk><ph id="2" {FIXED}/></pc>',
    ),
    "sequences in segments that change places": document(
        file(unit(
            f'<segment><source><ph id="1" {FIRST}/><ph id="2" {FIXED}/></source>'
            f'<target order="2"><ph id="1" {FIRST}/><ph id="2" {FIXED}/></target></segment>'
            f'<segment><source><ph id="3" {FIRST}/><ph id="4" {FIXED}/></source>'
            f'<target order="1"><ph id="3" {FIRST}/><ph id="4" {FIXED}/></target></segment>'
        ))
    ),
    "order with empty ignorables": document(
        file(unit(
            '<segment><source>a</source><target order="4">A</target></segment>'
            "<ignorable><source> </source><target></target></ignorable>"
            '<segment><source>b</source><target order="1">B</target></segment>'
            '<segment><source>c</source><target order="3">C</target></segment>'
        ))
    ),
    "all sub-types": one(
        "".join(f'<ph id="{n}" type="fmt" subType="xlf:{n}"/>' for n in ("b", "i", "u", "lb", "pb"))
        + '<ph id="q" type="quote" subType="abc:x"/><ph id="l" type="link" subType="xyz:toHTML"/>'
    ),
    "character data": one("<![CDATA[a < b]]>", "<![CDATA[<b>]]>"),
    "fixed code where nothing is translated": one('<ph id="1" canDelete="no"/>'),
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
    "comment by a bare id": ("comment-note", one('<mrk id="1" type="comment" ref="#n1">b</mrk>', before=NOTES)),
    "fragment of a prefix as a step": ("fragment", one('<mrk id="1" type="comment" ref="#n/n1">b</mrk>', before=NOTES)),
    "fragment of no token in a path": (
        "fragment", one('<mrk id="m" type="my:t" ref="#/f=f1/u=u1/r$d=x">a</mrk>', before='<my:b id="x"/>'),
    ),
    "unit id with a slash": ("attribute-value", document(file(f'<unit id="/1">{segment("a")}</unit>'))),
    "segment id with a hash": ("attribute-value", document(file(unit(segment("a", None, ' id="#1"'))))),
    "code id with a backslash": ("attribute-value", one('<ph id="\\1"/>')),
    "two extension ids of a group": (
        "id-unique",
        document(file(f'<group id="g"><my:a id="e"><my:b id="x"/><my:b id="x"/></my:a>{unit(segment("a"))}</group>')),
    ),
    "two notes of a group": (
        "id-unique",
        document(file(f'<group id="g"><notes><note id="n">a</note><note id="n">b</note></notes>{unit(segment("a"))}</group>')),
    ),
    "two notes of a unit": (
        "id-unique",
        document(file(unit('<notes><note id="n">a</note><note id="n">b</note></notes>' + segment("a")))),
    ),
    "segment and ignorable": (
        "id-unique",
        document(file(unit(segment("a", None, ' id="s"') + '<ignorable id="s"><source> </source></ignorable>'))),
    ),
    "two ignorables": (
        "id-unique",
        document(file(unit(segment("a") + '<ignorable id="i"><source> </source></ignorable>' * 2))),
    ),
    "notes late in a group": (
        "element-place", document(file(f'<group id="g">{unit(segment("a"))}{NOTES}</group>')),
    ),
    "two sources": (
        "element-place", document(file(unit("<segment><source>a</source><source>b</source></segment>"))),
    ),
    "xml:lang of a file": ("xml-lang", document(file(unit(segment("a", "b")), ' xml:lang="ja"'))),
    "xml:lang of a group": (
        "xml-lang", document(file(f'<group id="g" xml:lang="ja">{unit(segment("a", "b"))}</group>')),
    ),
    "xml:lang of the root on a target": (
        "xml-lang",
        document(file(unit('<segment><source xml:lang="sv">a</source><target>b</target></segment>')), head=' xml:lang="ja"'),
    ),
    "xml:lang of a target": (
        "xml-lang", document(file(unit('<segment><source>a</source><target xml:lang="fi">b</target></segment>'))),
    ),
    "xml:lang that is no language": (
        "language", document(file(unit('<segment><source xml:lang="sv_SE">a</source></segment>'))),
    ),
    "kept code missing in the last segment": (
        "code-kept",
        document(file(unit(
            segment('<ph id="1" canDelete="no"/>a') + segment('<ph id="2" canDelete="no"/>b', '<ph id="2" canDelete="no"/>b')
            + segment('<ph id="3" canDelete="no"/>c', "c")
        ))),
    ),
    "first of a sequence may be deleted": ("reorder-fixed", one('<ph id="1" canReorder="firstNo" canCopy="no" canDelete="yes"/>')),
    "first of a sequence may be copied": ("reorder-fixed", one('<ph id="1" canReorder="firstNo" canCopy="yes" canDelete="no"/>')),
    "first of a sequence may be both": ("reorder-fixed", one('<ph id="1" canReorder="firstNo"/>')),
    "sequence of three broken": (
        "reorder-whole",
        one(f'<ph id="1" {FIRST}/><ph id="2" {FIXED}/><ph id="3" {FIXED}/>a<ph id="5"/>',
            f'<ph id="1" {FIRST}/><ph id="2" {FIXED}/><ph id="5"/><ph id="3" {FIXED}/>a'),
    ),
    "fixed code out of its pair": (
        "reorder-whole",
        one(f'<pc id="1" {FIRST}>a<ph id="2" {FIXED}/></pc>', f'<pc id="1" {FIRST}>a</pc><ph id="2" {FIXED}/>'),
    ),
    "ec with both and no sc": ("ec-start", one('a<ec startRef="1" id="1"/>')),
    "ec with an id only": ("ec-start", one('<ec id="1"/>a')),
    "copy of nothing in a source": ("copy-of", one('<ph id="1"/><ph id="2" copyOf="x"/>')),
    "unknown start": ("data-ref", one('<pc id="1" dataRefStart="x" dataRefEnd="d2">a</pc>', before=DATA)),
    "sub-flows with a comma": (
        "attribute-value", document(file('<unit id="u2"><segment><source>b</source></segment></unit>' + unit(segment('<ph id="1" subFlows="u2, u1"/>')))),
    ),
    "sub-flow unknown at one end": ("sub-flow", one('<pc id="1" subFlowsStart="u9" subFlowsEnd="u1">a</pc>')),
    "order one twice": (
        "order-unique", document(file(unit('<segment><source>a</source><target order="1">b</target></segment>' * 2))),
    ),
    "unknown style on a group": (
        "module-attribute", document(file(f'<group id="g" fs:bad="a">{unit(segment("a"))}</group>')),
    ),
    "style on an ec of another segment": (
        "module-attribute", document(file(unit(segment('<sc id="1" fs:fs="b"/>a') + segment('<ec startRef="1" fs:fs="b"/>b')))),
    ),
    "extension on a target": (
        "extension-attribute", document(file(unit('<segment><source>a</source><target my:a="b">c</target></segment>'))),
    ),
    "extension in original data": (
        "extension-element", one("a", before='<originalData><data id="d">a</data><my:a/></originalData>'),
    ),
}  # fmt: skip
