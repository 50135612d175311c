package dev.handback.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A runbook as a page shows it. Understands the little Markdown that ours use (headings, lists, fenced code, code, bold,
 * links to our own pages and runbooks); everything else stays as it is written, and nothing becomes markup by itself.
 */
record Runbook(String id, String title, List<Block> blocks) {
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\[([^\\]]+)]\\(([^)\\s]+)\\)");
    private static final Pattern ITEM = Pattern.compile("(?:[-*]|\\d+\\.) +(.*)");
    private static final Pattern SAFE_TARGET =
            Pattern.compile("/[a-zA-Z0-9/._?=&#-]*|[A-Za-z0-9_-]+\\.md(#[a-z0-9-]+)?");

    static Runbook parse(String id, String text) {
        var blocks = new Parser().blocks(withoutFrontMatter(text));
        var title = blocks.stream()
                .filter(block -> block.shape() == Shape.H1)
                .map(Block::text)
                .findFirst()
                .orElse(id);
        return new Runbook(
                id,
                title,
                blocks.stream().filter(block -> block.shape() != Shape.H1).toList());
    }

    private static String withoutFrontMatter(String text) {
        int end = text.startsWith("---\n") ? text.indexOf("\n---\n", 3) : -1;
        return end < 0 ? text : text.substring(end + 5);
    }

    enum Shape {
        H1,
        H2,
        H3,
        CODE,
        BULLETS,
        STEPS,
        TEXT
    }

    /** @param items one for everything but lists */
    record Block(Shape shape, List<String> items) {
        public String text() {
            return String.join("\n", items);
        }

        public List<List<Span>> spans() {
            return items.stream().map(Runbook::spans).toList();
        }
    }

    /** @param target of a link into Handback; empty for everything else */
    record Span(String look, String text, String target) {}

    private static List<Span> spans(String text) {
        var spans = new ArrayList<Span>();
        var matcher = SPAN.matcher(text);
        int from = 0;
        while (matcher.find()) {
            plain(spans, text.substring(from, matcher.start()));
            from = matcher.end();
            if (matcher.group(1) != null) {
                spans.add(new Span("code", matcher.group(1), ""));
            } else if (matcher.group(2) != null) {
                spans.add(new Span("strong", matcher.group(2), ""));
            } else if (SAFE_TARGET.matcher(matcher.group(4)).matches()
                    && !matcher.group(4).startsWith("//")) {
                spans.add(new Span("link", matcher.group(3), matcher.group(4)));
            } else {
                plain(spans, matcher.group(3) + " (" + matcher.group(4) + ")");
            }
        }
        plain(spans, text.substring(from));
        return spans;
    }

    private static void plain(List<Span> spans, String text) {
        if (!text.isEmpty()) {
            spans.add(new Span("plain", text, ""));
        }
    }

    private static final class Parser {
        private final List<Block> blocks = new ArrayList<>();
        private final List<String> open = new ArrayList<>();
        private Shape shape = Shape.TEXT;

        List<Block> blocks(String text) {
            for (var line : text.split("\n", -1)) {
                take(line);
            }
            close();
            return blocks;
        }

        private void take(String line) {
            if (line.strip().startsWith("```")) {
                boolean ends = shape == Shape.CODE;
                close();
                shape = ends ? Shape.TEXT : Shape.CODE;
            } else if (shape == Shape.CODE) {
                open.add(line);
            } else if (line.isBlank()) {
                close();
            } else if (line.startsWith("#")) {
                close();
                int level =
                        Math.min(3, line.length() - line.replaceAll("^#+", "").length());
                blocks.add(new Block(Shape.values()[level - 1], List.of(line.replaceAll("^#+\\s*", ""))));
            } else {
                text(line);
            }
        }

        private void text(String line) {
            var item = ITEM.matcher(line.strip());
            if (item.matches()) {
                var list = Character.isDigit(line.strip().charAt(0)) ? Shape.STEPS : Shape.BULLETS;
                if (shape != list) {
                    close();
                    shape = list;
                }
                open.add(item.group(1));
            } else if (open.isEmpty()) {
                open.add(line.strip());
            } else {
                open.set(open.size() - 1, open.get(open.size() - 1) + " " + line.strip());
            }
        }

        private void close() {
            if (!open.isEmpty()) {
                blocks.add(new Block(shape, List.copyOf(open)));
            }
            open.clear();
            shape = Shape.TEXT;
        }
    }
}
