#include "api/alarms/alarm_evaluator.h"

#include <algorithm>
#include <string>
#include <utility>

#include "api/alarms/arns.h"
#include "api/alarms/composite_alarm.h"
#include "api/alarms/definition.h"
#include "api/alarms/reports.h"
#include "api/cloudwatch/metrics.h"
#include "stream/alarm_commands.h"

namespace weir::api::alarms {
namespace {

constexpr seconds tick_period{10};
// What happened in a period may be told of so much after its end.
constexpr milliseconds grace{5'000};
constexpr milliseconds minute{60'000};
// The loop is kept at work for so long at a time.
constexpr milliseconds slice{1};

// Whether the periods of an alarm are shorter than a minute.
bool is_quick(const stream::Alarm& alarm) {
  std::string text = alarm.definition;
  const auto terms = read_metric_definition(text).terms;
  if (terms.period) return *terms.period < 60;
  if (!terms.metrics) return false;
  for (const auto& query : *terms.metrics) {
    if (query.period && *query.period < 60) return true;
    if (query.metric_stat && *query.metric_stat->period < 60) return true;
  }
  return false;
}

}  // namespace

void AlarmEvaluator::start() {
  is_running_ = true;
  tick_later();
}

void AlarmEvaluator::stop() {
  is_running_ = false;
  timer_.reset();
  queue_.clear();
  composites_.clear();
}

bool AlarmEvaluator::is_at_work() const {
  return !queue_.empty() || !composites_.empty() || changes_ > 0;
}

// At five seconds after each ten of the clock, wherever it stands.
void AlarmEvaluator::tick_later() {
  const WallTime now = parts_.clock.wall_now();
  const WallTime next = cloudwatch::period_start(now - grace, tick_period) + tick_period + grace;
  timer_ = parts_.home.after(next - now, [this] { tick(); });
}

void AlarmEvaluator::tick() {
  tick_later();
  if (is_at_work()) return;  // The pass before still goes on.
  until_ = parts_.clock.wall_now() - grace;
  // The first tick of a minute comes too early for those whose publishers are late.
  const std::int64_t this_minute = (until_ - tick_period).ms / minute.count();
  is_minute_ = this_minute != last_minute_;
  last_minute_ = this_minute;
  const auto state = parts_.catalog.state(parts_.home);
  state->alarms.for_each([&](const stream::AlarmKey& key, const stream::AlarmPointer& alarm) {
    if (alarm->is_composite) return;
    if (is_minute_ || alarm->revision > known_revision_ || quick_.contains(key)) {
      queue_.push_back(key);
    }
  });
  known_revision_ = state->commands_applied;
  slice_ = parts_.clock.monotonic_now();
  if (is_minute_) quick_.clear();  // Those that are still there are found anew.
  evaluate_next();
}

// Never inside the call. Others have their turn, and if the slice is over, so has the core.
void AlarmEvaluator::continue_with(void (AlarmEvaluator::*step)()) {
  Task next = [self = weak_from_this(), step] {
    const auto evaluator = self.lock();
    if (evaluator && evaluator->is_running_) (evaluator.get()->*step)();
  };
  if (parts_.clock.monotonic_now() - slice_ < slice) return parts_.home.post(std::move(next));
  parts_.worker.run(
      [&home = parts_.home, self = weak_from_this(), next = std::move(next)]() mutable {
        home.post([self, next = std::move(next)]() mutable {
          if (const auto evaluator = self.lock()) {
            evaluator->slice_ = evaluator->parts_.clock.monotonic_now();
          }
          next();
        });
      });
}

void AlarmEvaluator::evaluate_next() {
  const auto state = parts_.catalog.state(parts_.home);
  while (!queue_.empty()) {
    const stream::AlarmPointer alarm = state->find_alarm(queue_.front());
    if (alarm != nullptr && !alarm->is_composite) return evaluate(alarm);
    queue_.pop_front();
  }
  queue_composites(true);
}

void AlarmEvaluator::evaluate_following() {
  if (!queue_.empty()) queue_.pop_front();
  evaluate_next();
}

void AlarmEvaluator::go_on() { continue_with(&AlarmEvaluator::evaluate_following); }

void AlarmEvaluator::evaluate(const stream::AlarmPointer& alarm) {
  if (is_quick(*alarm)) {
    quick_.insert(alarm->key);
  } else {
    quick_.erase(alarm->key);
    if (!is_minute_) return go_on();
  }
  evaluate_metric_alarm(parts_.reader, parts_.clock, *alarm, until_,
                        [self = weak_from_this(), alarm](aws::Outcome<MetricJudgement> judged) {
                          const auto evaluator = self.lock();
                          if (!evaluator || !evaluator->is_running_) return;
                          evaluator->take(alarm, std::move(judged));
                          evaluator->go_on();
                        });
}

void AlarmEvaluator::take(const stream::AlarmPointer& alarm, aws::Outcome<MetricJudgement> judged) {
  if (!judged) {
    parts_.logger.warning("alarm_not_evaluated", {{"alarm", alarm->key.name},
                                                  {"error", judged.error().message},
                                                  {"detail", judged.error().detail}});
    return;
  }
  const stream::AlarmValue value = value_of(judged->judgement.state);
  if (value == alarm->value) return remind_scaling(*alarm, judged->newest);
  change(*parts_.catalog.state(parts_.home), *alarm, value, std::move(judged->judgement.reason),
         std::move(judged->reason_data));
}

// Scaling policies are called again as long as the alarm stays in its state.
void AlarmEvaluator::remind_scaling(const stream::Alarm& alarm, std::optional<double> newest) {
  if (parts_.scaling == nullptr || !alarm.actions_enabled) return;
  if (parts_.clock.wall_now() - alarm.transitioned < minute / 2) return;  // It has just been.
  std::string text = alarm.definition;
  const MetricDefinition definition = read_metric_definition(text);
  for (const std::string& action : actions_for(definition.actions, alarm.value)) {
    const auto arn = parse_action_arn(action);
    if (!arn || kind_of(*arn) != ActionKind::scaling) continue;
    parts_.scaling->run({.policy_arn = action,
                         .account_id = alarm.key.account_id,
                         .region = alarm.key.region,
                         .alarm_name = alarm.key.name,
                         .state = state_of(alarm.value),
                         .value = newest,
                         .threshold = definition.terms.threshold.value_or(0),
                         .time = parts_.clock.wall_now()},
                        [](const Result<std::string>&) {});  // The next minute calls again.
  }
}

void AlarmEvaluator::queue_composites(bool all) {
  all_composites_ = all;
  causes_ = std::exchange(changed_, {});
  const auto state = parts_.catalog.state(parts_.home);
  state->alarms.for_each([&](const stream::AlarmKey& key, const stream::AlarmPointer& alarm) {
    if (alarm->is_composite) composites_.push_back(key);
  });
  slice_ = parts_.clock.monotonic_now();
  evaluate_composites();
}

void AlarmEvaluator::evaluate_composites() {
  const auto state = parts_.catalog.state(parts_.home);
  while (!composites_.empty()) {
    const stream::AlarmPointer alarm = state->find_alarm(composites_.front());
    composites_.pop_front();
    if (alarm == nullptr || !alarm->is_composite) continue;
    if (all_composites_ || is_concerned(*alarm)) evaluate_composite_alarm(*state, *alarm);
    if (parts_.clock.monotonic_now() - slice_ >= slice) break;
  }
  if (composites_.empty()) return evaluate_dependents();
  continue_with(&AlarmEvaluator::evaluate_composites);
}

bool AlarmEvaluator::is_concerned(const stream::Alarm& composite) const {
  return std::ranges::any_of(composite.children, [&](const std::string& child) {
    return causes_.contains(
        {.account_id = composite.key.account_id, .region = composite.key.region, .name = child});
  });
}

void AlarmEvaluator::evaluate_composite_alarm(const stream::CatalogState& state,
                                              const stream::Alarm& alarm) {
  CompositeJudgement judged = evaluate_composite(state, alarm);
  if (judged.value != alarm.value) {
    return change(state, alarm, judged.value, std::move(judged.reason),
                  std::move(judged.reason_data));
  }
  const auto suppression = suppression_at(state, alarm, parts_.clock.wall_now());
  if (!suppression) return;
  submit(stream::commands::SetAlarmSuppression{.key = alarm.key,
                                               .revision = alarm.revision,
                                               .transitions = alarm.transitions,
                                               .suppression = *suppression,
                                               .actions = actions_for(true, alarm.definition,
                                                                      alarm.value)},
         alarm.key);
}

void AlarmEvaluator::change(const stream::CatalogState& state, const stream::Alarm& alarm,
                            stream::AlarmValue value, std::string reason, std::string reason_data) {
  std::string report = state_report(alarm, value, reason, reason_data);
  submit(stream::commands::SetAlarmState{.key = alarm.key,
                                         .is_conditional = true,
                                         .revision = alarm.revision,
                                         .transitions = alarm.transitions,
                                         .value = value,
                                         .reason = std::move(reason),
                                         .reason_data = std::move(reason_data),
                                         .history_data = std::move(report),
                                         .actions = actions_for(alarm.is_composite,
                                                                alarm.definition, value),
                                         .suppression = suppression_on_change(state, alarm, value)},
         alarm.key);
}

void AlarmEvaluator::submit(stream::CommandBody command, const stream::AlarmKey& alarm) {
  ++changes_;
  parts_.catalog.submit(parts_.home, std::move(command),
                        [self = weak_from_this(), alarm](const Result<void>& result) {
                          const auto evaluator = self.lock();
                          if (!evaluator) return;
                          --evaluator->changes_;
                          // Whoever changed the alarm meanwhile has made the evaluation worthless;
                          // the next one is as good. Of any other failure the next evaluation finds
                          // the same, and says it again.
                          if (!result && result.error().code != ErrorCode::expired &&
                              result.error().code != ErrorCode::not_found) {
                            evaluator->parts_.logger.warning(
                                "alarm_change_failed",
                                {{"alarm", alarm.name}, {"error", result.error().message}});
                          }
                          if (result) evaluator->changed_.insert(alarm);
                          evaluator->evaluate_dependents();
                        });
}

// Others may depend on what has changed; they are looked at when all of it has.
void AlarmEvaluator::evaluate_dependents() {
  parts_.home.post([self = weak_from_this()] {
    const auto evaluator = self.lock();
    if (!evaluator || !evaluator->is_running_) return;
    if (!evaluator->is_at_work() && !evaluator->changed_.empty()) {
      evaluator->queue_composites(false);
    }
  });
}

}  // namespace weir::api::alarms
