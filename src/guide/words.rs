//! The words by which notes in several languages mark questions, answers, levels and the rest. All
//! are lower case; [`fold`] brings text into the same form. A language is added by adding words.

use super::Level;

/// Lower case, trimmed of emoji, stars and punctuation at both ends, spaces made one.
pub(super) fn fold(text: &str) -> String {
    let inner = text.trim_matches(|sign: char| !sign.is_alphanumeric());
    let mut out = String::with_capacity(inner.len());
    for word in inner.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// What may stand before a question: `Q:`, `Pregunta 3.`, `问题：`.
pub(super) const QUESTION_MARKS: &[&str] = &[
    "question",
    "q",
    "ques",
    "que",
    "qn",
    "interview question",
    "interviewer",
    "frage",
    "f",
    "pregunta",
    "p",
    "preg",
    "pergunta",
    "domanda",
    "d",
    "pytanie",
    "soru",
    "вопрос",
    "в",
    "питання",
    "题",
    "問",
    "问",
    "问题",
    "問題",
    "題目",
    "题目",
    "提问",
    "面试题",
    "面試題",
    "質問",
    "질문",
    "문제",
    "exercise",
    "ex",
    "problem",
    "task",
    "challenge",
    "puzzle",
    "ejercicio",
    "problema",
    "exercice",
    "exercício",
    "aufgabe",
    "übung",
    "упражнение",
    "задача",
    "задание",
    "练习",
    "練習",
    "习题",
    "練習題",
];

/// Those of them that name a task rather than a question.
pub(super) const TASKS: &[&str] = &[
    "exercise",
    "ex",
    "problem",
    "task",
    "challenge",
    "puzzle",
    "ejercicio",
    "problema",
    "exercice",
    "exercício",
    "aufgabe",
    "übung",
    "упражнение",
    "задача",
    "задание",
    "练习",
    "練習",
    "习题",
    "練習題",
];

/// What may stand before an answer.
pub(super) const ANSWER_MARKS: &[&str] = &[
    "answer",
    "a",
    "ans",
    "answers",
    "short answer",
    "sample answer",
    "model answer",
    "expected answer",
    "the answer",
    "solution",
    "sol",
    "reply",
    "response",
    "antwort",
    "lösung",
    "respuesta",
    "r",
    "resp",
    "solución",
    "respuesta corta",
    "réponse",
    "resposta",
    "solução",
    "risposta",
    "soluzione",
    "odpowiedź",
    "cevap",
    "ответ",
    "о",
    "решение",
    "краткий ответ",
    "відповідь",
    "答",
    "答案",
    "回答",
    "解答",
    "参考答案",
    "參考答案",
    "答え",
    "解析",
    "답",
    "답변",
    "정답",
    "解",
    "答复",
];

/// Titles of containers and headings that hold answers: `View Answer`, `Mostrar respuesta`.
const ANSWER_WORDS: &[&str] = &[
    "answer",
    "answers",
    "solution",
    "solutions",
    "ans",
    "explanation",
    "respuesta",
    "respuestas",
    "solución",
    "soluciones",
    "explicación",
    "antwort",
    "lösung",
    "réponse",
    "resposta",
    "solução",
    "risposta",
    "soluzione",
    "odpowiedź",
    "ответ",
    "ответы",
    "ответа",
    "решение",
    "решения",
    "решении",
    "пояснение",
    "відповідь",
    "答案",
    "解答",
    "回答",
    "参考答案",
    "解析",
    "答え",
    "答",
    "정답",
    "답변",
];

/// Words that stand around those in such titles.
const ANSWER_AROUND: &[&str] = &[
    "view",
    "show",
    "see",
    "click",
    "here",
    "to",
    "the",
    "for",
    "reveal",
    "expand",
    "open",
    "toggle",
    "hide",
    "me",
    "a",
    "an",
    "sample",
    "code",
    "example",
    "and",
    "full",
    "model",
    "detailed",
    "short",
    "possible",
    "suggested",
    "check",
    "your",
    "spoiler",
    "hint",
    "key",
    "correct",
    "tap",
    "this",
    "of",
    "question",
    "my",
    "get",
    "ver",
    "mostrar",
    "la",
    "el",
    "haz",
    "clic",
    "para",
    "aquí",
    "muestra",
    "abrir",
    "pulsa",
    "posible",
    "corta",
    "larga",
    "con",
    "código",
    "revelar",
    "modelo",
    "y",
    "показать",
    "посмотреть",
    "открыть",
    "развернуть",
    "нажмите",
    "чтобы",
    "увидеть",
    "узнать",
    "раскрыть",
    "смотреть",
    "скрытый",
    "полный",
    "краткий",
    "к",
    "задаче",
    "и",
    "с",
    "кодом",
    "пример",
    "кода",
    "点击",
    "查看",
    "显示",
    "展开",
    "參考",
    "参考",
    "看",
    "的",
    "点",
    "击",
    "voir",
    "afficher",
    "anzeigen",
    "zeigen",
    "ansehen",
    "ver",
    "vedi",
    "mostra",
];

/// Levels, by how they are called.
const LEVELS: &[(Level, &[&str])] = &[
    (
        Level::Easy,
        &[
            "easy",
            "beginner",
            "beginners",
            "basic",
            "basics",
            "junior",
            "entry",
            "entry-level",
            "simple",
            "fresher",
            "freshers",
            "novice",
            "elementary",
            "fundamental",
            "fácil",
            "facil",
            "fáciles",
            "básico",
            "básica",
            "básicas",
            "básicos",
            "basico",
            "principiante",
            "principiantes",
            "débutant",
            "facile",
            "leicht",
            "einfach",
            "anfänger",
            "iniciante",
            "łatwe",
            "лёгкий",
            "легкий",
            "лёгкая",
            "легкая",
            "лёгкое",
            "легкое",
            "легко",
            "лёгкие",
            "легкие",
            "простой",
            "простая",
            "простые",
            "базовый",
            "базовые",
            "начальный",
            "новичок",
            "джуниор",
            "джун",
            "легка",
            "简单",
            "容易",
            "初级",
            "基础",
            "入门",
            "簡單",
            "初級",
            "基礎",
            "簡単",
            "쉬움",
            "초급",
            "🟢",
            "⭐",
            "l1",
        ],
    ),
    (
        Level::Medium,
        &[
            "medium",
            "intermediate",
            "mid",
            "middle",
            "moderate",
            "mid-level",
            "regular",
            "medio",
            "media",
            "medios",
            "intermedio",
            "intermedia",
            "intermedios",
            "intermedias",
            "moyen",
            "intermédiaire",
            "mittel",
            "médio",
            "médias",
            "intermediário",
            "średnie",
            "средний",
            "средняя",
            "среднее",
            "средние",
            "средне",
            "мидл",
            "середня",
            "中等",
            "中级",
            "中級",
            "普通",
            "一般",
            "중급",
            "보통",
            "🟡",
            "🟠",
            "⭐⭐",
            "l2",
        ],
    ),
    (
        Level::Hard,
        &[
            "hard",
            "advanced",
            "expert",
            "difficult",
            "senior",
            "tough",
            "experienced",
            "challenging",
            "hardcore",
            "tricky",
            "difícil",
            "dificil",
            "difíciles",
            "avanzado",
            "avanzada",
            "avanzados",
            "avanzadas",
            "experto",
            "difficile",
            "avancé",
            "schwer",
            "schwierig",
            "fortgeschritten",
            "avançado",
            "trudne",
            "сложный",
            "сложная",
            "сложное",
            "сложные",
            "сложно",
            "трудный",
            "трудная",
            "трудные",
            "трудно",
            "продвинутый",
            "продвинутые",
            "сеньор",
            "синьор",
            "эксперт",
            "складна",
            "困难",
            "高级",
            "进阶",
            "难",
            "困難",
            "高級",
            "進階",
            "難しい",
            "上級",
            "고급",
            "어려움",
            "🔴",
            "⭐⭐⭐",
            "l3",
        ],
    ),
];

/// Keys of a line such as `Difficulty: Hard | Tags: a, b`.
pub(super) const LEVEL_KEYS: &[&str] = &[
    "level",
    "difficulty",
    "difficulty level",
    "nivel",
    "dificultad",
    "niveau",
    "difficulté",
    "schwierigkeit",
    "schwierigkeitsgrad",
    "nível",
    "dificuldade",
    "livello",
    "difficoltà",
    "poziom",
    "уровень",
    "сложность",
    "уровень сложности",
    "рівень",
    "难度",
    "難度",
    "级别",
    "难易度",
    "等级",
    "難易度",
    "난이도",
    "complexity level",
    "seniority",
];
/// Keys of tags.
pub(super) const TAG_KEYS: &[&str] = &[
    "tags",
    "tag",
    "topics",
    "topic",
    "category",
    "categories",
    "keywords",
    "labels",
    "area",
    "section",
    "subject",
    "etiquetas",
    "etiqueta",
    "temas",
    "tema",
    "categoría",
    "categorías",
    "schlagwörter",
    "themen",
    "thema",
    "étiquettes",
    "mots-clés",
    "sujet",
    "теги",
    "тег",
    "темы",
    "тема",
    "метки",
    "категория",
    "标签",
    "標籤",
    "主题",
    "分类",
    "类别",
    "关键词",
    "知识点",
    "タグ",
    "태그",
    "考点",
];
/// Keys of companies.
pub(super) const COMPANY_KEYS: &[&str] = &[
    "asked by",
    "asked in",
    "asked at",
    "company",
    "companies",
    "companies asking",
    "frequently asked by",
    "seen at",
    "asked by companies",
    "empresas",
    "empresa",
    "preguntado en",
    "preguntada en",
    "preguntado por",
    "preguntada por",
    "unternehmen",
    "firma",
    "firmen",
    "entreprise",
    "entreprises",
    "aziende",
    "компании",
    "компания",
    "спрашивают в",
    "где спрашивают",
    "公司",
    "出现公司",
    "出题公司",
    "考察公司",
    "企业",
    "会社",
    "회사",
];
/// Keys that are known and kept nowhere.
pub(super) const OTHER_KEYS: &[&str] = &[
    "time",
    "frequency",
    "importance",
    "source",
    "link",
    "reference",
    "points",
    "score",
    "estimated time",
    "status",
    "last updated",
    "type",
    "id",
    "rating",
    "fuente",
    "tiempo",
    "источник",
    "время",
    "частота",
    "来源",
    "频率",
    "时间",
    "重要性",
    "出处",
    "role",
];
/// Headers of the column that holds the question.
pub(super) const QUESTION_COLUMNS: &[&str] = &[
    "question",
    "questions",
    "question title",
    "interview question",
    "interview questions",
    "problem",
    "title",
    "pregunta",
    "preguntas",
    "frage",
    "fragen",
    "pergunta",
    "domanda",
    "pytanie",
    "вопрос",
    "вопросы",
    "задача",
    "问题",
    "題目",
    "题目",
    "面试题",
    "面试问题",
    "質問",
    "질문",
    "q",
    "exercise",
    "problema",
    "ejercicio",
    "название",
    "标题",
];
/// Headers of the column that holds the answer.
pub(super) const ANSWER_COLUMNS: &[&str] = &[
    "answer",
    "answers",
    "short answer",
    "solution",
    "explanation",
    "a",
    "respuesta",
    "respuestas",
    "respuesta corta",
    "solución",
    "antwort",
    "réponse",
    "resposta",
    "risposta",
    "ответ",
    "ответы",
    "краткий ответ",
    "решение",
    "答案",
    "回答",
    "解答",
    "参考答案",
    "简答",
    "答え",
    "답변",
    "key points",
    "quick answer",
];

/// Headings of tables of contents and navigation.
const CONTENTS: &[&str] = &[
    "table of contents",
    "contents",
    "toc",
    "index",
    "quick navigation",
    "navigation",
    "quick links",
    "quick link",
    "on this page",
    "in this article",
    "jump to",
    "overview of contents",
    "sections",
    "topics covered",
    "menu",
    "outline",
    "table of content",
    "índice",
    "tabla de contenidos",
    "tabla de contenido",
    "contenido",
    "contenidos",
    "navegación",
    "enlaces rápidos",
    "sumario",
    "sommaire",
    "table des matières",
    "inhalt",
    "inhaltsverzeichnis",
    "indice",
    "sumário",
    "содержание",
    "оглавление",
    "навигация",
    "быстрые ссылки",
    "список вопросов",
    "зміст",
    "目录",
    "目錄",
    "导航",
    "快速导航",
    "快速链接",
    "目次",
    "목차",
    "章节",
];

/// Words that make a heading or lead-in announce questions.
const QUESTION_WORDS: &[&str] = &[
    "question",
    "questions",
    "faq",
    "faqs",
    "q&a",
    "quiz",
    "preguntas",
    "pregunta",
    "fragen",
    "questions",
    "perguntas",
    "domande",
    "pytania",
    "вопросы",
    "вопрос",
    "вопросов",
    "квиз",
    "питання",
];
/// The same where words are not set apart by spaces.
const QUESTION_SIGNS: &[&str] = &[
    "问题",
    "面试题",
    "題目",
    "题目",
    "常见问",
    "質問",
    "질문",
    "提问",
    "题库",
    "练习题",
    "面試題",
];

/// Lead-ins of questions that belong to an answer: `Follow-ups:`.
const FOLLOW_UPS: &[&str] = &[
    "follow-up",
    "follow-ups",
    "follow up",
    "follow ups",
    "followup",
    "followups",
    "further questions",
    "next questions",
    "related questions",
    "related",
    "they may ask",
    "they may also ask",
    "possible follow-ups",
    "follow-up questions",
    "follow up questions",
    "deep dive",
    "think about",
    "ask yourself",
    "repregunta",
    "repreguntas",
    "preguntas de seguimiento",
    "seguimiento",
    "nachfragen",
    "questions de suivi",
    "дополнительные вопросы",
    "доп. вопросы",
    "уточняющие вопросы",
    "следующие вопросы",
    "дополнительный вопрос",
    "追问",
    "延伸问题",
    "后续问题",
    "扩展问题",
    "深入",
    "深挖",
    "追問",
];

/// Placeholders of templates.
pub(super) const PLACEHOLDERS: &[&str] = &[
    "question title",
    "your question",
    "question here",
    "your answer",
    "answer here",
    "question text",
    "write your",
    "insert ",
    "título de la pregunta",
    "tu pregunta",
    "текст вопроса",
    "ваш вопрос",
    "ваш ответ",
    "问题标题",
    "你的问题",
    "你的答案",
    "在此填写",
    "todo",
    "lorem ipsum",
    "<question",
    "[question",
    "{question",
    "question goes here",
];

/// Directives whose content is prose, where a dialect writes them as code fences.
pub(super) fn is_prose_directive(name: &str) -> bool {
    matches!(
        name.trim_start_matches('.'),
        "exercise"
            | "exercise-start"
            | "solution"
            | "solution-start"
            | "question"
            | "answer"
            | "admonition"
            | "dropdown"
            | "note"
            | "tip"
            | "hint"
            | "important"
            | "warning"
            | "caution"
            | "attention"
            | "danger"
            | "seealso"
            | "details"
            | "toggle"
            | "card"
            | "tab-item"
            | "tab-set"
            | "grid"
            | "example"
            | "quiz"
            | "problem"
            | "prf:example"
            | "sd-dropdown"
            | "faq"
            | "challenge"
    )
}

/// Whether `word` is one of `list`.
pub(super) fn is_one(word: &str, list: &[&str]) -> bool {
    list.contains(&word)
}

/// The level that a word, or a row of stars, names.
pub(super) fn level_word(word: &str) -> Option<Level> {
    LEVELS
        .iter()
        .find(|(_, names)| names.contains(&word))
        .map(|(level, _)| *level)
}

/// The level that a value such as `🔴 Hard`, `Easy/Medium` or `средний` names: the first.
pub(super) fn level_in(value: &str) -> Option<Level> {
    let whole = value.trim().to_lowercase();
    if let Some(level) = level_word(&whole).or_else(|| level_word(&fold(&whole))) {
        return Some(level);
    }
    let stars = whole.matches(['⭐', '★']).count();
    if let Some(level) = [Level::Easy, Level::Medium, Level::Hard].get(stars.wrapping_sub(1)) {
        return Some(*level);
    }
    whole
        .split(|sign: char| !(sign.is_alphanumeric() || sign == '-' || is_circle(sign)))
        .find_map(level_word)
        .or_else(|| {
            whole
                .chars()
                .find_map(|sign| level_word(sign.encode_utf8(&mut [0; 4])))
        })
}

fn is_circle(sign: char) -> bool {
    matches!(sign, '🟢' | '🟡' | '🟠' | '🔴')
}

/// The level that a heading such as `Hard questions` or `Уровень: средний` is about, and nothing
/// else.
pub(super) fn level_heading(title: &str) -> Option<Level> {
    const AROUND: &[&str] = &[
        "level",
        "questions",
        "question",
        "interview",
        "python",
        "difficulty",
        "for",
        "the",
        "q&a",
        "and",
        "to",
        "problems",
        "exercises",
        "coding",
        "section",
        "nivel",
        "preguntas",
        "de",
        "para",
        "entrevista",
        "dificultad",
        "ejercicios",
        "вопросы",
        "уровень",
        "для",
        "задачи",
        "сложность",
        "по",
        "собеседования",
        "уровня",
    ];
    let folded = fold(title);
    let mut found = None;
    for word in folded.split(|sign: char| !(sign.is_alphanumeric() || sign == '&' || sign == '-')) {
        if word.is_empty()
            || AROUND.contains(&word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
        {
            continue;
        }
        let level = level_word(word).or_else(|| {
            // Chinese writes `初级面试题` without spaces.
            let rest = LEVELS.iter().find_map(|(level, names)| {
                names
                    .iter()
                    .filter(|name| !name.is_ascii() && name.chars().count() > 1)
                    .find_map(|name| word.strip_prefix(name).map(|rest| (*level, rest)))
            });
            rest.filter(|(_, rest)| {
                is_one(
                    rest,
                    &["题", "问题", "面试题", "题目", "级", "难度", "篇", "部分"],
                )
            })
            .map(|(level, _)| level)
        })?;
        if found.is_some_and(|known| known != level) {
            return None;
        }
        found = Some(level);
    }
    found
}

/// Whether a heading opens a table of contents or other navigation.
pub(super) fn is_contents(title: &str) -> bool {
    let folded = fold(title);
    CONTENTS.contains(&folded.as_str())
}

/// Whether a heading or lead-in announces questions.
pub(super) fn announces_questions(title: &str) -> bool {
    let folded = fold(title);
    folded
        .split(|sign: char| !(sign.is_alphanumeric() || sign == '&'))
        .any(|word| QUESTION_WORDS.contains(&word))
        || QUESTION_SIGNS.iter().any(|sign| folded.contains(sign))
}

/// Whether a lead-in announces questions that belong to an answer.
pub(super) fn is_follow_up(title: &str) -> bool {
    let folded = fold(title);
    FOLLOW_UPS.iter().any(|words| {
        folded == *words
            || folded
                .strip_prefix(words)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) || !words.is_ascii())
    })
}

