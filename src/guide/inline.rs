//! The inline content of a block as a person reads it: markup gone, one [`TextLine`] per line of
//! the source or `<br>`.

use std::borrow::Cow;

use super::blocks::{Bit, Blocks, NodeId, Style};
use super::repair::repair;
use crate::text::Span;

/// One line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TextLine {
    /// Without markup, repaired, trimmed.
    pub text: String,
    /// The same with nothing repaired and dunder names rendered as bold, where that differs.
    pub rendered: Option<String>,
    /// From its first to its last character in the file, markup included.
    pub span: Span,
    /// How many bytes of `text` at its beginning are bold, or a question in italics.
    pub bold: usize,
    /// Where that bold text ends in the file, its markup included.
    pub bold_end: usize,
    /// How many bytes of `text` are links to places in the same text.
    pub jumps: usize,
    /// How many bytes of `text` are links at all.
    pub linked: usize,
    /// How many bytes at the end of `text` are a link that begins there.
    pub trailing_link: usize,
    /// Places in `text` that are code spans.
    pub code: Vec<(usize, usize)>,
    /// Whether it ends in a line break that shows.
    pub hard: bool,
}

impl TextLine {
    /// The text as GitHub sees it, which makes its anchors: with nothing repaired and dunder names
    /// rendered as bold.
    pub fn rendered(&self) -> &str {
        self.rendered.as_deref().unwrap_or(&self.text)
    }

    /// Whether all of it is bold, punctuation and emoji at its end apart.
    pub fn is_bold(&self) -> bool {
        let rest = self.text.get(self.bold..).unwrap_or("");
        self.bold > 0 && !rest.chars().any(char::is_alphanumeric)
    }

    /// Whether the byte `at` of `text` lies in a code span.
    pub fn in_code(&self, at: usize) -> bool {
        self.code.iter().any(|&(from, to)| from <= at && at < to)
    }
}

/// What is open around the place in a line.
#[derive(Clone, Copy)]
struct Around {
    style: Style,
    from: usize,
    /// Where it begins in the file.
    file: usize,
}

