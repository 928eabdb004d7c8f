//! One pass over the tree that finds everything in a top-level statement.
//!
//! A cursor goes down and up by itself, so that no nesting is too deep. On the way down a node gets
//! its place ([`Mode`] and scope) from the node around it; on the way up, when its children are
//! known, the rules for its kind are tried. Nodes are compared by number; nothing is allocated for
//! a node once the stacks have grown.
//!
//! Why no compiled queries: on the same trees (`cargo bench --bench engine`, CPython's library) one
//! query of sixty bare kinds takes 0.39 of the time of the parse and a walk over all nodes 0.23; this
//! walk with all rules and all names of the catalogue takes 0.44 of its instructions. Queries would
//! need the walk's scopes and places besides.

mod below;
mod finish;
mod fit;
mod instance;
mod names;
mod place;
#[cfg(test)]
mod tests;
mod written;

use finish::Held;
use tree_sitter::TreeCursor;

use super::budget::Budget;
use super::grammar::{Field, Kind, KindSet};
use super::meaning::Meaning;
use super::module::{Free, Link, Use};
use super::place::{Mode, Part};
use super::recogniser::Recogniser;
use super::rule::Tried;
use super::scope::{ScopeId, Scopes};
use super::source::{Reader, Source};
use super::special::Opening;
use super::symbol::Symbol;
use super::syntax::Syntax;
use super::unit::{Findings, Unit};
use crate::concept::ConceptId;
use crate::stop::Stop;
use crate::text::Span;

/// How many nodes are entered between two questions whether to stop: some ten microseconds.
const STEPS: u32 = 64;

/// The least that rules which look around may cost in one statement, in steps from node to node, and
/// what they may cost besides for each byte of it. In eighty megabytes of libraries no statement
/// takes more than a fifth of that; those of CPython's take a thirtieth of a step for a byte on average.
const LEAST: usize = 20_000;
const FOR_A_BYTE: usize = 4;

/// A node that the cursor is inside of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub kind: Kind,
    pub field: Field,
    pub part: Part,
    pub mode: Mode,
    pub start: u32,
    pub end: u32,
    /// Where its children begin in the list of children.
    pub kids: u32,
    /// The scope of what stands in it.
    pub scope: ScopeId,
    /// The scope that it opens or that its parameters belong to; for a clause of a comprehension
    /// the one that its iterable is evaluated in.
    pub inner: ScopeId,
    /// Where the names used in it begin in the list of uses.
    pub uses: u32,
    /// How many of its children the cursor was not at yet.
    pub to_come: u32,
}

/// A child that was left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kid {
    pub kind: Kind,
    pub field: Field,
    pub start: u32,
    pub end: u32,
    /// The name it is or begins with, in the list of uses from 1; 0 for none.
    pub used: u32,
    /// Where its own children begin in the list of those that were left long ago, and how many.
    pub below: u32,
    pub count: u32,
}

impl Kid {
    /// From its first to its last byte.
    pub fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// What is written at the end of the way of this number from the node at hand, and if that is a name
/// being read, the number of the use from 1.
#[derive(Clone, Copy, Debug)]
struct Text {
    way: usize,
    text: Symbol,
    used: u32,
}

/// A finding that depends on what a function does.
#[derive(Debug)]
struct Late {
    tried: Tried,
    scope: ScopeId,
    concept: ConceptId,
    extent: Span,
    focus: Vec<Span>,
}

/// The state of a walk; used for one statement after the other.
pub(super) struct Walker<'r, 's> {
    recogniser: &'r Recogniser,
    reader: Reader<'s>,
    /// Whether the trees are of another text, in which every byte has its place.
    is_altered: bool,
    stop: Stop<'r>,
    /// How many nodes were entered.
    steps: u32,
    frames: Vec<Frame>,
    /// The kinds of each frame and those around it.
    around: Vec<KindSet>,
    kids: Vec<Kid>,
    /// The children of nodes that were left.
    left: Vec<Kid>,
    scopes: Scopes,
    uses: Vec<(ScopeId, Use)>,
    links: Vec<Link>,
    findings: Findings,
    /// What is used and belongs to the module.
    free: Free,
    /// Spans that a rule wants as focus, before they are taken over.
    focus: Vec<Span>,
    /// What is written at the ends of ways from the node at hand.
    texts: Vec<Text>,
    /// What names have to mean for the rule at hand: the number of a use from 1, and one of these.
    asked: Vec<(u32, &'r [Meaning])>,
    /// What evident things must not be without for it.
    without: u64,
    /// What is found if names mean what they have to.
    held: Held<'r>,
    /// The rules that were tried for a name.
    tried: Vec<u32>,
    /// What is found only if its function turns out to be such.
    late: Vec<Late>,
    /// Names that are read before they are bound, as it seems.
    unbound: Vec<Span>,
    /// Names that are read by what binds them, `n += 1` or `n = n + 1`: the scope, where they are
    /// bound and where they are read.
    augmented: Vec<(ScopeId, Symbol, u32, Span)>,
    /// What [`Site`](super::special::Site) remembers from one statement of a block to the next.
    opening: Opening,
    /// What rules that look around may cost in the statement.
    budget: Budget,
    base: usize,
}

impl<'r, 's> Walker<'r, 's> {
    /// Ready to walk the tree of `syntax`, which is that of `source`, unless `stop` says so.
    pub fn new(
        recogniser: &'r Recogniser,
        syntax: &Syntax,
        source: Source<'s>,
        stop: Stop<'r>,
    ) -> Self {
        Self {
            recogniser,
            reader: Reader::new(source),
            is_altered: syntax.is_altered(),
            stop,
            steps: 0,
            frames: Vec::new(),
            around: Vec::new(),
            opening: Opening::default(),
            budget: Budget::default(),
            kids: Vec::new(),
            left: Vec::new(),
            scopes: Scopes::default(),
            uses: Vec::new(),
            links: Vec::new(),
            findings: Findings::default(),
            free: Free::default(),
            focus: Vec::new(),
            texts: Vec::new(),
            asked: Vec::new(),
            without: 0,
            held: Held::default(),
            tried: Vec::new(),
            late: Vec::new(),
            unbound: Vec::new(),
            augmented: Vec::new(),
            base: 0,
        }
    }

