//! Finding line breaks, eight bytes at a time: whole files are looked through for them.

const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);

/// A word whose lowest bit that is set is in the first byte of `word`, from the lowest, that is `byte`.
fn marks(word: u64, byte: u8) -> u64 {
    let differs = word ^ u64::from_ne_bytes([byte; 8]);
    differs.wrapping_sub(LOW) & !differs & HIGH
}

fn find(bytes: &[u8], marks: impl Fn(u64) -> u64, is_one: impl Fn(u8) -> bool) -> Option<usize> {
    let (words, rest) = bytes.as_chunks();
    for (number, &word) in words.iter().enumerate() {
        let found = marks(u64::from_le_bytes(word));
        if found != 0 {
            return Some(number * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|&byte| is_one(byte));
    at.map(|at| words.len() * 8 + at)
}

/// Where the first `\n` of `bytes` stands.
pub fn find_newline(bytes: &[u8]) -> Option<usize> {
    find(bytes, |word| marks(word, b'\n'), |byte| byte == b'\n')
}

/// Where the first `\n` or `\r` of `bytes` stands.
pub fn find_break(bytes: &[u8]) -> Option<usize> {
    let either = |word| marks(word, b'\n') | marks(word, b'\r');
    find(bytes, either, |byte| matches!(byte, b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_are_found_wherever_they_stand() {
        // The bytes beside them are those that such a search is known to take for them.
        for filling in [b'a', b'\x0b', b'\x8a', b'\x8d', 0xff, 0, b'\x0c'] {
            for length in 0..40 {
                let mut bytes = vec![filling; length];
                assert_eq!(find_break(&bytes), None);
                for at in (0..length).rev() {
                    bytes[at] = if at % 3 == 0 { b'\r' } else { b'\n' };
                    assert_eq!(find_break(&bytes), Some(at), "{filling} {length}");
                    let newline = bytes.iter().position(|&byte| byte == b'\n');
                    assert_eq!(find_newline(&bytes), newline, "{filling} {length}");
                }
            }
        }
    }
}
