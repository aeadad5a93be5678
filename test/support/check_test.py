"""lit's view of test/checks: each C++ file is one run of run_check.py."""
import os
import sys

import lit.formats
import lit.Test
import lit.util
from run_check import header

RUNNER = os.path.join(os.path.dirname(__file__), "run_check.py")


class CheckTest(lit.formats.FileBasedTest):
    def getTestsForPath(self, suite, path_in_suite, lit_config, local_config):
        if path_in_suite[-1].endswith(".fixed.cpp"):
            return ()
        return super().getTestsForPath(suite, path_in_suite, lit_config, local_config)

    def execute(self, test, lit_config):
        config = test.config
        needs = header(open(test.getSourcePath()).read(), "needs")
        if needs and needs not in config.available_features:
            return lit.Test.UNSUPPORTED, f"needs {needs}"
        command = [sys.executable, RUNNER, f"--tidy={config.tidy}",
                   f"--plugin={config.plugin}", test.getSourcePath()]  # fmt: skip
        out, err, status = lit.util.executeCommand(command)
        return (lit.Test.FAIL if status else lit.Test.PASS), out + err
