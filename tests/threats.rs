//! What a workspace or a note might do to the person who opens it. `.github/SECURITY.md` names these
//! tests.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// How long anything here may take, on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_secs(30);
const NOTE: &str = "# What does `:=` do?\n\nIt assigns inside an expression.\n";
const CODE: &str = "if (n := 1):\n    pass\n";

/// Runs pygloss in `folder` with the guides there; fails where that takes long.
fn pygloss(folder: &Path, arguments: &[&str]) -> Output {
    let started = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .current_dir(folder)
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .args(["--no-builtin-guide", "--guide", "notes"])
        .args(arguments)
        .output()
        .unwrap();
    let took = started.elapsed();
    assert!(took < PATIENCE, "{arguments:?} took {took:?}");
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder with `app.py`, one harmless note, and these files in `notes`.
fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes");
    std::fs::create_dir(&notes).unwrap();
    std::fs::write(folder.path().join("app.py"), CODE).unwrap();
    std::fs::write(notes.join("harmless.md"), NOTE).unwrap();
    for (name, contents) in files {
        std::fs::write(notes.join(name), contents).unwrap();
    }
    folder
}

/// The note beside the hostile file still answers.
fn assert_answers(folder: &Path) {
    let output = pygloss(folder, &["explain", "app.py:1:7"]);
    let said = text(&output.stdout);
    assert!(said.contains("What does := do?"), "{said}");
}

/// The problems that `check` tells, of which one holds `part`.
fn assert_told(folder: &Path, part: &str) {
    let output = pygloss(folder, &["check", "notes"]);
    let told = text(&output.stdout) + &text(&output.stderr);
    assert!(told.contains(part), "{told}");
}

/// `anchor` ten times in a list, that list ten times in the next one, and so on.
fn laughs(depth: usize) -> String {
    let mut yaml = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..depth {
        let again = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(yaml, "a{level}: &a{level} [{again}]").unwrap();
    }
    yaml
}

#[test]
fn yaml_that_multiplies_is_refused_and_the_page_is_read() {
    let bomb = format!("---\n{}---\n# What is a bomb?\n\nThis.\n", laughs(10));
    let folder = folder_with(&[("bomb.md", &bomb)]);
    assert_told(folder.path(), "bomb.md");
    assert_told(folder.path(), "[front-matter]");
    let output = pygloss(folder.path(), &["index", "notes"]);
    assert!(text(&output.stdout).contains("What is a bomb?"));
    assert_answers(folder.path());
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = 50_000;
    let yaml = format!(
        "---\na: {}{}\n---\n{NOTE}",
        "[".repeat(deep),
        "]".repeat(deep)
    );
    let steps: String = (0..200).fold(String::new(), |mut text, level| {
        writeln!(text, "{}k:", " ".repeat(level)).unwrap();
        text
    });
    let blocks = format!("---\n{steps}---\n{NOTE}");
    let toml = format!(
        "+++\na = {}{}\n+++\n{NOTE}",
        "[".repeat(deep),
        "]".repeat(deep)
    );
    let markdown = format!("# What is deep?\n\n{}x\n", "> ".repeat(deep));
    let lists = format!("# What is deeper?\n\n{}x\n", "- ".repeat(deep));
    let notebook = format!("{{\"cells\": {}", "[".repeat(deep));
    let folder = folder_with(&[
        ("yaml.md", &yaml),
        ("blocks.md", &blocks),
        ("toml.md", &toml),
        ("quotes.md", &markdown),
        ("lists.md", &lists),
        ("book.ipynb", &notebook),
    ]);
    assert_told(folder.path(), "yaml.md");
    assert_told(folder.path(), "toml.md");
    assert_told(folder.path(), "book.ipynb");
    assert_answers(folder.path());
}

#[test]
fn a_file_too_large_to_be_a_note_is_told_and_not_read() {
    let folder = folder_with(&[("large.md", "")]);
    let large = folder.path().join("notes/large.md");
    // No room is taken on the disk: the file is all hole.
    let file = std::fs::File::options().write(true).open(&large).unwrap();
    file.set_len(1 << 40).unwrap();
    assert_told(folder.path(), "large.md: is larger than 64 MiB");
    assert_answers(folder.path());
}

#[cfg(unix)]
#[test]
fn code_that_is_a_device_or_leads_in_circles_is_left_out() {
    use std::os::unix::fs::symlink;
    let folder = folder_with(&[]);
    let source = folder.path().join("src");
    std::fs::create_dir(&source).unwrap();
    symlink(&source, source.join("again")).unwrap();
    symlink("/dev/zero", source.join("zero.py")).unwrap();
    symlink(source.join("self.py"), source.join("self.py")).unwrap();
    std::fs::write(source.join("good.py"), CODE).unwrap();
    let output = pygloss(folder.path(), &["scan", "--format", "jsonl", "src"]);
    let said = text(&output.stdout);
    assert!(said.lines().all(|line| line.contains("good.py")), "{said}");
    assert!(said.contains("syntax.walrus"), "{said}");
}

