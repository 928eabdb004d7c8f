//! `pygloss/studyPlan`: what is best to learn next for the code of this workspace: what stands in
//! it often and is asked about, is not known yet, and needs little that is not known either.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;

use super::away::away;
use super::job::Tokens;
use super::session::Session;
use super::{usages, wire};
use crate::concept::ConceptId;
use crate::gloss::Library;
use crate::guide::{Entry, Kind, Page};
use crate::study::{Knowledge, Study};

/// How many concepts a plan has unless told, and at most.
const STEPS: usize = 20;
const MOST_STEPS: usize = 500;
/// How many entries of each concept it names.
const ENTRIES: usize = 5;

/// What `pygloss/studyPlan` takes.
#[derive(Debug, Default, Deserialize)]
pub struct Plan {
    #[serde(default)]
    limit: Option<usize>,
    #[serde(flatten)]
    tokens: Tokens,
}

/// One concept to learn.
#[derive(Debug, Serialize)]
pub struct Step {
    concept: wire::Concept,
    /// How often it stands in the workspace.
    places: u32,
    /// What to read and to answer, best first.
    entries: Vec<wire::Entry>,
    /// The pages to read before, those left out whose concepts are known.
    prerequisites: Vec<wire::Entry>,
}

/// The plan, best to learn next first.
pub async fn plan(session: &Arc<Session>, params: Plan) -> Result<Vec<Step>> {
    let library = wire::library(session).await?;
    let limit = params.limit.unwrap_or(STEPS).min(MOST_STEPS);
    let tokens = Tokens {
        partial_result_token: None,
        ..params.tokens
    };
    let title = "Looking at the workspace";
    let looked = usages::look(
        session,
        &library,
        title,
        tokens,
        false,
        Vec::new(),
        usize::MAX,
    );
    let counts = looked.await?.counts;
    let study = session.state().study.clone();
    let session = session.clone();
    away(move || {
        let mut steps: Vec<_> = library
            .catalogue
            .iter()
            .filter_map(|(id, concept)| {
                let places = counts.get(id.index()).copied().filter(|&count| count > 0)?;
                let state = study.knowledge(&concept.id);
                if state == Some(Knowledge::Known) || library.links.of(id).is_empty() {
                    return None;
                }
                let before = prerequisites(&library, &study, id);
                let worth = f64::from(concept.notable) * f64::from(places).ln_1p();
                let begun = if state.is_some() { 2.0 } else { 1.0 };
                #[allow(clippy::cast_precision_loss)] // A handful of pages.
                let score = worth * begun / (1.0 + before.len() as f64);
                (concept.notable > 0).then_some((score, id, places, before))
            })
            .collect();
        steps.sort_by(|(a, first, ..), (b, second, ..)| b.total_cmp(a).then(first.cmp(second)));
        let steps = steps.into_iter().take(limit);
        steps
            .map(|(_, id, places, before)| Step {
                concept: wire::concept(&library, &study, id),
                places,
                entries: wire::entries(&session, &library, id)
                    .into_iter()
                    .take(ENTRIES)
                    .collect(),
                prerequisites: before
                    .into_iter()
                    .map(|(page, entry)| wire::entry(&session, page, entry))
                    .collect(),
            })
            .collect()
    })
    .await
}

/// The topics that the page about `id` wants read before, unless all that they explain is known.
fn prerequisites<'l>(
    library: &'l Library,
    study: &Study,
    id: ConceptId,
) -> Vec<(&'l Page, &'l Entry)> {
    let mut entries = library.entries(id);
    let Some((page, ..)) = entries.find(|(_, entry, _)| entry.kind == Kind::Topic) else {
        return Vec::new();
    };
    let wanted = page.front.prerequisites.iter();
    wanted
        .filter_map(|name| {
            let page = library
                .guide
                .pages
                .iter()
                .find(|page| is_called(page, name))?;
            let topic = page
                .entries
                .iter()
                .find(|entry| entry.kind == Kind::Topic)?;
            let explained = page.front.explains.as_deref().unwrap_or_default();
            let is_known = |id: &String| study.knowledge(id) == Some(Knowledge::Known);
            let all_known = !explained.is_empty() && explained.iter().all(is_known);
            (!all_known).then_some((&**page, topic))
        })
        .collect()
}

/// Whether `name` is the name of the page's file, or another that it says it answers to.
fn is_called(page: &Page, name: &str) -> bool {
    let file = page.name.rsplit(['/', '\\']).next().unwrap_or(&page.name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    stem.eq_ignore_ascii_case(name)
        || page
            .aliases()
            .iter()
            .any(|alias| alias.eq_ignore_ascii_case(name))
}
