#include "env/sim_directory.h"

#include <gtest/gtest.h>

#include <set>

#include "env/seeded_random.h"

namespace weir::env {
namespace {

// The names left by a cut, with a mark for each file: "new:1 old:2".
std::string names_of(const SimDirectory& directory) {
  std::string text;
  for (const auto& [name, content] : directory.names()) {
    text += name + ":" + content->seen() + " ";
  }
  return text;
}

// What may be left of a directory with the files a and b, both durable, after `change` and a cut.
template <class Change>
std::set<std::string> outcomes_of(Change change) {
  std::set<std::string> outcomes;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SeededRandom random(seed);
    SimDirectory directory;
    for (const std::string name : {"a", "b"}) {
      directory.create(name);
      directory.find(name)->write(0, bytes_of(name == "a" ? "1" : "2"));
      directory.find(name)->sync();
    }
    directory.sync();
    change(directory);
    directory.cut_power(random);
    outcomes.insert(names_of(directory));
  }
  return outcomes;
}

using Outcomes = std::set<std::string>;

TEST(SimDirectory, SyncedNamesSurviveEveryCut) {
  EXPECT_EQ(outcomes_of([](SimDirectory& directory) {
              directory.rename("a", "c");
              directory.remove("b");
              directory.sync();
            }),
            Outcomes{"c:1 "});
}

TEST(SimDirectory, ACreationThatWasNotSyncedMayBeLost) {
  EXPECT_EQ(outcomes_of([](SimDirectory& directory) { directory.create("c"); }),
            (Outcomes{"a:1 b:2 ", "a:1 b:2 c: "}));
}

TEST(SimDirectory, ARenameThatWasNotSyncedMayBeUndoneButNeverHalf) {
  EXPECT_EQ(outcomes_of([](SimDirectory& directory) { directory.rename("a", "b"); }),
            (Outcomes{"a:1 b:2 ", "b:1 "}));
}

TEST(SimDirectory, ARemovalThatWasNotSyncedMayComeBack) {
  EXPECT_EQ(outcomes_of([](SimDirectory& directory) { directory.remove("a"); }),
            (Outcomes{"a:1 b:2 ", "b:2 "}));
}

TEST(SimDirectory, ChangesOfDifferentFilesSurviveIndependently) {
  EXPECT_EQ(outcomes_of([](SimDirectory& directory) {
              directory.rename("a", "c");
              directory.remove("b");
            }),
            (Outcomes{"a:1 b:2 ", "a:1 ", "b:2 c:1 ", "c:1 "}));
}

TEST(SimDirectory, AFileNeverHasTwoNames) {
  EXPECT_EQ(outcomes_of([](SimDirectory& directory) {
              directory.remove("b");
              directory.rename("a", "c");
              directory.rename("c", "d");
            }),
            (Outcomes{"a:1 b:2 ", "b:2 c:1 ", "b:2 d:1 ", "a:1 ", "c:1 ", "d:1 "}));
}

}  // namespace
}  // namespace weir::env
