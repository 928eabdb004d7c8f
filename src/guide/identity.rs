//! Ids of entries that stay the same when an answer is edited: the page's name, then the anchor
//! that the heading names itself, else the path of headings; a short hash of the title tells
//! entries apart that stand under one heading.

use std::collections::{HashMap, HashSet};

use super::Entry;
use super::anchor::slug;

/// Gives every entry its id. `own` tells, per entry, the anchor that its heading names itself, or
/// that it is a heading (`Some("")`).
pub(super) fn assign(page: &str, entries: &mut [Entry], own: &[Option<String>]) {
    let mut taken: HashSet<String> = HashSet::new();
    // Where counting goes on, so that many of one name cost no square of their number.
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (entry, own) in entries.iter_mut().zip(own) {
        let mut id = match own.as_deref() {
            Some("") => format!("{page}#{}", path(entry, true)),
            Some(anchor) => format!("{page}#{anchor}"),
            None => {
                let path = path(entry, false);
                let sign = if path.is_empty() { "" } else { "/" };
                format!("{page}#{path}{sign}~{}", hash(&entry.title))
            }
        };
        if taken.contains(&id) {
            id = format!("{id}~{}", hash(&entry.title));
        }
        if !taken.insert(id.clone()) {
            let base = id.clone();
            let count = counts.entry(base.clone()).or_insert(1);
            while !taken.insert(id.clone()) {
                *count += 1;
                id = format!("{base}~{count}");
            }
        }
        entry.id = id;
    }
}

/// The headings above an entry, and its own where it is one.
fn path(entry: &Entry, own: bool) -> String {
    let mut parts: Vec<String> = entry.section.iter().map(|title| slug(title)).collect();
    if own {
        parts.push(slug(&entry.title));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

/// Six hexadecimal digits of FNV-1a over the title's letters and digits in lower case.
fn hash(title: &str) -> String {
    let mut value: u64 = 0xcbf2_9ce4_8422_2325;
    for sign in title
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .flat_map(char::to_lowercase)
    {
        for byte in sign.encode_utf8(&mut [0; 4]).bytes() {
            value = (value ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{:06x}", (value ^ (value >> 24)) & 0xff_ffff)
}
