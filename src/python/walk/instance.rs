//! What is evidently an instance of a builtin type: a literal, a display, a call of the type's name,
//! and a name that is bound once, to one of these. There is no more type inference than this.

use super::{Frame, Kid, Walker, offset};
use crate::python::grammar::Kind;
use crate::python::module::{Link, Use, What};
use crate::python::rule::string_prefix;
use crate::python::scope::Instance;
use crate::python::symbol::Symbol;
use crate::python::unit::Sort;
use crate::text::Span;

impl Walker<'_, '_> {
    /// `name = value`: what the value is may be evident.
    pub(super) fn assignment(&mut self, frame: &Frame) {
        let parts = &self.recogniser.parts;
        let kids = &self.kids[frame.kids as usize..];
        let field = |field| kids.iter().find(|kid| kid.field == field).copied();
        let (Some(left), Some(right)) = (field(parts.left), field(parts.right)) else {
            return;
        };
        let kinds = &self.recogniser.kinds;
        if left.kind != kinds.identifier || frame.kind != kinds.assignment {
            return;
        }
        if let Some(instance) = self.instance(&right) {
            let name = self.reader.bytes(left.start as usize, left.end as usize);
            let name = Symbol::of(name);
            self.scopes.bound_to(frame.scope, name, instance);
        }
    }

    /// The attribute at `attribute` of `object`, which is no name.
    pub(super) fn method(&mut self, frame: &Frame, object: &Kid, attribute: Span) {
        let Some(instance) = self.instance(object) else {
            return;
        };
        let name = self.reader.bytes(attribute.start(), attribute.end());
        let name = Symbol::of(name);
        let Some(concept) = self.recogniser.names.method(instance.of, name) else {
            return;
        };
        if !instance.by_call {
            self.focus.clear();
            self.focus.push(attribute);
            let extent = Span::new(object.start as usize, attribute.end());
            self.found(concept, extent, Sort::Plain);
            return;
        }
        let links = offset(self.links.len());
        let span = self.relative(attribute.start(), attribute.end());
        self.links.push(Link { name, span });
        let used = Use {
            name: instance.of,
            span: self.relative(object.start as usize, object.end as usize),
            links,
            link_count: 1,
            what: What::Instance,
        };
        self.uses.push((frame.scope, used));
    }

    fn instance(&mut self, kid: &Kid) -> Option<Instance> {
        let kinds = &self.recogniser.kinds;
        let first = kid.below as usize;
        let below = &self.left[first..first + kid.count as usize];
        if kid.kind == kinds.parenthesized {
            let inner = *below.get(1)?;
            return self.instance(&inner);
        }
        if kid.kind == kinds.joined_string {
            let inner = *below.first()?;
            return self.instance(&inner);
        }
        if kid.kind == kinds.call {
            let called = *below.first()?;
            if called.kind != kinds.identifier {
                return None;
            }
            let name = self
                .reader
                .bytes(called.start as usize, called.end as usize);
            let of = Symbol::of(name);
            let known = self.recogniser.names.is_type(of);
            return known.then_some(Instance { of, by_call: true });
        }
        let of = self.literal(kid.kind, kid.span())?;
        Some(Instance {
            of: Symbol::of(of.as_bytes()),
            by_call: false,
        })
    }

    /// The type of the literal or display of this kind.
    fn literal(&mut self, kind: Kind, span: Span) -> Option<&'static str> {
        let kinds = &self.recogniser.kinds;
        let of = kinds.literals.iter().find(|(known, _)| *known == kind)?.1;
        if kinds.numbers.contains(kind) {
            let last = self.reader.bytes(span.end().checked_sub(1)?, span.end());
            return Some(if matches!(last, b"j" | b"J") {
                "complex"
            } else {
                of
            });
        }
        if kind != kinds.string {
            return Some(of);
        }
        let text = self
            .reader
            .bytes(span.start(), span.end().min(span.start() + 4));
        let has = |letter| string_prefix(text).any(|found| found == letter);
        match (has(b'b'), has(b't')) {
            (true, _) => Some("bytes"),
            // A template is no string.
            (_, true) => None,
            _ => Some(of),
        }
    }
}
