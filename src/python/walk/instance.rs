//! What is evidently an instance of a builtin type: a literal, a display, a call of the type's name,
//! and a name that is bound once, to one of these. There is no more type inference than this.

use super::{Frame, Kid, Walker, offset};
use crate::python::grammar::Kind;
use crate::python::meaning::{COROUTINE_FUNCTION, INITIALIZED_CLASS};
use crate::python::module::{Link, Use, What};
use crate::python::place::Part;
use crate::python::rule::string_prefix;
use crate::python::scope::{Instance, ScopeId};
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
        if left.kind != kinds.identifier {
            return;
        }
        let local = frame.scope != ScopeId::MODULE;
        let plain = frame.kind == kinds.assignment;
        let instance = match plain {
            true => self.instance(&right),
            false => None,
        };
        if !local && instance.is_none() {
            return;
        }
        let name = self.reader.bytes(left.start as usize, left.end as usize);
        let name = Symbol::of(name);
        if local {
            let scope = frame.scope;
            if plain {
                let read = &self.uses[frame.uses as usize..];
                let read = match self.budget.spend(read.len()) {
                    true => read.iter(),
                    false => [].iter(),
                };
                let itself = read.filter(|(at, used)| *at == scope && used.name == name);
                let itself = itself.map(|(_, used)| (scope, name, left.start, used.span));
                self.augmented.extend(itself.take(1));
            } else {
                let span = self.relative(left.start as usize, left.end as usize);
                self.augmented.push((scope, name, left.start, span));
            }
        }
        if let Some(instance) = instance {
            self.scopes.bound_to(frame.scope, name, instance);
        }
    }

    /// A function or class: the name may be evident for what it is.
    pub(super) fn definition_made(&mut self, frame: &Frame) {
        let kinds = &self.recogniser.kinds;
        let around = self.frames.last().map(|around| around.kind);
        if around == Some(kinds.decorated) {
            return;
        }
        let kids = &self.kids[frame.kids as usize..];
        let (of, sets) = match frame.part {
            Part::Function => {
                let coroutine = kids
                    .first()
                    .is_some_and(|kid| kid.kind == kinds.async_token);
                if !coroutine || self.scopes.is_generator(frame.inner) {
                    return;
                }
                (COROUTINE_FUNCTION, 0)
            }
            _ => (INITIALIZED_CLASS, self.initializes(frame.kids as usize)),
        };
        if of == INITIALIZED_CLASS && sets == 0 {
            return;
        }
        let parts = &self.recogniser.parts;
        let kids = &self.kids[frame.kids as usize..];
        let Some(name) = kids.iter().find(|kid| kid.field == parts.name) else {
            return;
        };
        let name = self.reader.bytes(name.start as usize, name.end as usize);
        let instance = Instance {
            of: Symbol::of(of.as_bytes()),
            by_call: false,
            nested: false,
            sets,
        };
        self.scopes
            .bound_to(frame.scope, Symbol::of(name), instance);
    }

    /// The attributes that the `__init__` of the class gives its object whose children stand from
    /// `first` on, as bits.
    fn initializes(&mut self, first: usize) -> u64 {
        let Self {
            recogniser,
            reader,
            kids,
            left,
            ..
        } = self;
        let (parts, kinds) = (&recogniser.parts, &recogniser.kinds);
        let below = |kid: &Kid| {
            let first = kid.below as usize;
            &left[first..first + kid.count as usize]
        };
        let body = |of: &[Kid]| {
            let is_body = |kid: &&Kid| kid.field == parts.body && kid.kind == kinds.block;
            of.iter().find(is_body).copied()
        };
        let Some(class_body) = body(&kids[first..]) else {
            return 0;
        };
        let methods = below(&class_body).iter();
        let mut initializers = methods.filter(|method| {
            let name = below(method).iter().find(|kid| kid.field == parts.name);
            let named =
                |name: &Kid| reader.bytes(name.start as usize, name.end as usize) == b"__init__";
            method.kind == kinds.function && name.is_some_and(named)
        });
        let Some(statements) = initializers.find_map(|initializer| body(below(initializer))) else {
            return 0;
        };
        below(&statements)
            .iter()
            .filter(|kid| kid.kind == kinds.expression_statement)
            .flat_map(below)
            .filter(|kid| kid.kind == kinds.assignment)
            .filter_map(|assignment| below(assignment).first())
            .filter(|target| target.kind == kinds.attribute)
            .filter_map(|target| below(target).last())
            .fold(0, |bits, name| {
                let name = reader.bytes(name.start as usize, name.end as usize);
                bits | Symbol::of(name).bit()
            })
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

    pub(super) fn instance(&mut self, kid: &Kid) -> Option<Instance> {
        let kinds = &self.recogniser.kinds;
        let below = |kid: &Kid| {
            let first = kid.below as usize;
            &self.left[first..first + kid.count as usize]
        };
        let mut kid = kid;
        // Each of many parentheses in each other may be asked.
        while self.budget.spend(1) {
            kid = match kid.kind {
                kind if kind == kinds.parenthesized => below(kid).get(1)?,
                kind if kind == kinds.joined_string => below(kid).first()?,
                _ => break,
            };
        }
        let below = below(kid);
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
            return known.then_some(Instance {
                of,
                by_call: true,
                nested: false,
                sets: 0,
            });
        }
        let nested = below.iter().any(|item| self.holds_changeable(item));
        let of = self.literal(kid.kind, kid.span())?;
        Some(Instance {
            of: Symbol::of(of.as_bytes()),
            by_call: false,
            nested,
            sets: 0,
        })
    }

    /// Whether `item` of a display or comprehension is a list, dict or set, or a pair with one, or
    /// repeats one.
    fn holds_changeable(&self, item: &Kid) -> bool {
        let kinds = &self.recogniser.kinds;
        let first = item.below as usize;
        let mut below = self.left[first..first + item.count as usize].iter();
        let changeable = |kid: &Kid| kinds.mutable_displays.contains(kid.kind);
        changeable(item)
            || (item.kind == kinds.pair && below.next_back().is_some_and(changeable))
            || (item.kind == kinds.binary_operator && below.next().is_some_and(changeable))
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
