//! Texts that nobody writes, each in a size and in twice and four times that size: what the indexer
//! takes for a byte is to stay the same. Called by the bench of the guide.

/// A text of the given size; in which unit is the text's own matter.
type Make = fn(usize) -> String;

/// The texts: a name, how to make one, and the smallest of the three sizes.
pub const ODD: &[(&str, Make, usize)] = &[
    // Containers of Markdown.
    (
        "quotes on one line",
        |n| format!("{}a\n", ">".repeat(n)),
        40_000,
    ),
    (
        "quotes with spaces on one line",
        |n| format!("{}a\n", "> ".repeat(n)),
        40_000,
    ),
    (
        "quotes on one line, then lazy lines",
        |n| format!("{}a\n{}", ">".repeat(n), "a\n".repeat(n)),
        40_000,
    ),
    (
        "lists on one line",
        |n| format!("{}a\n", "- ".repeat(n)),
        40_000,
    ),
    (
        "numbered lists on one line",
        |n| format!("{}a\n", "1. ".repeat(n)),
        40_000,
    ),
    (
        "lists and quotes on one line",
        |n| format!("{}a\n", "> - ".repeat(n)),
        20_000,
    ),
    (
        "lists on one line, then lines",
        |n| format!("{}a\n{}", "- ".repeat(n), "a\n".repeat(n)),
        40_000,
    ),
    (
        "lines of deep quotes",
        |n| format!("{}a\n", ">".repeat(90)).repeat(n),
        4_000,
    ),
    (
        "lines of deep lists",
        |n| format!("{}a\n", "- ".repeat(90)).repeat(n),
        2_000,
    ),
    (
        "lines of too deep lists",
        |n| format!("{}a\n", "- ".repeat(200)).repeat(n),
        1_000,
    ),
    (
        "lists one deeper each line",
        |n| deeper("  ", "- a\n", n),
        500,
    ),
    (
        "loose lists one deeper each line",
        |n| deeper("  ", "- a\n\n", n),
        500,
    ),
    (
        "numbered lists one deeper each line",
        |n| deeper("   ", "1. a\n", n),
        500,
    ),
    (
        "quotes one deeper each line",
        |n| deeper(">", "a\n", n),
        700,
    ),
    (
        "quotes one shallower each line",
        |n| {
            (0..n)
                .rev()
                .map(|n| format!("{}a\n", ">".repeat(n)))
                .collect()
        },
        700,
    ),
    (
        "admonitions one deeper each line",
        |n| deeper("    ", "??? question \"What?\"\n", n),
        300,
    ),
    ("a long list", |n| "- a\n".repeat(n), 100_000),
    ("a long loose list", |n| "- a\n\n  b\n\n".repeat(n), 50_000),
    (
        "a long numbered list",
        |n| (0..n).map(|n| format!("{n}. What?\n")).collect(),
        50_000,
    ),
    (
        "interrupted list",
        |n| (1..n).map(|n| format!("{n}. What?\n\nx\n\n")).collect(),
        25_000,
    ),
    (
        "callouts",
        |n| "> [!question]- What is it?\n> a\n\n".repeat(n),
        10_000,
    ),
    ("tasks", |n| "- [ ] a\n- [x] b\n".repeat(n), 50_000),
    (
        "questions with tasks",
        |n| "## What?\n\n- [ ] a\n- [x] b\n\n".repeat(n),
        20_000,
    ),
    ("markers alone", |n| "-\n".repeat(n), 200_000),
    ("thematic breaks", |n| "* * *\n".repeat(n), 100_000),
    ("tabs", |n| format!("{}a\n", "\t".repeat(n)), 1_000_000),
    ("lines of tabs", |n| "\t\t\ta\n".repeat(n), 100_000),
    ("lists with tabs", |n| "-\ta\n\t-\tb\n".repeat(n), 50_000),
    // Inline content.
    ("brackets", |n| "[".repeat(n), 250_000),
    ("closing brackets", |n| "]".repeat(n), 250_000),
    (
        "brackets, then as many closing ones",
        |n| format!("{}a{}", "[".repeat(n), "]".repeat(n)),
        100_000,
    ),
    ("parentheses", |n| "(".repeat(n), 250_000),
    ("links without end", |n| "[a](".repeat(n), 60_000),
    (
        "links with nested parentheses",
        |n| "[a](((((((b".repeat(n),
        40_000,
    ),
    (
        "links in links",
        |n| format!("{}a{}", "[".repeat(n), "](b)".repeat(n)),
        50_000,
    ),
    ("links", |n| "[a](#b) ".repeat(n), 50_000),
    ("pictures", |n| "![".repeat(n), 120_000),
    (
        "pictures in pictures",
        |n| format!("{}a{}", "![".repeat(n), "](b)".repeat(n)),
        50_000,
    ),
    ("wiki brackets", |n| "[[".repeat(n), 120_000),
    ("wiki brackets with text", |n| "[[a".repeat(n), 80_000),
    ("wikilinks", |n| "[[a|b]] ".repeat(n), 50_000),
    ("pictures of wikilinks", |n| "![[a]] ".repeat(n), 50_000),
    ("emphasis opened", |n| "*a _b ".repeat(n), 60_000),
    ("emphasis in emphasis", |n| "*_".repeat(n), 120_000),
    (
        "emphasis, then as much closing",
        |n| format!("{}a{}", "*_".repeat(n), "_*".repeat(n)),
        60_000,
    ),
    ("stars", |n| "*".repeat(n), 500_000),
    ("stars and letters", |n| "**a".repeat(n), 100_000),
    ("a*b", |n| "a*b_c**d__".repeat(n), 30_000),
    ("underscores", |n| "_a__".repeat(n), 100_000),
    ("bold words", |n| "**a** ".repeat(n), 60_000),
    ("dunder names", |n| "__a__ ".repeat(n), 60_000),
    ("tildes", |n| "~a~~".repeat(n), 100_000),
    ("code spans", |n| "`a` ".repeat(n), 100_000),
    ("code spans and cards", |n| "`a`::b ".repeat(n), 60_000),
    ("backticks", |n| "`".repeat(n), 1_000_000),
    ("backtick pairs", |n| "`a".repeat(n), 500_000),
    (
        "longer and longer backticks",
        |n| (0..n).map(|n| format!("{}a", "`".repeat(n))).collect(),
        600,
    ),
    ("backslashes", |n| "\\".repeat(n), 500_000),
    ("entities", |n| "&amp;".repeat(n), 100_000),
    ("entities without name", |n| "&".repeat(n), 500_000),
    ("numbered entities", |n| "&#x41;&#66;".repeat(n), 60_000),
    (
        "entities without end",
        |n| "&#x4141414141 &notnotnotnot".repeat(n),
        30_000,
    ),
    ("hard breaks", |n| "a  \n".repeat(n), 100_000),
    (
        "questions with breaks",
        |n| "1. What?<br>".repeat(n),
        40_000,
    ),
    (
        "questions on one line",
        |n| "Q: What? A: That. ".repeat(n),
        30_000,
    ),
    ("question marks", |n| "?".repeat(n), 500_000),
    (
        "bold questions in one paragraph",
        |n| "**What?**\n".repeat(n),
        50_000,
    ),
    (
        "marked questions in one paragraph",
        |n| "Q1. What?\n".repeat(n),
        50_000,
    ),
    ("marks alone", |n| "Q:\n".repeat(n), 100_000),
    ("one long line", |n| "word what? ".repeat(n), 100_000),
    (
        "one long heading",
        |n| format!("# {}", "word what? ".repeat(n)),
        100_000,
    ),
    (
        "one long title in bold",
        |n| format!("**{}**", "word what? ".repeat(n)),
        100_000,
    ),
    ("one long word", |n| "a".repeat(n), 1_000_000),
    ("Chinese in one line", |n| "什么是闭包？".repeat(n), 60_000),
    (
        "combining signs",
        |n| format!("## a{}", "\u{301}".repeat(n)),
        200_000,
    ),
    ("mojibake", |n| "Ã©â€™ Ð§Ñ‚Ð¾ ".repeat(n), 40_000),
    ("NUL", |n| "\0".repeat(n), 500_000),
    ("carriage returns", |n| "\r".repeat(n), 500_000),
    ("blank lines", |n| "\n".repeat(n), 1_000_000),
    ("lines of spaces", |n| "    \n".repeat(n), 200_000),
    // Definitions.
    (
        "link definitions",
        |n| (0..n).map(|n| format!("[a{n}]: b\n")).collect(),
        30_000,
    ),
    (
        "link definitions in use",
        |n| {
            (0..n)
                .map(|n| format!("[a{n}]: b\n\n[a{n}] [b{n}]\n\n"))
                .collect()
        },
        15_000,
    ),
    (
        "link definitions of one name",
        |n| "[a]: b\n\n[a]\n\n".repeat(n),
        30_000,
    ),
    (
        "link definitions without end",
        |n| "[a]: b 'c\n".repeat(n),
        30_000,
    ),
    (
        "link definitions of long names",
        |n| format!("[{}]: b\n\n{}", "a ".repeat(n), "[a ".repeat(n)),
        30_000,
    ),
    (
        "references",
        |n| format!("[a]: {}\n\n{}", "b".repeat(1000), "[a]".repeat(n)),
        20_000,
    ),
    (
        "footnotes",
        |n| (0..n).map(|n| format!("[^{n}]: a\n\n")).collect(),
        30_000,
    ),
    (
        "footnotes in use",
        |n| {
            (0..n)
                .map(|n| format!("a[^{n}]\n\n[^{n}]: a\n\n"))
                .collect()
        },
        15_000,
    ),
    ("footnotes in footnotes", |n| "[^a]: ".repeat(n), 40_000),
    ("footnotes without text", |n| "[^a]".repeat(n), 60_000),
    // HTML.
    (
        "details in details on one line",
        |n| "<details><summary>a</summary>".repeat(n),
        10_000,
    ),
    (
        "details in details",
        |n| "<details>\n<summary>What?</summary>\n".repeat(n),
        10_000,
    ),
    (
        "details in details, closed",
        |n| format!("{}{}", "<details>\n".repeat(n), "</details>\n".repeat(n)),
        20_000,
    ),
    (
        "details, closed",
        |n| "<details>\n<summary>What?</summary>\n\na\n\n</details>\n".repeat(n),
        8_000,
    ),
    (
        "details closed too often",
        |n| "</details>\n".repeat(n),
        40_000,
    ),
    (
        "details closed too often on one line",
        |n| "</details>".repeat(n),
        40_000,
    ),
    (
        "summaries without end",
        |n| "<details>\n<summary>a\n".repeat(n),
        20_000,
    ),
    ("summaries alone", |n| "<summary>".repeat(n), 40_000),
    ("divisions", |n| "<div>\n".repeat(n), 80_000),
    ("divisions on one line", |n| "a <div>".repeat(n), 80_000),
    ("tags without end", |n| "<a ".repeat(n), 120_000),
    (
        "tags with an open attribute",
        |n| "<details a='".repeat(n),
        40_000,
    ),
    (
        "lines of tags with an open attribute",
        |n| "<details a='\n".repeat(n),
        40_000,
    ),
    ("less than", |n| "<".repeat(n), 250_000),
    ("closing signs", |n| "</".repeat(n), 120_000),
    ("comments without end", |n| "<!--".repeat(n), 80_000),
    (
        "comments without end in text",
        |n| format!("a {}", "<!-- ".repeat(n)),
        80_000,
    ),
    (
        "lines of comments without end",
        |n| "<!-- a\n\nb\n\n".repeat(n),
        30_000,
    ),
    ("comments", |n| "<!-- a -->\n\n".repeat(n), 30_000),
    ("comments in text", |n| "a <!-- b --> ".repeat(n), 30_000),
    (
        "declarations",
        |n| format!("a {}", "<!A ".repeat(n)),
        80_000,
    ),
    ("instructions", |n| format!("a {}", "<? ".repeat(n)), 80_000),
    (
        "character data",
        |n| format!("a {}", "<![CDATA[".repeat(n)),
        40_000,
    ),
    (
        "headings in HTML without end",
        |n| "<h3>\n".repeat(n),
        60_000,
    ),
    ("headings in HTML", |n| "<h3>What?</h3>\n".repeat(n), 30_000),
    (
        "components",
        |n| "<Foo title=\"What?\">\n".repeat(n),
        20_000,
    ),
    (
        "components, closed",
        |n| {
            format!(
                "{}{}",
                "<Foo title=\"What?\">\n".repeat(n),
                "</Foo>\n".repeat(n)
            )
        },
        15_000,
    ),
    (
        "components in a row",
        |n| "<Foo title=\"What?\">\na\n</Foo>\n".repeat(n),
        15_000,
    ),
    (
        "comments of components without end",
        |n| "{/* a\n".repeat(n),
        60_000,
    ),
    ("addresses", |n| "<http://a.b> ".repeat(n), 30_000),
    // Other blocks.
    (
        "headings of one title",
        |n| "## What is a b c?\n".repeat(n),
        25_000,
    ),
    (
        "headings of all levels",
        |n| "# A\n## B\n### C\n#### D\n##### E\n###### F?\n".repeat(n),
        8_000,
    ),
    (
        "headings of numbered titles",
        |n| (0..n).map(|n| format!("## What is {n}?\n")).collect(),
        25_000,
    ),
    (
        "headings that end in a number",
        |n| (0..n).map(|n| format!("## a\n## a-{n}\n")).collect(),
        15_000,
    ),
    ("headings without text", |n| "#\n".repeat(n), 100_000),
    ("hashes", |n| format!("# {}", "#".repeat(n)), 500_000),
    ("setext headings", |n| "What?\n===\n".repeat(n), 30_000),
    (
        "a setext heading of many lines",
        |n| format!("{}===\n", "a\n".repeat(n)),
        200_000,
    ),
    (
        "questions of one title",
        |n| "**Q: What?**\n\n**A:** x\n\n".repeat(n),
        15_000,
    ),
    ("items of one title", |n| "- What?\n".repeat(n), 50_000),
    (
        "items with answers",
        |n| "- **Q:** What?\n  - **A:** x\n".repeat(n),
        15_000,
    ),
    ("fences", |n| "```\na\n```\n".repeat(n), 50_000),
    ("lines of three backticks", |n| "```\n".repeat(n), 100_000),
    ("fences without end", |n| "```a\n".repeat(n), 80_000),
    ("fences of both kinds", |n| "```a\n~~~\n".repeat(n), 50_000),
    (
        "longer and longer fences",
        |n| (3..n).map(|n| format!("{}\n", "`".repeat(n))).collect(),
        500,
    ),
    ("fences in lists", |n| "- ```a\n".repeat(n), 50_000),
    (
        "fences in admonitions",
        |n| "!!! a \"b\"\n    ```py\n    # x\n".repeat(n),
        20_000,
    ),
    ("indented code", |n| "    a\n\n".repeat(n), 100_000),
    (
        "a table of many rows",
        |n| format!("| Question |\n|---|\n{}", "| What? |\n".repeat(n)),
        50_000,
    ),
    (
        "a table of many columns",
        |n| {
            format!(
                "|{}\n|{}\n|{}\n",
                "a|".repeat(n),
                "-|".repeat(n),
                "a|".repeat(n)
            )
        },
        25_000,
    ),
    (
        "a table of many columns and short rows",
        |n| {
            format!(
                "|{}\n|{}\n{}",
                "a|".repeat(n),
                "-|".repeat(n),
                "a\n".repeat(n)
            )
        },
        1_000,
    ),
    ("rows without a table", |n| "| a | b |\n".repeat(n), 50_000),
    ("rules of tables", |n| "|---|---|\n".repeat(n), 50_000),
    (
        "tables",
        |n| "| Question |\n|---|\n| What? |\n\n".repeat(n),
        15_000,
    ),
    ("cards", |n| "What is it::this\n".repeat(n), 30_000),
    (
        "cards in one line",
        |n| "What is it::this ".repeat(n),
        30_000,
    ),
    (
        "cards of three lines",
        |n| "What is it\n?\nthis\n\n".repeat(n),
        25_000,
    ),
    (
        "cards without answer",
        |n| "What is it\n?\n".repeat(n),
        40_000,
    ),
    (
        "directives without end",
        |n| ":::note a\n".repeat(n),
        50_000,
    ),
    ("directives", |n| ":::note a\nb\n:::\n".repeat(n), 30_000),
    ("colons", |n| ":".repeat(n), 500_000),
    ("lines of colons", |n| ":::\n".repeat(n), 100_000),
    (
        "exercises and solutions",
        |n| {
            (0..n).map(|n| format!("```{{exercise}} a\n:label: e{n}\n\nWhat?\n```\n\n```{{solution}} e{n}\nb\n```\n")).collect()
        },
        6_000,
    ),
    (
        "admonitions",
        |n| "??? question \"What?\"\n    x\n".repeat(n),
        15_000,
    ),
    (
        "links to places",
        |n| "- [What?](#what)\n".repeat(n),
        30_000,
    ),
    // What stands before the text.
    (
        "front matter of many keys",
        |n| {
            format!(
                "---\n{}---\n",
                (0..n).map(|n| format!("k{n}: v\n")).collect::<String>()
            )
        },
        25_000,
    ),
    (
        "front matter of one key",
        |n| format!("---\n{}---\n", "a: b\n".repeat(n)),
        50_000,
    ),
    (
        "front matter of many concepts",
        |n| format!("---\nexplains: [{}]\n---\n# A\n", "a, ".repeat(n)),
        50_000,
    ),
    (
        "front matter of many tags",
        |n| format!("---\ntags: {}\n---\n# A\n", "a, ".repeat(n)),
        50_000,
    ),
    (
        "front matter of brackets",
        |n| format!("---\na: {}\n---\n", "[".repeat(n)),
        50_000,
    ),
    (
        "front matter of lists",
        |n| format!("---\n{}a\n---\n", "- ".repeat(n)),
        50_000,
    ),
    (
        "front matter of aliases",
        |n| {
            format!(
                "---\na: &a [b, b]\n{}---\n",
                (0..n)
                    .map(|n| format!("k{n}: [*a, *a]\n"))
                    .collect::<String>()
            )
        },
        10_000,
    ),
    (
        "front matter without end",
        |n| format!("---\n{}", "a: b\n".repeat(n)),
        100_000,
    ),
    (
        "front matter in TOML",
        |n| {
            format!(
                "+++\n{}+++\n",
                (0..n).map(|n| format!("k{n} = 1\n")).collect::<String>()
            )
        },
        25_000,
    ),
    (
        "front matter in TOML, brackets",
        |n| format!("+++\na = {}\n+++\n", "[".repeat(n)),
        50_000,
    ),
    (
        "front matter, then headings",
        |n| {
            format!(
                "---\nexplains: [{}]\n---\n# A\n\n## Questions\n\n{}",
                "a, ".repeat(n),
                "### What?\n\na\n\n".repeat(n)
            )
        },
        15_000,
    ),
    (
        "lists that end with a bold question",
        |n| "- plain\n- **What is a?**\n\ntext\n\n".repeat(n),
        8_000,
    ),
];

/// Notebooks, as [`ODD`].
pub const NOTEBOOKS: &[(&str, Make, usize)] = &[
    (
        "a notebook of many cells",
        |n| notebook(&"{\"cell_type\":\"markdown\",\"source\":[\"## What?\\n\",\"a\"]},".repeat(n)),
        25_000,
    ),
    (
        "a notebook of code",
        |n| notebook(&"{\"cell_type\":\"code\",\"source\":\"a = 1\\n\",\"outputs\":[]},".repeat(n)),
        25_000,
    ),
    (
        "a notebook of one long cell",
        |n| {
            notebook(&format!(
                "{{\"cell_type\":\"markdown\",\"source\":[{}\"\"]}},",
                "\"a\\n\",".repeat(n)
            ))
        },
        100_000,
    ),
    ("a notebook of brackets", |n| "[".repeat(n), 100_000),
];

/// `first` line by line once more often before `last`.
fn deeper(first: &str, last: &str, n: usize) -> String {
    (0..n)
        .map(|n| format!("{}{last}", first.repeat(n)))
        .collect()
}

fn notebook(cells: &str) -> String {
    let cells = cells.trim_end_matches(',');
    format!("{{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{{}},\"cells\":[{cells}]}}")
}
