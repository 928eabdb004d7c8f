//! What is wrong with a guide, for the people who write it: what its pages found when they were
//! read, and what only shows over all of them. `pygloss check` prints it.

mod prerequisite;

use std::collections::HashMap;
use std::sync::Arc;

use crate::guide::link::{self, Target};
use crate::guide::{Guide, Kind, Page};
use crate::problem::Problem;
use crate::stop::{NEVER, Stop};
use crate::text::Span;

/// The most characters that a page's or section's gloss may have.
const GLOSS: usize = 280;
/// The most words that a spoken answer may have.
const SPOKEN: usize = 60;

/// All problems of the guide with the names of their pages, in the order of the pages and of the
/// text. `known` tells whether a concept has that id.
///
/// Pages that say in their front matter what they explain are held to the rules of the built-in
/// guide: lengths of glosses and spoken answers, a level for each question, prerequisites that
/// exist and lead to no circle.
pub fn check(guide: &Guide, known: &dyn Fn(&str) -> bool) -> Vec<(Arc<str>, Problem)> {
    check_unless(guide, known, NEVER).unwrap_or_default()
}

/// The same; `None` where `stop` says so before it is done.
pub fn check_unless(
    guide: &Guide,
    known: &dyn Fn(&str) -> bool,
    stop: Stop<'_>,
) -> Option<Vec<(Arc<str>, Problem)>> {
    check_some(guide, known, &|_| true, stop)
}

/// The same for the page called `name` alone.
pub fn check_page(guide: &Guide, name: &str, known: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let found = check_some(guide, known, &|page| &*page.name == name, NEVER);
    let found = found.unwrap_or_default().into_iter();
    found
        .filter(|(page, _)| &**page == name)
        .map(|(_, problem)| problem)
        .collect()
}

fn check_some(
    guide: &Guide,
    known: &dyn Fn(&str) -> bool,
    is_wanted: &dyn Fn(&Page) -> bool,
    stop: Stop<'_>,
) -> Option<Vec<(Arc<str>, Problem)>> {
    let mut out = Vec::new();
    let mut titles: HashMap<String, (usize, Span)> = HashMap::new();
    let names = prerequisite::names(guide);
    for (at, page) in guide.pages.iter().enumerate() {
        if stop() {
            return None;
        }
        if !is_wanted(page) {
            // Its titles count for the pages after it.
            duplicates(guide, at, &mut titles);
            continue;
        }
        let page = &*page.in_passing();
        let mut found = page.problems.clone();
        found.extend(concepts(page, known));
        found.extend(unanswered(page));
        found.extend(links(guide, at, page));
        found.extend(duplicates(guide, at, &mut titles));
        found.extend(python(page));
        if page.front.explains.is_some() {
            found.extend(lengths(page));
            found.extend(prerequisite::missing(page, &names));
        }
        found.sort_by_key(|problem| (problem.span.start(), problem.code));
        out.extend(
            found
                .into_iter()
                .map(|problem| (Arc::clone(&page.name), problem)),
        );
    }
    out.extend(prerequisite::circles(guide, &names));
    Some(out)
}

fn concepts(page: &Page, known: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let mut out = Vec::new();
    for entry in page.entries.iter() {
        for id in entry.explains.iter().filter(|id| !known(id)) {
            let place = page
                .text
                .find(id.as_str())
                .map_or(entry.heading, |at| Span::new(at, at + id.len()));
            let problem = Problem::error(
                place,
                "unknown-concept",
                format!("`{id}` is no concept; `pygloss concepts` lists them"),
            );
            if !out.contains(&problem) {
                out.push(problem);
            }
        }
    }
    out
}

fn unanswered(page: &Page) -> Vec<Problem> {
    page.entries
        .iter()
        .filter(|entry| entry.kind == Kind::Question && entry.answer.is_none())
        .map(|entry| {
            Problem::warning(
                entry.heading,
                "unanswered",
                format!("nothing answers \u{201c}{}\u{201d}", entry.title),
            )
        })
        .collect()
}

