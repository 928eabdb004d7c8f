//! Checks values against the part of JSON Schema that `editors/schemas` uses; a word that it does
//! not know fails the test, so that no rule is passed over.

use std::sync::OnceLock;

use serde_json::Value;

/// Fails where `value` is not what `editors/schemas/requests.json` says of `part` (`params` or
/// `result`) of `method`.
pub fn assert_fits(method: &str, part: &str, value: &Value) {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/editors/schemas/requests.json");
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    });
    let own = &schema["properties"][method]["properties"][part];
    assert!(own.is_object(), "no schema for {part} of {method}");
    if let Err(reason) = fits(schema, own, value) {
        panic!("{part} of {method}: {reason}\n{value:#}");
    }
}

fn fits(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    for (word, rule) in schema.as_object().ok_or("no schema")? {
        let holds = match word.as_str() {
            "description" | "default" => Ok(()),
            "$ref" => {
                let name = rule.as_str().unwrap().trim_start_matches("#/$defs/");
                fits(root, &root["$defs"][name], value)
            }
            "type" => is_type(rule, value),
            "enum" => one_of(rule.as_array().unwrap(), value),
            "const" => one_of(std::slice::from_ref(rule), value),
            "minimum" => match value.as_f64() < rule.as_f64() && value.is_number() {
                true => Err(format!("{value} is less than {rule}")),
                false => Ok(()),
            },
            "pattern" => day(value),
            "items" => value
                .as_array()
                .into_iter()
                .flatten()
                .try_for_each(|item| fits(root, rule, item)),
            "required" => rule.as_array().unwrap().iter().try_for_each(|name| {
                let name = name.as_str().unwrap();
                value.get(name).map(|_| ()).ok_or(format!("no `{name}`"))
            }),
            "properties" => rule
                .as_object()
                .unwrap()
                .iter()
                .try_for_each(|(name, own)| {
                    value.get(name).map_or(Ok(()), |value| {
                        fits(root, own, value).map_err(|reason| format!("{name}: {reason}"))
                    })
                }),
            "additionalProperties" => {
                value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .try_for_each(|(name, _)| match schema["properties"].get(name) {
                        Some(_) => Ok(()),
                        None => Err(format!("`{name}` is not in the schema")),
                    })
            }
            "anyOf" => {
                let choices = rule.as_array().unwrap().iter();
                let mut reasons = choices.map(|own| fits(root, own, value));
                match reasons.clone().any(|outcome| outcome.is_ok()) {
                    true => Ok(()),
                    false => reasons.next().unwrap(),
                }
            }
            other => panic!("the test knows no `{other}`"),
        };
        holds?;
    }
    Ok(())
}

fn one_of(choices: &[Value], value: &Value) -> Result<(), String> {
    match choices.contains(value) {
        true => Ok(()),
        false => Err(format!("{value} is none of {choices:?}")),
    }
}

fn is_type(rule: &Value, value: &Value) -> Result<(), String> {
    let own = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let named = |name: &Value| name == own;
    match rule
        .as_array()
        .map_or(named(rule), |all| all.iter().any(named))
    {
        true => Ok(()),
        false => Err(format!("{value} is {own}, not {rule}")),
    }
}

/// The only pattern there is: `YYYY-MM-DD`.
fn day(value: &Value) -> Result<(), String> {
    let text = value.as_str().unwrap_or_default();
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    match shape == "0000-00-00" {
        true => Ok(()),
        false => Err(format!("{value} is no day")),
    }
}
