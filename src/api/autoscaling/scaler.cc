#include "api/autoscaling/scaler.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "monitoring/scaling/schedule.h"
#include "stream/command.h"

namespace weir::api::autoscaling {
namespace {

constexpr seconds look_interval{10};
// How long after a minute's end its metrics are looked at: what every loop has counted is there.
constexpr milliseconds settling_time = seconds(5);
// After this a change that has not come about will not come any more.
constexpr milliseconds activity_time_max = std::chrono::minutes(5);
// How far ahead it is looked for what is due.
constexpr milliseconds schedule_horizon = std::chrono::hours(1);

std::int64_t settled_minute(WallTime now) { return (now - settling_time).ms / 60'000; }

}  // namespace

Scaler::Scaler(const ScalerParts& parts) : parts_(parts) {}

void Scaler::start() {
  started_ = parts_.clock.wall_now();
  last_minute_ = settled_minute(started_);
  look_later();
}

void Scaler::stop() { timer_.reset(); }

void Scaler::look_later() {
  timer_ = parts_.home.after(look_interval, [this] {
    look();
    look_later();
  });
}

void Scaler::look() {
  const std::int64_t minute = settled_minute(parts_.clock.wall_now());
  const bool is_minute = minute != std::exchange(last_minute_, minute);
  const std::shared_ptr<const stream::CatalogView> view = parts_.catalog.view();
  if (quiet_.size() > 2 * view->state.scalings.size() + 16) quiet_.clear();
  view->state.scalings.for_each([&](const stream::StreamKey& key, const auto&) {
    if (busy_.contains(key)) return;
    if (const auto seen = see(key)) look_at(*seen, is_minute);
  });
}

std::optional<Scaler::Seen> Scaler::see(const stream::StreamKey& key) const {
  const stream::CatalogState& state = parts_.catalog.view(parts_.home).state;
  Seen seen{.target = state.find_scaling(key),
            .stream = state.find(key),
            .activities = state.find_scaling_activities(key),
            .now = parts_.clock.wall_now()};
  if (seen.target == nullptr || seen.stream == nullptr) return std::nullopt;
  return seen;
}

void Scaler::look_at(const Seen& seen, bool is_minute) {
  if (settle(seen) || run_schedules(seen)) return;
  if (!can_scale(seen) || keep_bounds(seen)) return;
  if (is_minute) evaluate(seen);
}

bool Scaler::can_scale(const Seen& seen) const {
  return seen.stream->status == stream::StreamStatus::active &&
         seen.stream->mode == stream::StreamMode::provisioned &&
         activity_in_progress(seen.activities) == nullptr && !busy_.contains(seen.target->key);
}

// What has become of the change that is under way.
bool Scaler::settle(const Seen& seen) {
  const stream::ScalingActivity* const activity = activity_in_progress(seen.activities);
  if (activity == nullptr) return false;
  if (seen.stream->status != stream::StreamStatus::active) return true;
  if (seen.shards() == activity->to) {
    record(seen.target->key, fulfilled(*activity, seen.now));
  } else if (seen.now < activity->start || seen.now - activity->start > activity_time_max) {
    record(seen.target->key, failed(*activity, "The change was not carried out.", seen.now));
  }
  return true;
}

// When the action was due last, and was not done; nothing if it was not due.
std::optional<WallTime> Scaler::due_time(const Seen& seen, const stream::ScheduledAction& action) {
  const TimeZonePointer zone = parts_.time_zones.find(action.timezone);
  if (zone == nullptr) {
    // Read for the next look.
    parts_.time_zones.read(
        parts_.home, action.timezone,
        [&logger = parts_.logger, name = action.timezone](const Result<TimeZonePointer>& read) {
          if (!read) logger.warning("time_zone_not_read", {{"time_zone", name}});
        });
    return std::nullopt;
  }
  const auto schedule = monitoring::Schedule::parse(action.schedule);
  if (!schedule) return std::nullopt;
  const monitoring::ScheduleBounds bounds{
      .origin = action.created, .start = action.start, .end = action.end};
  // Years of minutes take several looks.
  constexpr int due_times_max = 2'000;
  std::optional<WallTime> due;
  for (int count = 0; count < due_times_max; ++count) {
    const auto next = schedule->next(due.value_or(action.done_until), seen.now, bounds, *zone);
    if (!next) break;
    due = next;
  }
  return due;
}

WallTime Scaler::next_due_time(const Seen& seen) const {
  WallTime next = seen.now + schedule_horizon;
  for (const stream::ScheduledAction& action : seen.target->actions) {
    const TimeZonePointer zone = parts_.time_zones.find(action.timezone);
    const auto schedule = monitoring::Schedule::parse(action.schedule);
    if (zone == nullptr || !schedule) return seen.now;
    const monitoring::ScheduleBounds bounds{
        .origin = action.created, .start = action.start, .end = action.end};
    next = schedule->next(seen.now, next, bounds, *zone).value_or(next);
  }
  return next;
}

bool Scaler::run_schedules(const Seen& seen) {
  struct Due {
    WallTime time;
    stream::ScheduledAction* action;
  };
  if (seen.target->actions.empty()) return false;
  Quiet& quiet = quiet_[seen.target->key];
  if (quiet.revision == seen.target->revision && seen.now >= quiet.since &&
      seen.now < quiet.until) {
    return false;
  }
  stream::StreamScaling target = *seen.target;
  std::vector<Due> due;
  for (stream::ScheduledAction& action : target.actions) {
    if (const auto time = due_time(seen, action)) due.push_back({*time, &action});
  }
  if (due.empty()) {
    quiet = {.revision = target.revision, .since = seen.now, .until = next_due_time(seen)};
    return false;
  }
  // Of two that set the same bound the later one counts.
  std::ranges::stable_sort(due, {}, &Due::time);
  for (const Due& each : due) {
    stream::ScheduledAction& action = *each.action;
    action.done_until = each.time;
    if ((target.suspended & stream::scheduled_scaling_suspended) != 0) continue;
    target.capacity_min = action.capacity_min.value_or(target.capacity_min);
    target.capacity_max = action.capacity_max.value_or(target.capacity_max);
    // A bound that is set moves the other one along, rather than contradict it.
    if (!action.capacity_min)
      target.capacity_min = std::min(target.capacity_min, target.capacity_max);
    if (!action.capacity_max)
      target.capacity_max = std::max(target.capacity_min, target.capacity_max);
    parts_.logger.info("scheduled_action", {{"stream", target.key.name}, {"action", action.name}});
  }
  submit(target.key, stream::commands::PutStreamScaling{.scaling = target},
         [self = shared_from_this(), key = target.key](const Result<void>& done) {
           self->busy_.erase(key);
           if (!done) return;  // The next look tries again.
           if (const auto changed = self->see(key)) self->look_at(*changed, false);
         });
  return true;
}

// The bounds come before policies, and without cooldown.
bool Scaler::keep_bounds(const Seen& seen) {
  const stream::StreamScaling& target = *seen.target;
  const std::int32_t shards = seen.shards();
  if (shards >= target.capacity_min && shards <= target.capacity_max) return false;
  const std::string cause =
      shards < target.capacity_min
          ? fmt::format("minimum capacity was set to {}", target.capacity_min)
          : fmt::format("maximum capacity was set to {}", target.capacity_max);
  monitoring::StreamScaler decider = decider_of(seen);
  if (const auto to = decider.decide(shards, {}, false, seen.now)) {
    scale(seen, *to, cause);
  } else {
    stay(seen, decider.stayed(), cause);
  }
  return true;
}

monitoring::StreamScaler Scaler::decider_of(const Seen& seen) const {
  const stream::StreamScaling& target = *seen.target;
  monitoring::ScalingLimits limits;
  const std::uint32_t updates_a_day =
      parts_.streams.limits().of_account(target.key.account_id).count_updates_a_day;
  if (updates_a_day == 0) {
    limits = {.updates_a_day = std::numeric_limits<std::size_t>::max(), .kept_for_scale_out = 0};
  } else {
    limits.updates_a_day = updates_a_day;
  }
  return monitoring::StreamScaler(
      {.capacity_min = target.capacity_min,
       .capacity_max = target.capacity_max,
       .scale_in_is_suspended = (target.suspended & stream::scaling_in_suspended) != 0,
       .scale_out_is_suspended = (target.suspended & stream::scaling_out_suspended) != 0},
      limits, history_of(seen.activities, *seen.stream));
}

std::string Scaler::scale(const Seen& seen, std::int32_t to, const std::string& cause) {
  const stream::StreamKey& key = seen.target->key;
  if (has_failed_lately(seen.activities, to, seen.now)) {
    return fmt::format("Shard count {} could not be set lately.", to);
  }
  parts_.logger.info(
      "stream_scaled",
      {{"stream", key.name}, {"shards", seen.shards()}, {"target", to}, {"cause", cause}});
  stream::ScalingActivity activity =
      begun_activity(parts_.random, seen.shards(), to, cause, seen.now);
  std::string description = activity.description;
  stream::commands::RecordScalingActivity command{.key = key, .activity = activity};
  submit(key, std::move(command),
         [self = shared_from_this(), key,
          activity = std::move(activity)](const Result<void>& begun) mutable {
           self->busy_.erase(key);
           if (begun) self->update_shard_count(key, std::move(activity));
         });
  return description;
}

void Scaler::update_shard_count(const stream::StreamKey& key, stream::ScalingActivity activity) {
  busy_.insert(key);
  const auto to = static_cast<std::uint32_t>(activity.to);
  parts_.streams.update_shard_count(
      parts_.home, key, to,
      [self = shared_from_this(), key,
       activity = std::move(activity)](const Result<void>& done) mutable {
        self->busy_.erase(key);
        if (!done && done.error().code != ErrorCode::unavailable) {
          return self->record(key, failed(std::move(activity), done.error().message,
                                          self->parts_.clock.wall_now()));
        }
        if (const auto seen = self->see(key)) self->settle(*seen);
      });
}

std::string Scaler::stay(const Seen& seen, monitoring::StayReason reason,
                         const std::string& cause) {
  auto not_scaled = not_scaled_reason(reason, seen.shards(), *seen.target);
  if (!not_scaled) return "The shard count stays as it is.";
  std::string words = fmt::format("The shard count stays as it is: {}.", not_scaled->code);
  stream::ScalingActivity activity =
      not_scaled_activity(parts_.random, *std::move(not_scaled), seen.shards(), cause, seen.now);
  if (!is_known(seen.activities, activity)) record(seen.target->key, std::move(activity));
  return words;
}

void Scaler::record(const stream::StreamKey& key, stream::ScalingActivity activity) {
  submit(key, stream::commands::RecordScalingActivity{.key = key, .activity = std::move(activity)},
         [self = shared_from_this(), key](const Result<void>&) { self->busy_.erase(key); });
}

// Nothing else is done about the stream until it is answered.
void Scaler::submit(const stream::StreamKey& key, stream::CommandBody command, Done<void> done) {
  busy_.insert(key);
  parts_.catalog.submit(
      parts_.home, std::move(command),
      [&logger = parts_.logger, name = key.name, done = std::move(done)](Result<void> put) mutable {
        if (!put) {
          logger.warning("scaling_failed", {{"stream", name}, {"reason", put.error().message}});
        }
        done(std::move(put));
      });
}

}  // namespace weir::api::autoscaling
