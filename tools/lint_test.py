#!/usr/bin/env python3
"""Shows that the lint finds what it is there for, in files that break one rule each."""
import pathlib
import shutil
import subprocess
import unittest

import lint

PLANTED = lint.BUILD / "planted/src/planted"
UNGUARDED = """#include "base/mutex.h"
namespace weir {
class Counter {
 public:
  int count() const { return count_; }

 private:
  mutable Mutex mutex_;
  int count_ GUARDED_BY(mutex_) = 0;
};
int count(const Counter& counter) { return counter.count(); }
}  // namespace weir
"""
USED_AFTER_MOVE = """#include <string>
#include <utility>
namespace weir {
namespace {
std::string helper(std::string text) { return text; }
}  // namespace
std::string twice(std::string text) { return helper(std::move(text)) + text; }
}  // namespace weir
"""
# Has a helper of the same name, so it cannot stand beside the file before.
BADLY_NAMED = """namespace weir {
namespace {
int helper(const char* /*text*/) { return 1; }
const int helper_count = 1;
}  // namespace
int BadName() { return helper("") + helper_count; }
}  // namespace weir
"""
CLASHING = BADLY_NAMED.replace("BadName", "OtherName").replace("const int", "const long")
NEEDLESS = """#include <vector>
namespace weir {
namespace {
int nobody_calls() { return 1; }
}  // namespace
int needless() { return 2; }
}  // namespace weir
"""


class FindsWhatIsPlanted(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run(["cmake", "--preset", "lint"], check=True, stdout=subprocess.DEVNULL,
                       cwd=lint.ROOT)
        (lint.BUILD / "folders").mkdir(exist_ok=True)

    def setUp(self):
        shutil.rmtree(PLANTED, ignore_errors=True)
        PLANTED.mkdir(parents=True)

    def plant(self, name, text):
        path = PLANTED / name
        path.write_text(text)
        # Compiled as some file of the tree.
        lint.compile_flags()[path] = lint.compile_flags()[lint.ROOT / "src/base/check.cc"]
        return path

    def test_what_a_folder_shows(self):
        files = [self.plant("a.cc", UNGUARDED), self.plant("b.cc", USED_AFTER_MOVE),
                 self.plant("c.cc", BADLY_NAMED), self.plant("d.cc", CLASHING)]
        found = "".join(lint.Folder("planted", files).lint())
        self.assertNotIn("redefinition", found)
        for text in ("clang-diagnostic-thread-safety", "bugprone-use-after-move", "'BadName'",
                     "'OtherName'"):
            self.assertIn(text, found)

    def test_what_a_file_by_itself_shows(self):
        needless = self.plant("needless.cc", NEEDLESS)
        flags = lint.compile_flags()[needless]
        found = "".join(lint.tidy(f"--checks={lint.OF_ONE_FILE}", needless, "--", *flags))
        self.assertIn("included header vector is not used", found)
        self.assertIn("unused function 'nobody_calls'", found)

    def test_a_stamp_knows_what_a_file_includes(self):
        (PLANTED / "deep.h").write_text("// 1\n")
        (PLANTED / "near.h").write_text('#include "deep.h"\n')
        path = self.plant("a.cc", '#include "near.h"\n')
        before = lint.OneFile(path).stamp()
        self.assertEqual(lint.OneFile(path).stamp(), before)
        (PLANTED / "deep.h").write_text("// 2\n")
        self.assertNotEqual(lint.OneFile(path).stamp(), before)


if __name__ == "__main__":
    unittest.main()
