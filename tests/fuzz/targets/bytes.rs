//! What a target needs, taken from the fuzzer's bytes. A text ends at a byte 0xFF, which UTF-8 never
//! has, so inputs are readable and a text grows without moving what comes after it.

/// The bytes that are left.
pub struct Bytes<'b>(pub &'b [u8]);

impl Bytes<'_> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next byte; 0 where there is none.
    pub fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        first
    }

    /// The next two bytes as a number.
    pub fn number(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    /// The bytes up to the next 0xFF, or all.
    pub fn piece(&mut self) -> &[u8] {
        let all = self.0;
        match all.iter().position(|&byte| byte == 0xff) {
            Some(end) => {
                self.0 = &all[end + 1..];
                &all[..end]
            }
            None => {
                self.0 = &[];
                all
            }
        }
    }

    /// The same as text; what is no UTF-8 becomes U+FFFD.
    pub fn text(&mut self) -> String {
        String::from_utf8_lossy(self.piece()).into_owned()
    }
}
