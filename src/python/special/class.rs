//! What classes are made for, and what goes wrong in their methods.

use tree_sitter::Node;

use super::Site;
use super::near::{around, class_of, function_of, parent};
use super::own::{first_parameter, function_around, holds, is_in_class, own, statements};
use crate::python::symbol::Symbol;
use crate::text::Span;

/// A `__new__` that ends by returning what it keeps: an attribute or item that it assigns.
pub(super) fn same_instance(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let body = site.node().child_by_field_name("body")?;
    let last = *statements(body).last()?;
    if last.kind() != "return_statement" {
        return None;
    }
    let given = last.named_child(0)?;
    if !matches!(given.kind(), "attribute" | "subscript") {
        return None;
    }
    let given = site.text(given).to_vec();
    let kept = own(site.budget, body).any(|node| {
        node.kind() == "assignment"
            && node
                .child_by_field_name("left")
                .is_some_and(|target| site.text(target) == given)
    });
    kept.then_some(extent)
}

/// An assignment of a dict that the class has to the `__dict__` of an object.
pub(super) fn shared_dict(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let function = function_of(site, site.node())?;
    let name = function.child_by_field_name("name")?;
    if site.text(name) == b"__setstate__" {
        return None;
    }
    let class = class_of(site, function)?.child_by_field_name("name")?;
    let class = site.text(class).to_vec();
    let kept = site.node().child_by_field_name("right")?;
    let attribute = kept.child_by_field_name("attribute")?;
    if site.text(attribute) == b"__dict__" {
        return None;
    }
    let object = kept.child_by_field_name("object")?;
    let object = site.text(object);
    let of_class: [&[u8]; 4] = [b"self", b"cls", b"type(self)", b"self.__class__"];
    (object == class || of_class.contains(&object)).then_some(extent)
}

/// A class that is called a mixin, or has a base that is.
pub(super) fn mixin(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let mut names = vec![site.node().child_by_field_name("name")?];
    if let Some(bases) = site.node().child_by_field_name("superclasses") {
        let mut cursor = bases.walk();
        names.extend(bases.named_children(&mut cursor));
    }
    for name in names {
        if !matches!(name.kind(), "identifier" | "attribute") {
            continue;
        }
        let text = site.text(name);
        if text.ends_with(b"Mixin") || text.ends_with(b"MixIn") {
            site.focus.push(Span::from(name.byte_range()));
        }
    }
    (!site.focus.is_empty()).then_some(extent)
}

/// A class whose `__init__` calls none of another class.
pub(super) fn no_super_init(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let body = site.node().child_by_field_name("body")?;
    for method in statements(body) {
        let Some(name) = method.child_by_field_name("name") else {
            continue;
        };
        if method.kind() != "function_definition" || site.text(name) != b"__init__" {
            continue;
        }
        let text = site.text(method);
        if holds(text, b"super") || text.windows(10).any(|part| part == b".__init__(") {
            return None;
        }
        *site.without = assigned(site, method) | assigned(site, body);
        site.focus.push(Span::from(name.byte_range()));
        return Some(Span::from(method.byte_range()));
    }
    None
}

/// The names that the class or method `node` gives to itself or its object, as bits.
fn assigned(site: &mut Site<'_, '_, '_>, node: Node<'_>) -> u64 {
    let mut bits = 0;
    let parts = site.parts;
    let budget = site.budget;
    let mut add = |name: Node<'_>| bits |= Symbol::of(site.text(name)).bit();
    let body = node.child_by_field_id(parts.body).unwrap_or(node);
    for inner in own(budget, body) {
        let fields = [parts.left, parts.name].map(|field| inner.child_by_field_id(field));
        for target in fields
            .into_iter()
            .flatten()
            .flat_map(|target| own(budget, target))
        {
            match target.kind() {
                "attribute" => target
                    .child_by_field_id(parts.attribute)
                    .into_iter()
                    .for_each(&mut add),
                "identifier" => add(target),
                _ => {}
            }
        }
    }
    bits
}

