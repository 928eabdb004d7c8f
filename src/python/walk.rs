//! One pass over the tree that finds everything in a top-level statement.
//!
//! A cursor goes down and up by itself, so that no nesting is too deep. On the way down a node gets
//! its place ([`Mode`] and scope) from the node around it; on the way up, when its children are
//! known, the rules for its kind are tried. Nodes are compared by number; nothing is allocated for
//! a node once the stacks have grown.

use tree_sitter::{Node, TreeCursor};

use super::catalogued::Path;
use super::grammar::{Field, Kind};
use super::module::{self, Free, Link, Use};
use super::place::{Mode, Part};
use super::recogniser::Recogniser;
use super::rule::{Rule, Way};
use super::scope::{Owner, ScopeId, ScopeKind, Scopes};
use super::source::Reader;
use super::special::Site;
use super::symbol::Symbol;
use super::unit::{Findings, Found, Sort, Unit};
use crate::concept::ConceptId;
use crate::text::Span;

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
}

impl Kid {
    /// From its first to its last byte.
    pub fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// The state of a walk; used for one statement after the other.
pub(super) struct Walker<'r, 's> {
    recogniser: &'r Recogniser,
    reader: Reader<'s>,
    frames: Vec<Frame>,
    kids: Vec<Kid>,
    scopes: Scopes,
    uses: Vec<(ScopeId, Use)>,
    links: Vec<Link>,
    findings: Findings,
    /// Spans that a rule wants as focus, before they are taken over.
    focus: Vec<Span>,
    /// What is written at the ends of ways from the node at hand.
    texts: Vec<(usize, Symbol)>,
    /// What is found only if its function turns out to use names of functions around it.
    late: Vec<(ScopeId, ConceptId, Span, Vec<Span>)>,
    base: usize,
}

impl<'r, 's> Walker<'r, 's> {
    /// Ready to walk trees of the text that `reader` reads.
    pub fn new(recogniser: &'r Recogniser, reader: Reader<'s>) -> Self {
        Self {
            recogniser,
            reader,
            frames: Vec::new(),
            kids: Vec::new(),
            scopes: Scopes::default(),
            uses: Vec::new(),
            links: Vec::new(),
            findings: Findings::default(),
            focus: Vec::new(),
            texts: Vec::new(),
            late: Vec::new(),
            base: 0,
        }
    }

    /// Everything in the statement that `cursor` is at, a child of a node of kind `root`; `leading`
    /// where no statement stands before it. Leaves the cursor where it was.
    pub fn unit(&mut self, cursor: &mut TreeCursor<'_>, root: Kind, leading: bool) -> Unit {
        let node = cursor.node();
        self.base = node.start_byte();
        self.frames.clear();
        self.kids.clear();
        self.uses.clear();
        self.links.clear();
        self.scopes.clear();
        self.frames.push(Frame {
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
        });
        if !leading {
            // Stands for the statements before, so that what comes first in the module can be told.
            self.kids.push(Kid {
                kind: 0,
                field: 0,
                start: 0,
                end: 0,
                used: 0,
            });
        }
        loop {
            if self.enter(cursor) {
                continue;
            }
            loop {
                if self.frames.len() == 1 {
                    return self.finish();
                }
                if cursor.goto_next_sibling() {
                    break;
                }
                cursor.goto_parent();
                self.leave(cursor);
            }
        }
    }

    /// Looks at the node that the cursor is at and goes to its first child, if it has one.
    fn enter(&mut self, cursor: &mut TreeCursor<'_>) -> bool {
        let Some(&around) = self.frames.last() else {
            return false;
        };
        let parts = &self.recogniser.parts;
        let node = cursor.node();
        let kind = node.kind_id();
        let field = cursor.field_id().map_or(0, Field::from);
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
        };
        if part == Part::Alias && !makes_alias(node) {
            // `type(x).y = z`, which the grammar takes for an alias.
            (frame.part, frame.kind) = (Part::Plain, self.recogniser.kinds.assignment);
        }
        if !cursor.goto_first_child() {
            self.place(&around, &mut frame);
            let used = self.leaf(&frame, &around, node);
            self.kids.push(Kid {
                kind,
                field,
                start: frame.start,
                end: frame.end,
                used,
            });
            return false;
        }
        self.place(&around, &mut frame);
        frame.kids = offset(self.kids.len());
        self.open(&mut frame);
        self.frames.push(frame);
        true
    }

