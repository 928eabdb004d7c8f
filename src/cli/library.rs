//! Loads what the commands answer from.

use super::{Guides, complain};
use crate::concept::Catalogue;
use crate::gloss::Library;
use crate::guide::Guide;
use crate::{builtin, disk};

/// The catalogue and the guides that the command line names, joined. What could not be read is told
/// on standard error; `false` where something was.
pub fn load(guides: &Guides) -> (Library, bool) {
    let (guide, whole) = read_guides(guides);
    (join(builtin::catalogue_for(&guide), guide), whole)
}

/// The catalogue alone, for commands that show no entries.
pub fn without_guide() -> Library {
    join(builtin::catalogue(), Guide::default())
}

/// The guides that the command line names; `false` where one could not be read, which is told.
pub fn read_guides(guides: &Guides) -> (Guide, bool) {
    let read = disk::read_guides(&guides.paths);
    for message in &read.messages {
        complain(message);
    }
    let builtin = (!guides.no_builtin_guide).then(builtin::guide_pages);
    (
        Guide::layered(read.layers.into_iter().chain(builtin)),
        !read.failed,
    )
}

fn join(catalogue: Catalogue, guide: Guide) -> Library {
    let (library, problems) = Library::new(catalogue, guide);
    for (concept, problem) in problems {
        complain(&format!(
            "{}: {}",
            library.catalogue[concept].id, problem.message
        ));
    }
    library
}
