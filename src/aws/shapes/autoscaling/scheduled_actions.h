// PutScheduledAction, DescribeScheduledActions, DeleteScheduledAction, and
// DescribeScalingActivities.
// docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/autoscaling/common.h"

namespace weir::aws::autoscaling {

struct ScalableTargetAction {
  std::optional<std::int32_t> min_capacity{};
  std::optional<std::int32_t> max_capacity{};

  static void describe(auto& shape, auto& action) {
    shape.optional("MinCapacity", action.min_capacity);
    shape.optional("MaxCapacity", action.max_capacity);
  }
};

struct ScheduledAction {
  std::string name{};
  std::string arn{};
  TargetNames names{};
  std::string schedule{};
  std::optional<std::string> timezone{};
  std::optional<WallTime> start_time{};
  std::optional<WallTime> end_time{};
  ScalableTargetAction action{};
  WallTime creation_time{};

  static void describe(auto& shape, auto& scheduled) {
    shape.required("ScheduledActionName", scheduled.name);
    shape.required("ScheduledActionARN", scheduled.arn);
    TargetNames::describe(shape, scheduled.names);
    shape.required("Schedule", scheduled.schedule);
    shape.optional("Timezone", scheduled.timezone);
    shape.optional("StartTime", scheduled.start_time);
    shape.optional("EndTime", scheduled.end_time);
    shape.required("ScalableTargetAction", scheduled.action);
    shape.required("CreationTime", scheduled.creation_time);
  }
};

struct PutScheduledAction {
  static constexpr OperationInfo info{.name = "PutScheduledAction", .access = Access::write};

  struct Request {
    std::string_view name{};
    TargetRef target{};
    std::optional<std::string_view> schedule{};
    std::optional<std::string_view> timezone{};
    std::optional<WallTime> start_time{};
    std::optional<WallTime> end_time{};
    std::optional<ScalableTargetAction> action{};

    static void describe(auto& shape, auto& request) {
      shape.required("ScheduledActionName", request.name, action_name_rules);
      TargetRef::describe(shape, request.target);
      shape.optional("Schedule", request.schedule, resource_id_rules);
      shape.optional("Timezone", request.timezone, resource_id_rules);
      shape.optional("StartTime", request.start_time);
      shape.optional("EndTime", request.end_time);
      shape.optional("ScalableTargetAction", request.action);
    }
  };

  using Response = NoOutput;
};

struct DescribeScheduledActions {
  static constexpr OperationInfo info{.name = "DescribeScheduledActions", .access = Access::read};

  struct Request {
    std::optional<std::vector<std::string_view>> names{};
    ListRef list{};

    static void describe(auto& shape, auto& request) {
      shape.optional("ScheduledActionNames", request.names, resource_ids_rules);
      ListRef::describe(shape, request.list);
    }
  };

  struct Response {
    std::vector<ScheduledAction> scheduled_actions{};
    std::optional<std::string> next_token{};

    static void describe(auto& shape, auto& response) {
      shape.required("ScheduledActions", response.scheduled_actions);
      shape.optional("NextToken", response.next_token);
    }
  };
};

struct DeleteScheduledAction {
  static constexpr OperationInfo info{.name = "DeleteScheduledAction", .access = Access::write};

  struct Request {
    std::string_view name{};
    TargetRef target{};

    static void describe(auto& shape, auto& request) {
      shape.required("ScheduledActionName", request.name, resource_id_rules);
      TargetRef::describe(shape, request.target);
    }
  };

  using Response = NoOutput;
};

struct NotScaledReason {
  std::string code{};
  std::optional<std::int32_t> max_capacity{};
  std::optional<std::int32_t> min_capacity{};
  std::optional<std::int32_t> current_capacity{};

  static void describe(auto& shape, auto& reason) {
    shape.required("Code", reason.code);
    shape.optional("MaxCapacity", reason.max_capacity);
    shape.optional("MinCapacity", reason.min_capacity);
    shape.optional("CurrentCapacity", reason.current_capacity);
  }
};

struct ScalingActivity {
  std::string activity_id{};
  TargetNames names{};
  std::string description{};
  std::string cause{};
  WallTime start_time{};
  std::optional<WallTime> end_time{};
  std::string status_code{};
  std::optional<std::string> status_message{};
  std::optional<std::vector<NotScaledReason>> not_scaled_reasons{};

  static void describe(auto& shape, auto& activity) {
    shape.required("ActivityId", activity.activity_id);
    TargetNames::describe(shape, activity.names);
    shape.required("Description", activity.description);
    shape.required("Cause", activity.cause);
    shape.required("StartTime", activity.start_time);
    shape.optional("EndTime", activity.end_time);
    shape.required("StatusCode", activity.status_code);
    shape.optional("StatusMessage", activity.status_message);
    shape.optional("NotScaledReasons", activity.not_scaled_reasons);
  }
};

struct DescribeScalingActivities {
  static constexpr OperationInfo info{.name = "DescribeScalingActivities", .access = Access::read};

  struct Request {
    ListRef list{};
    std::optional<bool> include_not_scaled_activities{};

    static void describe(auto& shape, auto& request) {
      ListRef::describe(shape, request.list);
      shape.optional("IncludeNotScaledActivities", request.include_not_scaled_activities);
    }
  };

  struct Response {
    std::vector<ScalingActivity> scaling_activities{};
    std::optional<std::string> next_token{};

    static void describe(auto& shape, auto& response) {
      shape.required("ScalingActivities", response.scaling_activities);
      shape.optional("NextToken", response.next_token);
    }
  };
};

}  // namespace weir::aws::autoscaling
