#include "api/alarms/alarm_actions.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "api/alarms/alarm_message.h"
#include "api/alarms/arns.h"
#include "api/alarms/definition.h"
#include "api/alarms/reports.h"

namespace weir::api::alarms {
namespace {

constexpr milliseconds look_period{1'000};
constexpr std::size_t under_way_max = 16;
constexpr seconds first_wait{1};
constexpr seconds longest_wait{300};
constexpr std::chrono::hours given_up_after{24};

seconds wait_after(unsigned failed) {
  constexpr unsigned doublings_max = 9;
  return std::min(longest_wait, first_wait * (1U << std::min(failed - 1, doublings_max)));
}

bool is_final(const Error& error) {
  return error.code == ErrorCode::not_found || error.code == ErrorCode::invalid_argument;
}

// The distance that step scaling goes by: the newest value that the alarm's reason was made of.
std::optional<double> newest_value(std::string_view reason_data) {
  constexpr std::string_view key = "\"recentDatapoints\":[";
  const std::size_t begin = reason_data.find(key);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t end = reason_data.find(']', begin);
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view values = reason_data.substr(begin + key.size(), end - begin - key.size());
  values = values.substr(values.rfind(',') + 1);
  double value = 0;
  const auto [stop, error] = std::from_chars(values.data(), values.data() + values.size(), value);
  if (error != std::errc{} || stop != values.data() + values.size()) return std::nullopt;
  return value;
}

double threshold_of(std::string definition) {
  return read_metric_definition(definition).terms.threshold.value_or(0);
}

}  // namespace

void AlarmActions::start() {
  is_running_ = true;
  look();
}

void AlarmActions::stop() {
  is_running_ = false;
  timer_.reset();
}

void AlarmActions::look_later() {
  timer_ = parts_.home.after(look_period, [this] { look(); });
}

void AlarmActions::look() {
  look_later();
  const auto state = parts_.catalog.state(parts_.home);
  if (state->due_actions.size() == 0) return attempts_.clear();
  std::erase_if(attempts_, [&](const auto& each) {
    return !each.second.is_under_way && state->due_actions.find(each.first) == nullptr;
  });
  state->due_actions.for_each(
      [&](const stream::DueActionKey&, const stream::DueActionPointer& due) {
        if (under_way_ < under_way_max) carry_out(due);
      });
}

void AlarmActions::carry_out(const stream::DueActionPointer& due) {
  Attempts& attempts = attempts_[due->key];
  if (attempts.is_under_way || parts_.clock.monotonic_now() < attempts.next) return;
  attempts.is_under_way = true;
  if (attempts.end) return finish(due->key);
  ++under_way_;
  const auto arn = parse_action_arn(due->action);
  if (arn && kind_of(*arn) == ActionKind::scaling) return scale(due);
  notify(due);
}

void AlarmActions::notify(const stream::DueActionPointer& due) {
  const Notification notification =
      notification_of(*due, parts_.catalog.state(parts_.home)->cluster_id);
  parts_.notifier.notify(notification, [self = weak_from_this(), due,
                                        id = notification.message_id](Result<void> result) {
    const auto actions = self.lock();
    if (!actions || !actions->is_running_) return;
    if (!result) return actions->take(due, id, std::unexpected(std::move(result).error()));
    actions->take(due, id, std::string());
  });
}

void AlarmActions::scale(const stream::DueActionPointer& due) {
  auto done = [self = weak_from_this(), due](const Result<std::string>& result) {
    const auto actions = self.lock();
    if (actions && actions->is_running_) actions->take(due, {}, result);
  };
  if (parts_.scaling == nullptr) {
    return done(fail(ErrorCode::not_found, "There are no scaling policies."));
  }
  parts_.scaling->run({.policy_arn = due->action,
                       .account_id = due->alarm.account_id,
                       .region = due->alarm.region,
                       .alarm_name = due->alarm.name,
                       .state = state_of(due->value),
                       .value = newest_value(due->reason_data),
                       .threshold = due->is_composite ? 0 : threshold_of(due->definition),
                       .time = due->time},
                      std::move(done));
}

void AlarmActions::take(const stream::DueActionPointer& due, const std::string& message_id,
                        const Result<std::string>& result) {
  Attempts& attempts = attempts_[due->key];
  --under_way_;
  if (result) {
    attempts.end = {.key = due->key,
                    .summary = fmt::format("Successfully executed action {}{}{}", due->action,
                                           result->empty() ? "" : ": ", *result),
                    .history_data = action_report(*due, message_id, {})};
    return finish(due->key);
  }
  const std::string& error = result.error().message;
  if (is_final(result.error()) ||
      parts_.clock.wall_now() - due->time > milliseconds(given_up_after)) {
    parts_.logger.warning("alarm_action_failed",
                          {{"alarm", due->alarm.name}, {"action", due->action}, {"error", error}});
    attempts.end = {.key = due->key,
                    .summary = fmt::format("Failed to execute action {}. Received error: \"{}\"",
                                           due->action, error),
                    .history_data = action_report(*due, message_id, error)};
    return finish(due->key);
  }
  attempts.is_under_way = false;
  attempts.next = parts_.clock.monotonic_now() + wait_after(++attempts.failed);
  if (attempts.failed == 1) {
    parts_.logger.warning("alarm_action_delayed",
                          {{"alarm", due->alarm.name}, {"action", due->action}, {"error", error}});
  }
}

// If the catalog cannot take it now, it is asked again: nobody carries out the action again.
void AlarmActions::finish(const stream::DueActionKey& key) {
  parts_.catalog.submit(
      parts_.home, *attempts_[key].end, [self = weak_from_this(), key](const Result<void>& result) {
        const auto actions = self.lock();
        if (!actions) return;
        Attempts& attempts = actions->attempts_[key];
        attempts.is_under_way = false;
        if (result) return;
        attempts.next = actions->parts_.clock.monotonic_now() + wait_after(++attempts.failed);
      });
}

}  // namespace weir::api::alarms
