"""dumps_all.py FASTIDIOUS: --dump-config shows every option that --help lists."""
import re
import subprocess
import sys


def output(*arguments):
    return subprocess.run([sys.argv[1], "check", *arguments], check=True, capture_output=True,
                          text=True).stdout  # fmt: skip


options = set(re.findall(r"^\s+--?([\w-]+)", output("--help"), re.M))
shown = set(re.findall(r"^([\w-]+): ", output("--dump-config"), re.M))
assert options - shown == {"help", "dump-config"}, options - shown