/// Marks that steer a terminal, reorder or hide.
const MARKS: [char; 7] = [
    '\u{1b}', '\u{7}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}',
];

/// A note whose every part carries what is not wanted.
fn hostile_note() -> String {
    let marks: String = MARKS.iter().collect();
    format!(
        "---\ntitle: \"T{marks}\"\ntags: [\"t{marks}\"]\nlevel: \"no{marks}\\nsuch\"\n---\n\n\
         # Notes on `:=`{marks} [x](command:evil) <img src=x onerror=alert(1)>\n\n\
         The walrus operator{marks} [click](command:evil?%5B%5D) ![pixel](https://x.invalid/p.png) \
         <script>alert(1)</script> <a href=\"command:evil\">link</a> <command:evil>.\n\n\
         ## Questions\n\n### What does `:=` do{marks} [x](command:evil \"t\") <b>?</b>\n\n\
         *Level: easy*\n\n[answer](javascript:alert(1)){marks} `` `:=`{marks} ``\n"
    )
}

fn assert_harmless(said: &str) {
    for mark in MARKS {
        assert!(!said.contains(mark), "{mark:?} in {said:?}");
    }
    let lower = said.to_lowercase();
    // What is left of a link, an image or a tag shows as text: it has a backslash before it.
    for part in [
        "](command:",
        "](javascript:",
        "](https://x.invalid",
        "[p",
        "<",
    ] {
        for (at, _) in lower.match_indices(part) {
            assert!(lower[..at].ends_with('\\'), "{part} in {said}");
        }
    }
}

#[test]
fn a_note_cannot_link_run_or_disguise_anything_in_a_hover() {
    let folder = folder_with(&[("hostile.md", &hostile_note())]);
    std::fs::remove_file(folder.path().join("notes/harmless.md")).unwrap();
    for place in ["app.py:1:7", "app.py"] {
        let output = pygloss(folder.path(), &["explain", "--format", "markdown", place]);
        let said = text(&output.stdout);
        assert!(said.contains("What does"), "{said}");
        assert_harmless(&said);
    }
}

#[test]
fn a_note_cannot_steer_a_terminal() {
    let folder = folder_with(&[("hostile.md", &hostile_note())]);
    std::fs::remove_file(folder.path().join("notes/harmless.md")).unwrap();
    let code = format!("if (n := 1):  # {}\n    pass\n", "\u{1b}[2J\u{202e}");
    std::fs::write(folder.path().join("app.py"), code).unwrap();
    for arguments in [
        &["explain", "app.py"][..],
        &["index", "notes"],
        &["search", "walrus"],
        &["check", "notes"],
    ] {
        let output = pygloss(folder.path(), arguments);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(!said.is_empty(), "{arguments:?}");
        for mark in MARKS {
            assert!(!said.contains(mark), "{arguments:?}: {mark:?} in {said:?}");
        }
    }
}

#[test]
fn a_file_name_cannot_steer_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let name = |end: &str| format!("a\u{1b}[2J\u{202e}{end}");
    let (note, code) = (name(".md"), name(".py"));
    std::fs::create_dir(folder.path().join("notes")).unwrap();
    let text_of_note = "# What is a walrus?\n\n[broken](gone.md)\n";
    std::fs::write(folder.path().join("notes").join(&note), text_of_note).unwrap();
    std::fs::write(folder.path().join(&code), "if (n := 1):\n    pass\n").unwrap();
    for arguments in [
        &["explain", &code][..],
        &["explain", "--format", "markdown", &code],
        &["explain", &name("gone.py")],
        &["scan", "."],
        &["scan", "--format", "coverage", "."],
        &["scan", &name("gone")],
        &["index", "notes"],
        &["index", &name("gone.md")],
        &["search", "--guide", "notes", "walrus"],
        &["check", "notes"],
    ] {
        let output = pygloss(folder.path(), arguments);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(
            said.contains(r"a\u{1b}[2J\u{202e}"),
            "{arguments:?}: {said}"
        );
        for mark in MARKS {
            assert!(!said.contains(mark), "{arguments:?}: {mark:?} in {said:?}");
        }
    }
}

