#include "shard_subscription.h"

#include <fmt/format.h>

#include <utility>

#include "aws/protocol.h"
#include "aws/shapes/kinesis/subscribe_to_shard.h"

namespace weir::app {

using aws::kinesis::SubscribeToShard;
using aws::kinesis::SubscribeToShardEvent;

namespace {

// Amazon lets a consumer subscribe to a shard once a second.
constexpr milliseconds retry_pause{1'000};
// More than any error takes.
constexpr std::size_t refusal_bytes_max = 64u << 10;

}  // namespace

ShardSubscription::ShardSubscription(ShardListener& listener, KinesisClient& client,
                                     http::Client& streams, const std::string& consumer_arn,
                                     std::string shard, TailStart start)
    : listener_(listener),
      client_(client),
      streams_(streams),
      consumer_arn_(consumer_arn),
      shard_(std::move(shard)),
      start_(std::move(start)) {
  subscribe_after(milliseconds(0));
}

void ShardSubscription::subscribe_after(milliseconds pause) {
  timer_ = client_.transport().loop().after(pause, [this] { subscribe(); });
}

void ShardSubscription::subscribe() {
  body_ = nullptr;
  SubscribeToShard::Request request;
  request.consumer_arn = consumer_arn_;
  request.shard_id = shard_;
  auto& position = request.starting_position.emplace();
  if (continuation_.empty()) {
    position.type = start_.type;
    position.timestamp = start_.timestamp;
  } else {
    position.type = "AFTER_SEQUENCE_NUMBER";
    position.sequence_number = continuation_;
  }
  streams_.open(client_.signed_request(SubscribeToShard::info.name, aws::encode_request(request)),
                [this](Result<http::StreamedResponse> answer) { take_answer(std::move(answer)); });
}

void ShardSubscription::take_answer(Result<http::StreamedResponse> answer) {
  if (!answer) return listener_.on_failure(answer.error().message);
  status_ = answer->status;
  refusal_.clear();
  reader_ = {};
  body_ = std::move(answer->body);
  read();
}

void ShardSubscription::read() {
  body_->next([this](Result<http::BodyPiece> piece) { take_piece(std::move(piece)); });
}

void ShardSubscription::take_piece(Result<http::BodyPiece> piece) {
  if (!piece) return subscribe_after(retry_pause);  // The server has gone, or broke off.
  status_ == 200 ? take_events(*piece) : take_refusal(*piece);
}

void ShardSubscription::take_refusal(const http::BodyPiece& piece) {
  refusal_ += piece.bytes.view();
  if (!piece.is_last && refusal_.size() <= refusal_bytes_max) return read();
  const CallError error = to_call_error(status_, refusal_);
  // It may take some seconds until the server lets the last subscription go.
  const bool may_succeed = error.retryable || error.type == "ResourceInUseException";
  if (may_succeed) return subscribe_after(retry_pause);
  listener_.on_failure(error.text());
}

void ShardSubscription::take_events(const http::BodyPiece& piece) {
  reader_.append(piece.bytes.view());
  while (true) {
    const auto message = reader_.next();
    if (!message) return listener_.on_failure("What is pushed is not understood.");
    if (!*message) break;
    if (!take_message(**message)) return;
  }
  if (!piece.is_last) return read();
  if (!has_ended_) subscribe_after(milliseconds(0));  // Its five minutes are over.
}

bool ShardSubscription::take_message(const aws::EventMessage& message) {
  const auto event = aws::to_stream_event(message);
  if (!event) {
    listener_.on_failure("What is pushed is not understood.");
    return false;
  }
  switch (event->kind) {
    case aws::EventKind::initial_response:
      return true;
    case aws::EventKind::event:
      return take_event(*event);
    case aws::EventKind::exception:
      listener_.on_failure(
          fmt::format("{}: {}", event->type, aws::decode_error(event->payload).message));
      return false;
    case aws::EventKind::error:
      listener_.on_failure(fmt::format("{}: {}", event->type, event->message));
      return false;
  }
  return false;
}

bool ShardSubscription::take_event(const aws::StreamEvent& event) {
  if (event.type != SubscribeToShardEvent::name) return true;
  const auto pushed = aws::decode_response<SubscribeToShardEvent>(event.payload);
  if (!pushed) {
    listener_.on_failure("What is pushed is not understood.");
    return false;
  }
  if (pushed->continuation_sequence_number) {
    continuation_ = std::string(std::string_view(*pushed->continuation_sequence_number));
  }
  has_ended_ = pushed->child_shards && !pushed->child_shards->empty();
  return listener_.on_event(shard_, *pushed);
}

}  // namespace weir::app
