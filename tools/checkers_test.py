#!/usr/bin/env python3
"""Shows that the checkers find what they are there for: each rule broken once in a small tree."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOLS = pathlib.Path(__file__).resolve().parent
HEADER = "// What it is.\n//\n// SPDX-License-Identifier: Apache-2.0\n#pragma once\n"
README = "| `src/base/` | ground |\n| `src/env/` | doors |\n| `tools/` | checkers |\n"


class Tree:
    """A tree in which every rule holds, until a file is added."""

    def __init__(self, folder):
        self.root = pathlib.Path(folder)
        self.write("README.md", README)
        self.write("tools/layers.txt", "base:\nenv: base\n")
        self.write("src/base/a.h", HEADER)
        self.write("src/env/b.h", HEADER + '#include "base/a.h"\n')

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run(self, checker):
        done = subprocess.run([sys.executable, str(TOOLS / checker), str(self.root)],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


class Checkers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.tree = Tree(self.folder.name)

    def finds(self, checker, text):
        code, output = self.tree.run(checker)
        self.assertEqual(code, 1, output)
        self.assertIn(text, output)

    def test_a_tree_that_obeys_passes(self):
        for checker in ("tidy.py", "check_layers.py"):
            code, output = self.tree.run(checker)
            self.assertEqual(code, 0, output)

    def test_an_include_upwards_is_found(self):
        self.tree.write("src/base/up.h", HEADER + '#include "env/b.h"\n')
        self.finds("check_layers.py", "src/base/up.h:5: base may not include env/b.h")

    def test_an_include_of_an_unknown_folder_is_found(self):
        self.tree.write("src/base/up.h", HEADER + '#include "nowhere/b.h"\n')
        self.finds("check_layers.py", "base may not include nowhere/b.h")

    def test_a_folder_without_a_rule_is_found(self):
        self.tree.write("src/util/x.h", HEADER)
        self.finds("check_layers.py", "src/util/x.h: its folder is not in tools/layers.txt")

    def test_a_rule_that_points_up_is_found(self):
        self.tree.write("tools/layers.txt", "base: env\nenv: base\n")
        self.finds("check_layers.py", "base may include env, which is not below it")

    def test_what_only_tests_may_include_is_found_elsewhere(self):
        self.tree.write("tools/layers.txt", "base:\nbase tests: env\nenv: base\n")
        self.tree.write("src/base/x_test.cc", '#include "env/b.h"\n')
        self.assertEqual(self.tree.run("check_layers.py")[0], 0)
        self.tree.write("src/base/x.cc", '#include "env/b.h"\n')
        self.finds("check_layers.py", "src/base/x.cc:1: base may not include env/b.h")

    def test_banned_calls_are_found(self):
        for call in ("std::chrono::system_clock::now()", "std::chrono::steady_clock::now()",
                     "rand()", "std::random_device chance", "::open(path, 0)", "::socket(1, 2, 3)",
                     'getenv("HOME")'):
            self.tree.write("src/base/x.cc", f"void f() {{ {call}; }}\n")
            self.finds("tidy.py", "src/base/x.cc:1:")

    def test_env_may_call_what_others_may_not(self):
        self.tree.write("src/env/x.cc", "void f() { ::open(path, 0); }\n")
        code, output = self.tree.run("tidy.py")
        self.assertEqual(code, 0, output)

    def test_sleeping_and_skipped_tests_are_found(self):
        for line in ("std::this_thread::sleep_for(1s);", "GTEST_SKIP();", "TEST(A, DISABLED_b) {}"):
            self.tree.write("src/base/x_test.cc", line + "\n")
            self.finds("tidy.py", "src/base/x_test.cc:1:")

    def test_leftovers_are_found(self):
        for line in ("// TODO(now): finish", "// FIXME"):
            self.tree.write("src/base/x.cc", line + "\n")
            self.finds("tidy.py", "src/base/x.cc:1:")

    def test_long_lines_files_and_functions_are_found(self):
        self.tree.write("src/base/x.cc", "// " + "x" * 98 + "\n")
        self.finds("tidy.py", "101 columns")
        self.tree.write("src/base/x.cc", "// x\n" * 401)
        self.finds("tidy.py", "401 lines")
        self.tree.write("src/base/x.cc", "void f(int a) {\n" + "  a;\n" * 69 + "}\n")
        self.finds("tidy.py", "a function of 71 lines")

    def test_headers_need_their_two_lines(self):
        self.tree.write("src/base/x.h", "#pragma once\n")
        self.finds("tidy.py", "no SPDX-License-Identifier")
        self.tree.write("src/base/x.h", "// SPDX-License-Identifier: Apache-2.0\n")
        self.finds("tidy.py", "no #pragma once")

    def test_the_folder_table_must_equal_the_disk(self):
        self.tree.write("tests/kill/kill.py", "")
        self.finds("tidy.py", "misses tests/kill/")
        self.tree.write("README.md", README + "| `tests/kill/` | x |\n| `docs/` | x |\n")
        self.finds("tidy.py", "lists docs/, which is not there")

    def test_an_operation_that_is_not_fuzzed_is_found(self):
        self.tree.write("README.md", README + "| `src/aws/shapes/kinesis/` | x |\n"
                                              "| `tests/fuzz/` | x |\n")
        self.tree.write("tests/fuzz/every_operation.h",
                        HEADER + "for_operation_of<Act, PutRecords,\n  ListShards>(number, act);\n")
        for name in ("PutRecord", "ListShards"):
            self.tree.write(f"src/aws/shapes/kinesis/{name}.h", HEADER +
                            f'static constexpr OperationInfo info{{.name = "{name}"}};\n')
        self.tree.write("tools/layers.txt", "base:\nenv: base\naws/shapes/kinesis:\n")
        self.finds("tidy.py", "tests/fuzz/every_operation.h: PutRecord is fuzzed by nobody")
        self.assertNotIn("ListShards", self.tree.run("tidy.py")[1])


if __name__ == "__main__":
    unittest.main()
