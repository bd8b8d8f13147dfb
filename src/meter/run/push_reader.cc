#include "meter/run/push_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "aws/event_stream.h"
#include "aws/protocol.h"
#include "aws/shapes/kinesis/subscribe_to_shard.h"
#include "aws/shapes/kinesis/subscribe_to_shard_event.h"
#include "base/result.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "http/body_source.h"
#include "http/client.h"
#include "meter/plan/plan.h"
#include "meter/results/sample.h"
#include "meter/run/actor.h"
#include "meter/run/call_error.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/read_records.h"
#include "meter/run/shard_tracker.h"
#include "meter/run/worker_context.h"
#include "meter/wire/write_call.h"

namespace weir::meter {
namespace {

using aws::kinesis::SubscribeToShard;
using aws::kinesis::SubscribeToShardEvent;

// Amazon lets a consumer subscribe to a shard once a second.
constexpr milliseconds retry_pause{1'000};
constexpr std::size_t refusal_bytes_max = 64u << 10;

}  // namespace

// One shard. Threads: the worker's.
class PushReader::Subscription {
 public:
  Subscription(PushReader& owner, ShardToRead shard) : owner_(owner), shard_(std::move(shard)) {
    subscribe();
  }

 private:
  WorkerContext& context() { return owner_.context_; }

  void subscribe_after(milliseconds pause) {
    timer_ = context().loop.after(pause, [this] {
      const auto fired = std::move(timer_);
      subscribe();
    });
  }

  void subscribe() {
    body_.reset();
    SubscribeToShard::Request request;
    request.consumer_arn = owner_.sampler_.consumer_arn;
    request.shard_id = shard_.shard_id;
    auto& position = request.starting_position.emplace();
    if (!continuation_.empty()) {
      position.type = "AFTER_SEQUENCE_NUMBER";
      position.sequence_number = continuation_;
    } else if (shard_.is_child || !context().shared.plan.has_writer()) {
      position.type = "TRIM_HORIZON";
    } else {
      position.type = "AT_TIMESTAMP";
      position.timestamp = context().shared.wall_start;
    }
    owner_.client_->open(
        owner_.head_.to_request(aws::encode_request(request), context().shared.clock.wall_now()),
        [this](Result<http::StreamedResponse> answer) { take_answer(std::move(answer)); });
  }

  void take_answer(Result<http::StreamedResponse> answer) {
    if (!answer) {
      note_error("NoAnswer");
      return subscribe_after(retry_pause);
    }
    status_ = answer->status;
    refusal_.clear();
    reader_ = {};
    body_ = std::move(answer->body);
    read();
  }

  void read() {
    body_->next([this](Result<http::BodyPiece> piece) { take_piece(std::move(piece)); });
  }

  void take_piece(Result<http::BodyPiece> piece) {
    if (!piece) {
      note_error("NoAnswer");
      return subscribe_after(retry_pause);
    }
    status_ == 200 ? take_events(*piece) : take_refusal(*piece);
  }

  void take_refusal(const http::BodyPiece& piece) {
    refusal_ += piece.bytes.view();
    if (!piece.is_last && refusal_.size() <= refusal_bytes_max) return read();
    const CallFailure failure = failure_of({.status = status_, .body = refusal_}, false);
    // It may take some seconds until the service lets the last subscription go.
    if (failure.code != "ResourceInUseException") note_error(failure.code);
    subscribe_after(retry_pause);
  }

  void take_events(const http::BodyPiece& piece) {
    reader_.append(piece.bytes.view());
    while (true) {
      const auto message = reader_.next();
      if (!message) {
        note_error("NotUnderstood");
        return subscribe_after(retry_pause);
      }
      if (!*message) break;
      const auto event = aws::to_stream_event(**message);
      if (!event) continue;
      if (event->kind == aws::EventKind::exception || event->kind == aws::EventKind::error) {
        note_error(event->type);
        return subscribe_after(retry_pause);
      }
      if (event->kind == aws::EventKind::event && event->type == SubscribeToShardEvent::name) {
        take_event(event->payload, (*message)->frame_bytes);
      }
    }
    if (!piece.is_last) return read();
    if (!has_ended_) subscribe_after(milliseconds(0));  // Its five minutes are over.
  }

