// PutRecords: appends up to 500 records, each to the shard that owns its hash key.
//
// The records of one shard are one append, in the order of the request. A shard that is over its
// rate, or whose append fails, fails its own records only.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/put_admission.h"
#include "api/kinesis/stream_designation.h"
#include "log/shard_log.h"
#include "stream/error_texts.h"
#include "stream/sequence_number.h"

namespace weir::api::kinesis {
namespace {

// 10 MiB of data and partition keys in one request (5 MiB before October 2025).
constexpr std::size_t request_bytes_max = 10u << 20;

// The records of one shard: which of the request's they are, and the batch to append.
struct ShardBatch {
  stream::Shard* shard;
  std::vector<std::uint32_t> positions;
  log::RecordBatch batch;
};

// A request on its way: answers once the appends of all its shards have.
struct Pending {
  stream::StreamPointer stream;
  PutRecords::Response response;
  std::int32_t failed = 0;
  std::size_t waiting = 0;
  Reply<PutRecords> reply;

  void fail_record(std::size_t position, std::string_view code, const std::string& message) {
    auto& result = response.records[position];
    result.error_code = code;
    result.error_message = message;
    ++failed;
  }

  void finish_one() {
    if (--waiting > 0) return;
    response.failed_record_count = failed;
    reply(std::move(response));
  }
};

// The shard of each record. Errors fail the whole request, before anything is written.
aws::Outcome<std::vector<stream::Shard*>> route(const stream::Stream& stream,
                                                const PutRecords::Request& request) {
  std::vector<stream::Shard*> shards;
  shards.reserve(request.records->size());
  std::size_t total = 0;
  for (const auto& record : *request.records) {
    const stream::HashKey hash_key =
        TRY(as_outcome(routing_key(record.partition_key, record.explicit_hash_key)));
    const std::size_t bytes = record_bytes(record.partition_key, record.data);
    TRY(check_record_size(stream, bytes));
    total += bytes;
    shards.push_back(&stream.shards->shard_for(hash_key));
  }
  if (total > request_bytes_max) {
    return aws::invalid_argument(fmt::format(
        "Records' total data + partition key payload exceeds {} bytes", request_bytes_max));
  }
  return shards;
}

// Sorts what the rates allow into one batch for each shard; what they do not allow fails.
std::vector<ShardBatch> batch_by_shard(const Context& context, const PutRecords::Request& request,
                                       const std::vector<stream::Shard*>& shards,
                                       Pending& pending) {
  const stream::WriteLimitSettings& limits = context.services.write_limits;
  const MonotonicTime now = context.services.time.monotonic_now();
  std::vector<ShardBatch> batches;
  for (std::uint32_t position = 0; position < shards.size(); ++position) {
    stream::Shard* const shard = shards[position];
    const auto& record = (*request.records)[position];
    const std::size_t bytes = record_bytes(record.partition_key, record.data);
    if (!shard->write_limit.try_take(limits, 1, bytes, now)) {
      pending.fail_record(
          position, "ProvisionedThroughputExceededException",
          stream::rate_exceeded(pending.stream->description->key, shard->id).error().message);
      continue;
    }
    // Streams of many shards still send few batches a request: at most 500.
    auto batch = std::ranges::find(batches, shard, &ShardBatch::shard);
    if (batch == batches.end()) {
      batch = batches.insert(batch, {.shard = shard, .positions = {}, .batch = {}});
    }
    batch->positions.push_back(position);
    batch->batch.records.push_back({.partition_key = record.partition_key, .data = record.data});
  }
  return batches;
}

void take_result(Pending& pending, const stream::Shard& shard,
                 const std::vector<std::uint32_t>& positions,
                 const Result<log::Appended>& appended) {
  if (!appended) {
    const bool throttled = appended.error().code == ErrorCode::throttled;
    const std::string message =
        throttled
            ? stream::rate_exceeded(pending.stream->description->key, shard.id).error().message
            : "Internal Service Failure.";
    for (const std::uint32_t position : positions) {
      pending.fail_record(position,
                          throttled ? "ProvisionedThroughputExceededException" : "InternalFailure",
                          message);
    }
    return;
  }
  stream::SequenceNumberPrinter printer(shard.description.creation_seconds,
                                        shard.description.index);
  for (std::size_t index = 0; index < positions.size(); ++index) {
    auto& result = pending.response.records[positions[index]];
    result.shard_id = shard.id;
    result.sequence_number = printer.print(appended->offset_of(index), appended->arrival);
  }
}

}  // namespace

void handle(const Context& context, PutRecords::Request request, Reply<PutRecords> reply) {
  const auto key = designated_stream(context, request.stream);
  if (!key) return reply(aws::Failure(key.error()));
  Result<stream::StreamPointer> stream = context.view().find_stream_for_put(*key);
  if (!stream) return reply(as_failure(std::move(stream).error()));
  const auto shards = route(**stream, request);
  if (!shards) return reply(aws::Failure(shards.error()));
  if (request.dry_run.value_or(false)) return reply(aws::dry_run_succeeded());

  auto pending = std::make_shared<Pending>();
  pending->stream = *std::move(stream);
  pending->response.records.resize(shards->size());
  pending->reply = std::move(reply);
  std::vector<ShardBatch> batches = batch_by_shard(context, request, *shards, *pending);

  // One more than the appends, so that a request whose records all failed answers too.
  pending->waiting = batches.size() + 1;
  for (ShardBatch& part : batches) {
    part.shard->log->append(context.home, std::move(part.batch),
                            [pending, shard = part.shard, positions = std::move(part.positions)](
                                const Result<log::Appended>& appended) {
                              take_result(*pending, *shard, positions, appended);
                              pending->finish_one();
                            });
  }
  pending->finish_one();
}

}  // namespace weir::api::kinesis
