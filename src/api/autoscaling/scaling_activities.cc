// DescribeScalingActivities: what was done to streams, the newest first.

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "api/autoscaling/errors.h"
#include "api/autoscaling/names.h"
#include "api/autoscaling/operations.h"
#include "api/autoscaling/pages.h"

namespace weir::api::autoscaling {
namespace {

using aws::autoscaling::DescribeScalingActivities;
using stream::ScalingActivity;
using stream::ScalingActivityStatus;

struct Found {
  const stream::StreamKey* key;
  const ScalingActivity* activity;
};

bool is_newer(const ScalingActivity& left, const ScalingActivity& right) {
  return left.start != right.start ? left.start > right.start : left.id < right.id;
}

std::string_view name_of(ScalingActivityStatus status) {
  switch (status) {
    case ScalingActivityStatus::in_progress:
      return "InProgress";
    case ScalingActivityStatus::successful:
      return "Successful";
    case ScalingActivityStatus::unfulfilled:
      return "Unfulfilled";
    case ScalingActivityStatus::failed:
      return "Failed";
  }
  return "Failed";
}

aws::autoscaling::ScalingActivity to_shape(const Found& found) {
  const ScalingActivity& activity = *found.activity;
  aws::autoscaling::ScalingActivity shape{.activity_id = activity.id,
                                          .names = {.resource_id = resource_id_of(found.key->name)},
                                          .description = activity.description,
                                          .cause = activity.cause,
                                          .start_time = activity.start,
                                          .end_time = activity.end,
                                          .status_code = std::string(name_of(activity.status))};
  if (!activity.status_message.empty()) shape.status_message = activity.status_message;
  if (!activity.not_scaled.empty()) {
    auto& reasons = shape.not_scaled_reasons.emplace();
    for (const stream::NotScaledReason& reason : activity.not_scaled) {
      reasons.push_back({.code = reason.code,
                         .max_capacity = reason.capacity_max,
                         .min_capacity = reason.capacity_min,
                         .current_capacity = reason.capacity});
    }
  }
  return shape;
}

// The last one of the page before; nothing if there is none. Errors: InvalidNextTokenException.
aws::Outcome<std::optional<ScalingActivity>> last_listed(
    const std::optional<std::string_view>& token) {
  const PagePlace place = TRY(place_of(token, 2));
  if (place.empty()) return std::nullopt;
  ScalingActivity last{.id = place[1]};
  const std::string& text = place[0];
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), last.start.ms);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    return invalid_next_token();
  }
  return last;
}

// Of the caller's account and region, the newest first.
std::vector<Found> find_all(const Context& context,
                            const DescribeScalingActivities::Request& request) {
  std::vector<Found> all;
  const bool with_not_scaled = request.include_not_scaled_activities.value_or(false);
  context.state().scaling_activities.for_each_from(
      context.key_of(""), [&](const stream::StreamKey& key, const auto& activities) {
        if (key.account_id != context.account_id() || key.region != context.caller.region) {
          return false;
        }
        const auto& id = request.list.resource_id;
        if (id && *id != resource_id_of(key.name)) return true;
        for (const ScalingActivity& activity : *activities) {
          if (activity.not_scaled.empty() || with_not_scaled) all.push_back({&key, &activity});
        }
        return true;
      });
  std::ranges::sort(all, [](const Found& left, const Found& right) {
    return is_newer(*left.activity, *right.activity);
  });
  return all;
}

}  // namespace

void handle(const Context& context, DescribeScalingActivities::Request request,
            Reply<DescribeScalingActivities> reply) {
  const aws::Outcome<std::size_t> size = page_size(request.list.max_results, page_max);
  if (!size) return reply(aws::Failure(size.error()));
  const auto after = last_listed(request.list.next_token);
  if (!after) return reply(aws::Failure(after.error()));
  DescribeScalingActivities::Response response;
  if (!may_be_streams(request.list.service_namespace, request.list.scalable_dimension)) {
    return reply(std::move(response));
  }
  const ScalingActivity* last = nullptr;
  for (const Found& found : find_all(context, request)) {
    if (*after && !is_newer(**after, *found.activity)) continue;
    if (response.scaling_activities.size() == *size) {
      response.next_token = token_of({std::to_string(last->start.ms), last->id});
      break;
    }
    last = found.activity;
    response.scaling_activities.push_back(to_shape(found));
  }
  reply(std::move(response));
}

}  // namespace weir::api::autoscaling
