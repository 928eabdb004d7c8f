//! What is compiled into the program: the guide and the catalogue of `content`.

use include_dir::{Dir, include_dir};

use crate::concept::Catalogue;

/// The folder `content` as it was when the program was built.
pub static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// The built-in catalogue. `tests/content.rs` holds that it has no problems.
pub fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::default();
    for file in CONTENT.get_dir("concepts").into_iter().flat_map(Dir::files) {
        if let Some(source) = file.contents_utf8() {
            let problems = catalogue.add(source);
            debug_assert!(
                problems.is_empty(),
                "{}: {problems:?}",
                file.path().display()
            );
        }
    }
    catalogue
}
