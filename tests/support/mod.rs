//! A client for tests: a session inside this process over a pair of pipes, or the real program on
//! its standard streams. It reads strictly: a message that the test did not ask for fails it.

#![allow(dead_code, unused_imports)] // Each test program uses its part.

mod message;
mod numbers;
mod schema;

pub use message::{change, file, framed, place, replace};
pub use numbers::Numbers;

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use pygloss::lsp::{self, Options};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

pub use message::Frames;

/// How long anything may take before the test calls it hanging.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Where messages go.
enum Wire {
    Pipe {
        runtime: tokio::runtime::Runtime,
        input: Option<tokio::io::WriteHalf<tokio::io::DuplexStream>>,
        orderly: mpsc::Receiver<bool>,
    },
    Process {
        child: Child,
        input: Option<ChildStdin>,
        /// What it wrote to its standard error so far.
        said: Arc<Mutex<String>>,
    },
}

/// One client with its server.
pub struct Client {
    wire: Wire,
    incoming: mpsc::Receiver<Value>,
    /// What came and was not asked for yet.
    unread: VecDeque<Value>,
    next_id: i64,
    over: bool,
}

impl Client {
    /// A session inside this process, before `initialize`.
    pub fn inside(options: Options) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let (ours, theirs) = tokio::io::duplex(64 << 10);
        let (mut output, input) = tokio::io::split(ours);
        let (their_input, their_output) = tokio::io::split(theirs);
        let (ended, orderly) = mpsc::channel();
        runtime.spawn(async move {
            let is_orderly = lsp::serve(their_input, their_output, options).await;
            let _ = ended.send(is_orderly);
        });
        let (sender, incoming) = mpsc::channel();
        runtime.spawn(async move {
            let mut frames = Frames::default();
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer).await {
                for message in frames.push(&buffer[..count]) {
                    let _ = sender.send(message);
                }
            }
        });
        Self::new(
            Wire::Pipe {
                runtime,
                input: Some(input),
                orderly,
            },
            incoming,
        )
    }

    /// The real program, before `initialize`. What it writes to its standard error is shown where
    /// the test fails.
    pub fn program(configure: impl FnOnce(&mut Command)) -> Self {
        let command = Command::new(env!("CARGO_BIN_EXE_pygloss"));
        Self::started_by(command, configure)
    }

    /// The same, started by `command`, which may be another program that starts it.
    pub fn started_by(mut command: Command, configure: impl FnOnce(&mut Command)) -> Self {
        command.stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        configure(&mut command);
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take();
        let mut output = child.stdout.take().unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        let said = Arc::new(Mutex::new(String::new()));
        let saying = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in errors.split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                *saying.lock().unwrap() += &format!("{line}\n");
            }
        });
        let (sender, incoming) = mpsc::channel();
        std::thread::spawn(move || {
            let mut frames = Frames::default();
            let mut buffer = [0; 65536];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                for message in frames.push(&buffer[..count]) {
                    let _ = sender.send(message);
                }
            }
            assert!(frames.is_done(), "the program wrote half a message");
        });
        Self::new(Wire::Process { child, input, said }, incoming)
    }

    fn new(wire: Wire, incoming: mpsc::Receiver<Value>) -> Self {
        Self {
            wire,
            incoming,
            unread: VecDeque::new(),
            next_id: 1,
            over: false,
        }
    }

    /// Writes bytes as they are.
    pub fn write(&mut self, bytes: &[u8]) {
        match &mut self.wire {
            Wire::Pipe { runtime, input, .. } => {
                let input = input.as_mut().expect("the input was closed");
                runtime.block_on(input.write_all(bytes)).unwrap();
            }
            Wire::Process { input, .. } => {
                let input = input.as_mut().expect("the input was closed");
                input.write_all(bytes).unwrap();
                input.flush().unwrap();
            }
        }
    }

    /// Sends a message as it is.
    pub fn send(&mut self, message: &Value) {
        self.write(&framed(message));
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request and returns its id.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        id
    }

    /// The whole response to the request `id`.
    pub fn response(&mut self, id: i64) -> Value {
        let what = format!("an answer to {id}");
        self.wait_for(&what, |message| {
            message.get("method").is_none() && message["id"] == id
        })
    }

    /// The whole response to a request with an id of its own.
    pub fn expect_answer(&mut self, id: &Value) -> Value {
        self.wait_for("an answer", |message| {
            message.get("method").is_none() && message["id"] == *id
        })
    }

    /// Asks, and returns the result; an error fails the test.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let is_own = method.starts_with("pygloss/") && !method.starts_with("pygloss/test");
        if is_own {
            schema::assert_fits(method, "params", &params);
        }
        let id = self.ask(method, params);
        let mut response = self.response(id);
        assert!(response.get("error").is_none(), "{method}: {response}");
        let result = response["result"].take();
        if is_own {
            schema::assert_fits(method, "result", &result);
        }
        result
    }

    /// Asks for what must fail, and returns code and message.
    pub fn request_error(&mut self, method: &str, params: Value) -> (i64, String) {
        let id = self.ask(method, params);
        let response = self.response(id);
        let error = response.get("error").expect("an error");
        let message = error["message"].as_str().expect("a message").to_owned();
        (error["code"].as_i64().expect("a code"), message)
    }

    /// The code of the next error that answers the request `id`, which may be `null`.
    pub fn expect_error(&mut self, id: Value) -> i64 {
        let response = self.wait_for("an error", |message| {
            message.get("method").is_none() && message["id"] == id
        });
        response["error"]["code"].as_i64().expect("a code")
    }

    /// The id of the first entry that a code action at a place opens.
    pub fn entry_at(&mut self, uri: &str, line: u32, character: u32) -> Value {
        let at = json!({"line": line, "character": character});
        let params = json!({"textDocument": {"uri": uri}, "range": {"start": at, "end": at},
            "context": {"diagnostics": []}});
        let mut actions = self.request("textDocument/codeAction", params);
        let mut command = match &mut actions[0]["command"] {
            Value::String(_) => actions[0].take(),
            command => command.take(),
        };
        command["arguments"][0].take()
    }

    /// The next notification or request of this method from the server.
    pub fn expect(&mut self, method: &str) -> Value {
        self.wait_for(method, |message| message["method"] == method)
    }

    /// The notifications and requests of this method that have come already.
    pub fn received(&mut self, method: &str) -> Vec<Value> {
        self.unread.extend(self.incoming.try_iter());
        let (found, others) = std::mem::take(&mut self.unread)
            .into_iter()
            .partition::<VecDeque<_>, _>(|message| message["method"] == method);
        self.unread = others;
        found.into()
    }

    /// The text of the next `window/showMessage`.
    pub fn expect_shown(&mut self) -> String {
        let message = self.expect("window/showMessage");
        message["params"]["message"].as_str().unwrap().to_owned()
    }

    /// The text of the next `window/logMessage` that holds `part`.
    pub fn expect_logged(&mut self, part: &str) -> String {
        let text = |message: &Value| {
            message["params"]["message"]
                .as_str()
                .unwrap_or("")
                .to_owned()
        };
        let message = self.wait_for(part, |message| {
            message["method"] == "window/logMessage" && text(message).contains(part)
        });
        text(&message)
    }

    /// Answers a request of the server.
    pub fn answer(&mut self, request: &Value, result: Value) {
        self.send(&json!({"jsonrpc": "2.0", "id": request["id"], "result": result}));
    }

    fn wait_for(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + PATIENCE;
        if let Some(at) = self.unread.iter().position(&is_it) {
            return self.unread.remove(at).unwrap();
        }
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.incoming.recv_timeout(left) {
                Ok(message) if is_it(&message) => return message,
                Ok(message) => self.unread.push_back(message),
                Err(error) => panic!("no {what}: {error}; unread: {:#?}", self.unread),
            }
        }
    }

    /// `initialize` and `initialized` with these capabilities and options, up to the library that
    /// answers are made of. Returns the server's capabilities.
    pub fn initialize(&mut self, capabilities: Value, options: Value) -> Value {
        let params = json!({
            "processId": null, "rootUri": null, "capabilities": capabilities,
            "initializationOptions": options,
        });
        self.initialize_with(params)
    }

    /// The same with all parameters.
    pub fn initialize_with(&mut self, params: Value) -> Value {
        let mut result = self.request("initialize", params);
        self.notify("initialized", json!({}));
        self.expect_logged(" entries on ");
        result["capabilities"].take()
    }

    /// Opens a Python document.
    pub fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "python", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Sends changes of a document.
    pub fn change(&mut self, uri: &str, version: i32, changes: &Value) {
        self.notify("textDocument/didChange", change(uri, version, changes));
    }

    /// Asks for a hover.
    pub fn hover(&mut self, uri: &str, line: u32, character: u32) -> Value {
        self.request("textDocument/hover", place(uri, line, character))
    }

    /// Asks for lenses, and returns them by line with their titles.
    pub fn lenses(&mut self, uri: &str) -> Vec<(u64, String)> {
        let params = json!({"textDocument": {"uri": uri}});
        let lenses = self.request("textDocument/codeLens", params);
        let lens = |lens: &Value| {
            let line = lens["range"]["start"]["line"].as_u64().unwrap();
            (line, lens["command"]["title"].as_str().unwrap().to_owned())
        };
        lenses.as_array().unwrap().iter().map(lens).collect()
    }

    /// `shutdown` and `exit`; nothing may be left to read. Fails where the end is not orderly.
    pub fn close(mut self) {
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
        assert!(
            self.wait_for_the_end(),
            "the session did not end as it should"
        );
        self.assert_nothing_unread();
    }

    /// Closes the server's input.
    pub fn close_input(&mut self) {
        match &mut self.wire {
            Wire::Pipe { runtime, input, .. } => {
                if let Some(mut input) = input.take() {
                    let _ = runtime.block_on(input.shutdown());
                }
            }
            Wire::Process { input, .. } => drop(input.take()),
        }
    }

    /// Waits until the server has ended; whether that was with success.
    pub fn wait_for_the_end(&mut self) -> bool {
        self.over = true;
        match &mut self.wire {
            Wire::Pipe { orderly, .. } => orderly.recv_timeout(PATIENCE).expect("it hangs"),
            Wire::Process { child, .. } => wait(child).success(),
        }
    }

    /// The exit code of the program, once it has ended.
    pub fn exit_code(&mut self) -> Option<i32> {
        self.over = true;
        match &mut self.wire {
            Wire::Pipe { .. } => panic!("no program"),
            Wire::Process { child, .. } => wait(child).code(),
        }
    }

    /// The number of the program's process.
    pub fn process(&self) -> u32 {
        match &self.wire {
            Wire::Pipe { .. } => panic!("no program"),
            Wire::Process { child, .. } => child.id(),
        }
    }

    /// Fails where there is a message that nobody asked for.
    pub fn assert_nothing_unread(&mut self) {
        self.unread.extend(self.incoming.try_iter());
        assert!(self.unread.is_empty(), "unread: {:#?}", self.unread);
    }

    /// Forgets messages that came and that the test does not care about.
    pub fn forget_unread(&mut self) {
        while self.incoming.try_recv().is_ok() {}
        self.unread.clear();
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if let Wire::Process { child, said, .. } = &mut self.wire {
            let _ = child.kill();
            let _ = child.wait();
            if std::thread::panicking() {
                let said = said.lock().unwrap_or_else(PoisonError::into_inner);
                eprintln!("the program's standard error:\n{said}");
            }
        }
        if !std::thread::panicking() {
            assert!(self.over, "the test did not end its session");
            self.assert_nothing_unread();
        }
    }
}

fn wait(child: &mut Child) -> ExitStatus {
    let until = Instant::now() + PATIENCE;
    loop {
        match child.try_wait().unwrap() {
            Some(status) => return status,
            None if Instant::now() > until => panic!("the program hangs"),
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    }
}
