//! Names as numbers, so that the walk compares and keeps them without their text.

use std::hash::{BuildHasherDefault, Hasher};

use crate::pack::{Packer, Unpacker};

/// A name, by a hash of its bytes. Two names of one file share a number with a probability of about
/// one in 10^10 for a file of 60,000 names, and all that happens then is a wrong note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Symbol(u64);

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const FACTOR: u64 = 0xd6e8_feb8_6659_fd93;

impl Symbol {
    /// The number of the name `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let mut hash = mix(SEED ^ bytes.len() as u64);
        let (words, rest) = bytes.as_chunks();
        for &word in words {
            hash = mix(hash ^ u64::from_le_bytes(word));
        }
        if !rest.is_empty() {
            hash = mix(hash ^ little_endian(rest));
        }
        Self(hash)
    }

    /// Writes the number.
    pub fn pack(self, to: &mut Packer) {
        to.bytes.extend(self.0.to_le_bytes());
    }

    /// What [`Symbol::pack`] wrote.
    pub fn unpack(from: &mut Unpacker<'_>) -> Self {
        let bytes = from.bytes(8).try_into();
        Self(u64::from_le_bytes(bytes.unwrap_or_default()))
    }

    /// One of the 64 bits, for sets of names in which some are taken for others.
    pub fn bit(self) -> u64 {
        1 << (self.0 & 63)
    }

    /// Which of `parts` parts it falls into.
    pub fn part(self, parts: usize) -> usize {
        #[allow(clippy::cast_possible_truncation)]
        let low = (self.0 >> 32) as u32;
        low as usize % parts
    }
}

/// The number that one to seven bytes are. They are read in two steps that overlap, not one by one.
fn little_endian(bytes: &[u8]) -> u64 {
    let length = bytes.len();
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let [first, last] = [first, last].map(|bytes| u64::from(u32::from_le_bytes(*bytes)));
        return first | last << (8 * (length - 4));
    }
    let at = |place: usize| u64::from(bytes[place]) << (8 * place);
    at(0) | at(length / 2) | at(length - 1)
}

/// Both halves of a product: every bit of the input reaches every bit of the result.
fn mix(value: u64) -> u64 {
    let product = u128::from(value) * u128::from(FACTOR);
    #[allow(clippy::cast_possible_truncation)]
    let folded = (product as u64) ^ ((product >> 64) as u64);
    folded ^ folded >> 29
}

/// A hasher for keys that hold a [`Symbol`], which is well mixed as it is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SymbolHasher(u64);

impl Hasher for SymbolHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(26) ^ value).wrapping_mul(FACTOR);
    }
}

/// A map whose keys hold a [`Symbol`].
pub(super) type SymbolMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<SymbolHasher>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_bytes_are_a_number_from_the_right() {
        for length in 1..8 {
            let bytes = &b"\x81bcdefg"[..length];
            let plain = bytes.iter().rev();
            let plain = plain.fold(0, |sum, &byte| sum << 8 | u64::from(byte));
            assert_eq!(little_endian(bytes), plain, "{length}");
        }
    }
}