/// The lines of a paragraph, heading or cell; empty ones are left out.
pub(super) fn lines(
    text: &str,
    blocks: &Blocks,
    bits: &[(Bit<'_>, Span)],
    id: NodeId,
) -> Vec<TextLine> {
    let bits = &bits[blocks.nodes[id].bits.clone()];
    // Most blocks have one line: room for it alone, not for the four that a vector begins with.
    let breaks = bits
        .iter()
        .filter(|(bit, _)| matches!(bit, Bit::Soft | Bit::Hard));
    let mut out = Vec::with_capacity(breaks.count() + 1);
    let mut line = TextLine::default();
    let mut start = None;
    let mut end = 0;
    let mut open: Vec<Around> = Vec::new();
    let mut bold_runs = true;
    for (at, (bit, span)) in bits.iter().enumerate() {
        match bit {
            Bit::Soft | Bit::Hard => {
                line.hard = *bit == Bit::Hard;
                finish(&mut out, &mut line, start.take(), end);
                for around in &mut open {
                    around.from = 0;
                }
                bold_runs = true;
                continue;
            }
            Bit::Open(style) => {
                // `**Q: …?** **A:** …`: the answer is a line of its own.
                let answers = *style == Style::Strong
                    && !line.text.trim().is_empty()
                    && open.is_empty()
                    && matches!(bits.get(at + 1), Some((Bit::Text(next), _)) if super::title::answer_mark(next).is_some());
                if answers {
                    finish(&mut out, &mut line, start.take(), end);
                    bold_runs = true;
                }
                open.push(Around {
                    style: *style,
                    from: line.text.len(),
                    file: span.start(),
                });
                start.get_or_insert(span.start());
                end = span.end().max(end);
                continue;
            }
            Bit::Close => {
                if let Some(around) = open.pop() {
                    close(text, blocks, &mut line, around, *span);
                }
                end = end.max(span.end());
                continue;
            }
            Bit::Html => {
                continue;
            }
            Bit::Text(_) | Bit::Code(_) => {}
        }
        if let Bit::Text(piece) = bit
            && open.is_empty()
            && piece.len() == span.len()
            && let Some(cut) = answer_within(&line.text, piece)
        {
            // `Q: …? A: …`: the answer is a line of its own.
            let (question, answer) = piece.split_at(cut);
            let question_end = span.start() + question.trim_end().len();
            line.text.push_str(question);
            if let Some(rendered) = &mut line.rendered {
                rendered.push_str(question);
            }
            let from = start.take().unwrap_or(span.start());
            finish(&mut out, &mut line, Some(from), question_end);
            bold_runs = false;
            start = Some(span.start() + cut);
            line.text.push_str(answer);
            end = span.end();
            continue;
        }
        start.get_or_insert(span.start());
        let at = line.text.len();
        let is_code = matches!(bit, Bit::Code(_));
        if let Bit::Text(piece) | Bit::Code(piece) = bit
            && !open.iter().any(|around| around.style == Style::Image)
        {
            line.text.push_str(piece);
            if let Some(rendered) = &mut line.rendered {
                rendered.push_str(piece);
            }
        }
        if is_code {
            line.code.push((at, line.text.len()));
        }
        let bold = open.iter().any(|around| around.style == Style::Strong);
        if bold && bold_runs {
            line.bold = line.text.len();
        } else if !line.text[at..].trim().is_empty() {
            bold_runs = false;
        }
        end = end.max(span.end());
    }
    finish(&mut out, &mut line, start, end);
    out
}

/// Where in `piece`, which goes on the line that begins with `before`, the answer to the question on
/// that line begins.
fn answer_within(before: &str, piece: &str) -> Option<usize> {
    if !piece.contains([':', '：']) {
        return None;
    }
    let begin = if before.is_empty() { piece } else { before };
    super::title::question_mark(begin.trim_start())?;
    let ends = piece.match_indices(['?', '？', '؟', '.', '。', '!', '！']);
    ends.take(16).find_map(|(at, sign)| {
        let rest = &piece[at + sign.len()..];
        let answer = rest.trim_start();
        let parted = answer.len() < rest.len() || !sign.is_ascii();
        let (_, length) = super::title::answer_mark(answer).filter(|_| parted)?;
        let says = length < answer.len() && answer[..length].contains([':', '：']);
        says.then_some(piece.len() - answer.len())
    })
}

/// Counts links, and keeps the underscores of a name such as `__init__` that Markdown takes for
/// bold type.
fn close(text: &str, blocks: &Blocks, line: &mut TextLine, around: Around, end: Span) {
    let length = line.text.len().saturating_sub(around.from);
    match around.style {
        Style::Link(number) => {
            line.linked += length;
            line.trailing_link = if length > 0 {
                length
            } else {
                line.trailing_link
            };
            if blocks
                .links
                .get(number)
                .is_some_and(|link| link.to.starts_with('#'))
            {
                line.jumps += length;
            }
        }
        Style::Strong | Style::Emphasis => {
            let name = line.text.get(around.from..).unwrap_or("");
            // A question in italics at the beginning stands out as much.
            if line.text[..around.from].trim().is_empty() && name.ends_with(['?', '？', '؟']) {
                line.bold = line.text.len();
            }
            if line.bold == line.text.len() {
                line.bold_end = end.end();
            }
            let signs = text.get(around.file..).map_or(0, |rest| {
                rest.bytes().take_while(|&byte| byte == b'_').count()
            });
            let is_name = !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if around.style == Style::Strong && signs == 2 && is_name && end.start() > 0 {
                line.rendered.get_or_insert_with(|| line.text.clone());
                line.text.insert_str(around.from, "__");
                line.text.push_str("__");
                if line.bold > around.from {
                    line.bold = around.from;
                }
            }
        }
        _ => {}
    }
}

/// Trims the line and moves it to the others.
fn finish(out: &mut Vec<TextLine>, line: &mut TextLine, start: Option<usize>, end: usize) {
    let mut done = std::mem::take(line);
    let Some(start) = start else {
        return;
    };
    let lead = done.text.len() - done.text.trim_start().len();
    let trimmed = done.text.trim();
    let after = done.text.len() - lead - trimmed.len();
    done.bold = done.bold.saturating_sub(lead).min(trimmed.len());
    done.trailing_link = done.trailing_link.saturating_sub(after);
    for (from, to) in &mut done.code {
        *from = from.saturating_sub(lead);
        *to = to.saturating_sub(lead);
    }
    let repaired = repair(trimmed);
    if let Cow::Owned(text) = repaired {
        done.rendered.get_or_insert_with(|| trimmed.to_owned());
        // Repairing shortens what is bold too.
        let bold = trimmed.get(..done.bold).unwrap_or("");
        done.bold = text_floor(&text, repair(bold).len());
        done.code.clear();
        done.trailing_link = 0;
        done.text = text;
    } else if trimmed.len() < done.text.len() {
        done.text = trimmed.to_owned();
    }
    done.span = Span::new(start, end);
    if let Some(rendered) = &mut done.rendered {
        *rendered = rendered.trim().to_owned();
    }
    if !done.text.is_empty() {
        out.push(done);
    }
}

/// The nearest character boundary at or before `at`.
fn text_floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// All lines of a block in one, as a heading reads.
pub(super) fn joined(lines: &[TextLine]) -> Option<Cow<'_, TextLine>> {
    let first = lines.first()?;
    if lines.len() == 1 {
        return Some(Cow::Borrowed(first));
    }
    let mut all = first.clone();
    for line in &lines[1..] {
        if all.rendered.is_some() || line.rendered.is_some() {
            all.rendered = Some(format!("{} {}", all.rendered(), line.rendered()));
        }
        if all.is_bold() && all.bold == all.text.len() && line.is_bold() {
            all.bold = all.text.len() + 1 + line.bold;
        }
        let at = all.text.len() + 1;
        all.text.push(' ');
        all.text.push_str(&line.text);
        all.code
            .extend(line.code.iter().map(|&(from, to)| (from + at, to + at)));
        all.jumps += line.jumps;
        all.linked += line.linked;
        all.trailing_link = line.trailing_link;
        all.span = Span::new(all.span.start(), line.span.end());
    }
    Some(Cow::Owned(all))
}

/// A piece of Markdown on one line as a person reads it.
pub(super) fn plain(markdown: &str) -> String {
    if !markdown.contains(['`', '*', '_', '[', '<', '&', '\\', '~']) {
        return repair(markdown.trim()).into_owned();
    }
    // As a heading, so that a leading number is no list.
    let heading = format!("# {}", markdown.replace(['\n', '\r'], " "));
    let mut view = super::view::View::new(&heading, heading.len());
    view.text = Cow::Borrowed(&heading);
    let (blocks, bits) = Blocks::new(&heading, &view, Vec::new());
    let lines = lines(&heading, &blocks, &bits, 1.min(blocks.nodes.len() - 1));
    joined(&lines).map_or_else(String::new, |line| line.into_owned().text)
}
