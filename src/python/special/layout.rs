//! Where things stand: on which line, before what.

use super::Site;
use crate::python::rule::string_prefix;
use crate::text::Span;

/// A string as the first statement of a module, class or function.
pub(super) fn docstring(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let kinds = site.kinds;
    let [string] = site.kids else {
        return None;
    };
    let string_kind = string.kind == kinds.string || string.kind == kinds.joined_string;
    if !string_kind || site.siblings.iter().any(|kid| kid.kind != kinds.comment) {
        return None;
    }
    let mut around = site.frames.iter().rev();
    let parent = around.next()?;
    if let Some(owner) = around.next()
        && !(parent.kind == kinds.block && kinds.definitions.contains(owner.kind))
    {
        return None;
    }
    let span = string.span();
    let text = site.reader.bytes(span.start(), span.start() + 4);
    if string_prefix(text).any(|letter| matches!(letter, b'f' | b'b' | b't')) {
        return None;
    }
    let prefix = string_prefix(text).count();
    let triple = matches!(text.get(prefix..), Some([a, b, ..]) if a == b) && span.len() > 4;
    let quotes = prefix + if triple { 3 } else { 1 };
    site.focus
        .push(Span::new(span.start(), span.start() + quotes));
    let end = span.end() - (quotes - prefix).min(span.len());
    site.focus.push(Span::new(end, span.end()));
    Some(extent)
}

/// A block on the line of its header.
pub(super) fn one_line(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let before = site.siblings.last()?;
    let gap = site
        .reader
        .bytes(before.end as usize, site.frame.start as usize);
    let same = !gap.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
    same.then(|| {
        site.focus.push(before.span());
        Span::new(before.start as usize, extent.end())
    })
}

/// Brackets with a line break between the things in them.
pub(super) fn broken_line(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let kids = site.kids;
    let broken = kids.windows(2).any(|pair| {
        let gap = site
            .reader
            .bytes(pair[0].end as usize, pair[1].start as usize);
        gap.iter().any(|byte| matches!(byte, b'\n' | b'\r'))
    });
    broken.then(|| {
        let tokens = kids.iter().filter(|kid| kid.end == kid.start + 1);
        let brackets: Vec<Span> = tokens.map(super::Kid::span).collect();
        site.focus.extend(brackets.first());
        site.focus.extend(brackets.last());
        site.focus.dedup();
        extent
    })
}

/// The very first thing in the file.
pub(super) fn first_byte(_: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    (extent.start() == 0).then_some(extent)
}

/// A comment in the first two lines that declares the encoding (PEP 263).
pub(super) fn encoding(site: &mut Site<'_, '_, '_>, extent: Span) -> Option<Span> {
    let before = site.reader.bytes(0, extent.start().min(1024)).to_vec();
    let lines = before.split(|&byte| byte == b'\n');
    let bare = |line: &[u8]| {
        let text = line.trim_ascii();
        text.is_empty() || text.starts_with(b"#") || text == b"\xef\xbb\xbf"
    };
    if extent.start() > 1024 || lines.clone().count() > 2 || !lines.into_iter().all(bare) {
        return None;
    }
    let text = site.reader.bytes(extent.start(), extent.end());
    let at = text.windows(6).position(|window| window == b"coding")?;
    let rest = text.get(at + 6..)?;
    let named = matches!(rest.first(), Some(b':' | b'='))
        && rest[1..]
            .trim_ascii_start()
            .first()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    named.then_some(extent)
}
