//! The catalogue, ready for recognising.

use std::sync::Arc;

use tree_sitter::Tree;

use super::catalogued::Catalogued;
use super::grammar::{self, Kind, KindSet};
use super::module::ModuleNames;
use super::occurrence::{Occurrences, Placed};
use super::place::Parts;
use super::rule::{Rule, Way};
use super::source::Reader;
use super::walk::Walker;
use super::{Source, Syntax};
use crate::concept::{Catalogue, Concept, ConceptId, Family};
use crate::problem::Problem;
use crate::text::{Edit, Span};

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

    /// Everything in `source`, which `syntax` is the tree of.
    pub fn occurrences<'s>(&self, syntax: &Syntax, source: impl Into<Source<'s>>) -> Occurrences {
        self.look(syntax, source.into(), &Occurrences::default(), &[])
    }

    /// What [`Self::occurrences`] gives, at the cost of what changed: `edits` lead, in order, from
    /// the text that `previous` was found in to `source`, and `syntax` followed them by
    /// [`Syntax::reparse`].
    ///
    /// A top-level statement is looked at again unless the parser has taken its node over as it was,
    /// and names are resolved again only where the module's bindings are others than before.
    pub fn occurrences_after<'s>(
        &self,
        previous: &Occurrences,
        edits: &[Edit],
        syntax: &Syntax,
        source: impl Into<Source<'s>>,
    ) -> Occurrences {
        self.look(syntax, source.into(), previous, edits)
    }

    fn look(
        &self,
        syntax: &Syntax,
        source: Source<'_>,
        previous: &Occurrences,
        edits: &[Edit],
    ) -> Occurrences {
        let Some(tree) = syntax.tree() else {
            return Occurrences::default();
        };
        let unchanged = Unchanged::new(edits, source.len());
        let mut walker = Walker::new(self, Reader::new(source));
        let mut units = Vec::with_capacity(previous.units.len() + 1);
        let mut kept = previous.units.iter().peekable();
        // Bindings that are gone and that are new.
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        for_each_statement(tree, |cursor, root, leading| {
            let node = cursor.node();
            let (start, end) = (node.start_byte(), node.end_byte());
            // Numbers of nodes mean something as long as their tree is there.
            let before = unchanged
                .before(start, end)
                .filter(|_| previous.tree.is_some());
            while let Some(old) = kept.next_if(|old| before.is_some_and(|at| old.start < at)) {
                gone.extend_from_slice(&old.unit.bindings);
            }
            let same = |old: &&Placed| {
                Some(old.start) == before && old.node == node.id() && old.leading == leading
            };
            if let Some(old) = kept.next_if(same) {
                units.push(Placed {
                    start,
                    end,
                    ..old.clone()
                });
                return;
            }
            let unit = walker.unit(cursor, root, leading);
            new.extend_from_slice(&unit.bindings);
            units.push(Placed {
                start,
                end,
                node: node.id(),
                leading,
                unit: Arc::new(unit),
                names: None,
            });
        });
        for old in kept {
            gone.extend_from_slice(&old.unit.bindings);
        }
        let mut names = Arc::clone(&previous.names);
        if gone != new {
            let bindings = units.iter().flat_map(|placed| &placed.unit.bindings);
            names = Arc::new(ModuleNames::new(bindings));
        }
        let others = *names != *previous.names;
        for placed in &mut units {
            if others || placed.names.is_none() {
                let found = names.resolve(&placed.unit.free, &self.names, &self.ranks);
                placed.names = Some(Arc::new(found));
            }
        }
        Occurrences {
            units,
            names,
            tree: Some(tree.clone()),
        }
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

/// The stretches of a text that edits have left alone.
struct Unchanged {
    /// Up to here nothing changed.
    start: usize,
    /// From here on nothing changed but the place …
    end: usize,
    /// … which was further on by `before - after` bytes.
    before: usize,
    after: usize,
}

impl Unchanged {
    /// `after` is the length of the text that `edits` led to.
    fn new(edits: &[Edit], after: usize) -> Self {
        let added: usize = edits.iter().map(|edit| edit.new_end - edit.start).sum();
        let removed: usize = edits.iter().map(|edit| edit.old_end - edit.start).sum();
        let before = (after + removed).saturating_sub(added);
        let mut length = before;
        let (mut start, mut suffix) = (after, after);
        for edit in edits {
            length = (length + edit.new_end).saturating_sub(edit.old_end);
            start = start.min(edit.start);
            suffix = suffix.min(length.saturating_sub(edit.new_end));
        }
        Self {
            start,
            end: after - suffix,
            before,
            after,
        }
    }

    /// Where what stands from `start` to `end` began before, if nothing in it changed.
    fn before(&self, start: usize, end: usize) -> Option<usize> {
        if end <= self.start {
            Some(start)
        } else if start >= self.end {
            (start + self.before).checked_sub(self.after)
        } else {
            None
        }
    }
}

/// Calls `visit` at each child of the root, with the root's kind and whether the child is the first
/// that is no comment.
fn for_each_statement(
    tree: &Tree,
    mut visit: impl FnMut(&mut tree_sitter::TreeCursor<'_>, Kind, bool),
) {
    let comment = grammar::named("comment");
    let mut cursor = tree.walk();
    let root = cursor.node().kind_id();
    let mut leading = true;
    let mut more = cursor.goto_first_child();
    while more {
        let kind = cursor.node().kind_id();
        visit(&mut cursor, root, leading);
        leading &= Some(kind) == comment;
        more = cursor.goto_next_sibling();
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

/// The kinds that the walk and the special rules ask for.
#[derive(Debug)]
pub(super) struct Kinds {
    pub arguments: Kind,
    pub assignment: Kind,
    pub block: Kind,
    pub call: Kind,
    pub class: Kind,
    pub comment: Kind,
    pub comparison: Kind,
    pub decorated: Kind,
    pub expression_statement: Kind,
    pub function: Kind,
    pub generic: Kind,
    pub identifier: Kind,
    pub joined_string: Kind,
    pub parenthesized: Kind,
    pub string: Kind,
    pub subscript: Kind,
    pub yield_token: Kind,
    /// What a first string statement documents.
    pub definitions: KindSet,
    pub displays: KindSet,
    pub identity: KindSet,
    pub mutable_displays: KindSet,
    pub numbers: KindSet,
    /// Expressions that may begin with another expression.
    pub operations: KindSet,
    pub targets: KindSet,
    /// What is the same name as what stands in it.
    pub transparent: KindSet,
}

impl Kinds {
    fn new() -> Self {
        let named = |name| grammar::named(name).unwrap_or_default();
        let set = |names: &[&str]| {
            let mut set = KindSet::default();
            for kind in names.iter().filter_map(|name| grammar::named(name)) {
                set.insert(kind);
            }
            set
        };
        let mut identity = set(&["is not"]);
        for text in ["is", "is not"] {
            if let Some(kind) = grammar::token(text) {
                identity.insert(kind);
            }
        }
        Self {
            arguments: named("argument_list"),
            assignment: named("assignment"),
            block: named("block"),
            call: named("call"),
            class: named("class_definition"),
            comment: named("comment"),
            comparison: named("comparison_operator"),
            decorated: named("decorated_definition"),
            expression_statement: named("expression_statement"),
            function: named("function_definition"),
            generic: named("generic_type"),
            identifier: named("identifier"),
            joined_string: named("concatenated_string"),
            parenthesized: named("parenthesized_expression"),
            string: named("string"),
            subscript: named("subscript"),
            yield_token: grammar::token("yield").unwrap_or_default(),
            definitions: set(&["function_definition", "class_definition"]),
            displays: set(&["list", "tuple", "set", "expression_list"]),
            identity,
            mutable_displays: set(&[
                "list",
                "dictionary",
                "set",
                "list_comprehension",
                "dictionary_comprehension",
                "set_comprehension",
            ]),
            numbers: set(&["integer", "float"]),
            operations: set(&[
                "attribute",
                "call",
                "subscript",
                "binary_operator",
                "boolean_operator",
                "comparison_operator",
                "conditional_expression",
            ]),
            targets: set(&["assignment", "for_statement", "for_in_clause"]),
            transparent: set(&["parenthesized_expression", "list_splat"]),
        }
    }
}
