#include "meter/run/consumers.h"

#include <fmt/format.h>

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/shapes/kinesis/deregister_stream_consumer.h"
#include "aws/shapes/kinesis/describe_stream_consumer.h"
#include "aws/shapes/kinesis/register_stream_consumer.h"
#include "base/done.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "meter/plan/plan.h"
#include "meter/plan/plan_error.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/service_caller.h"

namespace weir::meter {

using aws::kinesis::DeregisterStreamConsumer;
using aws::kinesis::DescribeStreamConsumer;
using aws::kinesis::RegisterStreamConsumer;

namespace {

constexpr milliseconds look_again_after{250};
constexpr seconds wait_max{60};

}  // namespace

// Of one sampler.
class Consumers::Keeper {
 public:
  Keeper(Consumers& owner, PreparedSampler& sampler)
      : owner_(owner),
        sampler_(sampler),
        caller_(owner.loop_, owner.network_, owner.clock_, *sampler.target),
        name_(sampler.plan->consumer_name) {}

  void make() {
    began_at_ = owner_.clock_.monotonic_now();
    RegisterStreamConsumer::Request request;
    request.stream_arn = sampler_.target->stream_arn;
    request.consumer_name = name_;
    caller_.call<RegisterStreamConsumer>(
        request, [this](std::expected<RegisterStreamConsumer::Response, CallFailure> answer) {
          is_ours_ = answer.has_value();
          if (answer || answer.error().code == "ResourceInUseException") return look();
          fail(answer.error());
        });
  }

  void remove() {
    if (!is_ours_) return owner_.on_removed();
    DeregisterStreamConsumer::Request request;
    request.consumer.consumer_arn = sampler_.consumer_arn;
    caller_.call<DeregisterStreamConsumer>(
        request, [this](std::expected<DeregisterStreamConsumer::Response, CallFailure>) {
          owner_.on_removed();
        });
  }

 private:
  void look() {
    DescribeStreamConsumer::Request request;
    request.consumer.stream_arn = sampler_.target->stream_arn;
    request.consumer.consumer_name = name_;
    caller_.call<DescribeStreamConsumer>(
        request, [this](std::expected<DescribeStreamConsumer::Response, CallFailure> answer) {
          if (!answer) return fail(answer.error());
          const auto& consumer = answer->consumer_description.consumer;
          sampler_.consumer_arn = std::string_view(consumer.consumer_arn);
          const bool is_active = std::string_view(consumer.consumer_status) == "ACTIVE";
          if (is_active || owner_.clock_.monotonic_now() - began_at_ > wait_max) {
            return owner_.on_made();
          }
          timer_ = owner_.loop_.after(look_again_after, [this] {
            const auto fired = std::move(timer_);
            look();
          });
        });
  }

  void fail(const CallFailure& failure) {
    owner_.errors_.push_back({.at = sampler_.plan->at,
                              .message = fmt::format("The consumer {} cannot be registered: {} {}",
                                                     name_, failure.code, failure.message)});
    owner_.on_made();
  }

  Consumers& owner_;
  PreparedSampler& sampler_;
  ServiceCaller caller_;
  const std::string name_;
  MonotonicTime began_at_;
  bool is_ours_ = false;
  std::unique_ptr<env::Timer> timer_;
};

Consumers::Consumers(PreparedPlan& plan, env::EventLoop& loop, env::Network& network,
                     const env::Clock& clock)
    : plan_(plan), loop_(loop), network_(network), clock_(clock) {}

Consumers::~Consumers() = default;

void Consumers::make(std::move_only_function<void(std::vector<PlanError>)> done) {
  made_ = std::move(done);
  for (PreparedGroup& group : plan_.groups) {
    for (PreparedSampler& sampler : group.samplers) {
      if (sampler.plan->operation != Operation::subscribe_to_shard) continue;
      keepers_.push_back(std::make_unique<Keeper>(*this, sampler));
    }
  }
  left_ = keepers_.size() + 1;
  for (const auto& keeper : keepers_) keeper->make();
  on_made();
}

void Consumers::on_made() {
  if (--left_ == 0) made_(std::move(errors_));
}

void Consumers::remove(Task done) {
  removed_ = std::move(done);
  left_ = keepers_.size() + 1;
  for (const auto& keeper : keepers_) keeper->remove();
  on_removed();
}

void Consumers::on_removed() {
  if (--left_ == 0) removed_();
}

}  // namespace weir::meter
