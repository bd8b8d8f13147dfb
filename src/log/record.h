// What goes into a log and what comes out.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/strong_id.h"
#include "base/time.h"

namespace weir::log {

// A place in one log. The first record of a log has offset 0 or more; offsets grow with every
// record and may have gaps (a Kafka partition has them). Not an AWS sequence number: stream/ makes
// one of it.
using Offset = StrongId<struct OffsetTag, std::uint64_t>;

// Names a log within its store. Never used again once removed; the catalog hands them out.
using LogId = StrongId<struct LogIdTag, std::uint64_t>;

// Keeps the memory that views point into alive. Copying is cheap.
using Owner = std::shared_ptr<const void>;

// A record on its way in: views into memory that RecordBatch::owner keeps.
struct Record {
  std::string_view partition_key;  // At most 65,535 bytes.
  ByteView data;                   // At most 64 MiB.
};

// Records that are appended together, in order. At least one.
struct RecordBatch {
  std::vector<Record> records;
  Owner owner;
};

// A record on its way out: views into memory that ReadBatch::owners keeps.
struct StoredRecord {
  Offset offset;
  WallTime arrival;  // Set by the log; within a log it never goes back.
  std::string_view partition_key;
  ByteView data;
};

}  // namespace weir::log
