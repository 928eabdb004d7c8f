//! What the built-in pages say about concepts, as it is prepared when the program is built.

use std::sync::Arc;

use super::evidence::Reader;
use super::said::PageEvidence;
use crate::concept::Catalogue;
use crate::guide::Page;
use crate::pack::{Packer, Unpacker};
use crate::parallel;
use crate::python::Recogniser;

/// What some pages say about the concepts of one catalogue, known without reading them.
#[derive(Clone, Debug, Default)]
pub struct ReadAhead {
    /// How many concepts and subjects the catalogue has.
    catalogue: (usize, usize),
    pages: Vec<(Arc<Page>, Arc<PageEvidence>)>,
}

impl ReadAhead {
    /// Reads `pages`.
    pub fn new(catalogue: &Arc<Catalogue>, recogniser: &Recogniser, pages: &[Arc<Page>]) -> Self {
        let reader = Reader::new(catalogue);
        let read = |page: &Arc<Page>| {
            let evidence = PageEvidence::new(&reader, recogniser, page);
            (page.clone(), Arc::new(evidence))
        };
        Self {
            catalogue: size(catalogue),
            pages: parallel::map(pages, read),
        }
    }

    /// Writes what was read, in the order of the pages.
    pub fn pack(&self, to: &mut Packer) {
        to.number(self.catalogue.0);
        to.number(self.catalogue.1);
        to.list(&self.pages, |to, (_, evidence)| evidence.pack(to));
    }

    /// What [`ReadAhead::pack`] wrote of these pages.
    pub fn unpack(from: &mut Unpacker<'_>, pages: impl IntoIterator<Item = Arc<Page>>) -> Self {
        let catalogue = (from.number(), from.number());
        let evidence = from.list(|from| Arc::new(PageEvidence::unpack(from)));
        Self {
            catalogue,
            pages: pages.into_iter().zip(evidence).collect(),
        }
    }

    /// The pages with what they say, as far as it holds for `catalogue`, which begins with the
    /// built-in one: a concept or a subject more, and a title may name something else.
    pub(super) fn of(&self, catalogue: &Catalogue) -> &[(Arc<Page>, Arc<PageEvidence>)] {
        match size(catalogue) == self.catalogue {
            true => &self.pages,
            false => &[],
        }
    }
}

fn size(catalogue: &Catalogue) -> (usize, usize) {
    (catalogue.len(), catalogue.subjects().len())
}
