//! Ids of entries that stay the same when an answer is edited: the page's name, then the anchor
//! that the heading names itself, else the path of headings; a short hash of the title tells
//! entries apart that stand under one heading.

use std::fmt::Write as _;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::Entry;
use super::anchor::slug;

/// Gives every entry its id. `own` tells, per entry, the anchor that its heading names itself, or
/// that it is a heading (`Some("")`).
pub(super) fn assign(page: &str, entries: &mut [Entry], own: &[Option<String>]) {
    // Fingerprints: two ids that share one by accident are told apart though they differ.
    let mut taken: HashSet<u64> = HashSet::with_capacity(entries.len());
    // Where counting goes on, so that many of one name cost no square of their number.
    let mut counts: HashMap<u64, usize> = HashMap::new();
    let mut paths = Paths::default();
    for (entry, own) in entries.iter_mut().zip(own) {
        let mut id = match own.as_deref() {
            Some("") => format!("{page}#{}", paths.own(entry)),
            Some(anchor) => format!("{page}#{anchor}"),
            None => {
                let path = paths.above(entry);
                let sign = if path.is_empty() { "" } else { "/" };
                format!("{page}#{path}{sign}~{}", hash(&entry.title))
            }
        };
        if !taken.insert(fingerprint(&id)) {
            id = format!("{id}~{}", hash(&entry.title));
            let base = fingerprint(&id);
            if !taken.insert(base) {
                let length = id.len();
                let count = counts.entry(base).or_insert(1);
                loop {
                    *count += 1;
                    id.truncate(length);
                    let _ = write!(id, "~{count}");
                    if taken.insert(fingerprint(&id)) {
                        break;
                    }
                }
            }
        }
        entry.id = id.into();
    }
}

/// The paths of headings; the last one is kept, since entries of one section follow each other.
#[derive(Default)]
struct Paths {
    section: Arc<[String]>,
    path: String,
}

impl Paths {
    /// The headings above an entry.
    fn above(&mut self, entry: &Entry) -> &str {
        if !Arc::ptr_eq(&self.section, &entry.section) {
            self.section = entry.section.clone();
            let mut parts: Vec<String> = entry.section.iter().map(|title| slug(title)).collect();
            parts.retain(|part| !part.is_empty());
            self.path = parts.join("/");
        }
        &self.path
    }

    /// The headings above an entry that is one, and its own.
    fn own(&mut self, entry: &Entry) -> String {
        let own = slug(&entry.title);
        let above = self.above(entry);
        let sign = if above.is_empty() || own.is_empty() {
            ""
        } else {
            "/"
        };
        format!("{above}{sign}{own}")
    }
}

/// FNV-1a of an id.
fn fingerprint(id: &str) -> u64 {
    id.bytes().fold(BASIS, fnv)
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(value: u64, byte: u8) -> u64 {
    (value ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// Six hexadecimal digits of FNV-1a over the title's letters and digits in lower case.
fn hash(title: &str) -> String {
    let mut value = BASIS;
    for sign in title.chars().filter(|sign| sign.is_alphanumeric()) {
        if sign.is_ascii() {
            value = fnv(value, sign.to_ascii_lowercase() as u8);
            continue;
        }
        for sign in sign.to_lowercase() {
            value = sign.encode_utf8(&mut [0; 4]).bytes().fold(value, fnv);
        }
    }
    format!("{:06x}", (value ^ (value >> 24)) & 0xff_ffff)
}