/// Whether a title such as `Click to see the answer` only announces an answer.
pub(super) fn is_answer_label(title: &str) -> bool {
    let folded = fold(title);
    if folded.is_empty() || folded.chars().count() > 48 || title.contains(['?', '？']) {
        return false;
    }
    let words: Vec<&str> = folded
        .split(|sign: char| !(sign.is_alphanumeric() || sign == '-' || sign == '\''))
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let mut found = false;
    for word in &words {
        if ANSWER_WORDS.contains(word) {
            found = true;
        } else if !ANSWER_AROUND.contains(word) && !word_of_signs(word, &mut found) {
            return false;
        }
    }
    let shown = words.iter().any(|word| {
        matches!(
            *word,
            "view"
                | "show"
                | "see"
                | "reveal"
                | "click"
                | "expand"
                | "spoiler"
                | "toggle"
                | "ver"
                | "mostrar"
                | "показать"
                | "посмотреть"
                | "развернуть"
        )
    });
    (found || shown) && !words.is_empty()
}

/// Chinese words run together: `点击查看答案`.
fn word_of_signs(word: &str, found: &mut bool) -> bool {
    if word.is_ascii() {
        return false;
    }
    let mut rest = word;
    while !rest.is_empty() {
        let answer = ANSWER_WORDS
            .iter()
            .filter(|known| !known.is_ascii())
            .find(|known| rest.starts_with(**known));
        let around = ANSWER_AROUND
            .iter()
            .filter(|known| !known.is_ascii())
            .find(|known| rest.starts_with(**known));
        if let Some(known) = answer {
            *found = true;
            rest = &rest[known.len()..];
        } else if let Some(known) = around {
            rest = &rest[known.len()..];
        } else {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answer_labels_are_told_from_questions() {
        for label in [
            "View Answer",
            "Click to see the solution",
            "Ответ",
            "Показать ответ",
            "点击查看答案",
            "Ver respuesta",
            "✅ Answer:",
            "Show",
        ] {
            assert!(is_answer_label(label), "{label}");
        }
        for title in [
            "What is the answer?",
            "Answering machines",
            "List comprehensions",
            "View functions in Django",
        ] {
            assert!(!is_answer_label(title), "{title}");
        }
    }

    #[test]
    fn levels_have_many_names() {
        assert_eq!(level_in("🔴 Hard"), Some(Level::Hard));
        assert_eq!(level_in("Easy/Medium"), Some(Level::Easy));
        assert_eq!(level_in("средний"), Some(Level::Medium));
        assert_eq!(level_in("⭐⭐⭐"), Some(Level::Hard));
        assert_eq!(level_in("🟡"), Some(Level::Medium));
        assert_eq!(level_in("unknown"), None);
        assert_eq!(level_heading("Hard questions"), Some(Level::Hard));
        assert_eq!(level_heading("初级面试题"), Some(Level::Easy));
        assert_eq!(level_heading("Basic Python Concepts"), None);
        assert_eq!(level_heading("Advanced OOP"), None);
    }

    #[test]
    fn follow_ups_and_contents_are_known() {
        assert!(is_follow_up("Follow-up:"));
        assert!(is_follow_up("追问："));
        assert!(!is_follow_up("Following an import"));
        assert!(is_contents("📚 Table of Contents"));
        assert!(announces_questions("Questions asked in Acme interview"));
        assert!(announces_questions("常见面试题"));
        assert!(!announces_questions("Questionable style"));
    }
}
