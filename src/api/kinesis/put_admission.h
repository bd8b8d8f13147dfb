// What PutRecord and PutRecords ask of a record before it is written.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
inline std::size_t record_bytes(const std::optional<std::string_view>& partition_key,
                                ByteView data) {
  return (partition_key ? partition_key->size() : 0) + data.size();
}

// What a record says of where it belongs, as it came. One of a stream that distributes records by
// itself may say nothing; what it says does not count there.
using OptionalKey = std::optional<std::string_view>;

// The open shard that takes a record: by its explicit hash key where there is one, else by the hash
// of its partition key; or the one whose turn it is.
// Errors: invalid_argument, with Amazon's text.
Result<stream::Shard*> shard_for_record(const stream::Stream& stream,
                                        const OptionalKey& partition_key,
                                        const OptionalKey& explicit_hash_key);

// A hash key of `shard` under which a record that was meant for it is sent to its children: the
// record's own, if that is the shard's.
stream::HashKey key_in_shard(const stream::Shard& shard, const OptionalKey& partition_key,
                             const OptionalKey& explicit_hash_key);

// The ValidationException of records that must have a partition key and have none. `members` are
// their paths; at most ten are listed.
aws::Failure missing_partition_keys(const std::vector<std::string>& members);

// Where a record goes whose shard has closed before it: `then` gets the open shard that owns the
// key, once the catalog knows one that is not `closed`. A moment after the log has ended, the
// children are there. Errors: ResourceNotFoundException: the stream is gone.
void when_routed(const Context& context, stream::StreamKey key, stream::HashKey hash_key,
                 std::shared_ptr<log::ShardLog> closed,
                 std::move_only_function<void(aws::Outcome<AdmittedRecord>)> then);

// Whether the stream's key can be used now, and by the caller; of a stream that is not encrypted
// nothing is asked. Errors: the KMS exceptions.
aws::Outcome<void> check_can_encrypt(const Context& context, const stream::Stream& stream);

// Against the stream's own MaxRecordSizeInKiB. Errors: InvalidArgumentException.
aws::Outcome<void> check_record_size(const stream::Stream& stream, std::size_t bytes);

}  // namespace weir::api::kinesis
