// RegisterScalableTarget, DeregisterScalableTarget, DescribeScalableTargets, and the tags of
// targets.
// docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/autoscaling/common.h"

namespace weir::aws::autoscaling {

struct SuspendedState {
  std::optional<bool> scaling_in{};
  std::optional<bool> scaling_out{};
  std::optional<bool> scheduled{};

  static void describe(auto& shape, auto& state) {
    shape.optional("DynamicScalingInSuspended", state.scaling_in);
    shape.optional("DynamicScalingOutSuspended", state.scaling_out);
    shape.optional("ScheduledScalingSuspended", state.scheduled);
  }
};

struct ScalableTarget {
  TargetNames names{};
  std::int32_t min_capacity = 0;
  std::int32_t max_capacity = 0;
  std::string role_arn{};
  WallTime creation_time{};
  SuspendedState suspended_state{};
  std::string scalable_target_arn{};

  static void describe(auto& shape, auto& target) {
    TargetNames::describe(shape, target.names);
    shape.required("MinCapacity", target.min_capacity);
    shape.required("MaxCapacity", target.max_capacity);
    shape.required("RoleARN", target.role_arn);
    shape.required("CreationTime", target.creation_time);
    shape.required("SuspendedState", target.suspended_state);
    shape.required("ScalableTargetARN", target.scalable_target_arn);
  }
};

struct RegisterScalableTarget {
  static constexpr OperationInfo info{.name = "RegisterScalableTarget", .access = Access::write};

  struct Request {
    TargetRef target{};
    std::optional<std::int32_t> min_capacity{};
    std::optional<std::int32_t> max_capacity{};
    std::optional<std::string_view> role_arn{};
    std::optional<SuspendedState> suspended_state{};
    std::optional<TextMap> tags{};

    static void describe(auto& shape, auto& request) {
      TargetRef::describe(shape, request.target);
      shape.optional("MinCapacity", request.min_capacity);
      shape.optional("MaxCapacity", request.max_capacity);
      shape.optional("RoleARN", request.role_arn, resource_id_rules);
      shape.optional("SuspendedState", request.suspended_state);
      shape.optional("Tags", request.tags, tags_rules);
    }
  };

  struct Response {
    std::string scalable_target_arn{};

    static void describe(auto& shape, auto& response) {
      shape.required("ScalableTargetARN", response.scalable_target_arn);
    }
  };
};

struct DeregisterScalableTarget {
  static constexpr OperationInfo info{.name = "DeregisterScalableTarget", .access = Access::write};

  struct Request {
    TargetRef target{};

    static void describe(auto& shape, auto& request) { TargetRef::describe(shape, request.target); }
  };

  using Response = NoOutput;
};

struct DescribeScalableTargets {
  static constexpr OperationInfo info{.name = "DescribeScalableTargets", .access = Access::read};

  struct Request {
    std::string_view service_namespace{};
    std::optional<std::vector<std::string_view>> resource_ids{};
    std::optional<std::string_view> scalable_dimension{};
    std::optional<std::int32_t> max_results{};
    std::optional<std::string_view> next_token{};

    static void describe(auto& shape, auto& request) {
      shape.required("ServiceNamespace", request.service_namespace, namespace_rules);
      shape.optional("ResourceIds", request.resource_ids, resource_ids_rules);
      shape.optional("ScalableDimension", request.scalable_dimension, dimension_rules);
      shape.optional("MaxResults", request.max_results);
      shape.optional("NextToken", request.next_token, plain_text_rules);
    }
  };

  struct Response {
    std::vector<ScalableTarget> scalable_targets{};
    std::optional<std::string> next_token{};

    static void describe(auto& shape, auto& response) {
      shape.required("ScalableTargets", response.scalable_targets);
      shape.optional("NextToken", response.next_token);
    }
  };
};

struct TagResource {
  static constexpr OperationInfo info{.name = "TagResource", .access = Access::write};

  struct Request {
    std::string_view resource_arn{};
    Required<TextMap> tags{};

    static void describe(auto& shape, auto& request) {
      shape.required("ResourceARN", request.resource_arn, resource_id_rules);
      shape.required("Tags", request.tags, tags_rules);
    }
  };

  using Response = NoOutput;
};

struct UntagResource {
  static constexpr OperationInfo info{.name = "UntagResource", .access = Access::write};

  struct Request {
    std::string_view resource_arn{};
    Required<std::vector<std::string_view>> tag_keys{};

    static void describe(auto& shape, auto& request) {
      shape.required("ResourceARN", request.resource_arn, resource_id_rules);
      shape.required("TagKeys", request.tag_keys, tag_keys_rules);
    }
  };

  using Response = NoOutput;
};

struct ListTagsForResource {
  static constexpr OperationInfo info{.name = "ListTagsForResource", .access = Access::read};

  struct Request {
    std::string_view resource_arn{};

    static void describe(auto& shape, auto& request) {
      shape.required("ResourceARN", request.resource_arn, resource_id_rules);
    }
  };

  struct Response {
    TextMap tags{};
    std::shared_ptr<const void> owner{};  // Of the texts that `tags` shows.

    static void describe(auto& shape, auto& response) { shape.required("Tags", response.tags); }
  };
};

}  // namespace weir::aws::autoscaling
