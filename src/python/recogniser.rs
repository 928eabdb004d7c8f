//! The catalogue, ready for recognising.

use super::catalogued::Catalogued;
use super::grammar::{self, Kind};
use super::kinds::Kinds;
use super::making::Making;
use super::place::Parts;
use super::query::ByQuery;
use super::recognition::{Recognition, Said};
use super::rule::{Gate, Rule, TextAt, Way};
use super::symbol::{Symbol, SymbolMap};
use crate::concept::{Catalogue, Concept, ConceptId, Family, How};
use crate::pack::Unpacker;
use crate::problem::Problem;
use crate::text::Span;

/// The catalogue, ready for recognising. Built once per catalogue; shared between threads.
#[derive(Debug)]
pub struct Recogniser {
    pub(super) parts: Parts,
    pub(super) kinds: Kinds,
    pub(super) names: Catalogued,
    /// How specific, by concept.
    pub(super) ranks: Vec<u8>,
    /// What it is to bind a name that says something.
    pub(super) binding_rules: Vec<(ConceptId, Binding)>,
    /// What it is to read a local name that has no value yet.
    pub(super) unbound_rules: Vec<ConceptId>,
    /// People's own.
    pub(super) queries: Vec<ByQuery>,
    pub(super) rules: Vec<Rule>,
    /// By the number of a rule.
    pub(super) gates: Vec<Gate>,
    pub(super) by_kind: Vec<KindRules>,
}

/// Names whose binding says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    /// A builtin's.
    Shadowing,
    /// That of a keyword or a builtin, and an underscore.
    KeptApart,
}

/// The rules for nodes of one kind, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct KindRules {
    /// Whether there is any.
    pub is_there: bool,
    /// Whether one of those asks how a node begins.
    pub asks_first: bool,
    /// Those to try at each.
    pub all: Vec<Gate>,
    /// Those to try where there is a child of this kind.
    pub needing: Vec<(Kind, Vec<Gate>)>,
    /// Those that ask for a name at a place: most nodes have none of them.
    pub named: Vec<Named>,
}

/// The rules that ask for a name at the same place.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub way: Way,
    /// In order.
    pub by_text: SymbolMap<Symbol, Vec<u32>>,
}

impl KindRules {
    /// `popularity` is how many rules ask for a way, by its number, and `need` how many need a child
    /// of a kind.
    pub fn add(&mut self, gate: &Gate, rule: &Rule, popularity: &[usize], need: &[u32]) {
        // A way that many rules ask about is gone once for all of them.
        self.is_there = true;
        self.asks_first |= gate.asks_first();
        let popular = |(way, _): &&TextAt| popularity.get(way.number).copied();
        let Some((way, texts)) = rule.written.iter().max_by_key(popular) else {
            let rare = |kind: &Kind| (need.get(usize::from(*kind)).copied(), u16::MAX - kind);
            let Some(kind) = rule.needs.iter().min_by_key(rare) else {
                self.all.push(gate.clone());
                return;
            };
            let known = self.needing.iter_mut().find(|(known, _)| *known == kind);
            match known {
                Some((_, rules)) => rules.push(gate.clone()),
                None => self.needing.push((kind, vec![gate.clone()])),
            }
            return;
        };
        let known = self.named.iter().position(|named| named.way == *way);
        let at = known.unwrap_or_else(|| {
            self.named.push(Named {
                way: way.clone(),
                by_text: SymbolMap::default(),
            });
            self.named.len() - 1
        });
        for text in texts {
            let rules = self.named[at].by_text.entry(*text).or_default();
            rules.push(gate.number);
        }
    }
}

impl Recogniser {
    /// Prepares `catalogue`; what cannot be used of its recognition data is told, by concept.
    pub fn new(catalogue: &Catalogue) -> (Self, Vec<(ConceptId, Problem)>) {
        let mut problems = Vec::new();
        let mut making = Making::new(Catalogued::new(catalogue));
        for (id, concept) in catalogue.iter() {
            if concept.family() == Family::Keyword {
                making.add_keyword(id, concept.short_name());
            }
            for (number, how) in concept.recognise.iter().enumerate() {
                let place = concept.places.get(number).copied().unwrap_or_default();
                let read = Said::of(how)
                    .map_err(plain)
                    .and_then(|said| read(id, &said));
                match read {
                    Ok(ways) => making.add(id, ways),
                    Err((message, at)) => {
                        problems.push((id, unusable(concept, place, &message, at)));
                    }
                }
            }
        }
        let ranks = catalogue.iter().map(|(id, _)| rank(catalogue.family(id)));
        (making.finish(ranks.collect()), problems)
    }

