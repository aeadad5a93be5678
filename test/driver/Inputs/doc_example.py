"""doc_example.py FASTIDIOUS PAGE: the example of docs/escape-report.md prints
what the page says."""
import difflib
import pathlib
import re
import subprocess
import sys

fastidious, page = sys.argv[1:]
text = pathlib.Path(page).read_text()
code, wanted = (re.search(rf"```{kind}\n(.*?)```", text, re.S)[1] for kind in ("cpp", "text"))
pathlib.Path("example.cpp").write_text(code)
command = re.search(r"`fastidious (escape-report example.cpp [^`]*)`", text)[1]
printed = subprocess.run([fastidious, *command.split()], capture_output=True, text=True, check=True).stdout
sys.exit("\n".join(difflib.unified_diff(wanted.splitlines(), printed.splitlines(), "page", "printed")) or 0)
