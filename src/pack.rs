//! Values as bytes: what is prepared when the program is built and read when it runs, and what a
//! session puts away until somebody looks at it.
//!
//! There is no format to keep: both sides are of the same build (`src/build.rs` writes,
//! [`crate::builtin`] reads; a guide's pages, evidence and search index do both). Behind the end
//! there are zeros, so reading never fails.

use std::cell::RefCell;

use miniz_oxide::DataFormat;
use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress_to_output};
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use crate::text::Span;

/// How hard to compress, from 0 to 10: the last steps cost much and save little.
const EFFORT: u8 = 8;
/// The same while somebody waits.
const LITTLE_EFFORT: u8 = 1;

/// Writes values one after the other.
#[derive(Debug, Default)]
pub struct Packer {
    /// What was written.
    pub bytes: Vec<u8>,
}

impl Packer {
    /// What was written, compressed; see [`decompressed`].
    pub fn compressed(&self) -> Vec<u8> {
        self.compressed_after(&[])
    }

    /// The same for what is much like `before`, of which it takes what it has in common with it; see
    /// [`decompressed_after`].
    pub fn compressed_after(&self, before: &[u8]) -> Vec<u8> {
        self.compressed_by(EFFORT, before)
    }

    /// What [`Packer::compressed`] gives, a little longer and in a third of the time.
    pub fn compressed_quickly(&self) -> Vec<u8> {
        self.compressed_by(LITTLE_EFFORT, &[])
    }

    fn compressed_by(&self, effort: u8, before: &[u8]) -> Vec<u8> {
        thread_local! {
            /// Many texts follow each other, and a new compressor is many times their length.
            static COMPRESSOR: RefCell<Box<CompressorOxide>> = RefCell::default();
        }
        let mut packed = Self::default();
        packed.number(self.bytes.len());
        COMPRESSOR.with_borrow_mut(|compressor| {
            compressor.reset();
            compressor.set_format_and_level(DataFormat::Raw, effort);
            if !before.is_empty() {
                compress_to_output(compressor, before, TDEFLFlush::Sync, |_| true);
            }
            compress_to_output(compressor, &self.bytes, TDEFLFlush::Finish, |bytes| {
                packed.bytes.extend_from_slice(bytes);
                true
            });
        });
        packed.bytes.shrink_to_fit();
        packed.bytes
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

/// How many bytes [`Packer::number`] takes for `number`.
pub fn width(number: u32) -> u32 {
    (u32::BITS - number.leading_zeros()).div_ceil(7).max(1)
}

/// Writes `number` as [`Packer::number`] does to the beginning of `bytes`, as far as these go; gives
/// its width.
pub fn put_number(bytes: &mut [u8], mut number: u32) -> u32 {
    let mut width = 0;
    for byte in bytes {
        width += 1;
        if number <= 0x7f {
            *byte = number as u8;
            break;
        }
        *byte = number as u8 | 0x80;
        number >>= 7;
    }
    width
}

/// What [`Packer::compressed`] gave, as it was written.
pub fn decompressed(packed: &[u8]) -> Vec<u8> {
    decompressed_after(&[], packed)
}

/// What [`Packer::compressed_after`] gave for the same `before`, as it was written.
pub fn decompressed_after(before: &[u8], packed: &[u8]) -> Vec<u8> {
    let mut from = Unpacker::new(packed);
    let length = before.len() + from.number();
    let mut bytes = Vec::with_capacity(length);
    bytes.extend_from_slice(before);
    bytes.resize(length, 0);
    let mut state = DecompressorOxide::new();
    let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    // It was made by the same build; `tests/prepared.rs` unpacks all of it.
    let (_, _, written) = decompress(&mut state, from.rest(), &mut bytes, before.len(), flags);
    bytes.truncate(before.len() + written);
    bytes.drain(..before.len());
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

    /// Whether everything was read.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// How many bytes were not read yet.
    pub fn left(&self) -> usize {
        self.rest.len()
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
        to.span(Span::new(5, 900));
        to.option(Some("é"), Packer::text);
        to.option(None, Packer::text);
        to.texts(&["a", "", "b"]);
        let bytes = decompressed(&to.compressed());
        let mut from = Unpacker::new(&bytes);
        let numbers: Vec<_> = (0..5).map(|_| from.number()).collect();
        assert_eq!(numbers, [0, 127, 128, 300, usize::MAX]);
        assert_eq!(from.span(), Span::new(5, 900));
        assert_eq!(from.option(Unpacker::text), Some("é"));
        assert_eq!(from.option(Unpacker::text), None);
        assert_eq!(from.texts::<String>(), ["a", "", "b"]);
        assert!(from.rest().is_empty());
    }

    #[test]
    fn a_number_is_the_same_in_a_place_of_its_own() {
        for number in [0, 1, 127, 128, 16_383, 16_384, u32::MAX] {
            let mut to = Packer::default();
            to.number(number as usize);
            let mut bytes = [0; 8];
            let width = put_number(&mut bytes, number);
            assert_eq!(width as usize, to.bytes.len(), "{number}");
            assert_eq!(bytes[..width as usize], to.bytes);
        }
    }

    #[test]
    fn what_is_much_like_something_else_takes_little() {
        let words = "generators yield values one by one; ".repeat(3);
        let mut to = Packer::default();
        to.text(&words);
        to.text("and the end");
        let (alone, after) = (to.compressed(), to.compressed_after(words.as_bytes()));
        assert!(after.len() < alone.len(), "{} {}", after.len(), alone.len());
        assert_eq!(decompressed(&alone), to.bytes);
        assert_eq!(decompressed_after(words.as_bytes(), &after), to.bytes);
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
