//! The catalogue, ready for recognising.

use super::catalogued::Catalogued;
use super::grammar::{self, Kind};
use super::kinds::Kinds;
use super::place::Parts;
use super::rule::{Rule, Way};
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
    rules: Vec<Rule>,
    /// Where the rules for each kind stand in `rules`.
    by_kind: Vec<(u32, u32)>,
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
        number_ways(&mut rules);
        rules.sort_by_key(|(kind, _)| *kind);
        let mut by_kind = vec![(0, 0); grammar::kind_count()];
        for (number, (kind, _)) in (0..).zip(&rules) {
            let range = &mut by_kind[usize::from(*kind)];
            if range.1 == 0 {
                range.0 = number;
            }
            range.1 = number + 1;
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

    /// The rules for nodes of `kind`.
    pub(super) fn rules_for(&self, kind: Kind) -> &[Rule] {
        match self.by_kind.get(usize::from(kind)) {
            Some(&(from, to)) => &self.rules[from as usize..to as usize],
            None => &[],
        }
    }

    /// Whether there are rules for nodes of `kind`.
    pub(super) fn has_rules(&self, kind: Kind) -> bool {
        self.by_kind
            .get(usize::from(kind))
            .is_some_and(|(from, to)| from < to)
    }

    /// How specific `concept` is.
    pub(super) fn rank(&self, concept: ConceptId) -> u8 {
        self.ranks.get(concept.index()).copied().unwrap_or(u8::MAX)
    }
}

/// Numbers the ways to texts, so that each is gone once for a node however many rules want it.
fn number_ways(rules: &mut [(Kind, Rule)]) {
    let mut known: Vec<Way> = Vec::new();
    for (_, rule) in rules {
        for (way, _) in rule.written.iter_mut().chain(&mut rule.unwritten) {
            way.number = known
                .iter()
                .position(|other| other == way)
                .unwrap_or_else(|| {
                    known.push(way.clone());
                    known.len() - 1
                });
        }
    }
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
