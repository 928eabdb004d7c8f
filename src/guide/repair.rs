//! Text that was saved through the wrong encoding: UTF-8 read as Windows-1252, once or twice.

use std::borrow::Cow;

/// `text` as it was meant. Stretches that are valid UTF-8 once their characters are turned back
/// into Windows-1252 bytes are replaced; everything else is left alone.
pub fn repair(text: &str) -> Cow<'_, str> {
    let Some(once) = mend(text) else {
        return Cow::Borrowed(text);
    };
    Cow::Owned(mend(&once).unwrap_or(once))
}

/// One round, or `None` where nothing is to be mended.
fn mend(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut out = String::new();
    let mut done = 0;
    // A pair that also occurs in sound text counts only beside another pair.
    let mut waiting: Option<(usize, usize, String)> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((start, sign)) = chars.next() {
        let Some(lead) = byte(sign) else { continue };
        let follow = match lead {
            0xc2..=0xdf => 1,
            0xe0..=0xef => 2,
            0xf0..=0xf4 => 3,
            _ => continue,
        };
        let mut bytes = [lead, 0, 0, 0];
        let mut ahead = chars.clone();
        let mut end = start + sign.len_utf8();
        let whole = (1..=follow).all(|at| {
            ahead.next().is_some_and(|(place, next)| {
                end = place + next.len_utf8();
                byte(next).is_some_and(|value| {
                    bytes[at] = value;
                    (0x80..0xc0).contains(&value)
                })
            })
        });
        if !whole {
            continue;
        }
        let Ok(meant) = std::str::from_utf8(&bytes[..=follow]) else {
            continue;
        };
        if !plausible(meant, &text[start..end]) {
            continue;
        }
        let beside =
            (done == start && done > 0) || waiting.as_ref().is_some_and(|pair| pair.1 == start);
        chars = ahead;
        if !beside && doubtful(lead, &text[start + sign.len_utf8()..end]) {
            waiting = Some((start, end, meant.to_owned()));
            continue;
        }
        if let Some((from, to, before)) = waiting.take()
            && to == start
        {
            out.push_str(&text[done..from]);
            out.push_str(&before);
        } else {
            out.push_str(&text[done..start]);
        }
        out.push_str(meant);
        done = end;
    }
    (done > 0).then(|| {
        out.push_str(&text[done..]);
        out
    })
}

/// Whether the pair is more likely damage than meant: a lone pair such as `Ã©` is; what becomes a
/// control character is not, except where it is a step to a second repair.
fn plausible(meant: &str, shown: &str) -> bool {
    meant.chars().all(|sign| {
        let control = ('\u{80}'..='\u{9f}').contains(&sign);
        !control
            || shown
                .chars()
                .any(|sign| ('\u{80}'..='\u{9f}').contains(&sign))
    })
}

/// Whether a pair also occurs in text that is as it should be: a letter before a quote or a dash.
fn doubtful(lead: u8, follow: &str) -> bool {
    match lead {
        0xc2 | 0xc3 | 0xe0.. => false,
        0xc4 | 0xc5 => follow.starts_with(['“', '”', '‘', '’', '–', '—', '…', '»', '«']),
        _ => true,
    }
}

/// The Windows-1252 byte of a character; the five bytes that it leaves open stand for themselves,
/// as browsers read them (WHATWG Encoding, index windows-1252).
fn byte(sign: char) -> Option<u8> {
    let code = u32::from(sign);
    if code < 0x100 && !(0x80..0xa0).contains(&code) {
        return u8::try_from(code).ok();
    }
    if matches!(code, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d) {
        return u8::try_from(code).ok();
    }
    HIGH.iter()
        .position(|&high| high == sign)
        .and_then(|at| u8::try_from(0x80 + at).ok())
}

/// What Windows-1252 has from 0x80 to 0x9F.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

#[cfg(test)]
mod tests {
    use super::*;

    fn damage(text: &str) -> String {
        text.bytes()
            .map(|byte| match byte {
                0x80..=0x9f => HIGH[usize::from(byte) - 0x80],
                _ => char::from(byte),
            })
            .collect()
    }

    #[test]
    fn text_read_wrongly_once_or_twice_is_mended() {
        for text in [
            "🔴 Hard",
            "│ box └──┘",
            "it’s — fine",
            "Что такое GIL?",
            "什么是闭包？",
            "naïve café",
        ] {
            assert_eq!(repair(&damage(text)), text);
            assert_eq!(repair(&damage(&damage(text))), text);
        }
    }

    #[test]
    fn text_that_only_looks_odd_is_left_alone() {
        for text in [
            "À la carte, château, où, ça, Noël, œuvre",
            "Größe, Äpfel, Öl, süß, »Zitat«",
            "Łódź, żółw, gęś, ćma",
            "Tiếng Việt: Đường, ăn, ở, Ấn Độ, ÂU LẠC",
            "São Paulo, AÇÃO, maçã, NÃO… já",
            "Î–2°, “É”",
            "ÁÉÍ",
        ] {
            assert_eq!(repair(text), text);
        }
    }
}