    /// Gives a node its scope, which is not always that of the node around it.
    fn place(&mut self, around: &Frame, frame: &mut Frame) {
        let parts = &self.recogniser.parts;
        match around.part {
            Part::Function | Part::Lambda | Part::Class => {
                if frame.field == parts.body {
                    frame.scope = around.inner;
                } else if frame.field == parts.type_parameters {
                    // Around the parameters, the bases and the body from here on.
                    let between = self.scopes.open(ScopeKind::TypeParameters, around.scope);
                    self.scopes.set_parent(around.inner, between);
                    if let Some(around) = self.frames.last_mut() {
                        around.scope = between;
                    }
                    frame.scope = between;
                    frame.inner = between;
                }
            }
            Part::Comprehension => {
                frame.scope = around.inner;
                if frame.part == Part::ForIn {
                    // The first iterable is evaluated outside, the others inside.
                    frame.inner = around.scope;
                    if let Some(around) = self.frames.last_mut() {
                        around.scope = around.inner;
                    }
                }
            }
            Part::ForIn if frame.field == parts.right => frame.scope = around.inner,
            Part::Alias if frame.field == parts.right => frame.scope = around.inner,
            _ => {}
        }
    }

    /// Opens the scope that a node brings.
    fn open(&mut self, frame: &mut Frame) {
        let kind = match frame.part {
            Part::Function | Part::Lambda => ScopeKind::Function,
            Part::Class => ScopeKind::Class,
            Part::Comprehension => ScopeKind::Comprehension,
            Part::Alias => ScopeKind::TypeParameters,
            _ => return,
        };
        frame.inner = self.scopes.open(kind, frame.scope);
    }

    fn leaf(&mut self, frame: &Frame, around: &Frame, node: Node<'_>) -> u32 {
        if frame.part == Part::TypeKeyword && around.part != Part::Alias {
            return self.used(frame, Mode::Load);
        }
        if frame.kind == self.recogniser.kinds.yield_token {
            self.scopes.yields(frame.scope);
        }
        let used = match frame.part {
            // Rules for identifiers are about names that begin with an underscore.
            Part::Identifier => return self.identifier(frame, node),
            Part::StatementName => self.used(frame, Mode::Load),
            _ => 0,
        };
        self.rules(frame, self.kids.len(), node);
        used
    }

    fn identifier(&mut self, frame: &Frame, node: Node<'_>) -> u32 {
        if frame.start == frame.end {
            return 0; // The parser filled a gap.
        }
        let text = self.reader.bytes(frame.start as usize, frame.end as usize);
        if text.first() == Some(&b'_') {
            let name = Symbol::of(text);
            match self.recogniser.names.special(name) {
                Some(concept) => self.special(frame, concept),
                None => self.rules(frame, self.kids.len(), node),
            }
        }
        self.used(frame, frame.mode)
    }

    /// Tells the scopes what the identifier of `frame` does there; the number of its use, if it is
    /// one, from 1.
    fn used(&mut self, frame: &Frame, mode: Mode) -> u32 {
        if matches!(mode, Mode::None | Mode::Import | Mode::Dotted) {
            return 0;
        }
        let (start, end) = (frame.start as usize, frame.end as usize);
        let name = Symbol::of(self.reader.bytes(start, end));
        if mode != Mode::Load && !self.recogniser.binding_rules.is_empty() {
            self.bound(frame, mode, name);
        }
        match mode {
            Mode::Load | Mode::Field => return self.load(frame.scope, name, start, end),
            Mode::Store | Mode::Delete | Mode::Capture => self.scopes.bind(frame.scope, name, None),
            Mode::Parameter | Mode::TypeParameter => self.scopes.bind(frame.inner, name, None),
            Mode::Walrus => self.scopes.bind_walrus(frame.scope, name),
            Mode::Global => self.scopes.declare_global(frame.scope, name),
            Mode::Nonlocal => self.scopes.declare_nonlocal(frame.scope, name),
            Mode::None | Mode::Import | Mode::Dotted => {}
        }
        0
    }

