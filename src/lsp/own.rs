//! Requests beyond LSP, as `editors/README.md` has them. Each hands its parameters to a feature.

use serde_json::Value;
use tower_lsp::jsonrpc::Result;

use super::constructs::{self, Asked, Construct};
use super::plan::{self, Plan, Step};
use super::server::Server;
use super::usages::{self, Usages, Used};
use super::wire::{Entry, Nothing, Where};
use super::{browse, shelf, study};
use crate::disk;

impl Server {
    /// `pygloss/search`.
    pub async fn search(&self, params: browse::Search) -> Result<Vec<Entry>> {
        browse::search(&self.0, params).await
    }

    /// `pygloss/entry`.
    pub async fn entry(&self, params: browse::WhichEntry) -> Result<browse::Whole> {
        browse::entry(&self.0, params).await
    }

    /// `pygloss/concepts`.
    pub async fn concepts(&self, _: Nothing) -> Result<Vec<browse::Covered>> {
        browse::concepts(&self.0).await
    }

    /// `pygloss/constructs`.
    pub async fn constructs(&self, place: Where) -> Result<Vec<Construct>> {
        let Some(snapshot) = self.0.snapshot(&place.text_document.uri) else {
            return Ok(Vec::new());
        };
        let asked = snapshot
            .ask(move |snapshot, library| constructs::constructs(snapshot, library, &place));
        Ok(asked.await?.unwrap_or_default())
    }

    /// `pygloss/quiz`.
    pub async fn quiz(&self, place: Where) -> Result<Vec<Asked>> {
        let Some(snapshot) = self.0.snapshot(&place.text_document.uri) else {
            return Ok(Vec::new());
        };
        let asked = snapshot.ask(move |snapshot, library| {
            constructs::quiz(snapshot, library, &place, disk::today())
        });
        Ok(asked.await?.unwrap_or_default())
    }

    /// `pygloss/mark`.
    pub async fn mark(&self, params: study::Mark) -> Result<()> {
        study::mark(&self.0, params).await
    }

    /// `pygloss/rate`.
    pub async fn rate(&self, params: study::Rate) -> Result<study::Rated> {
        study::rate(&self.0, params).await
    }

    /// `pygloss/guides`.
    pub async fn guides(&self, _: Nothing) -> Result<Vec<shelf::Shelf>> {
        shelf::guides(&self.0).await
    }

    /// `pygloss/browse`.
    pub async fn browse(&self, params: shelf::Browse) -> Result<Value> {
        shelf::browse(&self.0, params).await
    }

    /// `pygloss/check`.
    pub async fn check(&self, _: Nothing) -> Result<Vec<shelf::Checked>> {
        shelf::checked(&self.0).await
    }

    /// `pygloss/usages`.
    pub async fn usages(&self, params: Usages) -> Result<Used> {
        usages::usages(&self.0, params, false).await
    }

    /// `pygloss/studyPlan`.
    pub async fn study_plan(&self, params: Plan) -> Result<Vec<Step>> {
        plan::plan(&self.0, params).await
    }
}
