// What PutRecord and PutRecords ask of a record before it is written.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "api/kinesis/services.h"
#include "aws/service_error.h"
#include "base/bytes.h"
#include "base/result.h"
#include "stream/hash_key.h"
#include "stream/stream.h"

namespace weir::api::kinesis {

// A record that may be written, and the stream that keeps its shard.
struct AdmittedRecord {
  stream::StreamPointer stream;
  stream::Shard& shard;
};

// What Amazon counts against the size limit and the write rate: the key's UTF-8 bytes and the data.
inline std::size_t record_bytes(std::string_view partition_key, ByteView data) {
  return partition_key.size() + data.size();
}

// The explicit hash key where there is one, else the hash of the partition key.
// Errors: invalid_argument, with Amazon's text.
Result<stream::HashKey> routing_key(std::string_view partition_key,
                                    const std::optional<std::string_view>& explicit_hash_key);

// Where a record goes whose shard has closed before it: `then` gets the open shard that owns the
// key, once the catalog knows one that is not `closed`. A moment after the log has ended, the
// children are there. Errors: ResourceNotFoundException: the stream is gone.
void when_routed(const Context& context, stream::StreamKey key, stream::HashKey hash_key,
                 std::shared_ptr<log::ShardLog> closed,
                 std::move_only_function<void(aws::Outcome<AdmittedRecord>)> then);

// Against the stream's own MaxRecordSizeInKiB. Errors: InvalidArgumentException.
aws::Outcome<void> check_record_size(const stream::Stream& stream, std::size_t bytes);

}  // namespace weir::api::kinesis
