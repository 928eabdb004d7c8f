//! Words of a text as they are searched for, and how far two are apart.

/// Lower case, without accents.
pub(super) fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(plain)
        .collect()
}

/// The letter under an accent.
fn plain(sign: char) -> char {
    match sign {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ì'..='ï' | 'ī' | 'ị' | 'ỉ' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'ọ'..='ợ' => 'o',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ụ'..='ự' => 'u',
        'ý' | 'ÿ' => 'y',
        'ś' | 'š' => 's',
        'ź' | 'ż' | 'ž' => 'z',
        'ł' => 'l',
        'đ' | 'ď' => 'd',
        'ř' => 'r',
        'ť' => 't',
        'ё' => 'е',
        _ => sign,
    }
}

/// Whether a sign is of a script that sets no spaces between words.
pub(super) fn is_wide(sign: char) -> bool {
    matches!(u32::from(sign), 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// The words of a text: letters, digits and `_`; of scripts without spaces every pair of signs.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let mut out = Vec::new();
    for run in folded.split(|sign: char| !(sign.is_alphanumeric() || sign == '_')) {
        if run.is_empty() {
            continue;
        }
        let mut narrow = String::new();
        let mut before: Option<char> = None;
        for sign in run.chars() {
            if is_wide(sign) {
                if !narrow.is_empty() {
                    out.push(std::mem::take(&mut narrow));
                }
                if let Some(before) = before {
                    out.push([before, sign].iter().collect());
                } else {
                    out.push(sign.to_string());
                }
                before = Some(sign);
            } else {
                before = None;
                narrow.push(sign);
            }
        }
        let inner = narrow.trim_matches('_');
        if !inner.is_empty() && inner.len() < narrow.len() {
            out.push(inner.to_owned());
        }
        if !narrow.is_empty() {
            out.push(narrow);
        }
    }
    out
}

/// How many typing errors lie between two words, a swap of neighbours being one, if at most `most`.
pub(super) fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut next = vec![i + 1; b.len() + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut best = (row[j] + usize::from(x != y))
                .min(row[j + 1] + 1)
                .min(next[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                best = best.min(before[j - 1] + 1);
            }
            next[j + 1] = best;
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|&count| count <= most)
}
