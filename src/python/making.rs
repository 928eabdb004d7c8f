//! Making a recogniser from rules that come one by one.

use super::catalogued::Catalogued;
use super::grammar::{self, Kind};
use super::kinds::Kinds;
use super::meaning::meanings;
use super::place::Parts;
use super::query::ByQuery;
use super::recogniser::{Binding, KindRules, Recogniser, Ways, keyword};
use super::rule::{Gate, Rule, Tried, Way};
use crate::concept::ConceptId;

/// A recogniser that is being made.
#[derive(Default)]
pub(super) struct Making {
    names: Catalogued,
    rules: Vec<(Kind, Rule)>,
    binding_rules: Vec<(ConceptId, Binding)>,
    unbound_rules: Vec<ConceptId>,
    queries: Vec<ByQuery>,
}

impl Making {
    /// Nothing but these names.
    pub fn new(names: Catalogued) -> Self {
        Self {
            names,
            ..Self::default()
        }
    }

    /// The keyword `text` is the concept `id`.
    pub fn add_keyword(&mut self, id: ConceptId, text: &str) {
        let kind = keyword(text);
        let rule = kind.map(|kind| (kind, Rule::always(id)));
        self.rules.extend(rule);
    }

    /// The concept `id` is recognised by these `ways`.
    pub fn add(&mut self, id: ConceptId, ways: Ways<'_>) {
        match ways {
            Ways::Name(name) => self.names.add_dotted(name, id),
            Ways::Query(query) => self.queries.push(query),
            Ways::Rules(read) => {
                for (nodes, rule) in read {
                    match rule.tried {
                        Tried::WhereBound(kind) => self.binding_rules.push((id, kind)),
                        Tried::WhereRead => self.unbound_rules.push(id),
                        _ => {
                            let rules_for = |kind| (kind, rule.clone());
                            self.rules.extend(nodes.into_iter().map(rules_for));
                        }
                    }
                }
            }
        }
    }

    /// The recogniser; how specific each concept is, is in `ranks`.
    pub fn finish(self, ranks: Vec<u8>) -> Recogniser {
        let Self {
            mut names,
            mut rules,
            binding_rules,
            unbound_rules,
            queries,
        } = self;
        let popularity = number_ways(&mut rules);
        for (_, rule) in &mut rules {
            let meanings = rule.spelled.iter().map(|texts| meanings(texts, &names));
            rule.meanings = meanings.collect();
            for text in rule.spelled.iter().flatten() {
                names.watch(text.split('.').next().unwrap_or_default());
            }
        }
        let mut by_kind = vec![KindRules::default(); grammar::kind_count()];
        let mut need = vec![0; grammar::kind_count()];
        for kind in rules.iter().flat_map(|(_, rule)| rule.needs.iter()) {
            need[usize::from(kind)] += 1;
        }
        let mut gates = Vec::with_capacity(rules.len());
        for (number, (kind, rule)) in (0..).zip(&rules) {
            let gate = Gate::of(number, rule);
            by_kind[usize::from(*kind)].add(&gate, rule, &popularity, &need);
            gates.push(gate);
        }
        Recogniser {
            parts: Parts::new(),
            kinds: Kinds::new(),
            names,
            queries,
            ranks,
            binding_rules,
            unbound_rules,
            rules: rules.into_iter().map(|(_, rule)| rule).collect(),
            gates,
            by_kind,
        }
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
