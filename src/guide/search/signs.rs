//! Which signs are in a text, in a few bytes: whether it is worth to look for something typed in it.

/// The signs of one text. It may say of a sign that is not there that it is, never the other way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs(u64);

impl Signs {
    /// Those of `text`, each for itself and each with a sign that follows it.
    pub fn of(text: &str) -> Self {
        let mut found = 0;
        let mut before = None;
        for sign in text.chars() {
            let is_sign = !sign.is_alphanumeric() && !sign.is_whitespace() && sign != '_';
            if !is_sign {
                before = None;
                continue;
            }
            found |= bit(u32::from(sign), 0);
            if let Some(before) = before.replace(sign) {
                found |= bit(u32::from(before) * 31 + u32::from(sign), 32);
            }
        }
        Self(found)
    }

    /// Whether a text with `all` these signs may have in it what these are the signs of.
    pub fn may_stand_in(self, all: Self) -> bool {
        self.0 & !all.0 == 0
    }
}

/// One of the 32 bits from `first` on.
fn bit(number: u32, first: u32) -> u64 {
    1 << (first + (number.wrapping_mul(0x9e37_79b1) >> 27))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_text_has_no_other_signs() {
        let text = "use `x := f(*args)` or a == b, é…";
        for part in [":=", "(*args)", "x := f", "==", ", é…", "use"] {
            assert!(Signs::of(part).may_stand_in(Signs::of(text)), "{part}");
        }
        for part in ["->", "!=", "@", "**"] {
            assert!(!Signs::of(part).may_stand_in(Signs::of(text)), "{part}");
        }
    }
}