    /// A name is bound: where it is a builtin's, it hides it from here on. In a class body it hides
    /// nothing from the methods.
    fn bound(&mut self, frame: &Frame, mode: Mode, name: Symbol) {
        let binds = matches!(
            mode,
            Mode::Store | Mode::Parameter | Mode::Walrus | Mode::Capture
        );
        if !binds || self.recogniser.names.builtin(name).is_none() {
            return;
        }
        let class = self.scopes.runs_in(frame.scope) == ScopeKind::Class;
        if class && mode != Mode::Parameter {
            return;
        }
        let span = Span::new(frame.start as usize, frame.end as usize);
        for &concept in &self.recogniser.binding_rules {
            self.focus.clear();
            self.focus.push(span);
            self.found(concept, span, Sort::Plain);
        }
    }

    fn load(&mut self, scope: ScopeId, name: Symbol, start: usize, end: usize) -> u32 {
        let used = Use {
            name,
            span: self.relative(start, end),
            links: offset(self.links.len()),
            link_count: 0,
        };
        self.uses.push((scope, used));
        offset(self.uses.len())
    }

    /// The name in `kid` has an attribute, at `start`.
    fn link(&mut self, used: u32, start: u32, end: u32) -> u32 {
        let name = Symbol::of(self.reader.bytes(start as usize, end as usize));
        let Some((_, of)) = (used as usize)
            .checked_sub(1)
            .and_then(|number| self.uses.get_mut(number))
        else {
            return 0;
        };
        of.link_count += 1;
        let span = self.relative(start as usize, end as usize);
        self.links.push(Link { name, span });
        used
    }

