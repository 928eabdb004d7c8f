//! What an import statement names and binds.

use tree_sitter::Node;

use super::grammar;
use super::source::Reader;
use super::symbol::Symbol;
use crate::text::Span;

/// One name that an import statement imports.
#[derive(Clone, Debug, Default)]
pub(super) struct Imported {
    /// From a package that is only known relative to the file.
    pub relative: bool,
    /// The dotted path, from its beginning.
    pub steps: Vec<(Symbol, Span)>,
    /// How many steps of it the bound name means: `import a.b` binds `a` to `a`.
    pub bound_steps: usize,
    /// The name that is bound; none by `*`.
    pub binds: Option<Symbol>,
}

/// What the import statement `node` imports, one for each name.
pub(super) fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Vec<Imported> {
    let mut module: Option<Imported> = None;
    let mut imports = Vec::new();
    let mut cursor = node.walk();
    let mut more = cursor.goto_first_child();
    while more {
        let child = cursor.node();
        match child.kind() {
            "__future__" => module = Some(path(child, reader, Imported::default())),
            "relative_import" => {
                let relative = Imported {
                    relative: true,
                    ..Imported::default()
                };
                module = Some(path(child, reader, relative));
            }
            "dotted_name" if cursor.field_name() == Some("module_name") => {
                module = Some(path(child, reader, Imported::default()));
            }
            "dotted_name" | "aliased_import" => imports.push(child),
            "wildcard_import" => {
                return module.into_iter().collect();
            }
            _ => {}
        }
        more = cursor.goto_next_sibling();
    }
    let from = module.is_some();
    let module = module.unwrap_or_default();
    imports
        .into_iter()
        .filter_map(|child| one(child, from, &module, reader))
        .collect()
}

fn one(
    child: Node<'_>,
    from: bool,
    module: &Imported,
    reader: &mut Reader<'_>,
) -> Option<Imported> {
    let aliased = child.kind() == "aliased_import";
    let name = if aliased {
        child.child_by_field_name("name")?
    } else {
        child
    };
    let mut import = path(name, reader, module.clone());
    if aliased {
        let alias = child.child_by_field_name("alias")?;
        import.binds = Some(symbol(alias, reader));
        import.bound_steps = import.steps.len();
    } else if from {
        import.binds = import.steps.last().map(|(name, _)| *name);
        import.bound_steps = import.steps.len();
    } else {
        import.binds = import.steps.first().map(|(name, _)| *name);
        import.bound_steps = 1;
    }
    Some(import)
}

/// Adds the identifiers in `node` to the path of `import`.
fn path(node: Node<'_>, reader: &mut Reader<'_>, mut import: Imported) -> Imported {
    let identifier = grammar::named("identifier").unwrap_or_default();
    if node.child_count() == 0 && !node.byte_range().is_empty() {
        let span = Span::from(node.byte_range());
        import.steps.push((symbol(node, reader), span));
        return import;
    }
    let mut level = vec![node];
    while let Some(node) = level.pop() {
        let mut cursor = node.walk();
        let mut more = cursor.goto_first_child();
        while more {
            let child = cursor.node();
            if child.kind_id() == identifier {
                import
                    .steps
                    .push((symbol(child, reader), Span::from(child.byte_range())));
            } else if child.kind() == "dotted_name" {
                level.push(child);
            }
            more = cursor.goto_next_sibling();
        }
    }
    import
}

fn symbol(node: Node<'_>, reader: &mut Reader<'_>) -> Symbol {
    Symbol::of(reader.bytes(node.start_byte(), node.end_byte()))
}
