#include "meter/run/preflight.h"

#include <fmt/format.h>

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/shapes/firehose/describe_delivery_stream.h"
#include "aws/shapes/kinesis/create_stream.h"
#include "aws/shapes/kinesis/describe_stream_summary.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "meter/plan/plan_error.h"
#include "meter/run/call_error.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/service_caller.h"
#include "meter/run/shard_list.h"

namespace weir::meter {
namespace {

using aws::firehose::DescribeDeliveryStream;
using aws::kinesis::CreateStream;
using aws::kinesis::DescribeStreamSummary;

constexpr milliseconds look_again_after{250};
constexpr seconds wait_max{120};

// Why a service lets nobody in, in words that say what to do.
std::string refusal(const CallFailure& failure, const Endpoint& endpoint) {
  const std::string where = endpoint.origin.authority();
  if (failure.code.empty()) return "Nobody answers at the endpoint: " + failure.message;
  if (failure.code == "ExpiredTokenException") {
    return fmt::format(
        "The credentials have expired ({} at {}): sign in again, or take a new session token.",
        failure.code, where);
  }
  if (failure.code == "UnrecognizedClientException" || failure.code == "InvalidClientTokenId") {
    return fmt::format("The access key is not known at {} ({}).", where, failure.code);
  }
  if (failure.code == "InvalidSignatureException" || failure.code == "SignatureDoesNotMatch") {
    return fmt::format(
        "The signature is refused at {} ({}): the secret access key is wrong, or this machine's "
        "clock.",
        where, failure.code);
  }
  return fmt::format("{} answers {}: {}", where, failure.code, failure.message);
}

}  // namespace

// Of one target.
class Preflight::Check {
 public:
  Check(Preflight& owner, PreparedTarget& target)
      : owner_(owner),
        target_(target),
        caller_(owner.loop_, owner.network_, owner.clock_, target) {}

  void start() {
    began_at_ = owner_.clock_.monotonic_now();
    target_.is_firehose ? describe_delivery_stream() : describe();
  }

  std::vector<PlanError> errors;
  std::vector<std::string> notes;

 private:
  void fail(std::string message) {
    errors.push_back({.at = target_.at, .message = std::move(message)});
    end();
  }
  void end() {
    if (!std::exchange(has_ended_, true)) owner_.on_checked();
  }

  void look_again() {
    if (owner_.clock_.monotonic_now() - began_at_ > wait_max) {
      return fail(fmt::format("The stream {} does not become ACTIVE.", target_.stream));
    }
    timer_ = owner_.loop_.after(look_again_after, [this] {
      const auto fired = std::move(timer_);
      target_.is_firehose ? describe_delivery_stream() : describe();
    });
  }

  void describe() {
    DescribeStreamSummary::Request request;
    (target_.stream.starts_with("arn:") ? request.stream.arn : request.stream.name) =
        target_.stream;
    caller_.call<DescribeStreamSummary>(
        request, [this](std::expected<DescribeStreamSummary::Response, CallFailure> answer) {
          if (!answer) return on_failure(answer.error());
          const auto& stream = answer->stream_description_summary;
          target_.stream_arn = stream.stream_arn;
          on_status(stream.stream_status);
        });
  }

  void describe_delivery_stream() {
    DescribeDeliveryStream::Request request;
    request.delivery_stream_name = target_.stream;
    caller_.call<DescribeDeliveryStream>(
        request, [this](std::expected<DescribeDeliveryStream::Response, CallFailure> answer) {
          if (!answer) return on_failure(answer.error());
          on_status(answer->delivery_stream_description.delivery_stream_status);
        });
  }

  void on_status(std::string_view status) {
    if (status == "CREATING") return look_again();
    if (status != "ACTIVE" && status != "UPDATING") {
      return fail(fmt::format("The stream {} is {}, not ACTIVE.", target_.stream, status));
    }
    if (has_created_) {
      notes.push_back(
          fmt::format("made the stream {} with {} shards", target_.stream, *target_.create_shards));
    }
    target_.is_firehose ? end() : learn_shards();
  }

  void on_failure(const CallFailure& failure) {
    if (failure.code == "ResourceNotFoundException") return on_missing();
    // Whoever may write need not be allowed to look.
    if (failure.code == "AccessDeniedException") {
      notes.push_back(
          fmt::format("not allowed to look at the stream {}: {}", target_.stream, failure.message));
      return end();
    }
    if (is_throttle(failure.code)) return look_again();
    fail(refusal(failure, target_.endpoint));
  }

  void on_missing() {
    if (has_created_) return look_again();
    if (!target_.create_shards || target_.is_firehose) {
      return fail(fmt::format("There is no stream {} in {} at {}{}.", target_.stream,
                              target_.endpoint.region, target_.endpoint.origin.authority(),
                              target_.is_firehose ? "" : "; --create 1 makes it"));
    }
    has_created_ = true;
    CreateStream::Request request;
    request.stream_name = target_.stream;
    request.shard_count = static_cast<std::int32_t>(*target_.create_shards);
    caller_.call<CreateStream>(
        request, [this](std::expected<CreateStream::Response, CallFailure> answer) {
          if (answer || answer.error().code == "ResourceInUseException") return describe();
          fail(fmt::format("The stream {} cannot be made: {}", target_.stream,
                           refusal(answer.error(), target_.endpoint)));
        });
  }

  void learn_shards() {
    list_shards(caller_, [this](std::expected<std::vector<KnownShard>, CallFailure> shards) {
      if (!shards) {
        if (is_throttle(shards.error().code)) return look_again();
        notes.push_back(fmt::format("the shards of {} are not known: {}", target_.stream,
                                    shards.error().message));
        return end();
      }
      target_.shards.set(open_ranges(*shards));
      target_.known_shards = *std::move(shards);
      end();
    });
  }

  Preflight& owner_;
  PreparedTarget& target_;
  ServiceCaller caller_;
  MonotonicTime began_at_;
  bool has_created_ = false;
  bool has_ended_ = false;
  std::unique_ptr<env::Timer> timer_;
};

Preflight::Preflight(PreparedPlan& plan, env::EventLoop& loop, env::Network& network,
                     const env::Clock& clock)
    : plan_(plan), loop_(loop), network_(network), clock_(clock) {}

Preflight::~Preflight() = default;

void Preflight::run(std::move_only_function<void(PreflightOutcome)> done) {
  done_ = std::move(done);
  left_ = plan_.targets.size();
  for (const auto& target : plan_.targets) {
    checks_.push_back(std::make_unique<Check>(*this, *target));
  }
  for (const auto& check : checks_) check->start();
}

void Preflight::on_checked() {
  if (--left_ > 0) return;
  PreflightOutcome outcome;
  for (const auto& check : checks_) {
    for (PlanError& error : check->errors) outcome.errors.push_back(std::move(error));
    for (std::string& note : check->notes) outcome.notes.push_back(std::move(note));
  }
  done_(std::move(outcome));
}

}  // namespace weir::meter
