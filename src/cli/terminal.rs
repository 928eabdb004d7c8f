//! What a terminal can show: width, colors, links.

use std::io::IsTerminal;

use anstyle::{AnsiColor, Style};

/// A concept's name.
pub const NAME: Style = AnsiColor::Cyan.on_default().bold();
/// A question.
pub const QUESTION: Style = AnsiColor::Green.on_default();
/// What matters less: places, levels, counts.
pub const FAINT: Style = Style::new().dimmed();

/// How wide text may be, in columns: the terminal's width up to 100, or 80 in a pipe.
pub fn width() -> usize {
    if !std::io::stdout().is_terminal() {
        return 80;
    }
    textwrap::termwidth().clamp(40, 100)
}

/// `text` wrapped, each line behind `indent`.
pub fn wrapped(text: &str, indent: &str) -> String {
    let options = textwrap::Options::new(width())
        .initial_indent(indent)
        .subsequent_indent(indent);
    textwrap::fill(text, options)
}

/// `text` in `style`; anstream takes the codes out again where nobody can see them.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
