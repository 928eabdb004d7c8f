//! The catalogue, ready for recognising.

use super::catalogued::Catalogued;
use super::grammar::{self, Kind};
use super::kinds::Kinds;
use super::place::Parts;
use super::rule::{Rule, TextAt, Way};
use super::symbol::{Symbol, SymbolMap};
use crate::concept::{Catalogue, Concept, ConceptId, Family};
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
    /// What it is to bind a builtin's name.
    pub(super) binding_rules: Vec<ConceptId>,
    pub(super) rules: Vec<Rule>,
    by_kind: Vec<KindRules>,
}

/// The rules for nodes of one kind, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct KindRules {
    /// Those to try at each.
    pub all: Vec<u32>,
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
    fn add(&mut self, number: u32, rule: &Rule, popularity: &[usize]) {
        // A way that many rules ask about is gone once for all of them.
        let popular = |(way, _): &&TextAt| popularity.get(way.number).copied();
        let Some((way, texts)) = rule.written.iter().max_by_key(popular) else {
            self.all.push(number);
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
            rules.push(number);
        }
    }
}

impl Recogniser {
    /// Prepares `catalogue`; what cannot be used of its recognition data is told, by concept.
    pub fn new(catalogue: &Catalogue) -> (Self, Vec<(ConceptId, Problem)>) {
        let mut problems = Vec::new();
        let mut rules: Vec<(Kind, Rule)> = Vec::new();
        let mut binding_rules = Vec::new();
        for (id, concept) in catalogue.iter() {
            if concept.family() == Family::Keyword {
                let kind = keyword(concept.short_name());
                rules.extend(kind.map(|kind| (kind, Rule::always(id))));
            }
            for table in &concept.recognise {
                match Rule::read(id, table) {
                    Ok((_, rule)) if rule.shadows => binding_rules.push(id),
                    Ok((nodes, rule)) => {
                        rules.extend(nodes.into_iter().map(|kind| (kind, rule.clone())));
                    }
                    Err(message) => problems.push((id, unusable(concept, &message))),
                }
            }
        }
        let popularity = number_ways(&mut rules);
        let mut by_kind = vec![KindRules::default(); grammar::kind_count()];
        for (number, (kind, rule)) in (0..).zip(&rules) {
            by_kind[usize::from(*kind)].add(number, rule, &popularity);
        }
        let recogniser = Self {
            parts: Parts::new(),
            kinds: Kinds::new(),
            names: Catalogued::new(catalogue),
            ranks: catalogue.iter().map(|(_, concept)| rank(concept)).collect(),
            binding_rules,
            rules: rules.into_iter().map(|(_, rule)| rule).collect(),
            by_kind,
        };
        (recogniser, problems)
    }

    /// The rules for nodes of `kind`, if there are any.
    pub(super) fn rules_for(&self, kind: Kind) -> Option<&KindRules> {
        let rules = self.by_kind.get(usize::from(kind))?;
        (!rules.all.is_empty() || !rules.named.is_empty()).then_some(rules)
    }

    /// How specific `concept` is.
    pub(super) fn rank(&self, concept: ConceptId) -> u8 {
        self.ranks.get(concept.index()).copied().unwrap_or(u8::MAX)
    }
}

/// Numbers the ways to texts, so that each is gone once for a node however many rules want it. Gives,
/// by number, how many do.
fn number_ways(rules: &mut [(Kind, Rule)]) -> Vec<usize> {
    let mut known: Vec<Way> = Vec::new();
    let mut popularity = Vec::new();
    for (_, rule) in rules {
        for (way, _) in rule.written.iter_mut().chain(&mut rule.unwritten) {
            way.number = known
                .iter()
                .position(|other| other == way)
                .unwrap_or_else(|| {
                    known.push(way.clone());
                    popularity.push(0);
                    known.len() - 1
                });
            popularity[way.number] += 1;
        }
    }
    popularity
}

fn keyword(text: &str) -> Option<Kind> {
    match text {
        "True" => grammar::named("true"),
        "False" => grammar::named("false"),
        "None" => grammar::named("none"),
        _ => grammar::token(text),
    }
}

fn rank(concept: &Concept) -> u8 {
    match concept.family() {
        Family::Pitfall | Family::Idiom => 0,
        Family::Builtin | Family::Dunder | Family::Stdlib | Family::Lib => 1,
        Family::Syntax => 2,
        Family::Operator => 3,
        Family::Keyword => 4,
    }
}

fn unusable(concept: &Concept, message: &str) -> Problem {
    let message = format!("`{}` is not recognised: {message}", concept.id);
    Problem::error(Span::default(), "bad-recognise", message)
}
