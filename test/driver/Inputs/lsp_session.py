"""lsp_session.py FASTIDIOUS: opens, edits and saves files of a project, as an
editor would, and looks at what the server says."""
import pathlib
import sys

from lsp_client import Client, applied, span, uri

client = Client(sys.argv[1], "lsp")
capabilities = client.start()["capabilities"]
assert capabilities["textDocumentSync"]["change"] == 2, capabilities
assert capabilities["codeActionProvider"], capabilities

# On opening.
client.open("src/a.cpp")
(one,) = client.diagnostics("src/a.cpp", 1)
assert one["code"] == "fastidious-unreserved-growth" and one["source"] == "fastidious", one
assert one["range"] == span(4, 15, 27), one
assert one["severity"] == 3 and "reserve" in one["message"], one
assert one["codeDescription"]["href"].endswith("fastidious-unreserved-growth.md"), one

# The fix, as a code action on that line and on no other.
(action,) = client.actions("src/a.cpp", 4)
assert action["kind"] == "quickfix" and action["title"].startswith("mend: "), action
assert action["diagnostics"] == [one], action
assert client.actions("src/a.cpp", 0) == []
text = pathlib.Path("src/a.cpp").read_text()
mended = applied(text, action["edit"]["changes"][uri("src/a.cpp")])
assert "V.reserve(In.size());" in mended, mended

# The fix typed, not saved: the finding goes. Then it comes back, on another line.
client.change("src/a.cpp", 2, (None, mended))
assert client.diagnostics("src/a.cpp", 2) == []
assert client.actions("src/a.cpp", 4) == []
client.change("src/a.cpp", 3, (None, text), (span(0, 0, 0), "// ä\n"))
(moved,) = client.diagnostics("src/a.cpp", 3)
assert moved["range"]["start"]["line"] == 5, moved
assert pathlib.Path("src/a.cpp").read_text() == text

# A header, which no command names, is seen in a unit that includes it; with notes.
client.open("src/h.h")
(header,) = client.diagnostics("src/h.h", 1)
assert header["range"]["start"]["line"] == 4, header
(related,) = header["relatedInformation"]
assert related["location"]["uri"] == uri("src/h.h") and related["message"], header
# An unsaved header counts for the others that are open, once something is saved.
client.change("src/h.h", 2, (None, "#include <vector>\nusing Numbers = std::list<int>;\n"))
(broken,) = client.diagnostics("src/h.h", 2)
assert broken["message"].startswith("not analysed: ") and broken["severity"] == 3, broken
client.notify("textDocument/didSave", textDocument={"uri": uri("src/h.h")})
(dependent,) = client.diagnostics("src/a.cpp", 3)
assert dependent["message"].startswith("not analysed: "), dependent

# Closed: nothing is left on the screen, and the file on the disk counts again.
client.notify("textDocument/didClose", textDocument={"uri": uri("src/h.h")})
assert client.diagnostics("src/h.h") == []
client.notify("textDocument/didSave", textDocument={"uri": uri("src/a.cpp")})
assert len(client.diagnostics("src/a.cpp", 3)) == 1

# What no command reads is not called clean.
client.open("src/alone.cpp", "int a;\n")
(alone,) = client.diagnostics("src/alone.cpp", 1)
assert "no command of" in alone["message"], alone

# Settings that are wrong are said, and read again when they are mended.
pathlib.Path(".fastidious.yaml").write_text("levls: {}\n")
client.notify("textDocument/didSave", textDocument={"uri": uri("src/a.cpp")})
(wrong,) = client.diagnostics("src/a.cpp", 3)
assert "unknown key 'levls'" in wrong["message"], wrong
pathlib.Path(".fastidious.yaml").write_text("levels: {fastidious-*: error}\n")
client.notify("textDocument/didSave", textDocument={"uri": uri("src/a.cpp")})
(severe,) = client.diagnostics("src/a.cpp", 3)
assert severe["severity"] == 1, severe

assert client.stop() == 0
