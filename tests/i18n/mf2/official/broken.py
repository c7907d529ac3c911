# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`syntax-errors.json` and `data-model-errors.json`: what is no message, and what is a faulty one."""

from tests.i18n.mf2.official import Case

_NO_MESSAGES = [
    ".", "{", "}", "{}", "{{", "{{}", "{{}}}", "{|x| #mark}", "{{en slutklammer saknas}",
    "{{båda slutklamrarna saknas", "{{slut saknas {$x", "{{mer}} efteråt", "en tom { } plats",
    "luft saknas {42:f}", "luft saknas {|x|:f}", "luft saknas {|x|@a}", "luft saknas {:f@a}",
    "luft saknas {:f @a@b}", "luft saknas {:f @a=42@b}", "luft saknas {+x@a}", "luft saknas {&x@a}",
    "dålig {:} plats", "dålig {\\u0000plats}", "dålig {\x00plats}", "inget likhetstecken {|42| :number a 2}",
    "dålig {:f a=}", "dålig {:f a b}", "dålig {:f a:b}", "dålig {:f a}", "dålig {:f:}", "dålig {::f}",
    "dålig {:f::g}", "dålig {:f a:=b}", "dålig {:f :a=b}", "dålig {:f a::b=c}", "dålig {$x a}",
    "dålig {:f @a=}", "dålig {:f @a=@b}", "dålig {:f @a=$b}", "{ @a = b }", "inget {slut", "inget {$slut",
    "inget {:slut", "inget {|slut| här", "inget {|slut} här", "inget {|slut eller plats",
    ".local a = {|x|} {{_}}", ".local #a = {|x|} {{_}}", ".local $a {|x|} {{_}}", ".local $a = |x| {{_}}",
    ".match {{x}}", ".match * {{x}}", ".match a * {{x}}", ".match |a| * {{x}}", ".match :a * {{x}}",
    ".match {$a} * {{x}}", ".match {#a} * {{x}}", ".input {$x :x} .match {$x} * {{x}}",
    ".input {$x :x} .match$x * {{x}}", ".input {$x :x} .match $x* {{x}}",
    ".input {$x :x} .match $x|x| {{x}} * {{x}}", ".input {$x :x} .local $y = {y :y} .match $x$y * * {{x}}",
    ".input {$x :x} .local $y = {y :y} .match $x $y ** {{x}}", ".input {$x :x} .match $x",
    ".input {$x :x} .match $x *", ".input {$x :x} .match $x * x", ".input {$x :x} .match $x * {{x}} mer",
    "{^.}", "{^ .}", "{&}", ".n{a}{{}}", "{^}", "{!}", ".n .{a}{{}}", ".n. {a}{{}}", ".n.{a}{b}{{}}",
    "{!.}", "{! .}", "{%}", "{*}", "{<}", "{>}", "{?}", "{~}", r"{!.\{}", r"{!. \{}", "{!|a|}",
    "en {&egen}", "en {?reserverad @a @b=c}", ".ord {42} {{x}}", ".ord{42}{{x}}", ".ord |}x{| {42}{{x}}",
    ".i {1} {{}}", ".l $y = {|x|} {{}}", ".l $x.y = {|x|} {{}}", "tal {|4.2| %f}", "tal {|4.2| %n|um|ber}",
    "tal {|4.2| &f|be|r}", "tal {|4.2| ^f|be|r}", "tal {|4.2| +f|be|r}", "tal {|4.2| ?f|be||r|s}",
    "tal {|x| !f}", "tal {|x| *f}", "tal {?f}", "{<mark}",
    ".local $a = {$b ~f} .match {x :string}  * {{{$a}}}", r"tal {|4.2| %f\\g}", r"tal {|4.2| %f\{g\|h}",
    r"tal {|4.2| %f\\\}g}", "tal {|4.2| !}", "tal {|4.2| %}", "tal {|4.2| *}", r"tal {|4.2| ^abc|123||5|\\}",
    r"tal {|4.2| ^ abc|123||5|\\}", r"tal {|4.2| ^ abc|123||5|\\ \|def |3.14||2|}", "tal {|4.2| ? }",
    "tal {|4.2| %xyzz }", "tal {|4.2| >xyzz   }", "tal {$x ~xyzz }", "tal {$x   <xyzz   }", "{>xyzz }",
    "{  !xyzz   }", "{~xyzz }", "{ <xyzz   }", "tal {|4.2| !xy z z }", r"tal {|4.2| *f \\ b er}",
    r"tal {|4.2| %f \\ b |3.14| r    }", r"tal {|4.2|    +f xx \\ b |3.14| r  }",
    r"tal {$x    +f x \\ abcde |3.14| r  }", r"tal {$x    >f x \\ abcde |aaa||3.14||42| r  }",
    r"tal {$x    >f x \\ abcde |aaa||3.14| |42| r  }", ".input{ $n ~ }{{{$n}}}",
]  # fmt: skip
_FAULTY = {
    "variant-key-mismatch": [
        ".input {$a :x} .match $a * * {{x}}",
        ".input {$a :x} .input {$b :x} .match $a $b * {{x}}",
    ],
    "missing-fallback-variant": [
        ".input {$a :x} .match $a 1 {{_}}",
        ".input {$a :x} .match $a other {{_}}",
        ".input {$a :x} .input {$b :x} .match $a $b * 1 {{_}} 1 * {{_}}",
    ],
    "missing-selector-annotation": [
        ".match $a one {{en}} * {{flera}}",
        ".input {$a} .match $a one {{en}} * {{flera}}",
        ".local $a = {$b} .match $a one {{en}} * {{flera}}",
        ".input {$b} .local $a = {$b} .match $a one {{en}} * {{flera}}",
    ],
    "duplicate-declaration": [
        ".input {$a} .input {$a} {{_}}",
        ".input {$a} .local $a = {42} {{_}}",
        ".local $a = {42} .input {$a} {{_}}",
        ".local $a = {:f} .local $a = {42} {{_}}",
        ".local $a = {$b} .local $b = {42} {{_}}",
        ".local $a = {$a} {{_}}",
        ".local $a = {$b} .local $b = {$c} {{_}}",
        ".local $a = {$b :f} .local $b = {$c} {{_}}",
        ".local $a = {42 :f o=$a} {{_}}",
        ".local $a = {42 :f o=$b} .local $b = {42} {{_}}",
    ],
    "duplicate-option-name": ["dålig {:f a=x a=x}", "dålig {:f rum:a=x rum:a=y}"],
    "duplicate-variant": [
        ".input {$a :string} .match $a * {{den första}} * {{den andra}}",
        ".input {$x :string} .input {$y :string} .match $x $y * a {{en}} b * {{två}} * |a| {{tre}} * * {{x}}",
    ],
}
SYNTAX = [Case(source, "{\ufffd}", "syntax-error") for source in _NO_MESSAGES]
MODEL = [
    *(Case(source, "{\ufffd}", kind) for kind, sources in _FAULTY.items() for source in sources),
    Case(".local $s = {star :string} .match $s |*| {{en stjärna}} * {{annars}}", "annars"),
]
