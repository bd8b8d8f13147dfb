// Reading the records of a shard as GetRecords does: never one that is older than the retention
// period, and never one again that a read has skipped for that reason.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/done.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "log/shard_log.h"
#include "stream/catalog_view.h"
#include "stream/record_encryption.h"
#include "stream/service_time.h"

namespace weir::stream {

struct ShardRecords {
  log::ReadBatch batch;  // `batch.next` is what the next iterator points at.
  // 0 when everything there is has been read; else how old the last record read is.
  milliseconds behind_latest{0};
  // As in OpenedBatch: what was encrypted, and why the batch ends before a record that cannot be
  // decrypted.
  std::vector<std::uint32_t> data_keys{};
  std::optional<crypto::KeyFault> fault{};

  // "KMS" of what was encrypted, else nothing.
  std::optional<std::string_view> encryption_type(std::size_t index) const {
    return data_keys.empty() || data_keys[index] == 0 ? std::nullopt
                                                      : std::optional(kms_encryption);
  }
};

// Reads from `from` on, within `limits`. Records beyond the retention period are skipped; before a
// read skips any, they are trimmed durably, so that they cannot come back when the clock is set
// back or the retention period is increased. If trimming fails (disk full), they are skipped all
// the same. Errors: corrupt, unavailable: as the log has it.
// Encrypted records come out clear. Where one cannot be decrypted the batch ends; where it is the
// first, the batch is empty and says why.
void read_records(env::EventLoop& home, const ShardPlace& place, log::Offset from,
                  log::ReadLimits limits, const ServiceTime& time, Done<ShardRecords> done);

// Records of the shard that arrived before this have expired.
WallTime expiry_time(const StreamDescription& stream, const log::ShardLog& log,
                     const ServiceTime& time);

}  // namespace weir::stream
