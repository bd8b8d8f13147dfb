// PutRecords: appends up to 500 records, each to the shard that owns its hash key.
//
// The records of one shard are one append, in the order of the request. A shard that is over its
// rate, or whose append fails, fails its own records only.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "api/kinesis/errors.h"
#include "api/kinesis/metering.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/put_admission.h"
#include "api/kinesis/stream_designation.h"
#include "log/shard_log.h"
#include "stream/error_texts.h"
#include "stream/record_encryption.h"
#include "stream/sequence_number.h"

namespace weir::api::kinesis {
namespace {

// 10 MiB of data and partition keys in one request (5 MiB before October 2025).
constexpr std::size_t request_bytes_max = 10u << 20;

using Positions = std::vector<std::uint32_t>;  // Of records in the request.

// The records of one shard: which of the request's they are, and the batch to append.
struct ShardBatch {
  stream::Shard* shard;
  Positions positions;
  log::RecordBatch batch;
};

constexpr std::string_view throttled_code = "ProvisionedThroughputExceededException";

// A request on its way: answers once all of its records have been written or have failed.
struct Pending {
  Context context;
  PutRecords::Request request;
  std::vector<stream::Shard*> shards;          // Where each record goes.
  std::vector<stream::StreamPointer> streams;  // Keep them: more than one if shards have closed.
  PutRecords::Response response;
  std::int32_t failed = 0;
  std::size_t waiting = 0;
  MonotonicTime started;
  Reply<PutRecords> reply;

  const stream::StreamKey& key() const { return streams.front()->description->key; }

  void fail_record(std::size_t position, std::string_view code, const std::string& message) {
    auto& result = response.records[position];
    result.error_code = code;
    result.error_message = message;
    ++failed;
  }

  // What was put and what was not, for the metrics.
  void count() const {
    const stream::Stream& stream = *streams.front();
    const bool has_shard_metrics = stream.description->shard_level_metrics != 0;
    PutsCount puts{.total = response.records.size()};
    std::map<const stream::Shard*, ShardPuts> by_shard;
    for (std::size_t position = 0; position < puts.total; ++position) {
      const auto& record = (*request.records)[position];
      const auto& code = response.records[position].error_code;
      ShardPuts put{.shard = shards[position]};
      put.records = code ? 0 : 1;
      put.bytes = code ? 0 : record_bytes(record.partition_key, record.data);
      put.throttled = code && *code == throttled_code ? 1 : 0;
      puts.successful += put.records;
      puts.bytes += put.bytes;
      puts.throttled += put.throttled;
      if (!has_shard_metrics) continue;
      ShardPuts& of_shard = by_shard[put.shard];
      of_shard.shard = put.shard;
      of_shard.records += put.records;
      of_shard.bytes += put.bytes;
      of_shard.throttled += put.throttled;
    }
    for (const auto& entry : by_shard) puts.shards.push_back(entry.second);
    count_put_records(context, stream, puts, started);
  }

