// Encrypting what goes into a shard's log and decrypting what comes out. Streams that never were
// encrypted pass through untouched.
//
// Threads: any.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "crypto/key_fault.h"
#include "log/record.h"
#include "log/shard_log.h"
#include "stream/stream.h"

namespace weir::stream {

// Encrypts the batch in memory of its own, if the stream's records are encrypted: what it pointed
// into need not live on then. Each call takes new nonces, for the same records too. Errors: as
// DataKey::cipher; the batch is as it was.
crypto::KeyOutcome<void> seal_batch(const Stream& stream, const Shard& shard,
                                    log::RecordBatch& batch);

// What was encrypted of a batch that was read.
struct OpenedBatch {
  // The number of the data key of each record, 0 if it was clear. Empty: all were.
  std::vector<std::uint32_t> data_keys{};
  // Why the batch ends where it does: the next record cannot be decrypted.
  std::optional<crypto::KeyFault> fault{};
};

// Decrypts the records of the batch in memory that the batch then owns. At the first that cannot
// be, the batch is cut: its `next` is that record's offset, and the fault says why.
OpenedBatch open_batch(const Stream& stream, const Shard& shard, log::ReadBatch& batch);

}  // namespace weir::stream