    /// The recogniser of the catalogue of which [`Recognition::pack`] wrote what it says.
    pub fn unpack(from: &mut Unpacker<'_>) -> Self {
        let Recognition {
            names,
            families,
            keywords,
            said,
        } = Recognition::unpack(from);
        let mut making = Making::new(names);
        for (id, keyword) in keywords {
            making.add_keyword(id, keyword);
        }
        for (id, said) in said {
            // `tests/content.rs` holds that nothing is wrong with it.
            if let Ok(ways) = read(id, &said) {
                making.add(id, ways);
            }
        }
        making.finish(families.into_iter().map(rank).collect())
    }

    /// The rules for nodes of `kind`, if there are any.
    pub(super) fn rules_for(&self, kind: Kind) -> Option<&KindRules> {
        let rules = self.by_kind.get(usize::from(kind))?;
        rules.is_there.then_some(rules)
    }

    /// How specific `concept` is.
    pub(super) fn rank(&self, concept: ConceptId) -> u8 {
        self.ranks.get(concept.index()).copied().unwrap_or(u8::MAX)
    }
}

/// The token or node that the keyword `text` is, if it is one.
pub(super) fn keyword(text: &str) -> Option<Kind> {
    match text {
        "True" => grammar::named("true"),
        "False" => grammar::named("false"),
        "None" => grammar::named("none"),
        _ => grammar::token(text),
    }
}

fn rank(family: Family) -> u8 {
    match family {
        Family::Pitfall | Family::Idiom => 0,
        Family::Builtin | Family::Dunder | Family::Stdlib | Family::Lib => 1,
        Family::Syntax => 2,
        Family::Operator => 3,
        Family::Keyword => 4,
    }
}

/// The problem `message` with a way of recognising `concept` that is written at `place`, where it is
/// about the byte `at` of a query.
fn unusable(concept: &Concept, place: Span, message: &str, at: Option<usize>) -> Problem {
    let message = format!("`{}` is not recognised: {message}", concept.id);
    Problem::error(within(concept, place, at), "bad-recognise", message)
}

/// Where the byte `at` of the query stands that is written at `place`, if it is written there letter
/// by letter.
fn within(concept: &Concept, place: Span, at: Option<usize>) -> Span {
    let found = || {
        let file = concept.file.as_ref()?;
        let written = file.text.get(place.range())?;
        let query = concept.recognise.iter().find_map(|how| match how {
            How::Table(table) => {
                let query = table.get("query")?.as_str()?;
                written.find(query.trim()).map(|start| (start, query))
            }
            How::Name(_) => None,
        });
        let (start, query) = query?;
        let before = query.len() - query.trim_start().len();
        let start = place.start() + start + at?.saturating_sub(before);
        let length = file
            .text
            .get(start..)?
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        Some(Span::new(start, start + length))
    };
    found().unwrap_or(place)
}

/// What one way of recognising a concept comes to.
pub(super) enum Ways<'c> {
    Name(&'c str),
    Query(ByQuery),
    Rules(Vec<(Vec<Kind>, Rule)>),
}

/// What is wrong, and at which byte of a query.
type Fault = (String, Option<usize>);

fn plain(message: String) -> Fault {
    (message, None)
}

fn read<'c>(id: ConceptId, said: &Said<'c>) -> Result<Ways<'c>, Fault> {
    match said {
        Said::Name(name) => match name.strip_prefix('@') {
            Some(name) if is_dotted_name(name) => {
                let rules = Rule::decorators(id, name).map_err(plain)?;
                Ok(Ways::Rules(rules))
            }
            None if is_dotted_name(name) => Ok(Ways::Name(name)),
            _ => Err(plain(format!(
                "`{name}` is no name: names are joined by dots, and an at sign before them stands \
                 for a decorator"
            ))),
        },
        Said::Query(query) => ByQuery::new(id, query)
            .map(Ways::Query)
            .map_err(|(message, at)| (message, Some(at))),
        Said::Table(table) => {
            let rule = Rule::read(id, table).map_err(plain)?;
            Ok(Ways::Rules(vec![rule]))
        }
    }
}

fn is_dotted_name(name: &str) -> bool {
    name.split('.').all(|step| {
        let letter = |c: char| c == '_' || c.is_alphanumeric();
        step.starts_with(|first: char| letter(first) && !first.is_numeric())
            && step.chars().all(letter)
    })
}