#[test]
fn a_concept_cannot_link_run_or_disguise_anything_either() {
    let marks = "\\u001b\\u202e";
    let concepts = format!(
        "[[concept]]\nid = \"pitfall.x\"\nname = \"x{marks} [x](command:evil) <b>\"\n\
         gloss = \"See [x](command:evil) <img src=x>{marks}.\"\n\
         since = \"[x](command:evil)\"\ndeprecated = \"3 ![p](https://x.invalid/p)\"\n\
         bad = \"a `` [x](command:evil) `` {marks}\"\ngood = \"b\"\nrecognise = [{{ query = '((identifier) @focus (#eq? @focus \"one\"))' }}]\n\
         [[concept]]\nid = \"pitfall.y\"\nname = \"y\"\nrecognise = [{{ query = '((identifier) @focus (#eq? @focus \"two\"))' }}]\ngloss = \"Y.\"\n\
         bad = \"\"\"a\n```\n[x](command:evil)\n\"\"\"\ngood = \"b\"\n"
    );
    let folder = folder_with(&[("concepts.toml", &concepts)]);
    std::fs::write(folder.path().join("app.py"), "one()\ntwo()\n").unwrap();
    let explain = |place| {
        let arguments = ["explain", "--format", "markdown", place];
        text(&pygloss(folder.path(), &arguments).stdout)
    };
    let said = explain("app.py:1:1");
    assert!(said.contains("**x"), "{said}");
    // In the code span of the bad form it is code.
    let code = "``` a `` [x](command:evil) ``";
    assert!(said.contains(code), "{said}");
    assert_harmless(&said.replace(code, ""));
    let said = explain("app.py:2:1");
    assert!(said.contains("**y**"), "{said}");
    if let Some((before, _)) = said.split_once("[x]") {
        assert!(before.contains("````python"), "{said}");
    }
}

#[test]
fn names_with_a_nul_character_are_refused() {
    for written in [
        r#"query = "(\"+\u0000a\") @focus""#,
        r#"query = '("+\0a") @focus'"#,
        r#"node = "call", field = "name\u0000""#,
    ] {
        let concepts = format!(
            "[[concept]]\nid = \"idiom.nul\"\nname = \"nul\"\nrecognise = [{{ {written} }}]\n"
        );
        let folder = folder_with(&[("concepts.toml", &concepts)]);
        let said = if written.starts_with("query") {
            "the query has a NUL character"
        } else {
            "the grammar has no field"
        };
        assert_told(folder.path(), said);
        assert_answers(folder.path());
    }
}

#[test]
fn a_pattern_that_explodes_is_refused() {
    let concepts = r##"
[[concept]]
id = "idiom.bomb"
name = "bomb"
recognise = [{ query = '((identifier) @focus (#match? @focus "(?:\\w{100}){100}"))' }]
"##;
    let folder = folder_with(&[("concepts.toml", concepts)]);
    assert_told(folder.path(), "pattern of the query is too large");
    assert_answers(folder.path());
}

#[test]
fn a_slow_pattern_on_long_names_costs_little() {
    let concepts = r##"
[[concept]]
id = "idiom.slow"
name = "slow"
recognise = [{ query = '((_) @focus (#match? @focus "(a?){200}(a|aa)+(.*a){8}$"))' }]
"##;
    let folder = folder_with(&[("concepts.toml", concepts)]);
    let name = "a".repeat(100_000);
    let code = format!("{CODE}{}{name}b{}\n", "(".repeat(500), ")".repeat(500));
    std::fs::write(folder.path().join("app.py"), code.repeat(20)).unwrap();
    let output = pygloss(
        folder.path(),
        &["scan", "--concept", "syntax.walrus", "app.py"],
    );
    assert!(text(&output.stdout).contains("app.py"));
}

#[test]
fn queries_that_are_costly_to_compile_are_cheap_or_refused() {
    let nested = |inner: &str, depth: usize| {
        (0..depth).fold("(identifier)".to_owned(), |query, _| {
            inner.replace('~', &query)
        })
    };
    for (number, query) in [
        nested("(~)*", 40),
        nested("[~ (call)]", 300),
        nested("(_ ~ ~)", 7),
        nested("(_ (~)* (~)? (~)+)", 5),
        nested("(expression_statement (~)?)", 60),
        format!("(argument_list {})", "(_)? ".repeat(500)),
        format!(
            "(argument_list {})",
            "[(call) (identifier) (_)]* ".repeat(150)
        ),
        format!("({}", "(".repeat(10_000)),
        format!("[{}]", "\"if\" ".repeat(2_000)),
    ]
    .iter()
    .enumerate()
    {
        let started = Instant::now();
        let concepts = format!(
            "[[concept]]\nid = \"idiom.bomb\"\nname = \"bomb\"\n\
             recognise = [{{ query = '({query}) @focus' }}]\n"
        );
        let folder = folder_with(&[("concepts.toml", &concepts)]);
        assert_answers(folder.path());
        let took = started.elapsed();
        assert!(took < PATIENCE, "query {number}: {took:?}");
    }
}

#[test]
fn a_settings_file_without_end_is_told_with_its_name() {
    let folder = folder_with(&[]);
    let file = folder.path().join("pygloss.toml");
    for (said, told) in [
        (format!("a = {}", "[".repeat(100_000)), "pygloss.toml"),
        ("# \n".repeat(1 << 20), "larger than 1 MiB"),
    ] {
        std::fs::write(&file, said).unwrap();
        let reason = pygloss::disk::project_settings(folder.path()).unwrap_err();
        assert!(
            reason.contains("pygloss.toml") && reason.contains(told),
            "{reason}"
        );
        assert!(reason.len() < 1000, "{reason}");
    }
}
