//! `pygloss scan --format coverage`: which tokens nothing is said about.

use std::collections::HashMap;
use std::io::{self, Write};

use super::terminal::{FAINT, NAME, styled};
use crate::gloss::Library;
use crate::python::{Syntax, TokenKind};
use crate::text::{Encoding, LineIndex, escaped, visible};

/// How many of the most frequent tokens without a concept are shown of each kind.
const SHOWN: usize = 12;

/// What was counted in one file or in several.
#[derive(Debug, Default)]
pub struct Coverage {
    /// By kind: tokens, and those with a concept.
    counts: HashMap<TokenKind, (usize, usize)>,
    /// Tokens without one: how often, and where the first stands.
    without: HashMap<(TokenKind, String), (usize, String)>,
}

impl Coverage {
    /// Counts the tokens of `source`, the text of the file `name`.
    pub fn of(library: &Library, name: &str, source: &str, lines: &LineIndex) -> Self {
        let syntax = Syntax::parse(source);
        let occurrences = library.recogniser.occurrences(&syntax, source);
        let mut coverage = Self::default();
        for (kind, span) in syntax.tokens(source) {
            let (all, with) = coverage.counts.entry(kind).or_default();
            *all += 1;
            if !occurrences.at(span.start()).is_empty() {
                *with += 1;
                continue;
            }
            // Names and texts are as many as there are programs.
            let text = match kind {
                TokenKind::Name | TokenKind::Text => "…",
                _ => source.get(span.range()).unwrap_or(""),
            };
            let place = || {
                let at = lines.position(source, span.start(), Encoding::Utf32);
                format!("{name}:{}:{}", at.line.0 + 1, at.column.0 + 1)
            };
            let without = &mut coverage.without;
            let entry = without.entry((kind, text.to_owned()));
            entry.or_insert_with(|| (0, place())).0 += 1;
        }
        coverage
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: Self) {
        for (kind, (all, with)) in other.counts {
            let sum = self.counts.entry(kind).or_default();
            *sum = (sum.0 + all, sum.1 + with);
        }
        for (token, (count, place)) in other.without {
            let sum = self
                .without
                .entry(token)
                .or_insert_with(|| (0, place.clone()));
            sum.0 += count;
            // The same whichever file came first.
            if place < sum.1 {
                sum.1 = place;
            }
        }
    }

    /// Prints each kind with its share, and below it what has no concept, the most frequent first.
    pub fn print(&self, out: &mut impl Write) -> io::Result<()> {
        for kind in TokenKind::ALL {
            let Some(&(all, with)) = self.counts.get(&kind) else {
                continue;
            };
            let share = 100.0 * with as f64 / all as f64;
            let name = styled(NAME, &format!("{:<16}", kind.name()));
            writeln!(
                out,
                "{name} {all:>9} tokens, {:>8} without a concept, {share:.3} %",
                all - with
            )?;
            let of_kind = self.without.iter().filter(|((of, _), _)| *of == kind);
            let mut missing: Vec<_> = of_kind.collect();
            missing
                .sort_by_key(|((_, text), (count, _))| (std::cmp::Reverse(*count), text.clone()));
            for ((_, text), (count, place)) in missing.into_iter().take(SHOWN) {
                let text = visible(text.lines().next().unwrap_or(""));
                writeln!(
                    out,
                    "    {count:>7}  {text}  {}",
                    styled(FAINT, &escaped(place))
                )?;
            }
        }
        Ok(())
    }
}
