#include "meter/run/sender.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/check.h"
#include "base/result.h"
#include "base/time.h"
#include "meter/load/delays.h"
#include "meter/plan/plan.h"
#include "meter/plan/words.h"
#include "meter/results/sample.h"
#include "meter/run/batcher.h"
#include "meter/run/call_error.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/shard_map.h"
#include "meter/run/worker_context.h"
#include "meter/wire/connection.h"
#include "meter/wire/write_call.h"

namespace weir::meter {
namespace {

constexpr std::size_t detail_bytes_max = 64u << 10;

}  // namespace

Sender::Lane::Lane(const PreparedSampler& sampler, Connection& its_connection)
    : head(sampler.target->endpoint, aws_name(sampler.plan->operation),
           call_content_type(sampler.plan->is_binary)),
      call(sampler.plan->operation, sampler.target->stream, sampler.plan->is_binary),
      connection(its_connection) {}

Sender::Sender(WorkerContext& context, const PreparedGroup& group, std::uint32_t thread,
               SenderOwner& owner)
    : context_(context),
      group_(group),
      owner_(owner),
      writer_(context.shared.writers.fetch_add(1)),
      random_(context.shared.plan.seed, (std::uint64_t{1} << 40) + writer_.number()) {
  sample_.group = group.index;
  sample_.thread = thread;
  context_.watch(*this);
}

Sender::~Sender() { context_.unwatch(*this); }

void Sender::on_second() {
  for (const auto& [target, connection] : connections_) connection->on_second();
}

Sender::Lane& Sender::lane_of(const PreparedSampler& sampler) {
  auto& lane = lanes_[sampler.plan];
  if (!lane) {
    auto& connection = connections_[sampler.target];
    if (!connection) connection = context_.connect(*sampler.target);
    lane = std::make_unique<Lane>(sampler, *connection);
  }
  return *lane;
}

void Sender::send(const PreparedSampler& sampler, Batcher& batcher, MonotonicTime planned) {
  CHECK(!is_busy());
  sampler_ = &sampler;
  lane_ = &lane_of(sampler);
  batcher.take(batch_, writer_);
  CHECK(!batch_.empty());
  begin_sample(planned);
  pending_.clear();
  for (std::size_t index = 0; index < batch_.size(); ++index) {
    pending_.push_back(index);
    sample_.records += batch_[index].user_records;
    sample_.payload_bytes += batch_[index].payload_bytes;
  }
  if (context_.recorder.wants_details()) keep_details();
  ++context_.under_way[sampler.label];
  attempt();
}

void Sender::begin_sample(MonotonicTime planned) {
  const std::uint32_t group = sample_.group;
  const std::uint32_t thread = sample_.thread;
  sample_.details.clear();
  sample_.error_code.clear();
  sample_.error_message.clear();
  auto details = std::move(sample_.details);
  sample_ = {};
  sample_.details = std::move(details);
  sample_.group = group;
  sample_.thread = thread;
  sample_.label = sampler_->label;
  sample_.sent = context_.now();
  sample_.planned = planned;
  sample_.started_at = context_.shared.clock.wall_now();
  sample_.attempts = 0;
  sample_.records = 0;
}

void Sender::keep_details() {
  sample_.stream = sampler_->target->stream;
  const auto& origin = sampler_->target->endpoint.origin;
  sample_.url = origin.tls ? "https://" : "http://";
  sample_.url += origin.authority();
  sample_.url += '/';
  for (const Outgoing& outgoing : batch_) {
    Sample::Record& record = sample_.details.emplace_back();
    record.partition_key = outgoing.record.partition_key;
    record.data = outgoing.record.data.substr(0, detail_bytes_max);
  }
}

void Sender::attempt() {
  written_.clear();
  for (const std::size_t index : pending_) {
    const Record& record = batch_[index].record;
    written_.push_back({.partition_key = record.partition_key,
                        .explicit_hash_key = record.explicit_hash_key,
                        .data = record.data});
  }
  ++sample_.attempts;
  lane_->connection.send(lane_->head, lane_->call.encode(written_), *this);
}

void Sender::on_exchange(const Exchange& exchange) {
  add_to_sample(exchange);
  refused_.clear();
  bool may_help = true;  // Another attempt.
  if (exchange.status == 200) {
    const auto outcomes = lane_->call.decode(exchange.body, pending_.size());
    if (outcomes) {
      take_outcomes(*outcomes);
    } else {
      may_help = take_failure({.code = "NotUnderstood", .message = outcomes.error().message}, 200);
    }
  } else {
    may_help = take_failure(failure_of(exchange, sampler_->plan->is_binary), exchange.status);
  }
  const Retries& retries = sampler_->plan->retries;
  if (refused_.empty() || !may_help || sample_.attempts >= retries.attempts_max || is_stopping_) {
    return finish();
  }
  waits_since_ = context_.now();
  retry_ = context_.loop.after(retry_delay(retries, sample_.attempts + 1, random_), [this] {
    retry_.reset();
    sample_.idle += context_.now() - waits_since_;
    pending_.clear();
    for (const Refused& refused : refused_) pending_.push_back(refused.index);
    attempt();
  });
}

void Sender::add_to_sample(const Exchange& exchange) {
  sample_.status = exchange.status;
  sample_.first_byte = exchange.first_byte;
  sample_.ended = exchange.ended;
  sample_.connect += exchange.connect;
  sample_.bytes_sent += exchange.bytes_sent;
  sample_.bytes_received += exchange.bytes_received;
  if (exchange.connect.count() > 0) {
    context_.recorder.add_connect(sampler_->label, exchange.connect);
  }
}

void Sender::take_outcomes(std::span<const RecordOutcome> outcomes) {
  for (std::size_t index = 0; index < outcomes.size(); ++index) {
    if (outcomes[index].error_code.empty()) {
      acknowledge(pending_[index], outcomes[index]);
    } else {
      refuse(pending_[index], outcomes[index]);
    }
  }
}

void Sender::acknowledge(std::size_t index, const RecordOutcome& outcome) {
  const Outgoing& outgoing = batch_[index];
  if (!outcome.shard_id.empty()) {
    context_.recorder.add_shard(sampler_->target->stream, outcome.shard_id,
                                outgoing.record.data.size() + outgoing.record.partition_key.size());
    note_shard(outcome);
  }
  if (!outgoing.trace_numbers.empty()) {
    context_.shared.ledger.acknowledge(outgoing.trace_writer, outgoing.trace_numbers);
  }
  if (sample_.details.empty()) return;
  Sample::Record& detail = sample_.details[index];
  detail.shard_id = outcome.shard_id;
  detail.sequence_number = outcome.sequence_number;
  detail.encryption_type = outcome.encryption_type;
  detail.error_code.clear();
}

void Sender::note_shard(const RecordOutcome& outcome) {
  const bool chooses_shards =
      sampler_->plan->aggregation ||
      std::holds_alternative<EachShardInTurn>(sampler_->plan->partition_key);
  if (!chooses_shards) return;
  ShardMap& shards = sampler_->target->shards;
  if (lane_->known_version != shards.version()) {
    lane_->known_version = shards.version();
    lane_->known_shards.clear();
    for (const ShardRange& shard : *shards.get()) lane_->known_shards.insert(shard.shard_id);
  }
  if (lane_->known_shards.contains(std::string(outcome.shard_id))) return;
  context_.shard_refresh.look(*sampler_->target);
}

void Sender::refuse(std::size_t index, const RecordOutcome& outcome) {
  if (is_throttle(outcome.error_code)) context_.recorder.add_throttles(sampler_->label, 1);
  if (refused_.empty()) {
    sample_.error_code = outcome.error_code;
    sample_.error_message = outcome.error_message;
  }
  refused_.push_back({.index = index, .code = std::string(outcome.error_code)});
  if (!sample_.details.empty()) sample_.details[index].error_code = outcome.error_code;
}

bool Sender::take_failure(const CallFailure& failure, int status) {
  sample_.error_code = failure.code;
  sample_.error_message = failure.message;
  if (is_throttle(failure.code)) context_.recorder.add_throttles(sampler_->label, 1);
  for (const std::size_t index : pending_) refused_.push_back({.index = index, .code = {}});
  return may_be_retried(status, failure.code);
}

void Sender::finish() {
  sample_.records_failed = 0;
  bool has_call_failed = false;
  for (const Refused& refused : refused_) {
    sample_.records_failed += batch_[refused.index].user_records;
    has_call_failed = has_call_failed || refused.code.empty();
    if (!refused.code.empty()) context_.recorder.add_error(sampler_->label, refused.code);
  }
  if (has_call_failed) context_.recorder.add_error(sampler_->label, sample_.error_code);
  sample_.is_ok = refused_.empty();
  if (sample_.is_ok) {
    sample_.error_code.clear();
    sample_.error_message.clear();
  }
  const auto running = context_.shared.running_threads(group_.index);
  sample_.group_threads = std::max(running.of_group, 1u);
  sample_.all_threads = std::max(running.all, 1u);
  context_.recorder.take(sample_);
  --context_.under_way[sampler_->label];
  sampler_ = nullptr;
  owner_.on_sample(*this, sample_.is_ok);
}

void Sender::stop() {
  is_stopping_ = true;
  if (!retry_) return;
  retry_.reset();
  finish();
}

}  // namespace weir::meter
