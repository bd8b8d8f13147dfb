#include "api/push/push_event.h"

#include <utility>

#include "api/key_failure.h"
#include "aws/event_stream.h"
#include "aws/shapes/kinesis/subscribe_to_shard_event.h"
#include "stream/sequence_number.h"

namespace weir::api::push {
namespace {

using aws::kinesis::SubscribeToShardEvent;

std::string encode(aws::Protocol protocol, const SubscribeToShardEvent& event) {
  std::string frame;
  aws::append_event(protocol, SubscribeToShardEvent::name, event, frame);
  return frame;
}

}  // namespace

EventPointer records_event(aws::Protocol protocol, const stream::ShardDescription& shard,
                           const stream::ShardRecords& read) {
  PushEvent event{.frame = nullptr, .next = read.batch.next, .last_arrival = {}};
  if (read.batch.records.empty() && read.fault) event.failure = key_failure(*read.fault).error();
  if (read.batch.records.empty()) return std::make_shared<const PushEvent>(event);

  stream::SequenceNumberPrinter printer(shard.creation_seconds, shard.index);
  SubscribeToShardEvent shape;
  shape.records.reserve(read.batch.records.size());
  for (const log::StoredRecord& stored : read.batch.records) {
    const std::size_t index = shape.records.size();
    auto& record = shape.records.emplace_back();
    record.sequence_number = printer.print(stored.offset, stored.arrival);
    record.approximate_arrival_timestamp = stored.arrival;
    record.data = stored.data;
    record.partition_key = stored.partition_key;
    record.encryption_type = read.encryption_type(index);
    event.record_bytes += stored.data.size() + stored.partition_key.size();
  }
  event.record_count = read.batch.records.size();
  event.behind_latest = read.behind_latest;
  event.last_arrival = read.batch.records.back().arrival;
  shape.continuation_sequence_number = stream::to_decimal(stream::continuation_number(
      shard.creation_seconds, shard.index, read.batch.next, event.last_arrival));
  shape.millis_behind_latest = read.behind_latest.count();
  event.frame = std::make_shared<const std::string>(encode(protocol, shape));
  return std::make_shared<const PushEvent>(std::move(event));
}

std::string silent_event(aws::Protocol protocol, std::int64_t shard_creation_seconds,
                         stream::ShardIndex shard, log::Offset next, WallTime now,
                         milliseconds behind_latest) {
  SubscribeToShardEvent event;
  event.continuation_sequence_number =
      stream::to_decimal(stream::continuation_number(shard_creation_seconds, shard, next, now));
  event.millis_behind_latest = behind_latest.count();
  return encode(protocol, event);
}

std::string shard_end_event(aws::Protocol protocol,
                            std::vector<aws::kinesis::ChildShard> children) {
  SubscribeToShardEvent event;
  event.child_shards = std::move(children);
  return encode(protocol, event);
}

std::string first_message(aws::Protocol protocol) {
  std::string frame;
  aws::append_initial_response(protocol, frame);
  return frame;
}

std::string exception_message(aws::Protocol protocol, const aws::ServiceError& error) {
  std::string frame;
  aws::append_exception(protocol, error, frame);
  return frame;
}

}  // namespace weir::api::push
