//! What a JSON value means as a message (JSON-RPC 2.0; LSP 3.17, "Base Protocol").

use serde_json::{Map, Value};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

use super::lenient;

/// A message that can be handled.
pub enum Understood {
    /// A request, or a notification where it has no id.
    Request(Request),
    /// The answer to a request of ours.
    Response(Response),
}

/// Takes a JSON value for what it is: with a method a request or notification, else a response.
/// The error is what to answer, where there is anybody to answer.
pub fn understand(mut message: Value) -> Result<Understood, Option<Response>> {
    let Value::Object(fields) = &mut message else {
        return Err(Some(refusal(Id::Null, "it is no object")));
    };
    if fields.contains_key("method") {
        lenient::mend(fields);
        let id = fields.get("id").cloned();
        return serde_json::from_value(message)
            .map(Understood::Request)
            .map_err(|error| {
                let id = id.and_then(|id| serde_json::from_value(id).ok());
                Some(refusal(id.unwrap_or_default(), &error.to_string()))
            });
    }
    serde_json::from_value(with_result(message))
        .map(Understood::Response)
        .map_err(|error| {
            // An answer to an answer would only confuse.
            tracing::warn!("a response cannot be understood: {error}");
            None
        })
}

/// Clients written in JavaScript leave out a result that is `undefined`; others say nothing with an
/// object that has nothing in it.
fn with_result(mut response: Value) -> Value {
    if let Value::Object(fields) = &mut response
        && !fields.contains_key("error")
    {
        let result = fields.entry("result").or_insert(Value::Null);
        if result.as_object().is_some_and(Map::is_empty) {
            *result = Value::Null;
        }
    }
    response
}

fn refusal(id: Id, why: &str) -> Response {
    tracing::warn!("a message is no request or notification: {why}");
    let mut error = Error::new(ErrorCode::InvalidRequest);
    error.message = format!("no request, notification or response: {why}").into();
    Response::from_error(id, error)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_client_may_answer_nothing_in_three_ways() {
        for fields in [json!({"result": null}), json!({"result": {}}), json!({})] {
            let mut message = json!({"jsonrpc": "2.0", "id": 1});
            let fields = fields.as_object().cloned().unwrap_or_default();
            message.as_object_mut().unwrap().extend(fields);
            let Ok(Understood::Response(response)) = understand(message.clone()) else {
                panic!("{message} is a response");
            };
            assert_eq!(response.result(), Some(&Value::Null), "{message}");
        }
    }
}