/// A `return` in `__init__` of what evidently is not None.
pub(super) fn from_init(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let number = function_around(site)?;
    let name = site.child_around(number, site.parts.name)?.span();
    if site.written(name) != b"__init__" || !is_in_class(site, number) {
        return None;
    }
    let value = site.node().named_child(0)?;
    let some = match value.kind() {
        "identifier" => {
            let function = function_of(site, site.node())?;
            let first = first_parameter(site, function)?;
            site.text(value) == first
        }
        "integer"
        | "float"
        | "string"
        | "true"
        | "false"
        | "list"
        | "tuple"
        | "dictionary"
        | "set"
        | "comparison_operator"
        | "not_operator"
        | "expression_list" => true,
        _ => false,
    };
    some.then_some(extent)
}

/// A `__getattribute__` that reads an attribute of its object, whichever is asked for.
pub(super) fn asks_itself(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let object = first_parameter(site, site.node())?;
    let body = site.node().child_by_field_name("body")?;
    for statement in statements(body) {
        let simple = matches!(
            statement.kind(),
            "expression_statement" | "return_statement" | "assert_statement"
        );
        if !simple {
            break;
        }
        let mut nodes = own(site.budget, statement);
        let read =
            nodes.find(|node| is_attribute_of(site, *node, &object) && !is_target(site, *node));
        if let Some(name) = read.and_then(|read| read.child_by_field_name("attribute")) {
            site.focus.push(Span::from(name.byte_range()));
            return Some(extent);
        }
    }
    None
}

fn is_attribute_of(site: &mut Site<'_, '_, '_>, node: Node<'_>, object: &[u8]) -> bool {
    node.kind_id() == site.kinds.attribute
        && node
            .child_by_field_name("object")
            .is_some_and(|of| site.text(of) == object)
}

/// Whether `node` is what an assignment gives a value.
fn is_target<'t>(site: &Site<'_, 't, '_>, node: Node<'t>) -> bool {
    parent(site, node).is_some_and(|around| {
        let target = around.child_by_field_name("left");
        around.kind() == "assignment" && target.is_some_and(|target| target.id() == node.id())
    })
}

/// A property that reads itself, or a setter that sets itself.
pub(super) fn own_property(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let function = site.node().child_by_field_name("definition")?;
    let name = function.child_by_field_name("name")?;
    let name = site.text(name).to_vec();
    let object = first_parameter(site, function)?;
    let decorator = site.node().named_child(0)?;
    let setter = site.text(decorator).trim_ascii_end().ends_with(b".setter");
    let body = function.child_by_field_name("body")?;
    for node in own(site.budget, body) {
        if !is_attribute_of(site, node, &object) {
            continue;
        }
        let Some(attribute) = node.child_by_field_name("attribute") else {
            continue;
        };
        if site.text(attribute) != name || is_target(site, node) != setter {
            continue;
        }
        // What stands in a condition may not be come to when it is asked for the second time.
        let always = around(site, node, &["block", "delete_statement"]);
        if always.is_some_and(|around| around.id() == body.id()) {
            site.focus.push(Span::from(attribute.byte_range()));
        }
    }
    (!site.focus.is_empty()).then_some(extent)
}

/// A dataclass with fields that have a list, dict or set as their default.
pub(super) fn mutable_field(site: &mut Site<'_, '_, '_>, _: Span) -> Option<Span> {
    let class = site.node().child_by_field_name("definition")?;
    let mut whole: Option<Span> = None;
    for statement in statements(class.child_by_field_name("body")?) {
        let Some(field) = statement
            .named_child(0)
            .filter(|field| field.kind() == "assignment")
        else {
            continue;
        };
        let (Some(of), Some(value)) = (
            field.child_by_field_name("type"),
            field.child_by_field_name("right"),
        ) else {
            continue;
        };
        if holds(site.text(of), b"ClassVar") {
            continue;
        }
        let called = value
            .child_by_field_name("function")
            .is_some_and(|called| matches!(site.text(called), b"list" | b"dict" | b"set"));
        if called || site.kinds.mutable_displays.contains(value.kind_id()) {
            site.focus.push(Span::from(value.byte_range()));
            let start = whole.map_or(field.start_byte(), Span::start);
            whole = Some(Span::new(start, field.end_byte()));
        }
    }
    whole
}