  void finish_one() {
    if (--waiting > 0) return;
    response.failed_record_count = failed;
    count();
    reply(std::move(response));
  }
};
using PendingPointer = std::shared_ptr<Pending>;

aws::Outcome<void> check_partition_keys(const stream::Stream& stream,
                                        const PutRecords::Request& request) {
  if (stream.distributes()) return {};
  std::vector<std::string> missing;
  std::size_t number = 0;
  for (const auto& record : *request.records) {
    ++number;
    if (record.partition_key) continue;
    missing.push_back(fmt::format("records.{}.member.partitionKey", number));
  }
  if (missing.empty()) return {};
  return missing_partition_keys(missing);
}

// The shard of each record. Errors fail the whole request, before anything is written.
aws::Outcome<std::vector<stream::Shard*>> route(const stream::Stream& stream,
                                                const PutRecords::Request& request) {
  TRY(check_partition_keys(stream, request));
  std::vector<stream::Shard*> shards;
  shards.reserve(request.records->size());
  std::size_t total = 0;
  for (const auto& record : *request.records) {
    stream::Shard* const shard =
        TRY(as_outcome(shard_for_record(stream, record.partition_key, record.explicit_hash_key)));
    const std::size_t bytes = record_bytes(record.partition_key, record.data);
    TRY(check_record_size(stream, bytes));
    total += bytes;
    shards.push_back(shard);
  }
  if (total > request_bytes_max) {
    return aws::invalid_argument(fmt::format(
        "Records' total data + partition key payload exceeds {} bytes", request_bytes_max));
  }
  return shards;
}

// The records that the rates of their shards allow; the others fail.
Positions admit_rates(Pending& pending) {
  const stream::WriteLimitSettings& limits = pending.context.shard_limits(pending.key()).write;
  const MonotonicTime now = pending.context.services.time.monotonic_now();
  Positions admitted;
  admitted.reserve(pending.shards.size());
  for (std::uint32_t position = 0; position < pending.shards.size(); ++position) {
    stream::Shard& shard = *pending.shards[position];
    const auto& record = (*pending.request.records)[position];
    const std::size_t bytes = record_bytes(record.partition_key, record.data);
    if (shard.write_limit.try_take(limits, 1, bytes, now)) {
      admitted.push_back(position);
    } else {
      pending.fail_record(position, throttled_code,
                          stream::rate_exceeded(pending.key(), shard.id).error().message);
    }
  }
  return admitted;
}

// One batch for each shard. Streams of many shards still send few batches a request: at most 500.
std::vector<ShardBatch> batch_by_shard(const Pending& pending, const Positions& positions) {
  std::vector<ShardBatch> batches;
  for (const std::uint32_t position : positions) {
    stream::Shard* const shard = pending.shards[position];
    const auto& record = (*pending.request.records)[position];
    auto batch = std::ranges::find(batches, shard, &ShardBatch::shard);
    if (batch == batches.end()) {
      batch = batches.insert(batch, {.shard = shard, .positions = {}, .batch = {}});
    }
    batch->positions.push_back(position);
    batch->batch.records.push_back(
        {.partition_key = record.partition_key.value_or(""), .data = record.data});
  }
  return batches;
}

void take_written(Pending& pending, const stream::Shard& shard, const Positions& positions,
                  const log::Appended& appended) {
  stream::SequenceNumberPrinter printer(shard.description.creation_seconds,
                                        shard.description.index);
  for (std::size_t index = 0; index < positions.size(); ++index) {
    auto& result = pending.response.records[positions[index]];
    result.shard_id = shard.id;
    result.sequence_number = printer.print(appended.offset_of(index), appended.arrival);
  }
}

void take_failure(Pending& pending, const stream::Shard& shard, const Positions& positions,
                  const Error& error) {
  const bool throttled = error.code == ErrorCode::throttled;
  const std::string message = throttled
                                  ? stream::rate_exceeded(pending.key(), shard.id).error().message
                                  : "Internal Service Failure.";
  for (const std::uint32_t position : positions) {
    pending.fail_record(position, throttled ? throttled_code : "InternalFailure", message);
  }
}

void append_to_children(const PendingPointer& pending, Positions positions,
                        const stream::Shard& closed);

// Adds to pending->waiting one for each append; whoever calls holds one of his own.
void append(const PendingPointer& pending, const Positions& positions) {
  std::vector<ShardBatch> batches = batch_by_shard(*pending, positions);
  pending->waiting += batches.size();
  const stream::StreamPointer stream = pending->streams.back();
  for (ShardBatch& part : batches) {
    if (auto sealed = stream::seal_batch(*stream, *part.shard, part.batch); !sealed) {
      take_failure(*pending, *part.shard, part.positions,
                   Error{ErrorCode::unavailable, std::move(sealed).error().message});
      pending->finish_one();
      continue;
    }
    part.shard->log->append(pending->context.home, std::move(part.batch),
                            [pending, shard = part.shard, positions = std::move(part.positions)](
                                const Result<log::Appended>& appended) mutable {
                              if (appended) {
                                take_written(*pending, *shard, positions, *appended);
                              } else if (appended.error().code == ErrorCode::expired) {
                                return append_to_children(pending, std::move(positions), *shard);
                              } else {
                                take_failure(*pending, *shard, positions, appended.error());
                              }
                              pending->finish_one();
                            });
  }
}

// The shard has closed before these records. Its rate has let them pass, so that they pass here.
void append_to_children(const PendingPointer& pending, Positions positions,
                        const stream::Shard& closed) {
  when_routed(
      pending->context, pending->key(), closed.description.range.first, closed.log,
      [pending, positions = std::move(positions), &closed](aws::Outcome<AdmittedRecord> admitted) {
        if (!admitted) {
          take_failure(*pending, closed, positions,
                       Error{ErrorCode::unavailable, "The stream is gone."});
          return pending->finish_one();
        }
        const stream::ShardMap& shards = *admitted->stream->shards;
        for (const std::uint32_t position : positions) {
          const auto& record = (*pending->request.records)[position];
          pending->shards[position] = &shards.shard_for(
              key_in_shard(closed, record.partition_key, record.explicit_hash_key));
        }
        pending->streams.push_back(std::move(admitted->stream));
        append(pending, positions);
        pending->finish_one();
      });
}

}  // namespace

void handle(const Context& context, PutRecords::Request request, Reply<PutRecords> reply) {
  const MonotonicTime started = start_of_call(context);
  const auto refuse = [&](aws::Failure failure) {
    count_failed_put(context, PutKind::records, request.stream, failure.error(), started);
    reply(std::move(failure));
  };
  const auto key = designated_stream(context, request.stream);
  if (!key) return reply(aws::Failure(key.error()));
  Result<stream::StreamPointer> stream = context.view().find_stream_for_put(*key);
  if (!stream) return reply(as_failure(std::move(stream).error()));
  auto shards = route(**stream, request);
  if (!shards) return refuse(aws::Failure(shards.error()));
  if (auto allowed = check_can_encrypt(context, **stream); !allowed) {
    return refuse(aws::Failure(std::move(allowed).error()));
  }
  if (request.dry_run.value_or(false)) return reply(aws::dry_run_succeeded());

  const std::size_t count = shards->size();
  const auto pending = std::make_shared<Pending>(Pending{.context = context,
                                                         .request = std::move(request),
                                                         .shards = *std::move(shards),
                                                         .streams = {*std::move(stream)},
                                                         .response = {},
                                                         .failed = 0,
                                                         // So that a request whose records all
                                                         // failed answers too.
                                                         .waiting = 1,
                                                         .started = started,
                                                         .reply = std::move(reply)});
  pending->response.records.resize(count);
  pending->response.encryption_type = pending->streams.front()->encryption_type();
  append(pending, admit_rates(*pending));
  pending->finish_one();
}

}  // namespace weir::api::kinesis
