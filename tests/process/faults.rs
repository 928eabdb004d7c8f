//! What may go wrong around the program: the disk, the home folder, the system's signals.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Client, file};

const URI: &str = "file:///tmp/work/app.py";
const WALRUS: &str = "if (n := 1):\n    pass\n";
const NOTES: &str = "## What does `:=` do?\n\nIt assigns.\n";

/// A session with these guides, the cache and state folders below `home`.
fn with_guides(home: &Path, guides: &[&Path]) -> Client {
    let program = Command::new(env!("CARGO_BIN_EXE_pygloss"));
    with_guides_by(program, home, guides)
}

/// The same, of the program that `command` starts.
fn with_guides_by(command: Command, home: &Path, guides: &[&Path]) -> Client {
    let mut client = Client::started_by(command, |command| {
        command.env("XDG_CACHE_HOME", home.join("cache"));
        command.env("XDG_STATE_HOME", home.join("state"));
        command.env("HOME", home);
    });
    client.initialize(json!({}), json!({ "guides": guides }));
    client
}

/// Whether the built-in guide still answers.
fn assert_answers(client: &mut Client) {
    client.open(URI, WALRUS);
    assert!(!client.hover(URI, 0, 6).is_null());
}

#[test]
fn a_guide_that_vanishes_and_comes_back_is_told_and_read_again() {
    let home = tempfile::tempdir().unwrap();
    let guide = home.path().join("notes");
    std::fs::create_dir(&guide).unwrap();
    std::fs::write(guide.join("a.md"), NOTES).unwrap();
    let mut client = with_guides(home.path(), &[&guide]);
    let count = |client: &mut Client| {
        let guides = client.request("pygloss/guides", Value::Null);
        guides[0]["questions"].as_u64()
    };
    assert_eq!(count(&mut client), Some(1));
    let changed = json!({"changes": [{"uri": file(&guide.join("a.md")), "type": 3}]});
    std::fs::rename(&guide, home.path().join("away")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", changed.clone());
    assert!(client.expect_shown().contains("no such file"));
    client.expect_logged(" entries on ");
    assert_answers(&mut client);
    // In its place a file of the same name.
    std::fs::write(&guide, NOTES.repeat(2)).unwrap();
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.expect_logged(" entries on ");
    assert_eq!(count(&mut client), Some(2));
    // It looks now and then by itself as well, and may have told of the same.
    client.forget_unread();
    client.close();
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_loops_are_no_guides_and_hang_nothing() {
    let home = tempfile::tempdir().unwrap();
    let guide = home.path().join("notes");
    std::fs::create_dir(&guide).unwrap();
    std::fs::write(guide.join("a.md"), NOTES).unwrap();
    let pipe = guide.join("pipe.md");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink(&guide, guide.join("loop")).unwrap();
    std::os::unix::fs::symlink(guide.join("self.md"), guide.join("self.md")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", guide.join("zero.md")).unwrap();
    let zero = Path::new("/dev/zero");
    let mut client = with_guides(home.path(), &[&guide, &pipe, zero]);
    let shown = client.expect_shown();
    assert!(
        shown.contains("pipe.md") && shown.contains("/dev/zero"),
        "{shown}"
    );
    let guides = client.request("pygloss/guides", Value::Null);
    assert_eq!(guides[2]["questions"], 1, "{guides}");
    assert_answers(&mut client);
    client.close();
}

#[cfg(target_os = "linux")]
#[test]
fn a_guide_that_may_not_be_read_is_told_and_the_rest_answers() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let (folder, note) = (home.path().join("folder"), home.path().join("note.md"));
    let guide = home.path().join("notes");
    for made in [&folder, &guide] {
        std::fs::create_dir(made).unwrap();
        std::fs::write(made.join("a.md"), NOTES).unwrap();
    }
    std::fs::write(&note, NOTES).unwrap();
    let permit = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    permit(&folder, 0);
    permit(&note, 0);
    // Whoever is root may read all the same, unless that is taken away.
    let mut command = Command::new(env!("CARGO_BIN_EXE_pygloss"));
    if std::fs::read(&note).is_ok() {
        command = Command::new("setpriv");
        command.arg("--bounding-set=-dac_override,-dac_read_search");
        command.arg(env!("CARGO_BIN_EXE_pygloss"));
    }
    let mut client = with_guides_by(command, home.path(), &[&guide, &folder, &note]);
    let shown = client.expect_shown();
    for path in [&folder, &note] {
        assert!(shown.contains(path.to_str().unwrap()), "{shown}");
    }
    assert!(shown.contains("ermission denied"), "{shown}");
    let guides = client.request("pygloss/guides", Value::Null);
    let readable = guides.as_array().unwrap().iter();
    let readable = readable.filter(|guide| guide["questions"] == 1);
    assert_eq!(readable.count(), 1, "{guides}");
    assert_answers(&mut client);
    client.close();
    permit(&folder, 0o700);
}

#[test]
fn a_home_that_cannot_be_written_costs_only_what_needs_it() {
    let home = tempfile::tempdir().unwrap();
    // A file where the folders should be: not even root gets past that.
    for name in ["cache", "state"] {
        std::fs::write(home.path().join(name), "").unwrap();
    }
    let mut client = with_guides(home.path(), &[]);
    client.expect_logged("could not be unpacked");
    assert_answers(&mut client);
    let mark = json!({"concepts": ["syntax.walrus"], "state": "known"});
    let (code, message) = client.request_error("pygloss/mark", mark);
    assert_eq!(code, -32803);
    assert!(message.contains("study.json"), "{message}");
    assert!(!client.hover(URI, 0, 6).is_null());
    client.close();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_costs_only_the_opening() {
    let home = tempfile::tempdir().unwrap();
    // `/dev/full` is what a full disk is like; a folder cannot be made in it, nor a file.
    let mut client = Client::program(|command| {
        command.env("XDG_CACHE_HOME", "/dev/full");
        command.env("XDG_STATE_HOME", home.path());
    });
    client.initialize(
        json!({"window": {"showDocument": {"support": true}}}),
        Value::Null,
    );
    client.expect_logged("could not be unpacked");
    client.open(URI, WALRUS);
    let entry = client.entry_at(URI, 0, 6);
    let open = json!({"command": "pygloss.openEntry", "arguments": [entry]});
    client.request("workspace/executeCommand", open);
    assert!(client.expect_shown().contains("cannot be opened"));
    client.close();
}

#[cfg(unix)]
#[test]
fn a_signal_to_end_ends_the_program() {
    use std::os::unix::process::ExitStatusExt;
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .env("XDG_CACHE_HOME", home.path())
        .env("XDG_STATE_HOME", home.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let process = child.id().to_string();
    let sent = Command::new("kill").args(["-TERM", &process]).status();
    assert!(sent.unwrap().success());
    let until = std::time::Instant::now() + crate::support::PATIENCE;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(std::time::Instant::now() < until, "it goes on");
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    assert_eq!(status.signal(), Some(15));
}
