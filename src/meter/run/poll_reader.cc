#include "meter/run/poll_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "aws/protocol.h"
#include "aws/shapes/kinesis/get_records.h"
#include "aws/shapes/kinesis/get_shard_iterator.h"
#include "base/time.h"
#include "meter/load/delays.h"
#include "meter/plan/plan.h"
#include "meter/run/actor.h"
#include "meter/run/call_error.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/read_records.h"
#include "meter/run/shard_tracker.h"
#include "meter/run/worker_context.h"
#include "meter/wire/connection.h"
#include "meter/wire/write_call.h"

namespace weir::meter {
namespace {

using aws::kinesis::GetRecords;
using aws::kinesis::GetShardIterator;

constexpr milliseconds poll_pause{200};

}  // namespace

PollReader::PollReader(WorkerContext& context, const PreparedGroup& group,
                       const PreparedSampler& sampler, ShardTracker& tracker, std::uint32_t thread,
                       std::uint32_t threads, ActorOwner& owner)
    : context_(context),
      group_(group),
      sampler_(sampler),
      tracker_(tracker),
      thread_(thread),
      threads_(threads),
      owner_(owner),
      random_(context.shared.plan.seed,
              (std::uint64_t{5} << 40) + (std::uint64_t{sampler.label} << 32) + thread),
      connection_(context.connect(*sampler.target)),
      iterator_head_(sampler.target->endpoint, "GetShardIterator",
                     call_content_type(sampler.plan->is_binary)),
      records_head_(sampler.target->endpoint, "GetRecords",
                    call_content_type(sampler.plan->is_binary)) {
  context_.watch(*this);
}

PollReader::~PollReader() { context_.unwatch(*this); }

void PollReader::start(MonotonicTime start) {
  if (const auto* closed = std::get_if<ClosedLoad>(&group_.plan->load)) {
    if (closed->duration) end_ = start + group_.plan->start_delay + *closed->duration;
  }
  for (ShardToRead& shard : tracker_.share_of(thread_, threads_)) {
    cursors_.push_back({.shard = std::move(shard), .due = context_.now()});
  }
  go_on();
}

void PollReader::go_on() {
  const MonotonicTime now = context_.now();
  const auto* closed = std::get_if<ClosedLoad>(&group_.plan->load);
  const bool has_read_all = closed != nullptr && closed->loops && calls_ >= *closed->loops;
  if (is_stopping_ || has_read_all || (end_ && now >= *end_)) return end();
  MonotonicTime due = end_.value_or(now + seconds(1));
  std::size_t next = 0;
  for (std::size_t index = 0; index < cursors_.size(); ++index) {
    if (cursors_[index].due > due) continue;
    due = cursors_[index].due;
    next = index;
  }
  const bool has_next = !cursors_.empty() && cursors_[next].due <= due;
  timer_ = context_.loop.after(std::max(nanoseconds(0), due - now), [this, next, has_next] {
    const auto fired = std::move(timer_);
    has_next && !(end_ && context_.now() >= *end_) ? ask(next) : go_on();
  });
}

void PollReader::ask(std::size_t cursor) {
  asked_ = cursor;
  is_asking_ = true;
  asks_iterator_ = cursors_[cursor].iterator.empty();
  asks_iterator_ ? ask_iterator(cursors_[cursor]) : ask_records(cursors_[cursor]);
}

void PollReader::ask_iterator(const Cursor& cursor) {
  GetShardIterator::Request request;
  const std::string& stream = sampler_.target->stream;
  (stream.starts_with("arn:") ? request.stream.arn : request.stream.name) = stream;
  request.shard_id = cursor.shard.shard_id;
  if (!cursor.last_sequence_number.empty()) {
    request.shard_iterator_type = "AFTER_SEQUENCE_NUMBER";
    request.starting_sequence_number = cursor.last_sequence_number;
  } else if (cursor.shard.is_child || !context_.shared.plan.has_writer()) {
    request.shard_iterator_type = "TRIM_HORIZON";
  } else {
    request.shard_iterator_type = "AT_TIMESTAMP";
    request.timestamp = context_.shared.wall_start;
  }
  const auto protocol =
      sampler_.plan->is_binary ? aws::Protocol::cbor_1_1 : aws::Protocol::json_1_1;
  body_ = aws::encode_request(request, protocol);
  connection_->send(iterator_head_, body_, *this);
}

void PollReader::ask_records(const Cursor& cursor) {
  GetRecords::Request request;
  request.shard_iterator = cursor.iterator;
  const auto protocol =
      sampler_.plan->is_binary ? aws::Protocol::cbor_1_1 : aws::Protocol::json_1_1;
  body_ = aws::encode_request(request, protocol);
  sample_ = {};
  sample_.label = sampler_.label;
  sample_.group = group_.index;
  sample_.thread = thread_ + 1;
  sample_.records = 0;
  sample_.started_at = context_.shared.clock.wall_now();
  sample_.planned = sample_.sent = context_.now();
  ++context_.under_way[sampler_.label];
  connection_->send(records_head_, body_, *this);
}

void PollReader::on_exchange(const Exchange& exchange) {
  is_asking_ = false;
  Cursor& cursor = cursors_[asked_];
  if (exchange.status != 200) {
    take_failure(exchange, cursor);
  } else if (asks_iterator_) {
    take_iterator(exchange, cursor);
  } else {
    take_records_of(exchange, cursor);
  }
  go_on();
}

void PollReader::take_iterator(const Exchange& exchange, Cursor& cursor) {
  const auto protocol =
      sampler_.plan->is_binary ? aws::Protocol::cbor_1_1 : aws::Protocol::json_1_1;
  auto answer = aws::decode_response<GetShardIterator::Response>(exchange.body, protocol);
  if (answer) cursor.iterator = std::move(answer->shard_iterator);
  cursor.due = context_.now();
  cursor.refusals = 0;
}

void PollReader::take_records_of(const Exchange& exchange, Cursor& cursor) {
  const auto protocol =
      sampler_.plan->is_binary ? aws::Protocol::cbor_1_1 : aws::Protocol::json_1_1;
  auto answer = aws::decode_response<GetRecords::Response>(exchange.body, protocol);
  if (!answer) {
    sample_.is_ok = false;
    sample_.error_code = "NotUnderstood";
    context_.recorder.add_error(sampler_.label, sample_.error_code);
    cursor.due = context_.now() + poll_pause;
    return finish_sample(exchange);
  }
  take_records(context_, sampler_, cursor.shard.shard_id, answer->records, exchange.ended, sample_);
  if (!answer->records.empty()) {
    cursor.last_sequence_number = std::string_view(answer->records.back().sequence_number);
  }
  cursor.refusals = 0;
  const bool is_behind = answer->millis_behind_latest.value_or(0) > 0;
  cursor.due = context_.now() + (is_behind ? nanoseconds(0) : pause());
  finish_sample(exchange);
  if (answer->next_shard_iterator) {
    cursor.iterator = *std::move(answer->next_shard_iterator);
    return;
  }
  std::vector<ShardTracker::Child> children;
  if (answer->child_shards) {
    for (const auto& child : *answer->child_shards) {
      auto& known = children.emplace_back();
      known.shard_id = std::string_view(child.shard_id);
      for (const auto& parent : child.parent_shards) {
        known.parents.emplace_back(std::string_view(parent));
      }
    }
  }
  end_shard(children);
}

void PollReader::end_shard(const std::vector<ShardTracker::Child>& children) {
  const std::string ended = cursors_[asked_].shard.shard_id;
  cursors_.erase(cursors_.begin() + static_cast<std::ptrdiff_t>(asked_));
  for (ShardToRead& child : tracker_.ended(ended, children)) {
    cursors_.push_back({.shard = std::move(child), .due = context_.now()});
  }
}

void PollReader::take_failure(const Exchange& exchange, Cursor& cursor) {
  const CallFailure failure = failure_of(exchange, sampler_.plan->is_binary);
  if (is_throttle(failure.code)) context_.recorder.add_throttles(sampler_.label, 1);
  // An iterator lives for five minutes: a new one goes on where the last record was.
  const bool is_expired = failure.code == "ExpiredIteratorException";
  if (is_expired) cursor.iterator.clear();
  Retries patience;
  patience.base_delay = poll_pause;
  ++cursor.refusals;
  cursor.due =
      context_.now() +
      (is_expired ? nanoseconds(0)
                  : milliseconds(50) + retry_delay(patience, cursor.refusals + 1, random_));
  if (asks_iterator_) {
    if (!is_throttle(failure.code)) context_.recorder.add_error(sampler_.label, failure.code);
    return;
  }
  if (!is_expired) {
    sample_.is_ok = false;
    sample_.error_code = failure.code;
    sample_.error_message = failure.message;
    context_.recorder.add_error(sampler_.label, failure.code);
  }
  finish_sample(exchange);
}

void PollReader::finish_sample(const Exchange& exchange) {
  sample_.status = exchange.status;
  sample_.first_byte = exchange.first_byte;
  sample_.ended = exchange.ended;
  sample_.connect = exchange.connect;
  sample_.bytes_sent = exchange.bytes_sent;
  sample_.bytes_received = exchange.bytes_received;
  if (exchange.connect.count() > 0) {
    context_.recorder.add_connect(sampler_.label, exchange.connect);
  }
  const auto running = context_.shared.running_threads(group_.index);
  sample_.group_threads = std::max(running.of_group, threads_);
  sample_.all_threads = std::max(running.all, threads_);
  if (context_.recorder.wants_details()) sample_.stream = sampler_.target->stream;
  --context_.under_way[sampler_.label];
  ++calls_;
  context_.recorder.take(sample_);
}

nanoseconds PollReader::pause() {
  const auto& timers = sampler_.plan->timers.empty() ? group_.plan->timers : sampler_.plan->timers;
  if (timers.empty()) return poll_pause;
  nanoseconds sum{0};
  for (const Timer& timer : timers) {
    if (const auto* constant = std::get_if<ConstantTimer>(&timer)) {
      sum += delay_of(*constant);
    } else if (const auto* uniform = std::get_if<UniformTimer>(&timer)) {
      sum += delay_of(*uniform, random_);
    } else if (const auto* gaussian = std::get_if<GaussianTimer>(&timer)) {
      sum += delay_of(*gaussian, random_);
    } else {
      const auto& throughput = std::get<ThroughputTimer>(timer);
      sum += nanoseconds(static_cast<std::int64_t>(60e9 / throughput.samples_per_minute));
    }
  }
  return sum;
}

void PollReader::stop() {
  if (is_stopping_) return;
  is_stopping_ = true;
  if (is_asking_) return;
  timer_.reset();
  end();
}

void PollReader::end() {
  if (std::exchange(is_over_, true)) return;
  owner_.on_over(*this);
}

}  // namespace weir::meter
