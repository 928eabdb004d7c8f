//! Plain data to protocol types and back; bytes to the negotiated encoding. Nothing else in the
//! server knows how the protocol counts.

use std::path::{Path, PathBuf};

use tower_lsp::ls_types::Position as ProtocolPosition;
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeLens, Command, Hover, HoverContents,
    MarkupContent, MarkupKind, PositionEncodingKind, Range, TextDocumentContentChangeEvent, Uri,
};

use super::command::OPEN_ENTRY;
use crate::guide::Page;
use crate::text::{Change, Document, Encoding, LineIndex, Position, Span};

/// What kind of code action opening the guide is.
pub const OPEN_GUIDE: CodeActionKind = CodeActionKind::new("pygloss.openGuide");

/// The first of the client's encodings that pygloss knows too; UTF-16 where there is none (LSP
/// 3.17, `GeneralClientCapabilities.positionEncodings`).
pub fn encoding(offered: &[PositionEncodingKind]) -> Encoding {
    let known = offered.iter().find_map(|kind| match kind.as_str() {
        "utf-8" => Some(Encoding::Utf8),
        "utf-16" => Some(Encoding::Utf16),
        "utf-32" => Some(Encoding::Utf32),
        _ => None,
    });
    known.unwrap_or_default()
}

/// The protocol's name of `encoding`.
pub fn encoding_kind(encoding: Encoding) -> PositionEncodingKind {
    match encoding {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
        Encoding::Utf32 => PositionEncodingKind::UTF32,
    }
}

/// A client's position.
pub fn position(position: ProtocolPosition) -> Position {
    Position::new(position.line, position.character)
}

fn protocol_position(position: Position) -> ProtocolPosition {
    ProtocolPosition::new(position.line.0, position.column.0)
}

/// A client's change.
pub fn change(change: TextDocumentContentChangeEvent) -> Change {
    Change {
        range: change
            .range
            .map(|range| (position(range.start), position(range.end))),
        text: change.text,
    }
}

/// Where `span` stands in an open document.
pub fn range(document: &Document, span: Span, encoding: Encoding) -> Range {
    let (start, end) = document.positions(span, encoding);
    Range::new(protocol_position(start), protocol_position(end))
}

/// Where `span` stands in a page of a guide.
pub fn page_range(page: &Page, span: Span, encoding: Encoding) -> Range {
    text_range(&page.lines, &page.text, span, encoding)
}

/// Where `span` stands in a text that is not open.
pub fn text_range(lines: &LineIndex, text: &str, span: Span, encoding: Encoding) -> Range {
    let at = |offset| protocol_position(lines.position(text, offset, encoding));
    Range::new(at(span.start()), at(span.end()))
}

/// A hover that says `text`.
pub fn hover(text: String, is_markdown: bool, range: Range) -> Hover {
    let kind = if is_markdown {
        MarkupKind::Markdown
    } else {
        MarkupKind::PlainText
    };
    Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value: text }),
        range: Some(range),
    }
}

/// A lens that opens entries, resolved.
pub fn lens(title: String, entries: Vec<String>, range: Range) -> CodeLens {
    CodeLens {
        range,
        command: Some(open_command(title, entries)),
        data: None,
    }
}

/// A code action that opens an entry; a bare command for clients that know nothing better.
pub fn action(title: String, entry: String, literals: bool) -> CodeActionOrCommand {
    let command = open_command(title, vec![entry]);
    if !literals {
        return CodeActionOrCommand::Command(command);
    }
    CodeActionOrCommand::CodeAction(CodeAction {
        title: command.title.clone(),
        kind: Some(OPEN_GUIDE),
        command: Some(command),
        ..CodeAction::default()
    })
}

fn open_command(title: String, entries: Vec<String>) -> Command {
    Command {
        title,
        command: OPEN_ENTRY.to_owned(),
        arguments: Some(entries.into_iter().map(Into::into).collect()),
    }
}

/// The file that `uri` names; `None` for other schemes.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    uri.to_file_path()
        .filter(|_| is_file)
        .map(std::borrow::Cow::into_owned)
}

/// The address of the file at the absolute `path`.
pub fn file_uri(path: &Path) -> Option<Uri> {
    file_link(path).parse().ok()
}

/// The same for a link in a text.
pub fn file_link(path: &Path) -> String {
    file_address(path.as_os_str().as_encoded_bytes(), cfg!(windows))
}

