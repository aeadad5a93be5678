"""exits.py STATUS COMMAND...: runs it; fails unless it exits with STATUS."""
import subprocess
import sys

expected = int(sys.argv[1])
status = subprocess.run(sys.argv[2:]).returncode
if status != expected:
    sys.exit(f"exit status {status}, not {expected}: {sys.argv[2:]}")