/// What is wrong with the links of `page`, which stands at the place `at`.
fn links(guide: &Guide, at: usize, page: &Page) -> Vec<Problem> {
    page.links
        .iter()
        .filter_map(|link| match link::resolve(guide, at, link) {
            // `[[1, 2]]` is a list as often as a link, and a file by itself links to others.
            Target::NoPage
                if link.wiki
                    && (guide.pages.len() < 2 || link.to.contains([',', '[', '"', '\'', '('])) =>
            {
                None
            }
            Target::NoPage => Some(Problem::warning(
                link.span,
                "dangling-link",
                format!("no page of this guide is called `{}`", link.to),
            )),
            Target::NoAnchor(page) => Some(Problem::warning(
                link.span,
                "dangling-anchor",
                format!(
                    "`{}` has no heading for `{}`",
                    guide.pages[page].name, link.to
                ),
            )),
            Target::Outside | Target::Page(_) => None,
        })
        .collect()
}

fn duplicates(
    guide: &Guide,
    at: usize,
    titles: &mut HashMap<String, (usize, Span)>,
) -> Vec<Problem> {
    let page = &guide.pages[at];
    let mut out = Vec::new();
    for entry in page
        .entries
        .iter()
        .filter(|entry| entry.kind == Kind::Question)
    {
        let key: String = entry
            .title
            .chars()
            .filter(|sign| sign.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        match titles.get(&key) {
            Some(&(first, span)) => {
                let other = &guide.pages[first];
                let line = other.lines.line(span.start()).0 + 1;
                out.push(Problem::warning(
                    entry.heading,
                    "duplicate-title",
                    format!(
                        "\u{201c}{}\u{201d} is asked in {}:{line} already",
                        entry.title, other.name
                    ),
                ));
            }
            None => {
                titles.insert(key, (at, entry.heading));
            }
        }
    }
    out
}

/// Python blocks that do not parse. A block whose info string says more than its language
/// (`python {raises="SyntaxError"}`) and a session with `>>>` are left alone.
fn python(page: &Page) -> Vec<Problem> {
    let mut parser = tree_sitter::Parser::new();
    if parser
        .set_language(&tree_sitter_python::LANGUAGE.into())
        .is_err()
    {
        return Vec::new();
    }
    let mut out: Vec<Problem> = Vec::new();
    let mut seen = Vec::new();
    for block in page.entries.iter().flat_map(|entry| page.code_of(entry)) {
        if !matches!(block.language.as_str(), "python" | "py" | "python3")
            || seen.contains(&block.code)
        {
            continue;
        }
        seen.push(block.code);
        let code = page.text.get(block.code.range()).unwrap_or("");
        let opener = page
            .text
            .get(..block.code.start())
            .unwrap_or("")
            .lines()
            .last()
            .unwrap_or("");
        if opener.contains("raises") || code.trim_start().starts_with(">>>") {
            continue;
        }
        let dedented = dedent(code);
        let Some(tree) = parser.parse(&dedented, None) else {
            continue;
        };
        if tree.root_node().has_error() {
            let line = error_line(tree.root_node());
            let start = code
                .split_inclusive('\n')
                .take(line)
                .map(str::len)
                .sum::<usize>()
                + block.code.start();
            let end = page.text[start..block.code.end()]
                .find('\n')
                .map_or(block.code.end(), |at| start + at);
            out.push(Problem::warning(
                Span::new(start, end),
                "python-syntax",
                "this Python block does not parse from here on; mark it `text`, or say `{raises=\"SyntaxError\"}`",
            ));
        }
    }
    out
}

/// The code without the indentation that all of its lines share.
fn dedent(code: &str) -> String {
    let indent = code
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    code.split_inclusive('\n')
        .map(|line| line.get(indent..).unwrap_or("\n"))
        .collect()
}

/// The line of the first error below a node, from 0.
fn error_line(root: tree_sitter::Node<'_>) -> usize {
    let mut node = root;
    loop {
        if node.is_error() || node.is_missing() {
            return node.start_position().row;
        }
        let mut cursor = node.walk();
        let Some(next) = node
            .children(&mut cursor)
            .find(|child| child.has_error() || child.is_missing())
        else {
            return node.start_position().row;
        };
        node = next;
    }
}

fn lengths(page: &Page) -> Vec<Problem> {
    let mut out = Vec::new();
    for entry in page.entries.iter() {
        let text = entry.gloss.and_then(|span| page.text.get(span.range()));
        match (entry.kind, text) {
            (Kind::Topic, None) => out.push(Problem::error(
                entry.heading,
                "gloss",
                format!(
                    "\u{201c}{}\u{201d} has no gloss: its first paragraph says what it is",
                    entry.title
                ),
            )),
            (Kind::Topic, Some(text)) => {
                let count = text.chars().count();
                if count > GLOSS {
                    out.push(Problem::error(
                        entry.gloss.unwrap_or(entry.heading),
                        "gloss",
                        format!("this gloss has {count} characters; a hover shows {GLOSS}"),
                    ));
                }
            }
            (Kind::Question, Some(text)) => {
                let count = text.split_whitespace().count();
                if count > SPOKEN {
                    out.push(Problem::error(
                        entry.gloss.unwrap_or(entry.heading),
                        "spoken-answer",
                        format!("the first paragraph has {count} words; what is said aloud has at most {SPOKEN}"),
                    ));
                }
            }
            (Kind::Question, None) => {
                if entry.answer.is_some() {
                    out.push(Problem::error(
                        entry.heading,
                        "spoken-answer",
                        "the answer does not begin with a paragraph to say aloud",
                    ));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(pages: &[(&str, &str)]) -> Vec<String> {
        let guide = Guide::layered([pages
            .iter()
            .map(|(name, text)| Arc::new(Page::read(name, text)))
            .collect::<Vec<_>>()]);
        check(&guide, &|id| id.starts_with("syntax."))
            .into_iter()
            .map(|(page, problem)| format!("{page} {}", problem.code))
            .collect()
    }

    #[test]
    fn notes_are_told_what_is_missing() {
        let found = codes(&[
            (
                "a.md",
                "## What is X?\n\n## What is Y?\n\nIt. [b](b.md) [c](#gone)\n\n```python\ndef (:\n```\n",
            ),
            ("c.md", "## What is Y?\n\nIt.\n"),
        ]);
        assert_eq!(
            found,
            [
                "a.md unanswered",
                "a.md dangling-link",
                "a.md dangling-anchor",
                "a.md python-syntax",
                "c.md duplicate-title"
            ]
        );
    }

    #[test]
    fn pages_of_the_built_in_format_keep_its_rules() {
        let long = "word ".repeat(61);
        let page = format!(
            "---\ntitle: A\nexplains: [syntax.a, nope.b]\nprerequisites: [b, missing]\n---\n\n# A\n\n{}\n\n## Questions\n\n### Why?\n\n{long}\n",
            "x".repeat(281)
        );
        let other = "---\ntitle: B\nexplains: [syntax.b]\nprerequisites: [a]\n---\n\n# B\n\nShort.\n\n## Questions\n\n### When?\n*Level: easy*\n\nNow.\n";
        let found = codes(&[("x/a.md", &page), ("x/b.md", other)]);
        assert_eq!(
            found,
            [
                "x/a.md unknown-concept",
                "x/a.md prerequisite",
                "x/a.md gloss",
                "x/a.md question-level",
                "x/a.md spoken-answer",
                "x/b.md circle"
            ]
        );
    }

    #[test]
    fn a_sound_guide_has_no_problems() {
        assert_eq!(
            codes(&[(
                "a.md",
                "# Notes\n\n## What is X?\n\nIt.\n\n```python {raises=\"SyntaxError\"}\ndef (:\n```\n"
            )]),
            Vec::<String>::new()
        );
    }
}
