#include "api/kinesis/put_admission.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/key_failure.h"
#include "api/kinesis/errors.h"
#include "stream/data_key.h"

namespace weir::api::kinesis {

namespace {

Result<stream::HashKey> routing_key(const OptionalKey& partition_key,
                                    const OptionalKey& explicit_hash_key) {
  if (explicit_hash_key) return stream::parse_explicit_hash_key(*explicit_hash_key);
  return stream::hash_key_of(partition_key.value_or(""));
}

}  // namespace

Result<stream::Shard*> shard_for_record(const stream::Stream& stream,
                                        const OptionalKey& partition_key,
                                        const OptionalKey& explicit_hash_key) {
  if (stream.distributes()) return &stream.shards->next_shard();
  const stream::HashKey key = TRY(routing_key(partition_key, explicit_hash_key));
  return &stream.shards->shard_for(key);
}

stream::HashKey key_in_shard(const stream::Shard& shard, const OptionalKey& partition_key,
                             const OptionalKey& explicit_hash_key) {
  const stream::HashRange& range = shard.description.range;
  const Result<stream::HashKey> key = routing_key(partition_key, explicit_hash_key);
  return key && range.contains(*key) ? *key : range.first;
}

// As production's constraint on the member had it before it became optional.
aws::Failure missing_partition_keys(const std::vector<std::string>& members) {
  constexpr std::size_t errors_max = 10;
  const std::size_t count = std::min(members.size(), errors_max);
  std::string message =
      fmt::format("{} validation error{} detected: ", count, count == 1 ? "" : "s");
  for (std::size_t index = 0; index < count; ++index) {
    message +=
        fmt::format("{}Value null at '{}' failed to satisfy constraint: Member must not be null",
                    index == 0 ? "" : "; ", members[index]);
  }
  return aws::validation(std::move(message));
}

// Amazon's text is not published; this is ours.
aws::Outcome<void> check_record_size(const stream::Stream& stream, std::size_t bytes) {
  const std::size_t bytes_max = std::size_t{stream.description->record_kib_max} * 1024;
  if (bytes <= bytes_max) return {};
  return aws::invalid_argument(
      fmt::format("The record is {} bytes, partition key included; stream {} takes at most {}.",
                  bytes, stream.description->key.name, bytes_max));
}

aws::Outcome<void> check_can_encrypt(const Context& context, const stream::Stream& stream) {
  if (stream.sealing_key == nullptr) return {};
  const stream::DataKey& key = *stream.sealing_key;
  TRY(check_key_use(context.services.access, context.view().state, context.caller,
                    "kms:GenerateDataKey", key));
  if (auto cipher = key.cipher(); !cipher) return key_failure(std::move(cipher).error());
  return {};
}

void when_routed(const Context& context, stream::StreamKey key, stream::HashKey hash_key,
                 std::shared_ptr<log::ShardLog> closed,
                 std::move_only_function<void(aws::Outcome<AdmittedRecord>)> then) {
  aws::Outcome<stream::StreamPointer> stream = as_outcome(context.view().find_stream_for_put(key));
  if (!stream) return then(aws::Failure(std::move(stream).error()));
  stream::Shard& shard = (*stream)->shards->shard_for(hash_key);
  if (shard.log != closed)
    return then(AdmittedRecord{.stream = *std::move(stream), .shard = shard});
  context.services.catalog.wait_for_change(
      context.home, [context, key = std::move(key), hash_key, closed = std::move(closed),
                     then = std::move(then)](Result<void> changed) mutable {
        if (!changed) return then(aws::Failure(as_outcome(std::move(changed)).error()));
        when_routed(context, std::move(key), hash_key, std::move(closed), std::move(then));
      });
}

}  // namespace weir::api::kinesis
