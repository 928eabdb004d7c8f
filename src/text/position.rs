//! Lines, columns and the units that columns are counted in.

/// A line, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line(pub u32);

/// A column, counted from 0, in the units of an [`Encoding`] that the caller knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(pub u32);

/// A place as a client or a person names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: Line,
    /// The column, in units of the encoding at hand.
    pub column: Column,
}

impl Position {
    /// The position at `line` and `column`, both from 0.
    pub fn new(line: u32, column: u32) -> Self {
        Self {
            line: Line(line),
            column: Column(column),
        }
    }
}

/// What a column counts (LSP 3.17, `PositionEncodingKind`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: the protocol's default.
    #[default]
    Utf16,
    /// Unicode code points: what the command line prints.
    Utf32,
}

impl Encoding {
    /// How many units `c` takes.
    pub fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// How many units `text` takes.
    pub fn measure(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Utf32 => text.chars().count(),
        }
    }

    /// The byte of `line` (a line without its end) at `column`. A column past the end gives the
    /// end (LSP 3.17: "defaults back to the line length"); one inside a character gives its start.
    pub fn byte_in_line(self, line: &str, column: Column) -> usize {
        let wanted = column.0 as usize;
        if line.is_ascii() {
            return wanted.min(line.len());
        }
        let mut units = 0;
        for (byte, c) in line.char_indices() {
            units += self.width(c);
            if units > wanted {
                return byte;
            }
        }
        line.len()
    }
}
