//! Ways to fail on purpose, for the tests of what happens then. No release has them.

use serde_json::Value;
use tower_lsp::jsonrpc::Result;

use super::away::away;
use super::server::Server;

impl Server {
    /// A request that panics, at once, after it has waited, or in work that it waits for.
    pub async fn test_panic(&self, params: Value) -> Result<Value> {
        if params["late"] == true {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        if params["away"] == true {
            return away(|| panic!("on purpose")).await;
        }
        panic!("on purpose");
    }

    /// The text of an open document, as the server has it, and its version.
    pub async fn test_text(&self, params: Value) -> Result<Value> {
        let uri = params["uri"].as_str().and_then(|uri| uri.parse().ok());
        let snapshot = uri.and_then(|uri| self.0.snapshot(&uri));
        let missing = || tower_lsp::jsonrpc::Error::invalid_params("no such document");
        let snapshot = snapshot.ok_or_else(missing)?;
        let document = snapshot.view.document();
        Ok(serde_json::json!({
            "text": document.rope().to_string(),
            "version": document.version(),
        }))
    }

    /// A notification that panics while it holds the lock.
    pub async fn test_panic_with_lock(&self, _: Value) {
        let _state = self.0.state();
        panic!("on purpose, with the lock");
    }
}
