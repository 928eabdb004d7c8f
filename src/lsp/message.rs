//! What a JSON value means as a message (JSON-RPC 2.0; LSP 3.17, "Base Protocol").

use serde_json::{Map, Value};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

/// A message that can be handled.
pub enum Understood {
    /// A request, or a notification where it has no id.
    Request(Request),
    /// The answer to a request of ours.
    Response(Response),
}

/// Takes a JSON value for what it is: with a method a request or notification, else a response.
/// The error is what to answer, where there is anybody to answer.
pub fn understand(message: Value) -> Result<Understood, Option<Response>> {
    if !message.is_object() {
        return Err(Some(refusal(Id::Null, "it is no object")));
    }
    if message.get("method").is_some() {
        let id = message.get("id").cloned();
        return serde_json::from_value(with_parameters(message))
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

/// Our own requests take an object; a client that has nothing to say in it may send `null`, `[]`, or
/// no parameters at all.
fn with_parameters(mut request: Value) -> Value {
    let is_own = |method: &str| method.starts_with("pygloss/");
    if let Value::Object(fields) = &mut request
        && fields
            .get("method")
            .and_then(Value::as_str)
            .is_some_and(is_own)
    {
        let params = fields.entry("params").or_insert(Value::Null);
        if params.is_null() || params.as_array().is_some_and(Vec::is_empty) {
            *params = Value::Object(Map::new());
        }
    }
    request
}

/// Clients written in JavaScript leave out a result that is `undefined`.
fn with_result(mut response: Value) -> Value {
    if let Value::Object(fields) = &mut response
        && !fields.contains_key("error")
    {
        fields.entry("result").or_insert(Value::Null);
    }
    response
}

fn refusal(id: Id, why: &str) -> Response {
    tracing::warn!("a message is no request or notification: {why}");
    let mut error = Error::new(ErrorCode::InvalidRequest);
    error.message = format!("no request, notification or response: {why}").into();
    Response::from_error(id, error)
}
