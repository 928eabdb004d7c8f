//! Looking at what stands in a node itself, not in the functions and classes in it.

use tree_sitter::Node;

use super::Site;

/// The nodes of one function or statement, in document order.
pub(super) struct Own<'t> {
    waiting: Vec<Node<'t>>,
}

/// `node` and the nodes in it, without those in lambdas and definitions in it.
pub(super) fn own<'t>(node: Node<'t>) -> Own<'t> {
    Own {
        waiting: vec![node],
    }
}

impl<'t> Iterator for Own<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let node = self.waiting.pop()?;
        let other = matches!(
            node.kind(),
            "function_definition" | "class_definition" | "lambda"
        );
        if !other {
            let first = self.waiting.len();
            let mut cursor = node.walk();
            self.waiting.extend(node.named_children(&mut cursor));
            self.waiting[first..].reverse();
        }
        Some(node)
    }
}

/// The statements of a block, comments left out.
pub(super) fn statements<'t>(block: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = block.walk();
    let all = block.named_children(&mut cursor);
    all.filter(|child| child.kind() != "comment").collect()
}

/// The nearest node around `node` of one of these kinds.
pub(super) fn around<'t>(node: Node<'t>, kinds: &[&str]) -> Option<Node<'t>> {
    let mut around = node.parent()?;
    while !kinds.contains(&around.kind()) {
        around = around.parent()?;
    }
    Some(around)
}

/// The function whose own code `node` is.
pub(super) fn function_of(node: Node<'_>) -> Option<Node<'_>> {
    around(node, &["function_definition", "lambda", "class_definition"])
        .filter(|around| around.kind() == "function_definition")
}

/// The class whose body the definition `node` stands in, decorated or not.
pub(super) fn class_of(node: Node<'_>) -> Option<Node<'_>> {
    let mut block = node.parent()?;
    if block.kind() == "decorated_definition" {
        block = block.parent()?;
    }
    let class = block.parent()?;
    (block.kind() == "block" && class.kind() == "class_definition").then_some(class)
}

/// The names of the parameters of `function` in order, stars left out.
pub(super) fn parameters<'t>(function: Node<'t>) -> Vec<Node<'t>> {
    let Some(list) = function.child_by_field_name("parameters") else {
        return Vec::new();
    };
    let mut cursor = list.walk();
    let named = |parameter: Node<'t>| match parameter.kind() {
        "identifier" => Some(parameter),
        "default_parameter" | "typed_default_parameter" => parameter.child_by_field_name("name"),
        "typed_parameter" => parameter
            .named_child(0)
            .filter(|name| name.kind() == "identifier"),
        _ => None,
    };
    list.named_children(&mut cursor).filter_map(named).collect()
}

/// The first parameter of `function`, as it is written.
pub(super) fn first_parameter(site: &mut Site<'_, '_, '_>, function: Node<'_>) -> Option<Vec<u8>> {
    let first = *parameters(function).first()?;
    Some(site.text(first).to_vec())
}

/// Where the word `wanted` stands in `text`: with nothing before it that would make it another name.
pub(super) fn places<'t>(text: &'t [u8], wanted: &'t [u8]) -> impl Iterator<Item = usize> {
    let windows = text.windows(wanted.len().max(1)).enumerate();
    windows
        .filter(move |&(at, window)| window == wanted && (at == 0 || !in_name(text[at - 1])))
        .map(|(at, _)| at)
}

/// Whether `wanted` stands in `text` as in [`places`].
pub(super) fn holds(text: &[u8], wanted: &[u8]) -> bool {
    places(text, wanted).next().is_some()
}

/// Whether names are made of bytes such as `byte`.
pub(super) fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
