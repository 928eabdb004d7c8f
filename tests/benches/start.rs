//! From the start of the process to the answers that an editor waits for.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use super::turns::{compare, title};

const PROGRAM: &str = env!("CARGO_BIN_EXE_pygloss");

pub fn all() {
    title("start", "a start that only says the version");
    let text = include_str!("../data/tour.py").repeat(5);
    for (name, hovers) in [
        ("start/to the answer of initialize", false),
        ("start/to the first hover", true),
    ] {
        let ours = || session(&text, hovers).unwrap_or(Duration::MAX);
        compare(name, text.len(), ours, version);
    }
}

fn version() -> Duration {
    let start = Instant::now();
    let done = Command::new(PROGRAM).arg("--version").output();
    drop(done);
    start.elapsed()
}

/// How long a new server takes to answer; it is ended before this returns.
fn session(text: &str, hovers: bool) -> io::Result<Duration> {
    let start = Instant::now();
    let mut server = Command::new(PROGRAM)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let answered = answered(&mut server, text, hovers);
    let time = start.elapsed();
    server.kill()?;
    server.wait()?;
    answered.map(|()| time)
}

fn answered(server: &mut Child, text: &str, hovers: bool) -> io::Result<()> {
    let (Some(mut input), Some(output)) = (server.stdin.take(), server.stdout.take()) else {
        return Ok(());
    };
    let mut output = BufReader::new(output);
    let uri = "file:///bench.py";
    let document = json!({"uri": uri, "languageId": "python", "version": 1, "text": text});
    let place = json!({"textDocument": {"uri": uri}, "position": {"line": 4, "character": 1}});
    let request = |id, method, params| {
        json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
    };
    let note =
        |method, params| json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string();
    send(
        &mut input,
        &request(1, "initialize", json!({"capabilities": {}})),
    )?;
    wait(&mut output, 1)?;
    if hovers {
        send(&mut input, &note("initialized", json!({})))?;
        let opened = json!({"textDocument": document});
        send(&mut input, &note("textDocument/didOpen", opened))?;
        send(&mut input, &request(2, "textDocument/hover", place))?;
        wait(&mut output, 2)?;
    }
    Ok(())
}

fn send(input: &mut impl Write, body: &str) -> io::Result<()> {
    write!(input, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    input.flush()
}

/// Reads messages up to the answer with this number.
fn wait(output: &mut impl BufRead, id: u64) -> io::Result<()> {
    loop {
        let mut length = 0;
        loop {
            let mut header = String::new();
            if output.read_line(&mut header)? == 0 {
                return Err(io::Error::other("the server ended"));
            }
            if let Some(value) = header.strip_prefix("Content-Length: ") {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
            if header.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        output.read_exact(&mut body)?;
        let message: serde_json::Value = serde_json::from_slice(&body)?;
        if message.get("method").is_none() && message["id"] == id {
            return Ok(());
        }
    }
}
