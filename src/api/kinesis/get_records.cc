// GetRecords: reads a shard from where an iterator points.

#include <memory>
#include <utility>

#include "api/key_failure.h"
#include "api/kinesis/errors.h"
#include "api/kinesis/metering.h"
#include "api/kinesis/operations.h"
#include "api/shard_shape.h"
#include "stream/data_key.h"
#include "stream/error_texts.h"
#include "stream/sequence_number.h"
#include "stream/shard_iterator.h"
#include "stream/shard_reader.h"

namespace weir::api::kinesis {
namespace {

// Data and partition keys in one answer.
constexpr std::size_t answer_bytes_max = 10u << 20;

struct ReadPlace {
  stream::ShardPlace place;
  stream::ShardIterator iterator;
};

// Where to read, or why not. An iterator of a stream that is gone, or was made anew, and one of
// another account or region, find no shard.
aws::Outcome<ReadPlace> find_place(const Context& context, const GetRecords::Request& request) {
  stream::ShardIterator iterator = TRY(as_outcome(stream::open_iterator(
      context.services.tokens, request.shard_iterator, context.services.time.now())));
  const stream::StreamPointer stream = context.view().find_stream(iterator.stream);
  const stream::StreamKeyView key = context.reached_key_of(iterator.stream_name);
  if (stream == nullptr || !(stream::StreamKeyView(stream->description->key) == key)) {
    return as_failure(stream::shard_does_not_exist(key, iterator.shard).error());
  }
  std::shared_ptr<stream::Shard> shard = stream->shards->find(iterator.shard);
  if (shard == nullptr) {
    return as_failure(stream::shard_does_not_exist(key, iterator.shard).error());
  }
  return ReadPlace{.place = {.stream = stream, .shard = std::move(shard)},
                   .iterator = std::move(iterator)};
}

GetRecords::Response to_response(const stream::ShardPlace& place,
                                 const stream::ShardRecords& read) {
  const stream::ShardDescription& shard = place.shard->description;
  stream::SequenceNumberPrinter printer(shard.creation_seconds, shard.index);
  GetRecords::Response response;
  response.records.reserve(read.batch.records.size());
  for (const log::StoredRecord& stored : read.batch.records) {
    const std::size_t index = response.records.size();
    auto& record = response.records.emplace_back();
    record.sequence_number = printer.print(stored.offset, stored.arrival);
    record.approximate_arrival_timestamp = stored.arrival;
    record.data = stored.data;
    if (!stored.partition_key.empty()) record.partition_key = stored.partition_key;
    record.encryption_type = read.encryption_type(index);
  }
  response.millis_behind_latest = read.behind_latest.count();
  return response;
}

std::size_t bytes_of_records(const stream::ShardRecords& read) {
  std::size_t bytes = 0;
  for (const log::StoredRecord& record : read.batch.records) {
    bytes += record.partition_key.size() + record.data.size();
  }
  return bytes;
}

// Whether the caller may have what was read. Errors: the KMS exceptions.
aws::Outcome<void> check_decrypted(const Context& context, const stream::ShardPlace& place,
                                   stream::ShardRecords& read) {
  if (read.fault && read.batch.records.empty()) return key_failure(*std::move(read.fault));
  if (read.data_keys.empty() || is_unrestricted(context.caller)) return {};
  std::uint32_t checked = 0;
  for (const std::uint32_t number : read.data_keys) {
    const stream::DataKeyPointer key =
        number == 0 || number == checked ? nullptr : place.stream->keys->find(number);
    if (key == nullptr) continue;
    TRY(check_key_use(context.services.access, context.view().state, context.caller, "kms:Decrypt",
                      *key));
    checked = number;
  }
  return {};
}

std::vector<ChildShard> children_of(const Context& context, const stream::ShardIterator& iterator) {
  const stream::StreamPointer stream = context.view().find_stream(iterator.stream);
  if (stream == nullptr) return {};
  return child_shards(*stream->description, iterator.shard);
}

}  // namespace

void handle(const Context& context, GetRecords::Request request, Reply<GetRecords> reply) {
  const MonotonicTime started = start_of_call(context);
  aws::Outcome<ReadPlace> found = find_place(context, request);
  if (!found) return reply(aws::Failure(std::move(found).error()));
  if (request.dry_run.value_or(false)) return reply(aws::dry_run_succeeded());
  const stream::StreamKey& key = found->place.stream->description->key;
  const stream::ReadLimitSettings& read_limits = context.shard_limits(key).read;
  stream::Shard& shard = *found->place.shard;
  if (!shard.read_limit.try_call(read_limits, started)) {
    count_failed_get(context, *found->place.stream, shard, true, started);
    return reply(as_failure(stream::rate_exceeded(key, shard.id).error()));
  }

  const log::ReadLimits limits{
      .records_max = static_cast<std::size_t>(request.limit.value_or(10'000)),
      .bytes_max = answer_bytes_max};
  const stream::ShardPlace place = found->place;
  const log::Offset from = found->iterator.offset;
  stream::read_records(
      context.home, place, from, limits, context.services.time,
      [context, &read_limits, started, found = *std::move(found),
       reply = std::move(reply)](Result<stream::ShardRecords> read) mutable {
        const stream::Stream& stream = *found.place.stream;
        stream::Shard& read_shard = *found.place.shard;
        if (!read) {
          count_failed_get(context, stream, read_shard, false, started);
          return reply(as_failure(std::move(read).error()));
        }
        if (auto allowed = check_decrypted(context, found.place, *read); !allowed) {
          count_failed_get(context, stream, read_shard, false, started);
          return reply(aws::Failure(std::move(allowed).error()));
        }
        const std::size_t bytes = bytes_of_records(*read);
        read_shard.read_limit.charge(read_limits, bytes, context.services.time.monotonic_now());
        count_get_records(context, stream, read_shard, read->batch.records.size(), bytes,
                          read->behind_latest, started);
        const std::vector<log::Owner> owners = std::move(read->batch.owners);
        const bool ended = read->batch.ended;
        found.iterator.offset = read->batch.next;
        GetRecords::Response response = to_response(found.place, *read);
        // A shard that has ended hands out no further iterator, but its children:
        // once they exist, which is a moment later.
        std::vector<ChildShard> children;
        if (ended) children = children_of(context, found.iterator);
        if (!children.empty()) {
          response.child_shards = std::move(children);
        } else {
          response.next_shard_iterator = stream::seal_iterator(
              context.services.tokens, found.iterator, context.services.time.now());
        }
        reply(std::move(response));
      });
}

}  // namespace weir::api::kinesis
