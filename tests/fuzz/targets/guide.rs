//! Any bytes as a file of a guide: decoded and read, they give entries, problems and links that lie in
//! the text, each entry with an id of its own. What begins with `{` is a notebook.

use pygloss::guide::decode;

use super::page;

pub fn run(data: &[u8]) {
    let name = match data.first() {
        Some(b'{') => "fuzz.ipynb",
        _ => "fuzz.md",
    };
    if let Ok((text, _)) = decode(data) {
        page::read(name, &text);
    }
}
