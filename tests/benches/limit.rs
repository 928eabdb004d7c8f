//! What no server for Python can beat: the pipe, and tree-sitter without anything upon it.
//! `tests/benches/peers/run` runs this beside the servers; by hand:
//!
//! ```text
//! cargo run --release --example limit -- echo                  a server whose every answer is null
//! cargo run --release --example limit -- edit FILE LINE COLUMN ROUNDS
//! cargo run --release --example limit -- scan THREADS FOLDER
//! ```
//!
//! `edit` types and takes away one character at a place (line and column from 0, in bytes) and prints
//! the nanoseconds of each round, in one line of JSON; `scan` parses every Python file.

#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::{Value, json};
use tree_sitter::{InputEdit, Parser, Point, Tree};

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let number = |word: &str| word.parse::<usize>().map_err(io::Error::other);
    match words[..] {
        ["echo"] => echo(),
        ["edit", file, line, column, rounds] => {
            let text = std::fs::read_to_string(file)?;
            let place = Point::new(number(line)?, number(column)?);
            println!("{}", edits(text, place, number(rounds)?)?);
            Ok(())
        }
        ["scan", threads, folder] => {
            println!("{}", scan(number(threads)?, Path::new(folder))?);
            Ok(())
        }
        _ => Err(io::Error::other("usage: limit echo | edit … | scan …")),
    }
}

/// Answers each request with null as soon as it is read, and `initialize` with what a server has to
/// offer before it is asked for hovers and lenses. One thread, nothing parsed but the id.
fn echo() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut body = Vec::new();
    loop {
        let mut length = 0;
        loop {
            let mut header = String::new();
            if input.read_line(&mut header)? == 0 {
                return Ok(());
            }
            if let Some(value) = header.strip_prefix("Content-Length: ") {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
            if header.trim().is_empty() {
                break;
            }
        }
        body.resize(length, 0);
        input.read_exact(&mut body)?;
        // An edit may carry the whole text, and needs no answer.
        if body.starts_with(br#"{"jsonrpc":"2.0","method"#) {
            continue;
        }
        let message: Value = serde_json::from_slice(&body)?;
        let method = message["method"].as_str().unwrap_or_default();
        if method == "exit" {
            return Ok(());
        }
        let Some(id) = message.get("id") else {
            continue;
        };
        let result = match method {
            "initialize" => json!({"capabilities":
                {"textDocumentSync": 2, "hoverProvider": true, "codeLensProvider": {}}}),
            _ => Value::Null,
        };
        let answer = json!({"jsonrpc": "2.0", "id": id, "result": result}).to_string();
        write!(output, "Content-Length: {}\r\n\r\n{answer}", answer.len())?;
        output.flush()?;
    }
}

fn parser() -> io::Result<Parser> {
    let mut parser = Parser::new();
    let language = tree_sitter_python::LANGUAGE.into();
    parser.set_language(&language).map_err(io::Error::other)?;
    Ok(parser)
}

fn parsed(parser: &mut Parser, text: &[u8], before: Option<&Tree>) -> io::Result<Tree> {
    let tree = parser.parse(text, before);
    tree.ok_or_else(|| io::Error::other("tree-sitter gave no tree"))
}

/// For each round the nanoseconds of edit, parse, a look at what changed, and dropping the old tree;
/// and those of five parses afresh.
fn edits(text: String, place: Point, rounds: usize) -> io::Result<Value> {
    let mut parser = parser()?;
    let mut fresh = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        black_box(parsed(&mut parser, text.as_bytes(), None)?);
        fresh.push(start.elapsed().as_nanos() as u64);
    }
    let lines = text.split_inclusive('\n').take(place.row);
    let at = lines.map(str::len).sum::<usize>() + place.column;
    let mut text = text.into_bytes();
    let mut tree = parsed(&mut parser, &text, None)?;
    let mut times = Vec::new();
    for round in 0..rounds {
        let (old, new) = if round % 2 == 0 { (0, 1) } else { (1, 0) };
        text.splice(at..at + old, "x".bytes().take(new));
        let after = |length| Point::new(place.row, place.column + length);
        let start = Instant::now();
        tree.edit(&InputEdit {
            start_byte: at,
            old_end_byte: at + old,
            new_end_byte: at + new,
            start_position: place,
            old_end_position: after(old),
            new_end_position: after(new),
        });
        let next = parsed(&mut parser, &text, Some(&tree))?;
        black_box(tree.changed_ranges(&next).count());
        tree = next;
        times.push(start.elapsed().as_nanos() as u64);
    }
    Ok(json!({"edit": times, "parse": fresh}))
}

/// Reads and parses every Python file below `folder`, and drops the trees.
fn scan(threads: usize, folder: &Path) -> io::Result<Value> {
    let mut files = Vec::new();
    gather(folder, &mut files)?;
    let next = AtomicUsize::new(0);
    let work = || -> io::Result<usize> {
        let mut parser = parser()?;
        let mut bytes = 0;
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let text = std::fs::read(file)?;
            black_box(parsed(&mut parser, &text, None)?);
            bytes += text.len();
        }
        Ok(bytes)
    };
    let bytes = std::thread::scope(|scope| -> io::Result<usize> {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut bytes = 0;
        for thread in running {
            let done = thread.join();
            bytes += done.map_err(|_| io::Error::other("a thread ended early"))??;
        }
        Ok(bytes)
    })?;
    Ok(json!({"files": files.len(), "bytes": bytes}))
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            gather(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "py") {
            files.push(path);
        }
    }
    Ok(())
}
