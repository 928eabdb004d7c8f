//! Links at the end of titles that are no part of them.

use crate::guide::inline::TextLine;
use crate::guide::words::fold;

/// The text without a link at its end that is no part of the title.
pub(super) fn without_trailing_link(line: &TextLine) -> &str {
    let text = line.text.as_str();
    if line.trailing_link == 0 || line.trailing_link >= text.len() || line.linked >= text.len() {
        return text;
    }
    let at = text.len() - line.trailing_link;
    let Some((before, link)) = text.split_at_checked(at) else {
        return text;
    };
    let head = before.trim_end_matches([' ', '(', '[', '|', '-', '–', '—', '→']);
    let label = fold(link);
    let is_label = label.is_empty()
        || matches!(
            label.as_str(),
            "link"
                | "links"
                | "source"
                | "src"
                | "ref"
                | "reference"
                | "docs"
                | "doc"
                | "solution"
                | "answer"
                | "more"
                | "read more"
                | "details"
                | "here"
                | "top"
                | "up"
                | "home"
                | "video"
                | "article"
                | "edit"
                | "enlace"
                | "fuente"
                | "solución"
                | "respuesta"
                | "arriba"
                | "источник"
                | "ссылка"
                | "решение"
                | "ответ"
                | "наверх"
                | "链接"
                | "答案"
                | "来源"
                | "返回顶部"
                | "出处"
        )
        || label.contains("back to")
        || label.contains("volver")
        || label.contains("返回");
    let ends = head.ends_with(['?', '？', '؟', '.', '!', '。']);
    if (ends || is_label) && !head.is_empty() {
        head
    } else {
        text
    }
}