/// The address that runs `command` with `arguments`, for links in hovers.
pub fn command_address(command: &str, arguments: &[serde_json::Value]) -> String {
    let mut address = format!("command:{command}?");
    for byte in serde_json::Value::from(arguments).to_string().bytes() {
        push_encoded(&mut address, byte, b"-._");
    }
    address
}

/// Adds `byte` to an address, percent-encoded unless it is a letter, a digit or one of `plain`.
pub fn push_encoded(address: &mut String, byte: u8, plain: &[u8]) {
    if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
        address.push(char::from(byte));
    } else {
        address.push('%');
        for digit in [byte >> 4, byte & 15] {
            let digit = char::from_digit(u32::from(digit), 16).unwrap_or('0');
            address.push(digit.to_ascii_uppercase());
        }
    }
}

/// `path` as a `file:` address (RFC 8089), every byte that is not plain percent-encoded.
fn file_address(path: &[u8], is_windows: bool) -> String {
    let mut address = String::with_capacity(path.len() + 16);
    address.push_str("file://");
    let path: Vec<u8> = if is_windows {
        let slashes: Vec<u8> = path
            .iter()
            .map(|&byte| if byte == b'\\' { b'/' } else { byte })
            .collect();
        windows_path(&slashes, &mut address)
    } else {
        path.to_vec()
    };
    for byte in path {
        push_encoded(&mut address, byte, b"-._~/");
    }
    address
}

/// The path part of a Windows path; a server's name goes into `address` right away.
fn windows_path(path: &[u8], address: &mut String) -> Vec<u8> {
    let (path, is_share) = if let Some(rest) = path.strip_prefix(b"//?/UNC/") {
        (rest, true)
    } else if let Some(rest) = path.strip_prefix(b"//?/") {
        (rest, false)
    } else if let Some(rest) = path.strip_prefix(b"//") {
        (rest, true)
    } else {
        (path, false)
    };
    if is_share {
        let end = path
            .iter()
            .position(|&byte| byte == b'/')
            .unwrap_or(path.len());
        address.push_str(&String::from_utf8_lossy(&path[..end]));
        path[end..].to_vec()
    } else {
        [b"/", path].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_addresses_that_every_client_reads() {
        let unix = |path: &str| file_address(path.as_bytes(), false);
        assert_eq!(unix("/a b/ü#1?.md"), "file:///a%20b/%C3%BC%231%3F.md");
        assert_eq!(unix("/100%/[x].md"), "file:///100%25/%5Bx%5D.md");
        assert_eq!(file_address(b"/\xff", false), "file:///%FF");
        let windows = |path: &str| file_address(path.as_bytes(), true);
        assert_eq!(windows(r"C:\My Notes\a.md"), "file:///C%3A/My%20Notes/a.md");
        assert_eq!(windows(r"\\?\C:\a.md"), "file:///C%3A/a.md");
        assert_eq!(windows(r"\\server\share\a.md"), "file://server/share/a.md");
        assert_eq!(windows(r"\\?\UNC\server\share\a"), "file://server/share/a");
    }

    #[test]
    fn addresses_lead_back_to_their_paths() {
        for name in ["/a b/ü#1?.md", "/100%/[x].md", "/x+y&z=1;2,3'(4)!.md"] {
            let uri = file_uri(Path::new(name)).unwrap();
            assert_eq!(path(&uri), Some(PathBuf::from(name)));
        }
        assert_eq!(path(&"untitled:Untitled-1".parse().unwrap()), None);
        assert_eq!(path(&"git:/a.py?x".parse().unwrap()), None);
    }

    #[test]
    fn the_clients_first_known_encoding_is_taken() {
        let kinds = |names: &[&'static str]| -> Vec<PositionEncodingKind> {
            names
                .iter()
                .map(|&name| PositionEncodingKind::new(name))
                .collect()
        };
        assert_eq!(
            encoding(&kinds(&["utf-7", "utf-32", "utf-8"])),
            Encoding::Utf32
        );
        assert_eq!(encoding(&kinds(&["utf-8", "utf-16"])), Encoding::Utf8);
        assert_eq!(encoding(&[]), Encoding::Utf16);
        assert_eq!(encoding(&kinds(&["ebcdic"])), Encoding::Utf16);
    }
}