    /// Everything in the statement that `cursor` is at, a child of a node of kind `root`; `leading`
    /// where no statement stands before it. Leaves the cursor where it was; `None`, and the cursor
    /// somewhere, where it was told to stop.
    pub fn unit(&mut self, cursor: &mut TreeCursor<'_>, root: Kind, leading: bool) -> Option<Unit> {
        let node = cursor.node();
        self.base = node.start_byte();
        self.frames.clear();
        self.around.clear();
        self.opening = Opening::default();
        self.budget = Budget::new(LEAST + node.byte_range().len() * FOR_A_BYTE);
        self.kids.clear();
        self.left.clear();
        self.uses.clear();
        self.links.clear();
        self.scopes.clear();
        self.push(Frame {
            kind: root,
            field: 0,
            part: Part::Plain,
            mode: Mode::Load,
            start: 0,
            end: u32::MAX,
            kids: 0,
            scope: ScopeId::MODULE,
            inner: ScopeId::MODULE,
            uses: 0,
            to_come: 0,
        });
        if !leading {
            // Stands for the statements before, so that what comes first in the module can be told.
            self.kids.push(Kid {
                kind: 0,
                field: 0,
                start: 0,
                end: 0,
                used: 0,
                below: 0,
                count: 0,
            });
        }
        loop {
            self.steps = self.steps.wrapping_add(1);
            if self.steps.is_multiple_of(STEPS) && (self.stop)() {
                return None;
            }
            if self.enter(cursor) {
                continue;
            }
            // Asking for a sibling behind the last costs as much as going to one, so they are counted.
            while self.frames.last().is_some_and(|frame| frame.to_come == 0) {
                if self.frames.len() == 1 {
                    self.queries(cursor.node());
                    return self.finish(cursor.node());
                }
                cursor.goto_parent();
                self.leave(cursor);
            }
            cursor.goto_next_sibling();
        }
    }

    /// Looks at the node that the cursor is at and goes to its first child, if it has one.
    fn enter(&mut self, cursor: &mut TreeCursor<'_>) -> bool {
        let Some(around) = self.frames.last_mut() else {
            return false;
        };
        around.to_come = around.to_come.saturating_sub(1);
        let around = *around;
        let parts = &self.recogniser.parts;
        let node = cursor.node();
        let kind = node.kind_id();
        let field = match parts.has_fields(around.kind) {
            true => cursor.field_id().map_or(0, Field::from),
            false => 0,
        };
        let part = parts.of(kind);
        let first = self.kids.len() == around.kids as usize;
        let mode = parts.mode(around.part, around.mode, field, part, first);
        let mut frame = Frame {
            kind,
            field,
            part,
            mode,
            start: offset(node.start_byte()),
            end: offset(node.end_byte()),
            kids: 0,
            scope: around.scope,
            inner: around.inner,
            uses: offset(self.uses.len()),
            to_come: node.child_count(),
        };
        if self.is_altered {
            self.as_written(&mut frame);
        }
        self.correct(&around, &mut frame, cursor);
        if frame.to_come == 0 {
            self.place(&around, &mut frame);
            let used = self.leaf(&frame, &around, cursor);
            self.kids.push(Kid {
                kind: frame.kind,
                field: frame.field,
                start: frame.start,
                end: frame.end,
                used,
                below: 0,
                count: 0,
            });
            return false;
        }
        self.place(&around, &mut frame);
        frame.kids = offset(self.kids.len());
        self.open(&mut frame);
        self.push(frame);
        cursor.goto_first_child();
        true
    }

    fn push(&mut self, frame: Frame) {
        let mut kinds = self.around.last().copied().unwrap_or_default();
        kinds.insert(frame.kind);
        self.around.push(kinds);
        self.frames.push(frame);
    }

    /// A node whose children are known.
    fn leave(&mut self, cursor: &TreeCursor<'_>) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        self.around.pop();
        let kids = frame.kids as usize;
        if matches!(frame.part, Part::Function | Part::Class) {
            self.definition_made(&frame);
        }
        let used = match frame.part {
            Part::Attribute => self.attribute(&frame),
            Part::DottedName => self.dotted_name(&frame),
            Part::Assignment => {
                self.assignment(&frame);
                0
            }
            Part::Import => {
                self.import(&frame, cursor.node());
                0
            }
            // What stands in parentheses is the same name to the compiler.
            Part::Same if self.recogniser.kinds.transparent.contains(frame.kind) => self.kids
                [kids..]
                .iter()
                .map(|kid| kid.used)
                .find(|&used| used != 0)
                .unwrap_or(0),
            _ => 0,
        };
        self.rules(&frame, kids, cursor);
        let below = offset(self.left.len());
        self.left.extend_from_slice(&self.kids[kids..]);
        let count = offset(self.left.len()) - below;
        self.kids.truncate(kids);
        self.kids.push(Kid {
            kind: frame.kind,
            field: frame.field,
            start: frame.start,
            end: frame.end,
            used,
            below,
            count,
        });
    }
}

/// Texts of 4 GiB and more are refused before they come here.
fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
