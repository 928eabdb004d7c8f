//! A place in a file as people type it: `FILE`, `FILE:LINE` or `FILE:LINE:COLUMN`.

use std::path::{Path, PathBuf};

/// A file, and where in it.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// Line and column from 0 in code points; the column is `None` where only a line was given.
    pub at: Option<(u32, Option<u32>)>,
}

impl Place {
    /// Reads `text`. A file whose own name ends in `:12` is taken for that file if it exists.
    pub fn parse(text: &str, exists: impl Fn(&Path) -> bool) -> Self {
        let whole = Self {
            file: text.into(),
            at: None,
        };
        if exists(&whole.file) {
            return whole;
        }
        let Some((rest, last)) = split_number(text) else {
            return whole;
        };
        if let Some((file, line)) = split_number(rest)
            && !exists(Path::new(rest))
        {
            return Self {
                file: file.into(),
                at: Some((line, Some(last))),
            };
        }
        Self {
            file: rest.into(),
            at: Some((last, None)),
        }
    }
}

/// `text` before its last colon, and the number after it, less one.
fn split_number(text: &str) -> Option<(&str, u32)> {
    let (rest, number) = text.rsplit_once(':')?;
    let number: u32 = number.parse().ok()?;
    (!rest.is_empty()).then_some((rest, number.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> (String, Option<(u32, Option<u32>)>) {
        let place = Place::parse(text, |path| path == Path::new("odd:7"));
        (place.file.display().to_string(), place.at)
    }

    #[test]
    fn reads_file_line_and_column() {
        assert_eq!(at("a.py"), ("a.py".into(), None));
        assert_eq!(at("a.py:3"), ("a.py".into(), Some((2, None))));
        assert_eq!(at("a.py:3:5"), ("a.py".into(), Some((2, Some(4)))));
        assert_eq!(at("C:\\a.py:3:5"), ("C:\\a.py".into(), Some((2, Some(4)))));
    }

    #[test]
    fn a_file_that_exists_wins_over_a_number() {
        assert_eq!(at("odd:7"), ("odd:7".into(), None));
        assert_eq!(at("odd:7:2"), ("odd:7".into(), Some((1, None))));
    }
}
