//! Decodes Python source as Python does: a byte order mark, then the cookie of PEP 263 in one of
//! the first two lines, else UTF-8 (Language Reference 2.1.4, "Encoding declarations").

use encoding_rs::Encoding;

/// The text of a source file, without its byte order mark. The error is one line without the path.
pub fn decode(mut bytes: Vec<u8>) -> Result<String, String> {
    if bytes.contains(&0) {
        return Err("source code cannot contain null bytes".to_owned());
    }
    let marked = bytes.starts_with(b"\xEF\xBB\xBF");
    if marked {
        bytes.drain(..3);
    }
    let Some(name) = cookie(&bytes) else {
        return utf8(bytes);
    };
    let name = name.to_ascii_lowercase().replace('_', "-");
    let is = |known: &str| name == known || name.starts_with(&format!("{known}-"));
    if is("utf-8") || name == "utf8" {
        return utf8(bytes);
    }
    if marked {
        return Err(format!(
            "has a UTF-8 mark, but its first lines say `{name}`"
        ));
    }
    if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") || name == "latin1" {
        return Ok(bytes.iter().map(|&byte| char::from(byte)).collect());
    }
    if matches!(name.as_str(), "ascii" | "us-ascii" | "646") {
        return match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => utf8(bytes),
            Some(at) => Err(format!("line {} is not {name}", line_of(&bytes, at))),
        };
    }
    let encoding = Encoding::for_label(name.as_bytes())
        .or_else(|| Encoding::for_label(name.replace('-', "_").as_bytes()))
        .filter(|encoding| encoding.is_ascii_compatible())
        .ok_or_else(|| format!("unknown encoding `{name}` in its first lines"))?;
    match encoding.decode_without_bom_handling_and_without_replacement(&bytes) {
        Some(text) => Ok(text.into_owned()),
        None => Err(format!("is not {name}, as its first lines say")),
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let line = line_of(error.as_bytes(), error.utf8_error().valid_up_to());
        format!("line {line} is not UTF-8, and no encoding is declared")
    })
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// The encoding that a comment in one of the first two lines names; the second line counts only
/// below a first one that is blank or a comment.
fn cookie(bytes: &[u8]) -> Option<String> {
    for line in bytes.split(|&byte| byte == b'\n' || byte == b'\r').take(2) {
        let text = line.trim_ascii_start();
        if let Some(comment) = text.strip_prefix(b"#") {
            if let Some(name) = named_in(comment) {
                return Some(name);
            }
        } else if !text.is_empty() {
            return None;
        }
    }
    None
}

/// The name after the first `coding:` or `coding=` of a comment.
fn named_in(comment: &[u8]) -> Option<String> {
    let key = b"coding";
    for at in 0..comment.len().saturating_sub(key.len()) {
        let rest = &comment[at..];
        if rest.starts_with(key) && matches!(rest.get(key.len()), Some(b':' | b'=')) {
            let rest = rest[key.len() + 1..].trim_ascii_start();
            let end = rest
                .iter()
                .position(|byte| !(byte.is_ascii_alphanumeric() || b"-_.".contains(byte)))
                .unwrap_or(rest.len());
            if end > 0 {
                return String::from_utf8(rest[..end].to_vec()).ok();
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_utf8_with_and_without_a_mark() {
        assert_eq!(decode("é = 1".into()).as_deref(), Ok("é = 1"));
        assert_eq!(
            decode(b"\xEF\xBB\xBFx = 1".to_vec()).as_deref(),
            Ok("x = 1")
        );
    }

    #[test]
    fn follows_a_cookie_in_the_first_or_second_line() {
        assert_eq!(
            decode(b"# -*- coding: latin-1 -*-\nx = '\xe9'".to_vec()).as_deref(),
            Ok("# -*- coding: latin-1 -*-\nx = 'é'")
        );
        assert_eq!(
            decode(b"#!/bin/python\n# vim: set fileencoding=cp1251 :\n'\xe9'".to_vec()).as_deref(),
            Ok("#!/bin/python\n# vim: set fileencoding=cp1251 :\n'й'")
        );
        assert_eq!(
            decode(b"# coding: euc_jp\n'\xa4\xa2'".to_vec()).as_deref(),
            Ok("# coding: euc_jp\n'あ'")
        );
    }

    #[test]
    fn ignores_a_cookie_below_code() {
        assert!(decode(b"x = 1\n# coding: latin-1\n'\xe9'".to_vec()).is_err());
    }

    #[test]
    fn keeps_the_c1_range_of_latin_1() {
        assert_eq!(
            decode(b"# coding: latin-1\n\x85".to_vec()).as_deref(),
            Ok("# coding: latin-1\n\u{85}")
        );
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        assert_eq!(
            decode(b"x = 1\ny = '\xff'\n".to_vec()),
            Err("line 2 is not UTF-8, and no encoding is declared".to_owned())
        );
        assert_eq!(
            decode(b"# coding: klingon\n".to_vec()),
            Err("unknown encoding `klingon` in its first lines".to_owned())
        );
        assert!(decode(b"\xEF\xBB\xBF# coding: latin-1\n".to_vec()).is_err());
        assert!(decode(b"x\0".to_vec()).is_err());
    }
}
