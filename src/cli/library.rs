//! Loads what the commands answer from.

use std::sync::Arc;

use super::{Guides, complain};
use crate::concept::File;
use crate::gloss::Library;
use crate::guide::Guide;
use crate::{builtin, disk};

/// The catalogue and the guides that the command line names, joined. What could not be read is told
/// on standard error; `false` where something was.
pub fn load(guides: &Guides) -> (Library, bool) {
    let (guide, concepts, whole) = read_all(guides);
    (join(&concepts, guide), whole)
}

/// The catalogue with what the guides define, for commands that show no entries.
pub fn without_guide(guides: &Guides) -> Library {
    if guides.paths.is_empty() {
        return join(&[], Guide::default());
    }
    let own = Guides {
        paths: guides.paths.clone(),
        no_builtin_guide: true,
    };
    let (guide, concepts, _) = read_all(&own);
    join(&concepts, guide)
}

/// The guides that the command line names; `false` where one could not be read, which is told.
pub fn read_guides(guides: &Guides) -> (Guide, bool) {
    let (guide, _, whole) = read_all(guides);
    (guide, whole)
}

fn read_all(guides: &Guides) -> (Guide, Vec<Arc<File>>, bool) {
    let read = disk::read_guides(&guides.paths);
    for message in &read.messages {
        complain(message);
    }
    let builtin = (!guides.no_builtin_guide).then(builtin::guide_pages);
    (
        Guide::layered(read.layers.into_iter().chain(builtin)),
        read.concepts,
        !read.failed,
    )
}

fn join(concepts: &[Arc<File>], guide: Guide) -> Library {
    let (library, problems) = builtin::library(concepts, guide);
    for (file, problem) in problems {
        let line = file.line(&problem);
        complain(&format!("{}:{line}: {}", file.name, problem.message));
    }
    library
}
