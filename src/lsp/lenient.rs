//! What clients send that is not quite as the specification has it, where what is meant is plain.
//! Refused, it would cost the session its start, or a document its text without a word.

use serde_json::{Map, Value, json};
use tower_lsp::ls_types::{InitializeParams, Uri};

use super::convert;

/// Makes the parameters of a request or notification what they were meant to be.
pub fn mend(message: &mut Map<String, Value>) {
    let method = message.get("method").and_then(Value::as_str);
    let method = method.unwrap_or_default().to_owned();
    match method.as_str() {
        // It takes none, and whatever comes with it, the session ends with it.
        "shutdown" => set(message, Value::Null),
        // There is nothing in it that could be wrong.
        "initialized" => set(message, json!({})),
        "initialize" if !message.contains_key("params") => set(message, Value::Null),
        // Our own requests take an object; who has nothing to say in it may say so in any way.
        own if own.starts_with("pygloss/") => {
            let params = message.entry("params").or_insert(Value::Null);
            if params.is_null() || params.as_array().is_some_and(Vec::is_empty) {
                *params = json!({});
            }
        }
        _ => {}
    }
    let Some(params) = message.get_mut("params") else {
        return;
    };
    mend_values(params);
    if method == "initialize" {
        or_nothing(params);
        if !is_initialize(params.clone()) {
            tracing::warn!("parts of `initialize` cannot be read; they are left out");
            keep_what_fits(params, &is_initialize);
            or_nothing(params);
        }
    }
    // Clients written in Lua or Lisp cannot always tell nothing from an empty list.
    if method == "workspace/executeCommand"
        && let Some(arguments) = params.get_mut("arguments")
        && arguments.is_null()
    {
        *arguments = json!([]);
    }
    // Before LSP 3.16 the version could be null. Without it the text would go its own way.
    if method == "textDocument/didChange"
        && let Some(Value::Object(document)) = params.get_mut("textDocument")
        && !document.get("version").is_some_and(Value::is_number)
    {
        document.insert("version".to_owned(), json!(0));
    }
}

fn set(message: &mut Map<String, Value>, params: Value) {
    message.insert("params".to_owned(), params);
}

/// Addresses that are none by RFC 3986 are encoded, numbers are brought into their range.
fn mend_values(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match (name.as_str(), &mut *value) {
                    ("uri" | "rootUri" | "document", Value::String(address)) => {
                        mend_address(address);
                    }
                    // Some clients say "the end" with the largest number that they know, others
                    // write every number with a point. `as` takes what is outside for the limit.
                    ("line" | "character", Value::Number(number)) => {
                        if number
                            .as_u64()
                            .is_none_or(|number| number > u32::MAX.into())
                        {
                            *value = json!(number.as_f64().unwrap_or_default() as u32);
                        }
                    }
                    ("version", Value::Number(number)) => {
                        *value = json!(number.as_f64().unwrap_or_default() as i32);
                    }
                    _ => mend_values(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(mend_values),
        _ => {}
    }
}

/// Encodes what may not stand in an address as it is: a blank, a letter beyond ASCII.
fn mend_address(address: &mut String) {
    if address.parse::<Uri>().is_ok() {
        return;
    }
    let mut mended = String::new();
    for (at, byte) in address.bytes().enumerate() {
        let is_code = || {
            let code = address.as_bytes().get(at + 1..at + 3);
            code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
        };
        if (byte == b'%' && is_code()) || (byte == b'#' && !mended.contains('#')) {
            mended.push(char::from(byte));
        } else {
            convert::push_encoded(&mut mended, byte, b"-._~:/?@!$&'()*+,;=");
        }
    }
    *address = mended;
}

fn is_initialize(mut params: Value) -> bool {
    or_nothing(&mut params);
    serde_json::from_value::<InitializeParams>(params).is_ok()
}

/// The parameters of a client that says nothing of itself, where there are none.
fn or_nothing(params: &mut Value) {
    if !params.is_object() {
        *params = json!({});
    }
    if params.get("capabilities").is_none() {
        params["capabilities"] = json!({});
    }
}

/// Leaves out what does not fit by itself, as deep inside as it stands.
fn keep_what_fits(value: &mut Value, fits: &dyn Fn(Value) -> bool) {
    match value {
        Value::Object(fields) => {
            for (name, mut value) in std::mem::take(fields) {
                if is_kept(&mut value, &|value| fits(json!({ name.as_str(): value }))) {
                    fields.insert(name, value);
                }
            }
        }
        Value::Array(values) => {
            for mut value in std::mem::take(values) {
                if is_kept(&mut value, &|value| fits(json!([value]))) {
                    values.push(value);
                }
            }
        }
        _ => {}
    }
}

fn is_kept(value: &mut Value, fits: &dyn Fn(Value) -> bool) -> bool {
    fits(value.clone()) || {
        keep_what_fits(value, fits);
        fits(value.clone())
    }
}
