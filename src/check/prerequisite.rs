//! Prerequisites: the pages that a page wants read before it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::guide::{Guide, Page, slug};
use crate::problem::Problem;
use crate::text::Span;

/// Pages by every name they answer to: file, title, aliases.
pub(super) fn names(guide: &Guide) -> HashMap<String, usize> {
    let mut out = HashMap::new();
    for (at, page) in guide.pages.iter().enumerate() {
        for alias in page.aliases() {
            out.entry(alias.to_lowercase()).or_insert(at);
            out.entry(slug(alias)).or_insert(at);
        }
    }
    for (at, page) in guide.pages.iter().enumerate() {
        let file = page.name.rsplit(['/', '\\']).next().unwrap_or(&page.name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        out.insert(stem.to_lowercase(), at);
    }
    out
}

/// Where a word of the front matter stands.
pub(super) fn in_front(page: &Page, word: &str) -> Span {
    let front = page.front.span;
    let text = page.text.get(front.range()).unwrap_or("");
    text.find(word).map_or(front, |at| {
        Span::new(front.start() + at, front.start() + at + word.len())
    })
}

/// Prerequisites of `page` that are no page's name.
pub(super) fn missing(page: &Page, names: &HashMap<String, usize>) -> Vec<Problem> {
    page.front
        .prerequisites
        .iter()
        .filter(|wanted| !names.contains_key(&wanted.to_lowercase()))
        .map(|wanted| {
            Problem::error(
                in_front(page, wanted),
                "prerequisite",
                format!("no page of this guide is called `{wanted}`"),
            )
        })
        .collect()
}

/// Prerequisites that lead back to where they began: one problem for each page that closes a circle.
pub(super) fn circles(guide: &Guide, names: &HashMap<String, usize>) -> Vec<(Arc<str>, Problem)> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let next = |at: usize| -> Vec<(usize, String)> {
        guide.pages[at]
            .prerequisites()
            .iter()
            .filter_map(|wanted| {
                names
                    .get(&wanted.to_lowercase())
                    .map(|&to| (to, wanted.clone()))
            })
            .collect()
    };
    let mut state = vec![State::New; guide.pages.len()];
    let mut out = Vec::new();
    for root in 0..guide.pages.len() {
        if state[root] != State::New {
            continue;
        }
        state[root] = State::Open;
        let mut stack = vec![(root, next(root))];
        while let Some((at, waiting)) = stack.last_mut() {
            let at = *at;
            let Some((to, wanted)) = waiting.pop() else {
                state[at] = State::Done;
                stack.pop();
                continue;
            };
            match state[to] {
                State::Done => {}
                State::New => {
                    state[to] = State::Open;
                    stack.push((to, next(to)));
                }
                State::Open => {
                    let page = &guide.pages[at];
                    let from = stack.iter().position(|(open, _)| *open == to).unwrap_or(0);
                    let way: Vec<&str> = stack[from..]
                        .iter()
                        .map(|(open, _)| &*guide.pages[*open].name)
                        .collect();
                    out.push((
                        Arc::clone(&page.name),
                        Problem::error(
                            in_front(page, &wanted),
                            "circle",
                            format!("prerequisites go in a circle: {} and back", way.join(", ")),
                        ),
                    ));
                }
            }
        }
    }
    out
}
