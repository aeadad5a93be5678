"""lsp_cache.py COMMAND...: a server that keeps results of what is saved, and looks
at the files again each time."""
import pathlib
import sys

from lsp_client import Client, uri

client = Client(*sys.argv[1:])
client.start()


def save():
    client.notify("textDocument/didSave", textDocument={"uri": uri("src/a.cpp")})
    return client.diagnostics("src/a.cpp")


client.open("src/a.cpp")
(first,) = client.diagnostics("src/a.cpp", 1)
assert save() == [first]  # found

# What was typed is analysed; what is as on the disk again is found.
text = pathlib.Path("src/a.cpp").read_text()
client.change("src/a.cpp", 2, (None, "// one more\n" + text))
(moved,) = client.diagnostics("src/a.cpp", 2)
assert moved["range"]["start"]["line"] == first["range"]["start"]["line"] + 1, moved
client.change("src/a.cpp", 3, (None, text))
assert client.diagnostics("src/a.cpp", 3) == [first]

# Another program changes a header, and back.
header = pathlib.Path("src/h.h")
before = header.read_text()
header.write_text("#include <vector>\nusing Numbers = Missing;\n")
(broken,) = save()
assert broken["message"].startswith("not analysed: "), broken
header.write_text(before)
assert save() == [first]
assert client.stop() == 0
