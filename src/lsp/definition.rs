//! `textDocument/definition`, for those who want it: from a construct to the guide. Off unless a
//! person turns it on, and then beside the definitions of other servers.

use std::sync::Arc;

use serde_json::json;
use tower_lsp::ls_types::{Location, Position, Registration, Unregistration};

use super::session::Session;
use super::snapshot::Snapshot;
use super::{convert, wire};
use crate::gloss::{self, Library};

const METHOD: &str = "textDocument/definition";
const NAME: &str = "pygloss.definition";

/// Tells a client that can be told so whether the server has definitions now.
pub fn register(session: &Arc<Session>) {
    if !session.facts().definition_registration {
        return;
    }
    let client = session.client.clone();
    let is_wanted = session.state().settings.definition;
    let (id, method) = (NAME.to_owned(), METHOD.to_owned());
    if is_wanted {
        session.spawn("client/registerCapability", async move {
            let register_options = Some(json!({"documentSelector": [{"language": "python"}]}));
            let registration = Registration {
                id,
                method,
                register_options,
            };
            client.register_capability(vec![registration]).await
        });
    } else {
        session.spawn("client/unregisterCapability", async move {
            let registration = Unregistration { id, method };
            client.unregister_capability(vec![registration]).await
        });
    }
}

/// The best entry about what stands at a place.
pub fn definition(
    snapshot: &Snapshot,
    library: &Arc<Library>,
    position: Position,
) -> Option<Location> {
    if !snapshot.settings.definition {
        return None;
    }
    let offset = snapshot.offset(position);
    let analysis = snapshot.analysis(library);
    let found = gloss::hover(library, &analysis.occurrences, offset)?;
    let (page, entry) = found.parts.first()?.topic?;
    let session = &snapshot.session;
    let range = convert::page_range(page, entry.heading, session.encoding());
    Some(Location::new(wire::uri(session, page)?, range))
}
