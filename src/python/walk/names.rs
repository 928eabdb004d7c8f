//! What names do where they stand: identifiers, dotted names, imports and special names.

use tree_sitter::{Node, TreeCursor};

use super::{Frame, Walker, offset};
use crate::concept::ConceptId;
use crate::python::catalogued::Path;
use crate::python::import;
use crate::python::module::{Link, Use, What};
use crate::python::place::{Mode, Part};
use crate::python::recogniser::{Binding, keyword};
use crate::python::scope::{ScopeId, ScopeKind};
use crate::python::symbol::Symbol;
use crate::python::unit::Sort;
use crate::text::Span;

impl Walker<'_, '_> {
    pub(super) fn leaf(&mut self, frame: &Frame, around: &Frame, cursor: &TreeCursor<'_>) -> u32 {
        if frame.part == Part::TypeKeyword && around.part != Part::Alias {
            return self.used(frame, Mode::Load);
        }
        if frame.kind == self.recogniser.kinds.yield_token {
            self.scopes.yields(frame.scope);
        }
        let used = match frame.part {
            // Rules for identifiers are about names that begin with an underscore.
            Part::Identifier => return self.identifier(frame, cursor),
            Part::StatementName => self.used(frame, Mode::Load),
            _ => 0,
        };
        if frame.kind == self.recogniser.kinds.comment {
            self.comments(frame, cursor);
        } else {
            self.rules(frame, self.kids.len(), cursor);
        }
        used
    }

    /// Each line of what the parser was shown as one comment (see [`crate::python::joins`]).
    fn comments(&mut self, frame: &Frame, cursor: &TreeCursor<'_>) {
        let (mut start, end) = (frame.start as usize, frame.end as usize);
        while start < end {
            let rest = self.reader.bytes(start, end);
            let line = rest.iter().position(|&byte| byte == b'\n');
            let length = line.unwrap_or(rest.len());
            let indent = length - rest[..length].trim_ascii_start().len();
            let one = Frame {
                start: offset(start + indent),
                end: offset(start + length),
                ..*frame
            };
            self.rules(&one, self.kids.len(), cursor);
            start += length + 1;
        }
    }

    fn identifier(&mut self, frame: &Frame, cursor: &TreeCursor<'_>) -> u32 {
        if frame.start == frame.end {
            return 0; // The parser filled a gap.
        }
        let text = self.reader.bytes(frame.start as usize, frame.end as usize);
        if text.first() == Some(&b'_') {
            let name = Symbol::of(text);
            match self.recogniser.names.special(name) {
                Some(concept) => self.special(frame, concept),
                None => self.rules(frame, self.kids.len(), cursor),
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
        let text = self.reader.bytes(start, end);
        let name = Symbol::of(text);
        if mode != Mode::Load && !self.recogniser.binding_rules.is_empty() {
            let underscore = text.last() == Some(&b'_');
            self.bound(frame, mode, name, underscore);
        }
        match mode {
            Mode::Load | Mode::Field => return self.load(frame.scope, name, start, end),
            Mode::Store | Mode::Delete | Mode::Capture => {
                self.scopes.bind(frame.scope, name, frame.start, None);
            }
            Mode::Parameter | Mode::TypeParameter => {
                self.scopes.bind(frame.inner, name, frame.start, None);
            }
            Mode::Walrus => self.scopes.bind_walrus(frame.scope, name, frame.start),
            Mode::Global => self.scopes.declare_global(frame.scope, name),
            Mode::Nonlocal => self.scopes.declare_nonlocal(frame.scope, name),
            Mode::None | Mode::Import | Mode::Dotted => {}
        }
        0
    }

    /// A name is bound: where it is a builtin's, it hides it from here on. In a class body it hides
    /// nothing from the methods. Or it is one that the
    /// `underscore` at its end keeps apart.
    fn bound(&mut self, frame: &Frame, mode: Mode, name: Symbol, underscore: bool) {
        let binds = matches!(
            mode,
            Mode::Store | Mode::Parameter | Mode::Walrus | Mode::Capture
        );
        if !binds {
            return;
        }
        let span = Span::new(frame.start as usize, frame.end as usize);
        let kind = if self.recogniser.names.builtin(name).is_some() {
            let class = self.scopes.runs_in(frame.scope) == ScopeKind::Class;
            if class && mode != Mode::Parameter {
                return;
            }
            Binding::Shadowing
        } else if underscore && self.kept_apart(span) {
            Binding::KeptApart
        } else {
            return;
        };
        for &(concept, of) in &self.recogniser.binding_rules {
            if of != kind {
                continue;
            }
            self.focus.clear();
            self.focus.push(span);
            self.found(concept, span, Sort::Plain);
        }
    }

    /// Whether the name at `span` is that of a builtin or a keyword but for an underscore at its end.
    fn kept_apart(&mut self, span: Span) -> bool {
        let text = self.reader.bytes(span.start(), span.end());
        let Some((b'_', name)) = text.split_last() else {
            return false;
        };
        let keyword = || std::str::from_utf8(name).is_ok_and(|name| keyword(name).is_some());
        !name.is_empty() && (self.recogniser.names.builtin(Symbol::of(name)).is_some() || keyword())
    }

    fn load(&mut self, scope: ScopeId, name: Symbol, start: usize, end: usize) -> u32 {
        let used = Use {
            name,
            span: self.relative(start, end),
            links: offset(self.links.len()),
            link_count: 0,
            what: match scope {
                ScopeId::MODULE => What::InModule,
                _ => What::Inside,
            },
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

    pub(super) fn attribute(&mut self, frame: &Frame) -> u32 {
        let kids = &self.kids[frame.kids as usize..];
        let (Some(object), Some(attribute)) = (kids.first(), kids.last()) else {
            return 0;
        };
        if frame.mode != Mode::Load || attribute.start == attribute.end {
            return 0;
        }
        if object.used == 0 {
            let (object, attribute) = (*object, attribute.span());
            self.method(frame, &object, attribute);
            return 0;
        }
        let (used, start, end) = (object.used, attribute.start, attribute.end);
        self.link(used, start, end)
    }

    /// In a pattern a plain name captures and a dotted one is read; in an import it is neither.
    pub(super) fn dotted_name(&mut self, frame: &Frame) -> u32 {
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
            self.scopes.bind(frame.scope, name, frame.start, None);
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
    pub(super) fn import(&mut self, frame: &Frame, node: Node<'_>) {
        for import in import::read(node, &mut self.reader) {
            let mut path = Some(Path::ROOT).filter(|_| !import.relative);
            let mut bound = Path::UNKNOWN;
            for (number, &(name, span)) in (0..).zip(&import.steps) {
                path = path
                    .map(|path| self.recogniser.names.step(path, name))
                    .filter(|&path| path != Path::UNKNOWN);
                if number < import.bound_steps {
                    bound = path.unwrap_or(Path::UNKNOWN);
                }
                let names = &self.recogniser.names;
                for &concept in path.map_or(&[][..], |path| names.concepts(path)) {
                    self.focus.clear();
                    self.focus.push(span);
                    self.found(concept, span, Sort::Import);
                }
            }
            if let Some(name) = import.binds {
                self.scopes
                    .bind(frame.scope, name, frame.start, Some(bound));
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
}
