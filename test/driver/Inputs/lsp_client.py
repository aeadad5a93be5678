"""A small client of the Language Server Protocol, for lsp*.test."""
import json
import pathlib
import queue
import subprocess
import threading


class Client:
    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.messages = queue.Queue()
        self.number = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        stream = self.process.stdout
        while header := stream.readline():
            length = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            self.messages.put(json.loads(stream.read(length)))

    def send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method, **params):
        self.send(method=method, params=params)

    def request(self, method, **params):
        self.number += 1
        self.send(id=self.number, method=method, params=params)
        return self.wait(lambda m: m.get("id") == self.number)["result"]

    def wait(self, wanted):
        """The next message that is wanted; others before it are dropped."""
        while True:
            message = self.messages.get(timeout=120)
            if wanted(message):
                return message

    def start(self):
        result = self.request("initialize", processId=None, rootUri=None, capabilities={})
        self.notify("initialized")
        return result

    def open(self, path, text=None):
        text = pathlib.Path(path).read_text() if text is None else text
        self.notify("textDocument/didOpen", textDocument={
            "uri": uri(path), "languageId": "cpp", "version": 1, "text": text})  # fmt: skip

    def change(self, path, version, *changes):
        """Each change: (range or None, text)."""
        self.notify("textDocument/didChange",
                    textDocument={"uri": uri(path), "version": version},
                    contentChanges=[{"text": text, **({"range": where} if where else {})}
                                    for where, text in changes])  # fmt: skip

    def diagnostics(self, path, version=None):
        message = self.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics"
                            and m["params"]["uri"] == uri(path)
                            and version in (None, m["params"].get("version")))  # fmt: skip
        return message["params"]["diagnostics"]

    def actions(self, path, line):
        place = {"line": line, "character": 0}
        return self.request("textDocument/codeAction", textDocument={"uri": uri(path)},
                            range={"start": place, "end": place},
                            context={"diagnostics": []})  # fmt: skip

    def stop(self):
        """The exit status."""
        self.request("shutdown")
        self.notify("exit")
        return self.process.wait(timeout=60)


def uri(path):
    return pathlib.Path(path).resolve().as_uri()


def span(line, begin, end):
    return {"start": {"line": line, "character": begin}, "end": {"line": line, "character": end}}


def applied(text, edits):
    """The text with a workspace edit's changes; columns are UTF-16 code units."""
    lines = [line.encode("utf-16-le") for line in text.splitlines(keepends=True)]
    for edit in sorted(edits, key=lambda e: (e["range"]["start"]["line"],
                                             e["range"]["start"]["character"]), reverse=True):  # fmt: skip
        start, end = edit["range"]["start"], edit["range"]["end"]
        before = lines[start["line"]][: start["character"] * 2]
        after = lines[end["line"]][end["character"] * 2 :]
        lines[start["line"] : end["line"] + 1] = [before + edit["newText"].encode("utf-16-le") + after]
    return b"".join(lines).decode("utf-16-le")
