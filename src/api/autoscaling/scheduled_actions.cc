// PutScheduledAction, DescribeScheduledActions, DeleteScheduledAction.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/autoscaling/errors.h"
#include "api/autoscaling/names.h"
#include "api/autoscaling/operations.h"
#include "api/autoscaling/pages.h"
#include "api/autoscaling/target_change.h"
#include "monitoring/scaling/schedule.h"

namespace weir::api::autoscaling {
namespace {

using aws::autoscaling::DeleteScheduledAction;
using aws::autoscaling::DescribeScheduledActions;
using aws::autoscaling::PutScheduledAction;
using stream::ScheduledAction;

// The action of that name, made or found in the target.
ScheduledAction& action_in(stream::StreamScaling& target, const ScheduledAction& made) {
  const auto at = std::ranges::lower_bound(target.actions, made.name, {}, &ScheduledAction::name);
  if (at != target.actions.end() && at->name == made.name) return *at;
  return *target.actions.insert(at, made);
}

aws::Outcome<void> check(const ScheduledAction& action) {
  if (action.schedule.empty()) return validation("Schedule must be specified.");
  if (const auto schedule = monitoring::Schedule::parse(action.schedule); !schedule) {
    return validation(schedule.error().message);
  }
  if (!action.capacity_min && !action.capacity_max) {
    return validation("At least one of minimum capacity and maximum capacity should be provided");
  }
  if (action.capacity_min.value_or(1) < 1 || action.capacity_max.value_or(1) < 1) {
    return validation("A stream has a shard: neither capacity can be less than 1.");
  }
  if (action.capacity_min && action.capacity_max && *action.capacity_max < *action.capacity_min) {
    return validation("Maximum capacity cannot be less than minimum capacity");
  }
  if (action.start && action.end && *action.end <= *action.start) {
    return validation("EndTime must be later than StartTime.");
  }
  return {};
}

aws::Outcome<void> edit(stream::StreamScaling& target, const PutScheduledAction::Request& request,
                        const ScheduledAction& made) {
  ScheduledAction& action = action_in(target, made);
  if (target.actions.size() > actions_max) {
    return limit_exceeded(
        fmt::format("A scalable target can have {} scheduled actions.", actions_max));
  }
  if (request.schedule) action.schedule = *request.schedule;
  if (request.timezone) action.timezone = *request.timezone;
  if (request.action) {
    action.capacity_min = request.action->min_capacity;
    action.capacity_max = request.action->max_capacity;
  }
  // Unlike all else these go away if they are not given again.
  action.start = request.start_time;
  action.end = request.end_time;
  action.done_until = made.done_until;
  return check(action);
}

aws::autoscaling::ScheduledAction to_shape(const stream::StreamKey& key,
                                           const ScheduledAction& action) {
  aws::autoscaling::ScheduledAction shape{
      .name = action.name,
      .arn = action_arn(key, action),
      .names = {.resource_id = resource_id_of(key.name)},
      .schedule = action.schedule,
      .start_time = action.start,
      .end_time = action.end,
      .action = {.min_capacity = action.capacity_min, .max_capacity = action.capacity_max},
      .creation_time = action.created};
  if (!action.timezone.empty()) shape.timezone = action.timezone;
  return shape;
}

bool is_asked_for(const DescribeScheduledActions::Request& request, const stream::StreamKey& key,
                  const ScheduledAction& action) {
  const auto& names = request.names;
  if (names && !names->empty() && std::ranges::find(*names, action.name) == names->end()) {
    return false;
  }
  return !request.list.resource_id || *request.list.resource_id == resource_id_of(key.name);
}

void put(const Context& context, const stream::StreamKey& key, PutScheduledAction::Request request,
         Reply<PutScheduledAction> reply) {
  const WallTime now = context.services.time.wall_now();
  ScheduledAction made{.name = std::string(request.name),
                       .id = new_uuid(context.services.random),
                       .created = now,
                       .done_until = now};
  change_target(
      context, key, MissingTarget::is_an_error,
      [request, made = std::move(made)](stream::StreamScaling& target) {
        return edit(target, request, made);
      },
      answer_empty<PutScheduledAction>(std::move(reply)));
}

}  // namespace

void handle(const Context& context, PutScheduledAction::Request request,
            Reply<PutScheduledAction> reply) {
  const aws::Outcome<stream::StreamKey> key = stream_of(context, request.target);
  if (!key) return reply(aws::Failure(key.error()));
  std::string zone(request.timezone.value_or(""));
  context.services.time_zones.read(
      context.home, zone,
      [context, key = *key, zone, request,
       reply = std::move(reply)](Result<TimeZonePointer> found) mutable {
        if (!found) return reply(validation(fmt::format("Timezone '{}' is not valid.", zone)));
        put(context, key, request, std::move(reply));
      });
}

void handle(const Context& context, DescribeScheduledActions::Request request,
            Reply<DescribeScheduledActions> reply) {
  const aws::Outcome<std::size_t> size = page_size(request.list.max_results, page_max);
  if (!size) return reply(aws::Failure(size.error()));
  const aws::Outcome<PagePlace> after = place_of(request.list.next_token, 2);
  if (!after) return reply(aws::Failure(after.error()));
  DescribeScheduledActions::Response response;
  if (!may_be_streams(request.list.service_namespace, request.list.scalable_dimension)) {
    return reply(std::move(response));
  }
  PagePlace last;
  for_each_target(
      context, after->empty() ? "" : after->front(), [&](const stream::StreamScaling& target) {
        for (const ScheduledAction& action : target.actions) {
          const PagePlace place{target.key.name, action.name};
          if ((!after->empty() && place <= *after) || !is_asked_for(request, target.key, action)) {
            continue;
          }
          if (response.scheduled_actions.size() == *size) {
            response.next_token = token_of(last);
            return false;
          }
          last = place;
          response.scheduled_actions.push_back(to_shape(target.key, action));
        }
        return true;
      });
  reply(std::move(response));
}

void handle(const Context& context, DeleteScheduledAction::Request request,
            Reply<DeleteScheduledAction> reply) {
  const aws::Outcome<stream::StreamKey> key = stream_of(context, request.target);
  if (!key) return reply(aws::Failure(key.error()));
  const auto not_found = [](const DeleteScheduledAction::Request& of) {
    return object_not_found(fmt::format(
        "No scheduled action found for service namespace: {}, resource ID: {}, scalable "
        "dimension: {}, scheduled action name: {}",
        of.target.service_namespace, of.target.resource_id, of.target.scalable_dimension, of.name));
  };
  if (context.state().find_scaling(*key) == nullptr) return reply(not_found(request));
  change_target(
      context, *key, MissingTarget::is_an_error,
      [request, not_found](stream::StreamScaling& target) -> aws::Outcome<void> {
        const auto removed = std::erase_if(target.actions, [&](const ScheduledAction& action) {
          return action.name == request.name;
        });
        if (removed == 0) return not_found(request);
        return {};
      },
      answer_empty<DeleteScheduledAction>(std::move(reply)));
}

}  // namespace weir::api::autoscaling
