"""full_disk.py FOLDER COMMAND...: runs it with a full disk at FOLDER, where it may
leave nothing behind. Without a command: whether the system allows such a disk."""
import subprocess
import sys

SCRIPT = """
folder=$1 && shift
mount -t tmpfs -o size=4k none "$folder" || exit 125
head -c 4096 /dev/zero >"$folder/filler"
"${@:-true}"
status=$?
if ls "$folder" | grep llvmcache-; then exit 125; fi
exit $status
"""
folder, *command = sys.argv[1:]
sys.exit(subprocess.run(["unshare", "--map-root-user", "--mount", "bash", "-c", SCRIPT, "bash", folder, *command]).returncode)
