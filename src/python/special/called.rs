//! Names that say what they are for by the words in them.

use super::Site;
use super::literal::plain_string;
use super::near::around;
use crate::text::Span;

/// The shortest text that is taken for a secret, in bytes.
const SHORTEST_SECRET: usize = 7;

/// The words of a name, in lower case.
fn words(name: &[u8]) -> Vec<Vec<u8>> {
    let name = name.rsplit(|byte| *byte == b'.').next().unwrap_or(name);
    let words = name.split(|byte| *byte == b'_');
    words
        .filter(|word| !word.is_empty())
        .map(<[u8]>::to_ascii_lowercase)
        .collect()
}

/// Whether the thing called `name` is a secret, and not what is said about one.
fn is_secret(name: &[u8]) -> bool {
    let words = words(name);
    let last_two: Vec<&[u8]> = words.iter().rev().take(2).map(Vec::as_slice).collect();
    match last_two[..] {
        [
            b"password" | b"passwd" | b"pwd" | b"passphrase" | b"secret" | b"apikey" | b"token",
            ..,
        ] => true,
        [b"key", before] => matches!(before, b"api" | b"secret" | b"private" | b"signing"),
        _ => false,
    }
}

/// A name for a secret that is given a text which looks like one: letters and digits, no words.
pub(super) fn hardcoded(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let fields = ["left", "name"].map(|field| site.node().child_by_field_name(field));
    let name = fields.into_iter().flatten().next()?;
    if !matches!(name.kind(), "identifier" | "attribute") {
        return None;
    }
    let name_span = Span::from(name.byte_range());
    if !is_secret(site.text(name)) {
        return None;
    }
    let fields = ["right", "value"].map(|field| site.node().child_by_field_name(field));
    let value = fields.into_iter().flatten().next()?;
    let text = plain_string(value, site)?;
    let has = |wanted: fn(&u8) -> bool| text.iter().any(wanted);
    let looks = text.len() >= SHORTEST_SECRET
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !has(|byte| byte.is_ascii_whitespace() || b"{}<>%$/()".contains(byte));
    looks.then(|| {
        site.focus.push(name_span);
        extent
    })
}

/// A call whose result goes into something that is called as secrets are.
pub(super) fn for_secret(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let called = site.node().child_by_field_name("function")?;
    let called = site.text(called);
    let number = [&b"getrandbits"[..], b"randbytes"];
    let mut made = number.iter().any(|name| called.ends_with(name));
    let mut node = site.node();
    while let Some(target) = around(
        site,
        node,
        &[
            "assignment",
            "keyword_argument",
            "function_definition",
            "call",
        ],
    ) {
        node = target;
        if target.kind() == "call" {
            let joined = target.child_by_field_name("function");
            made |= joined.is_some_and(|joined| site.text(joined).ends_with(b".join"));
            continue;
        }
        let fields = ["left", "name"].map(|field| target.child_by_field_name(field));
        let name = fields.into_iter().flatten().next()?;
        let words = words(site.text(name));
        let any = |wanted: &[&[u8]]| words.iter().any(|word| wanted.contains(&word.as_slice()));
        // Whoever draws one token of many may mean words.
        let secret = any(&[
            b"password",
            b"passwd",
            b"passphrase",
            b"secret",
            b"otp",
            b"salt",
        ]) || (made && any(&[b"token", b"nonce", b"csrf", b"apikey"]));
        if secret || target.kind() == "function_definition" {
            return secret.then_some(extent);
        }
    }
    None
}

/// `with lock:`: what is held is a name for a lock.
pub(super) fn lock(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let clause = site.node().named_child(0)?;
    let mut cursor = clause.walk();
    for item in clause.named_children(&mut cursor) {
        let Some(value) = item.child_by_field_name("value") else {
            continue;
        };
        if !matches!(value.kind(), "identifier" | "attribute") {
            continue;
        }
        let last = words(site.text(value)).pop();
        let is_lock = last.is_some_and(|last| {
            matches!(
                last.as_slice(),
                b"lock" | b"rlock" | b"mutex" | b"semaphore"
            )
        });
        if is_lock {
            site.focus.push(Span::from(value.byte_range()));
        }
    }
    if let (false, Some(keyword)) = (site.focus.is_empty(), clause.prev_sibling()) {
        site.focus.insert(0, Span::from(keyword.byte_range()));
        return Some(extent);
    }
    None
}

/// An assignment into a part of a part of a data frame: something called so, or a selection by a
/// comparison.
pub(super) fn of_data_frame(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let inner = site
        .node()
        .child_by_field_name("left")?
        .child_by_field_name("value")?;
    let key = inner.child_by_field_name("subscript")?;
    let frame = inner.child_by_field_name("value")?;
    if frame.kind() != "identifier" {
        return None;
    }
    let name = words(site.text(frame));
    let called = |word: Option<&Vec<u8>>| word.is_some_and(|word| word == b"df");
    let is_frame = called(name.first()) || called(name.last());
    let selected = key.kind() == "comparison_operator" && {
        let text = site.text(frame).to_vec();
        super::own::places(site.text(key), &text)
            .any(|at| at == 0)
            .then_some(())
            .is_some()
    };
    let named = is_frame && matches!(key.kind(), "string" | "comparison_operator" | "identifier");
    (named || selected).then_some(extent)
}