  void take_event(std::span<char> payload, std::size_t bytes) {
    const auto event = aws::decode_response<SubscribeToShardEvent>(payload);
    if (!event) return note_error("NotUnderstood");
    if (event->continuation_sequence_number) {
      continuation_ = std::string_view(*event->continuation_sequence_number);
    }
    if (!event->records.empty()) count(event->records, bytes);
    if (!event->child_shards || event->child_shards->empty()) return;
    has_ended_ = true;
    std::vector<ShardTracker::Child> children;
    for (const auto& child : *event->child_shards) {
      auto& known = children.emplace_back();
      known.shard_id = std::string_view(child.shard_id);
      for (const auto& parent : child.parent_shards) {
        known.parents.emplace_back(std::string_view(parent));
      }
    }
    for (ShardToRead& child : owner_.tracker_.ended(shard_.shard_id, children)) {
      owner_.subscribe(std::move(child));
    }
  }

  void count(const std::vector<aws::kinesis::Record>& records, std::size_t bytes) {
    Sample sample;
    sample.label = owner_.sampler_.label;
    sample.group = owner_.group_.index;
    sample.thread = owner_.thread_ + 1;
    sample.group_threads = sample.all_threads = owner_.threads_;
    sample.records = 0;
    sample.ended = sample.first_byte = context().now();
    const WallTime now{context().shared.wall_ns(sample.ended) / 1'000'000};
    const WallTime arrived = records.back().approximate_arrival_timestamp.value_or(now);
    const nanoseconds age = std::max(milliseconds(0), now - arrived);
    sample.planned = sample.sent = sample.ended + -age;
    sample.started_at = std::min(arrived, now);
    sample.bytes_received = bytes;
    take_records(context(), owner_.sampler_, shard_.shard_id, records, sample.ended, sample);
    context().recorder.take(sample);
  }

  void note_error(std::string_view code) {
    context().recorder.add_error(owner_.sampler_.label, code);
    if (is_throttle(code)) context().recorder.add_throttles(owner_.sampler_.label, 1);
  }

  PushReader& owner_;
  const ShardToRead shard_;
  std::string continuation_;  // Where to go on, once an event has come.
  int status_ = 0;
  std::string refusal_;
  aws::EventStreamReader reader_;
  std::unique_ptr<http::BodySource> body_;
  std::unique_ptr<env::Timer> timer_;
  bool has_ended_ = false;
};

PushReader::PushReader(WorkerContext& context, const PreparedGroup& group,
                       const PreparedSampler& sampler, ShardTracker& tracker, std::uint32_t thread,
                       std::uint32_t threads, ActorOwner& owner)
    : context_(context),
      group_(group),
      sampler_(sampler),
      tracker_(tracker),
      thread_(thread),
      threads_(threads),
      owner_(owner),
      head_(sampler.target->endpoint, "SubscribeToShard", call_content_type(false)) {
  http::ClientLimits limits = sampler.target->limits;
  limits.protocol = sampler.target->endpoint.origin.tls ? http::ClientProtocol::automatic
                                                        : http::ClientProtocol::http2;
  client_ = http::make_client(context.loop, context.shared.network, sampler.target->endpoint.origin,
                              limits, sampler.target->ca_file);
}

PushReader::~PushReader() = default;

void PushReader::start(MonotonicTime start) {
  for (ShardToRead& shard : tracker_.share_of(thread_, threads_)) subscribe(std::move(shard));
  const auto* closed = std::get_if<ClosedLoad>(&group_.plan->load);
  if (closed == nullptr || !closed->duration) return;
  const MonotonicTime end = start + group_.plan->start_delay + *closed->duration;
  end_ = context_.loop.after(end - context_.now(), [this] {
    const auto fired = std::move(end_);
    stop();
  });
}

void PushReader::subscribe(ShardToRead shard) {
  subscriptions_.push_back(std::make_unique<Subscription>(*this, std::move(shard)));
}

void PushReader::stop() {
  if (std::exchange(is_over_, true)) return;
  end_.reset();
  // Destroying them cancels; none of them is on the stack, since readers are stopped by timers and
  // tasks.
  subscriptions_.clear();
  owner_.on_over(*this);
}

}  // namespace weir::meter
