"""Stands between a client and a server, and keeps every message of both for the strict check.

tap.py LOG COMMAND...    the log has one JSON object a line: {"from": "client" or "server", "message": …}
"""

import json
import subprocess
import sys
import threading


def frames(stream):
    """Each message of a stream as bytes, header included."""
    while True:
        header = b""
        while not header.endswith(b"\r\n\r\n"):
            byte = stream.read(1)
            if not byte:
                return
            header += byte
        fields = dict(line.split(b": ", 1) for line in header.strip().split(b"\r\n"))
        body = stream.read(int(fields[b"Content-Length"]))
        yield header + body, json.loads(body)


def pass_on(source, target, who, log, lock):
    for raw, message in frames(source):
        with lock:
            log.write(json.dumps({"from": who, "message": message}) + "\n")
            log.flush()
        try:
            target.write(raw)
            target.flush()
        except OSError:
            return
    try:
        target.close()
    except OSError:
        pass


def main():
    path, *command = sys.argv[1:]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    lock = threading.Lock()
    with open(path, "w", encoding="utf-8") as log:
        to_server = threading.Thread(
            target=pass_on,
            args=(sys.stdin.buffer, server.stdin, "client", log, lock),
            daemon=True,
        )
        to_server.start()
        pass_on(server.stdout, sys.stdout.buffer, "server", log, lock)
        return server.wait()


sys.exit(main())
