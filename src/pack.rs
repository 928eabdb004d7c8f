//! Values as bytes: what is prepared when the program is built and read when it runs.
//!
//! There is no format to keep: both sides are of the same build (`src/build.rs` writes,
//! [`crate::builtin`] reads). Behind the end there are zeros, so reading never fails.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_slice_iter_to_slice;

use crate::text::Span;

/// How hard to compress, from 0 to 10: the last steps cost much and save little.
const EFFORT: u8 = 8;

/// Writes values one after the other.
#[derive(Debug, Default)]
pub struct Packer {
    /// What was written.
    pub bytes: Vec<u8>,
}

impl Packer {
    /// What was written, compressed; see [`decompressed`].
    pub fn compressed(&self) -> Vec<u8> {
        let mut length = Self::default();
        length.number(self.bytes.len());
        length.bytes.extend(compress_to_vec(&self.bytes, EFFORT));
        length.bytes
    }

    /// A number, small ones in few bytes.
    pub fn number(&mut self, mut number: usize) {
        while number > 0x7f {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// A yes or no.
    pub fn flag(&mut self, flag: bool) {
        self.bytes.push(u8::from(flag));
    }

    /// A number with a fraction, exactly.
    pub fn float(&mut self, float: f32) {
        self.bytes.extend(float.to_le_bytes());
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.number(text.len());
        self.bytes.extend(text.as_bytes());
    }

    /// A range of bytes of some text.
    pub fn span(&mut self, span: Span) {
        self.number(span.start());
        self.number(span.len());
    }

    /// What may be missing.
    pub fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    /// Values of one kind, with their number.
    pub fn list<T>(&mut self, values: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.number(values.len());
        for value in values {
            write(self, value);
        }
    }

    /// Texts, with their number.
    pub fn texts(&mut self, texts: &[impl AsRef<str>]) {
        self.list(texts, |to, text| to.text(text.as_ref()));
    }
}

/// What [`Packer::compressed`] gave, as it was written.
pub fn decompressed(packed: &[u8]) -> Vec<u8> {
    let mut from = Unpacker::new(packed);
    let mut bytes = vec![0; from.number()];
    // It was made by the same build; `tests/prepared.rs` unpacks all of it.
    let read = decompress_slice_iter_to_slice(&mut bytes, [from.rest()].into_iter(), false, true);
    bytes.truncate(read.unwrap_or_default());
    bytes
}

/// Reads what a [`Packer`] wrote, in the same order.
#[derive(Clone, Debug)]
pub struct Unpacker<'b> {
    rest: &'b [u8],
}

impl<'b> Unpacker<'b> {
    /// Reads `bytes` from the beginning.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next `count` bytes, or as many as there are.
    pub fn bytes(&mut self, count: usize) -> &'b [u8] {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// What was not read yet.
    pub fn rest(self) -> &'b [u8] {
        self.rest
    }

    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else {
            return 0;
        };
        self.rest = rest;
        *first
    }

    /// See [`Packer::number`].
    pub fn number(&mut self) -> usize {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= usize::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte & 0x80 == 0 {
                return number;
            }
        }
    }

    /// See [`Packer::number`]; for tables whose numbers take 32 bits.
    pub fn number32(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or(u32::MAX)
    }

    /// See [`Packer::flag`].
    pub fn flag(&mut self) -> bool {
        self.byte() != 0
    }

    /// See [`Packer::float`].
    pub fn float(&mut self) -> f32 {
        f32::from_le_bytes(self.bytes(4).try_into().unwrap_or_default())
    }

    /// See [`Packer::text`].
    pub fn text(&mut self) -> &'b str {
        let length = self.number();
        std::str::from_utf8(self.bytes(length)).unwrap_or("")
    }

    /// See [`Packer::span`].
    pub fn span(&mut self) -> Span {
        let start = self.number();
        Span::new(start, start + self.number())
    }

    /// See [`Packer::option`].
    pub fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flag().then(|| read(self))
    }

    /// See [`Packer::list`].
    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        // No more than there can be: a number that is wrong asks for no memory.
        let count = self.number().min(self.rest.len());
        (0..count).map(|_| read(self)).collect()
    }

    /// See [`Packer::texts`].
    pub fn texts<T: From<&'b str>>(&mut self) -> Vec<T> {
        self.list(|from| from.text().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let mut to = Packer::default();
        for number in [0, 127, 128, 300, usize::MAX] {
            to.number(number);
        }
        to.float(0.7);
        to.span(Span::new(5, 900));
        to.option(Some("é"), Packer::text);
        to.option(None, Packer::text);
        to.texts(&["a", "", "b"]);
        let bytes = decompressed(&to.compressed());
        let mut from = Unpacker::new(&bytes);
        let numbers: Vec<_> = (0..5).map(|_| from.number()).collect();
        assert_eq!(numbers, [0, 127, 128, 300, usize::MAX]);
        assert!((from.float() - 0.7).abs() < f32::EPSILON);
        assert_eq!(from.span(), Span::new(5, 900));
        assert_eq!(from.option(Unpacker::text), Some("é"));
        assert_eq!(from.option(Unpacker::text), None);
        assert_eq!(from.texts::<String>(), ["a", "", "b"]);
        assert!(from.rest().is_empty());
    }

    #[test]
    fn what_is_cut_off_reads_as_nothing() {
        let mut to = Packer::default();
        to.texts(&["one", "two", "three"]);
        for length in 0..to.bytes.len() {
            let mut from = Unpacker::new(&to.bytes[..length]);
            assert!(from.texts::<String>().len() <= 3);
            assert_eq!((from.number(), from.text(), from.flag()), (0, "", false));
        }
    }
}
