// Sealer: writes the index of a segment that takes no more groups, and lets go of what memory held
// of it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.h"

namespace weir::log::journal {

struct JournalCore;
struct JournalSettings;
struct Segment;

class Sealer {
 public:
  explicit Sealer(JournalCore& core) : core_(core) {}

  // In the background. The caller holds JournalCore::mutex.
  void seal(const std::shared_ptr<Segment>& segment);

 private:
  void run(const std::shared_ptr<Segment>& segment);

  JournalCore& core_;
};

// Writes the index of a segment whose groups are all durable, and makes it durable. Blocks.
// Afterwards become_sealed may be called.
Result<void> write_index(Segment& segment, const JournalSettings& settings);

// The segment's rows move from memory to its index. The caller holds JournalCore::mutex.
void become_sealed(Segment& segment);

}  // namespace weir::log::journal