    /// A node whose children are known.
    fn leave(&mut self, cursor: &TreeCursor<'_>) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let kids = frame.kids as usize;
        let used = match frame.part {
            Part::Attribute => self.attribute(&frame),
            Part::DottedName => self.dotted_name(&frame),
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
        if self.recogniser.has_rules(frame.kind) {
            self.rules(&frame, kids, cursor.node());
        }
        self.kids.truncate(kids);
        self.kids.push(Kid {
            kind: frame.kind,
            field: frame.field,
            start: frame.start,
            end: frame.end,
            used,
        });
    }

    fn attribute(&mut self, frame: &Frame) -> u32 {
        let kids = &self.kids[frame.kids as usize..];
        let (Some(object), Some(attribute)) = (kids.first(), kids.last()) else {
            return 0;
        };
        if frame.mode != Mode::Load || object.used == 0 || attribute.start == attribute.end {
            return 0;
        }
        let (used, start, end) = (object.used, attribute.start, attribute.end);
        self.link(used, start, end)
    }

    /// In a pattern a plain name captures and a dotted one is read; in an import it is neither.
    fn dotted_name(&mut self, frame: &Frame) -> u32 {
        let (first, last) = (frame.kids as usize, self.kids.len());
        let Some(&head) = self.kids.get(first) else {
            return 0;
        };
        if frame.mode == Mode::Import {
            return 0;
        }
        let (start, end) = (head.start as usize, head.end as usize);
        let name = Symbol::of(self.reader.bytes(start, end));
        if frame.mode == Mode::Capture && last - first == 1 {
            self.scopes.bind(frame.scope, name, None);
            return 0;
        }
        let used = self.load(frame.scope, name, start, end);
        for number in first + 1..last {
            let kid = self.kids[number];
            if kid.kind == head.kind {
                self.link(used, kid.start, kid.end);
            }
        }
        used
    }

    /// Binds what an import statement imports.
    fn import(&mut self, frame: &Frame, node: Node<'_>) {
        for import in super::import::read(node, &mut self.reader) {
            let mut path = Some(Path::ROOT).filter(|_| !import.relative);
            let mut bound = Path::UNKNOWN;
            for (number, &(name, span)) in (0..).zip(&import.steps) {
                path = path
                    .map(|path| self.recogniser.names.step(path, name))
                    .filter(|&path| path != Path::UNKNOWN);
                if number < import.bound_steps {
                    bound = path.unwrap_or(Path::UNKNOWN);
                }
                if let Some(concept) = path.and_then(|path| self.recogniser.names.concept(path)) {
                    self.focus.clear();
                    self.focus.push(span);
                    self.found(concept, span, Sort::Import);
                }
            }
            if let Some(name) = import.binds {
                self.scopes.bind(frame.scope, name, Some(bound));
            }
        }
    }

    /// A special name, and whether it is being defined.
    fn special(&mut self, frame: &Frame, concept: ConceptId) {
        let span = Span::new(frame.start as usize, frame.end as usize);
        let definition = self.definition(frame);
        self.focus.clear();
        self.focus.push(span);
        let sort = match definition {
            Some(_) => Sort::Definition,
            None => Sort::Use,
        };
        self.found(concept, definition.unwrap_or(span), sort);
    }

    /// The extent of what the name of `frame` defines in the class body that it stands in, if it
    /// defines something there: a method, or `__slots__` by an assignment or an annotation.
    fn definition(&mut self, frame: &Frame) -> Option<Span> {
        let kinds = &self.recogniser.kinds;
        let mut around = self.frames.iter().rev();
        let definer = around.next()?;
        let extent = Span::new(definer.start as usize, definer.end as usize);
        let mut next = around.next()?;
        if definer.kind == kinds.function && frame.mode == Mode::Store {
            if next.kind == kinds.decorated {
                next = around.next()?;
            }
        } else if definer.kind == kinds.assignment && frame.field == self.recogniser.parts.left {
            let text = self.reader.bytes(frame.start as usize, frame.end as usize);
            if text != b"__slots__" {
                return None;
            }
            while next.kind == kinds.assignment {
                next = around.next()?;
            }
            if next.kind != kinds.expression_statement {
                return None;
            }
            next = around.next()?;
        } else {
            return None;
        }
        (next.kind == kinds.block && around.next()?.kind == kinds.class).then_some(extent)
    }

    /// Tries the rules for the node of `frame`, whose children stand from `kids` on.
    fn rules(&mut self, frame: &Frame, kids: usize, node: Node<'_>) {
        let recogniser = self.recogniser;
        self.texts.clear();
        for rule in recogniser.rules_for(frame.kind) {
            if let Some(extent) = self.fits(rule, frame, kids, node) {
                if rule.late {
                    let focus = self.focus.clone();
                    self.late.push((frame.inner, rule.concept, extent, focus));
                } else {
                    self.found(rule.concept, extent, Sort::Plain);
                }
            }
        }
    }

    /// Whether `rule` fits; the extent, with the focus left in `self.focus`.
    fn fits(&mut self, rule: &Rule, frame: &Frame, kids: usize, node: Node<'_>) -> Option<Span> {
        let around = *self.frames.last()?;
        if frame.start == frame.end
            || rule
                .parent
                .as_ref()
                .is_some_and(|set| !set.contains(around.kind))
            || rule
                .not_parent
                .as_ref()
                .is_some_and(|set| set.contains(around.kind))
            || (!rule.fields.is_empty() && !rule.fields.contains(&frame.field))
            || rule.not_fields.contains(&frame.field)
        {
            return None;
        }
        // Names decide most often, and what is written at a place is read once for all rules.
        for (way, texts) in &rule.written {
            if !self.written(way, texts, kids, node) {
                return None;
            }
        }
        for (way, texts) in &rule.unwritten {
            if self.written(way, texts, kids, node) {
                return None;
            }
        }
        let children = &self.kids[kids..];
        if rule
            .has
            .iter()
            .any(|(way, least)| !leads(way, children, node, *least))
            || rule.lacks.iter().any(|way| leads(way, children, node, 1))
        {
            return None;
        }
        let inside = |set: &super::grammar::KindSet| {
            self.frames.iter().any(|frame| set.contains(frame.kind))
        };
        if rule.inside.as_ref().is_some_and(|set| !inside(set))
            || rule.outside.as_ref().is_some_and(inside)
        {
            return None;
        }
        if !rule.under.is_empty() && !self.under(&rule.under) {
            return None;
        }
        if !rule.scopes.is_empty() && !rule.scopes.contains(&self.scopes.runs_in(frame.scope)) {
            return None;
        }
        if let Some(set) = &rule.after {
            let before = &self.kids[around.kids as usize..kids];
            if !before.iter().any(|kid| set.contains(kid.kind)) {
                return None;
            }
        }
        if !rule.texts.is_empty() {
            let (start, end) = (frame.start as usize, frame.end as usize);
            let upto = end.min(start.saturating_add(rule.texts.reach()));
            let text = self.reader.bytes(start, upto);
            if !rule.texts.hold(text) {
                return None;
            }
        }
        // In broken source a token may stand right in the file.
        let mut extent = match rule.parent_extent && self.frames.len() > 1 {
            true => Span::new(around.start as usize, around.end as usize),
            false => Span::new(frame.start as usize, frame.end as usize),
        };
        self.focus.clear();
        if let Some(check) = rule.check {
            let mut site = Site {
                frame,
                frames: &self.frames,
                siblings: &self.kids[around.kids as usize..kids],
                kids: children,
                node,
                reader: &mut self.reader,
                scopes: &self.scopes,
                uses: &self.uses,
                base: self.base,
                parts: &self.recogniser.parts,
                kinds: &self.recogniser.kinds,
                names: &self.recogniser.names,
                focus: &mut self.focus,
            };
            extent = check(&mut site, extent)?;
            // The parser fills gaps with tokens that are not there.
            if !self.focus.is_empty() {
                self.focus.retain(|span| !span.is_empty());
                if self.focus.is_empty() {
                    return None;
                }
            }
        }
        if self.focus.is_empty() {
            focus(rule, children, node, &mut self.focus);
            if self.focus.is_empty() {
                self.focus
                    .push(Span::new(frame.start as usize, frame.end as usize));
            }
        }
        if let Some(from) = rule.from.as_ref() {
            extent = Span::new(find(from, children, node)?.start(), extent.end());
        }
        if let Some(to) = rule.to.as_ref() {
            extent = Span::new(extent.start(), last(to, children, node)?.end());
        }
        // A comma that ends an open sequence stands behind its last item.
        for span in &self.focus {
            extent = Span::new(
                extent.start().min(span.start()),
                extent.end().max(span.end()),
            );
        }
        Some(extent)
    }

    /// Whether one of the nodes that `way` leads to from `node` is written as one of `texts`.
    fn written(&mut self, way: &Way, texts: &[Symbol], kids: usize, node: Node<'_>) -> bool {
        let known = self.texts.iter().any(|(number, _)| *number == way.number);
        if !known {
            let first = |kid: &&Kid| way.first.is_none_or(|step| step.fits(kid.kind, kid.field));
            let mut spans = Vec::new();
            let mut starts = self.kids[kids..].iter().filter(first).peekable();
            if way.rest.is_empty() {
                spans.extend(starts.map(Kid::span));
            } else if starts.peek().is_some() {
                follow(way, node, &mut spans);
            }
            // Stands for the way itself, so that it is not gone again.
            self.texts.push((way.number, Symbol::default()));
            for span in spans {
                if span.len() <= LONGEST_TEXT {
                    let text = self.reader.bytes(span.start(), span.end());
                    self.texts.push((way.number, Symbol::of(text)));
                }
            }
        }
        self.texts
            .iter()
            .any(|(number, text)| *number == way.number && texts.contains(text))
    }

    /// Whether the frames around are of these kinds, the nearest first.
    fn under(&self, kinds: &[super::grammar::KindSet]) -> bool {
        let decorated = self.recogniser.kinds.decorated;
        let mut around = self.frames.iter().rev();
        kinds.iter().all(|set| {
            around
                .by_ref()
                .find(|frame| frame.kind != decorated || set.contains(decorated))
                .is_some_and(|frame| set.contains(frame.kind))
        })
    }

    /// Takes `self.focus` over for a finding.
    fn found(&mut self, concept: ConceptId, extent: Span, sort: Sort) {
        let first = self.findings.focus.len();
        for number in 0..self.focus.len() {
            let span = self.focus[number];
            let span = self.relative(span.start(), span.end());
            self.findings.focus.push(span);
        }
        let count = self.findings.focus.len() - first;
        self.findings.found.push(Found {
            concept,
            extent: self.relative(extent.start(), extent.end()),
            focus: offset(first),
            focus_len: u16::try_from(count).unwrap_or(u16::MAX),
            rank: self.recogniser.rank(concept),
            sort,
        });
    }

    fn relative(&self, start: usize, end: usize) -> Span {
        Span::new(
            start.saturating_sub(self.base),
            end.saturating_sub(self.base),
        )
    }

    /// Resolves names, now that all bindings of the statement are known.
    fn finish(&mut self) -> Unit {
        let recogniser = self.recogniser;
        let mut free = Free::default();
        for (scope, used) in &self.uses {
            let links = module::links_of(used, &self.links);
            match self.scopes.resolve(*scope, used.name) {
                Owner::Inner(owner, import) => {
                    if !self.late.is_empty() {
                        self.scopes.closes_over(*scope, owner);
                    }
                    for path in self.scopes.imports(import) {
                        module::dotted(
                            &mut self.findings,
                            path,
                            used.span,
                            links,
                            &recogniser.names,
                            &recogniser.ranks,
                        );
                    }
                }
                Owner::Module => free.push(*used, links),
            }
        }
        for (scope, concept, extent, focus) in std::mem::take(&mut self.late) {
            if self.scopes.is_closure(scope) {
                self.focus = focus;
                self.found(concept, extent, Sort::Plain);
            }
        }
        let mut findings = std::mem::take(&mut self.findings);
        findings.sort();
        Unit::new(findings, free, self.scopes.module_bindings().collect())
    }
}

/// No rule is about a longer text at the end of a way, in bytes.
const LONGEST_TEXT: usize = 64;

/// Whether the statement `node` names a type: `type X = …` or `type X[T] = …`.
fn makes_alias(node: Node<'_>) -> bool {
    let left = node.child_by_field_name("left");
    left.and_then(|left| left.named_child(0))
        .is_some_and(|named| matches!(named.kind(), "identifier" | "generic_type"))
}

/// Texts of 4 GiB and more are refused before they come here.
fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Whether `way` leads from `node`, with these children, to at least `least` nodes.
fn leads(way: &Way, children: &[Kid], node: Node<'_>, least: usize) -> bool {
    if way.rest.is_empty() {
        let fits = |kid: &&Kid| way.first.is_none_or(|step| step.fits(kid.kind, kid.field));
        return children.iter().filter(fits).count() >= least;
    }
    let first = |kid: &Kid| way.first.is_none_or(|step| step.fits(kid.kind, kid.field));
    if !children.iter().any(first) {
        return false;
    }
    let mut spans = Vec::new();
    follow(way, node, &mut spans);
    spans.len() >= least
}

/// The first node that `way` leads to.
fn find(way: &Way, children: &[Kid], node: Node<'_>) -> Option<Span> {
    let mut spans = Vec::new();
    if !way.rest.is_empty() {
        follow(way, node, &mut spans);
        return spans.first().copied();
    }
    let fits = |kid: &&Kid| way.first.is_none_or(|step| step.fits(kid.kind, kid.field));
    children.iter().find(fits).map(Kid::span)
}

/// The last node that `way` leads to.
fn last(way: &Way, children: &[Kid], node: Node<'_>) -> Option<Span> {
    let mut spans = Vec::new();
    if !way.rest.is_empty() {
        follow(way, node, &mut spans);
        return spans.last().copied();
    }
    let fits = |kid: &&Kid| way.first.is_none_or(|step| step.fits(kid.kind, kid.field));
    children.iter().rfind(fits).map(Kid::span)
}

/// The tokens on which `rule` is meant; those of the node itself where the rule does not say.
fn focus(rule: &Rule, children: &[Kid], node: Node<'_>, spans: &mut Vec<Span>) {
    if rule.focus.is_empty() {
        let language = &super::grammar::LANGUAGE;
        let tokens = children
            .iter()
            .filter(|kid| kid.start < kid.end && !language.node_kind_is_named(kid.kind));
        spans.extend(tokens.map(Kid::span));
        return;
    }
    for way in &rule.focus {
        if way.rest.is_empty() {
            let fits = |kid: &&Kid| way.first.is_none_or(|step| step.fits(kid.kind, kid.field));
            spans.extend(children.iter().filter(fits).map(Kid::span));
        } else {
            follow(way, node, spans);
        }
    }
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    spans.dedup();
}

/// All nodes that `way` leads to from `node`.
fn follow(way: &Way, node: Node<'_>, spans: &mut Vec<Span>) {
    let mut level = vec![node];
    for step in way.first.iter().chain(&way.rest) {
        let mut next = Vec::new();
        for node in level {
            let mut cursor = node.walk();
            let mut more = cursor.goto_first_child();
            while more {
                let field = cursor.field_id().map_or(0, Field::from);
                if step.fits(cursor.node().kind_id(), field) {
                    next.push(cursor.node());
                }
                more = cursor.goto_next_sibling();
            }
        }
        level = next;
    }
    spans.extend(level.iter().map(|node| Span::from(node.byte_range())));
}
