"""Runs blocks of code, each in a process of its own. Runs on the interpreter that is to be tried.

One runner serves many blocks, which saves the interpreter's start: it forks for each. It imports
nothing that a starting interpreter has not imported already, so a block that forgets an import
fails here as it would by itself.

For each line on its standard input, `FOLDER`, it runs FOLDER/work/example.py with FOLDER/work as
the current folder, leaves FOLDER/stdout, FOLDER/stderr and FOLDER/events, and answers with one
line: the exit status, `signal N`, or `timeout`. An event is a Python literal on a line:
`(line, text)` for what was printed while `line` of the block was running (0: none), and
`(line, exception, module)` when the block failed at the top level's `line`.

usage: runner.py SECONDS cut|refuse
"""

import io
import os
import sys


class Recorder(io.TextIOWrapper):
    """Standard output that notes which line of the block was running at each write."""

    def __init__(self, path, events):
        super().__init__(io.FileIO(1, "w", closefd=False), "utf-8", write_through=True)
        self._path, self._events = path, events
        self._append, self._getframe = os.write, sys._getframe

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not " + type(text).__name__)
        frame = self._getframe(1)
        while frame is not None and frame.f_code.co_filename != self._path:
            frame = frame.f_back
        line = 0 if frame is None else frame.f_lineno
        # In one write, so that threads and forked processes do not tear each other's events.
        self._append(self._events, f"{(line, text)!r}\n".encode("utf-8", "backslashreplace"))
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)


def run(folder):
    """In the forked process: becomes `python example.py`, as nearly as a process can."""
    os.setsid()
    work = os.path.join(folder, "work")
    path = os.path.join(work, "example.py")
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        opened = os.open(os.path.join(folder, name), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(opened, descriptor)
        os.close(opened)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.FileIO(0, closefd=False))
    events = os.open(os.path.join(folder, "events"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.chdir(work)
    sys.argv, sys.path[0] = [path], work
    sys.stdout = sys.__stdout__ = Recorder(path, events)
    main = type(sys)("__main__")
    main.__file__, main.__builtins__ = path, __builtins__
    sys.modules["__main__"] = main
    try:
        with open(path, encoding="utf-8") as file:
            source = file.read()
        exec(compile(source, path, "exec", dont_inherit=True), main.__dict__)
    except BaseException as error:
        trace = error.__traceback__.tb_next
        line = trace.tb_lineno if trace and trace.tb_frame.f_code.co_filename == path else 0
        kind = type(error)
        os.write(events, f"{(line, kind.__qualname__, kind.__module__)!r}\n".encode())
        if isinstance(error, SystemExit):
            raise
        sys.excepthook(kind, error, trace)
        raise SystemExit(1) from None


def wait(child, seconds):
    """Waits for the forked process, at most so long; what it left running ends with it."""
    import select
    import signal
    import time

    until = time.monotonic() + seconds
    pause = 0.001
    result = None
    while result is None:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            result = f"signal {-code}" if code < 0 else str(code)
        elif time.monotonic() > until:
            result = "timeout"
        else:
            select.select([], [], [], pause)
            pause = min(pause * 1.5, 0.02)
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
    if result == "timeout":
        os.waitpid(child, 0)
    return result


def loopback_up():
    """In a network namespace of its own even 127.0.0.1 is down at first."""
    import fcntl
    import socket
    import struct

    up, set_flags = 0x1 | 0x40, 0x8914  # IFF_UP | IFF_RUNNING, SIOCSIFFLAGS
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh14x", b"lo", up))


def refuse_network(event, arguments):
    """An audit hook, for a machine that permits no network namespace."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        if arguments[1][0] not in ("127.0.0.1", "::1", "localhost", ""):
            raise OSError("examples may not use the network: " + repr(arguments[1]))
    elif event == "socket.getaddrinfo":
        if arguments[0] not in (None, "127.0.0.1", "::1", "localhost", ""):
            raise OSError("examples may not use the network: " + repr(arguments[0]))


def aside(function):
    """Calls `function` in a process of its own, so that what it imports stays out of this one."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            function()
            code = 0
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] == 0


def serve(seconds, network):
    """Answers jobs until its standard input ends."""
    if network == "cut":
        if not aside(loopback_up):
            raise SystemExit("cannot bring up the loopback device")
    else:
        sys.addaudithook(refuse_network)
    for job in iter(sys.stdin.readline, ""):
        folder = job.rstrip("\n")
        # A process between waits: waiting needs modules that the block must not find imported.
        between = os.fork()
        if between == 0:
            child = os.fork()
            if child == 0:
                run(folder)
                raise SystemExit(0)
            answer = wait(child, seconds)
            sys.stdout.write(answer + "\n")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(between, 0)


if __name__ == "__main__":
    serve(float(sys.argv[1]), sys.argv[2])
