// PutRecord: appends one record to the shard that owns its hash key.

#include <fmt/format.h>

#include <memory>
#include <utility>
#include <vector>

#include "api/key_failure.h"
#include "api/kinesis/errors.h"
#include "api/kinesis/metering.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/put_admission.h"
#include "api/kinesis/stream_designation.h"
#include "log/shard_log.h"
#include "stream/error_texts.h"
#include "stream/record_encryption.h"
#include "stream/sequence_number.h"
#include "stream/starting_position.h"

namespace weir::api::kinesis {
namespace {

// Every reason to refuse, before anything is written, in the order recorded from production: the
// stream, the explicit hash key, the number for ordering, then the key and the rate. Answers with
// the shard that takes the record and the stream that keeps it.
aws::Outcome<AdmittedRecord> admit(const Context& context, const PutRecord::Request& request,
                                   MonotonicTime started) {
  const stream::StreamKeyView key = TRY(designated_stream(context, request.stream));
  stream::StreamPointer stream = TRY(as_outcome(context.view().find_stream_for_put(key)));
  if (!stream->distributes() && !request.partition_key) {
    return missing_partition_keys({"partitionKey"});
  }
  stream::Shard& shard =
      *TRY(as_outcome(shard_for_record(*stream, request.partition_key, request.explicit_hash_key)));
  if (request.sequence_number_for_ordering) {
    TRY(as_outcome(stream::check_number_for_ordering(*request.sequence_number_for_ordering, *stream,
                                                     context.services.time.now())));
  }
  const std::size_t bytes = record_bytes(request.partition_key, request.data);
  TRY(check_record_size(*stream, bytes));
  TRY(check_can_encrypt(context, *stream));
  if (request.dry_run.value_or(false)) return aws::dry_run_succeeded();
  if (!shard.write_limit.try_take(context.shard_limits(key).write, 1, bytes, started)) {
    count_throttled(context, *stream, shard, monitoring::ShardMetric::write_throttled);
    return as_failure(stream::rate_exceeded(key, shard.id).error());
  }
  return AdmittedRecord{.stream = std::move(stream), .shard = shard};
}

PutRecord::Response written(const stream::Stream& stream, const stream::Shard& shard,
                            const log::Appended& appended) {
  stream::SequenceNumberPrinter printer(shard.description.creation_seconds,
                                        shard.description.index);
  PutRecord::Response response;
  response.shard_id = shard.id;
  response.sequence_number = printer.print(appended.first, appended.arrival);
  response.encryption_type = stream.encryption_type();
  return response;
}

void append_to_child(const Context& context, const PutRecord::Request& request,
                     const stream::Shard& closed, MonotonicTime started, Reply<PutRecord> reply);

void fail_put(const Context& context, const PutRecord::Request& request, aws::Failure failure,
              MonotonicTime started, Reply<PutRecord>& reply) {
  count_failed_put(context, PutKind::record, request.stream, failure.error(), started);
  reply(std::move(failure));
}

// The texts of the request lie in its body, which lives until the reply.
void append(const Context& context, const PutRecord::Request& request, AdmittedRecord admitted,
            MonotonicTime started, Reply<PutRecord> reply) {
  stream::Shard& shard = admitted.shard;
  log::RecordBatch batch;
  batch.records.push_back(
      {.partition_key = request.partition_key.value_or(""), .data = request.data});
  if (auto sealed = stream::seal_batch(*admitted.stream, shard, batch); !sealed) {
    return fail_put(context, request, key_failure(std::move(sealed).error()), started, reply);
  }
  shard.log->append(
      context.home, std::move(batch),
      [context, request, stream = std::move(admitted.stream), &shard, started,
       reply = std::move(reply)](Result<log::Appended> appended) mutable {
        if (appended) {
          count_put_record(context, *stream, shard,
                           record_bytes(request.partition_key, request.data), started);
          return reply(written(*stream, shard, *appended));
        }
        if (appended.error().code == ErrorCode::expired) {
          return append_to_child(context, request, shard, started, std::move(reply));
        }
        fail_put(context, request, as_failure(std::move(appended).error()), started, reply);
      });
}

// The shard has closed before the record. Its rate has let the record pass, so that it passes here.
void append_to_child(const Context& context, const PutRecord::Request& request,
                     const stream::Shard& closed, MonotonicTime started, Reply<PutRecord> reply) {
  const auto key = designated_stream(context, request.stream);
  when_routed(context, key->to_key(),
              key_in_shard(closed, request.partition_key, request.explicit_hash_key), closed.log,
              [context, request, started,
               reply = std::move(reply)](aws::Outcome<AdmittedRecord> admitted) mutable {
                if (!admitted) {
                  aws::Failure failure(std::move(admitted).error());
                  return fail_put(context, request, std::move(failure), started, reply);
                }
                append(context, request, *std::move(admitted), started, std::move(reply));
              });
}

}  // namespace

void handle(const Context& context, PutRecord::Request request, Reply<PutRecord> reply) {
  const MonotonicTime started = start_of_call(context);
  aws::Outcome<AdmittedRecord> admitted = admit(context, request, started);
  if (!admitted) {
    return fail_put(context, request, aws::Failure(std::move(admitted).error()), started, reply);
  }
  append(context, request, *std::move(admitted), started, std::move(reply));
}

}  // namespace weir::api::kinesis
