//! Notebooks, cell by cell.

use serde_json::{Value, json};

use crate::support::Client;
use crate::{Session, markdown, plain, text};

const BOOK: &str = "file:///tmp/work/book.ipynb";

fn uri(number: u32) -> String {
    format!("vscode-notebook-cell:/tmp/work/book.ipynb#cell{number}")
}

fn cell(number: u32) -> Value {
    json!({"kind": 2, "document": uri(number)})
}

fn item(number: u32, text: &str) -> Value {
    json!({"uri": uri(number), "languageId": "python", "version": 1, "text": text})
}

fn open(client: &mut Client, texts: &[&str]) {
    let numbers = 0..u32::try_from(texts.len()).unwrap();
    let cells: Vec<_> = numbers.clone().map(cell).collect();
    let items: Vec<_> = numbers
        .zip(texts)
        .map(|(number, text)| item(number, text))
        .collect();
    let params = json!({
        "notebookDocument": {"uri": BOOK, "notebookType": "jupyter-notebook", "version": 1,
            "cells": cells},
        "cellTextDocuments": items,
    });
    client.notify("notebookDocument/didOpen", params);
}

fn change(client: &mut Client, cells: Value) {
    let params = json!({"notebookDocument": {"uri": BOOK, "version": 2},
        "change": {"cells": cells}});
    client.notify("notebookDocument/didChange", params);
}

#[test]
fn names_of_earlier_cells_are_known() {
    let mut session = Session::new(markdown(), Value::Null);
    let client = &mut session.client;
    let cells = [
        "import functools as f",
        "%matplotlib inline\n@f.wraps(g)\ndef h(): pass\n",
    ];
    open(client, &cells);
    let hover = client.hover(&uri(1), 1, 4);
    assert!(text(&hover).contains("wraps"), "{hover}");
    assert_eq!(hover["range"]["start"]["line"], 1);

    // Another cell between them changes nothing, until it imports another name.
    let array = json!({"start": 1, "deleteCount": 0, "cells": [cell(2)]});
    let structure = json!({"array": array, "didOpen": [item(2, "y = 1\n")]});
    change(client, json!({ "structure": structure }));
    assert!(text(&client.hover(&uri(1), 1, 4)).contains("wraps"));
    let replaced = json!([{"document": {"uri": uri(2), "version": 2}, "changes": [{"text": "import itertools as f"}]}]);
    change(client, json!({ "textContent": replaced }));
    // Without the first cell nothing is imported.
    let array = json!({"start": 0, "deleteCount": 1});
    let structure = json!({"array": array, "didClose": [{"uri": uri(0)}]});
    change(client, json!({ "structure": structure }));
    assert!(!text(&client.hover(&uri(1), 1, 4)).contains("wraps"));

    let closed = json!({"notebookDocument": {"uri": BOOK}, "cellTextDocuments": [{"uri": uri(1)}, {"uri": uri(2)}]});
    client.notify("notebookDocument/didClose", closed);
    assert!(client.hover(&uri(1), 1, 4).is_null());
    session.client.close();
}

#[test]
fn a_concept_has_its_lens_in_the_first_cell_that_it_stands_in() {
    let mut session = plain();
    let client = &mut session.client;
    open(
        client,
        &["x = 1\nif (n := 1): pass", "x = 2\nif (m := 1): pass"],
    );
    assert_eq!(client.lenses(&uri(0)).len(), 1);
    assert_eq!(client.lenses(&uri(0))[0].0, 1);
    assert_eq!(client.lenses(&uri(1)), []);
    session.client.close();
}

#[test]
fn cells_that_come_as_plain_documents_know_each_other() {
    let mut session = Session::new(markdown(), Value::Null);
    let client = &mut session.client;
    client.open(&uri(0), "from functools import wraps");
    client.open(&uri(1), "print(wraps)");
    assert!(text(&client.hover(&uri(1), 0, 8)).contains("wraps"));
    let closed = json!({"textDocument": {"uri": uri(0)}});
    client.notify("textDocument/didClose", closed);
    assert!(!text(&client.hover(&uri(1), 0, 8)).contains("wraps"));
    session.client.close();
}

#[test]
fn notebooks_are_offered_to_clients_that_know_them() {
    let mut session = Session::before_initialize();
    let capabilities = json!({"notebookDocument": {"synchronization": {}}});
    let offered = session.client.initialize(capabilities, Value::Null);
    let selector = &offered["notebookDocumentSync"]["notebookSelector"][0];
    assert_eq!(
        *selector,
        json!({"notebook": "*", "cells": [{"language": "python"}]})
    );
    session.client.close();
}
