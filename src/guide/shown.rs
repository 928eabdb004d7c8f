//! What editors and terminals show of an entry, cleared of what nobody sees: see
//! [`crate::text::visible`].

use std::sync::Arc;

use super::Entry;
use crate::text::{is_hidden, visible};

/// Stands for a title in which nothing can be seen.
const NOTHING: &str = "…";

/// Clears all words of `entries` that are shown as they are. Text that is shown as Markdown stays:
/// it is made fit where it is shown.
pub(super) fn clear(entries: &mut [Entry]) {
    for entry in entries {
        if has_hidden(&entry.title) {
            let mut title = entry.title.to_string();
            clear_line(&mut title);
            entry.title = title.into();
        }
        let stated = Arc::make_mut(&mut entry.stated);
        let lists = [&mut stated.tags, &mut stated.asked_by, &mut stated.aliases];
        lists.into_iter().flatten().for_each(clear_line);
        if entry.section.iter().any(|title| has_hidden(title)) {
            let mut section = entry.section.to_vec();
            section.iter_mut().for_each(clear_line);
            entry.section = Arc::from(section);
        }
    }
}

fn clear_line(line: &mut String) {
    if has_hidden(line) {
        *line = visible(line).trim().to_owned();
        if line.is_empty() {
            line.push_str(NOTHING);
        }
    }
}

fn has_hidden(line: &str) -> bool {
    line.chars().any(is_hidden)
}
