// What Application Auto Scaling's operations have in common on the wire.
// docs.aws.amazon.com/autoscaling/application/APIReference/API_Types.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "base/time.h"

namespace weir::aws::autoscaling {

// Amazon's, and ours behind them.
inline constexpr std::array<std::string_view, 16> service_namespaces{
    "ecs",       "elasticmapreduce", "ec2",        "appstream", "dynamodb",  "rds",
    "sagemaker", "custom-resource",  "comprehend", "lambda",    "cassandra", "kafka",
    "neptune",   "elasticache",      "workspaces", "kinesis"};
inline constexpr std::array<std::string_view, 25> scalable_dimensions{
    "ecs:service:DesiredCount",
    "ec2:spot-fleet-request:TargetCapacity",
    "elasticmapreduce:instancegroup:InstanceCount",
    "appstream:fleet:DesiredCapacity",
    "dynamodb:table:ReadCapacityUnits",
    "dynamodb:table:WriteCapacityUnits",
    "dynamodb:index:ReadCapacityUnits",
    "dynamodb:index:WriteCapacityUnits",
    "rds:cluster:ReadReplicaCount",
    "sagemaker:variant:DesiredInstanceCount",
    "custom-resource:ResourceType:Property",
    "comprehend:document-classifier-endpoint:DesiredInferenceUnits",
    "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits",
    "lambda:function:ProvisionedConcurrency",
    "cassandra:table:ReadCapacityUnits",
    "cassandra:table:WriteCapacityUnits",
    "kafka:broker-storage:VolumeSize",
    "elasticache:cache-cluster:Nodes",
    "elasticache:replication-group:NodeGroups",
    "elasticache:replication-group:Replicas",
    "neptune:cluster:ReadReplicaCount",
    "sagemaker:variant:DesiredProvisionedConcurrency",
    "sagemaker:inference-component:DesiredCopyCount",
    "workspaces:workspacespool:DesiredUserSessions",
    "kinesis:stream:ShardCount"};

inline constexpr std::string_view kinesis_namespace = "kinesis";
inline constexpr std::string_view shard_count_dimension = "kinesis:stream:ShardCount";

// No control characters but those that end lines, and tabs.
inline bool is_plain_text(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\r' && c != '\n' && c != '\t';
  });
}
inline bool is_printable(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f;
  });
}
inline bool is_scheduled_action_name(std::string_view text) {
  return is_printable(text) && !text.starts_with(' ') && !text.ends_with(' ') &&
         text.find_first_of(":/|") == std::string_view::npos;
}

inline constexpr Pattern plain_text_pattern{
    R"([\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*)", is_plain_text};

inline constexpr Constraints namespace_rules{.values = service_namespaces};
inline constexpr Constraints dimension_rules{.values = scalable_dimensions};
inline constexpr Constraints resource_id_rules{
    .pattern = plain_text_pattern, .length_min = 1, .length_max = 1'600};
inline constexpr Constraints resource_ids_rules{.length_max = 50, .elements = &resource_id_rules};
inline constexpr Constraints plain_text_rules{.pattern = plain_text_pattern};
inline constexpr Constraints policy_name_rules{
    .pattern = {R"(\p{Print}+)", is_printable}, .length_min = 1, .length_max = 256};
inline constexpr Constraints action_name_rules{
    .pattern = {R"((?!((^[ ]+.*)|(.*([\u0000-\u001f]|[\u007f-\u009f]|[:/|])+.*)|(.*[ ]+$))).+)",
                is_scheduled_action_name},
    .length_min = 1,
    .length_max = 256};
inline constexpr Constraints tag_key_rules{.length_min = 1, .length_max = 128};
inline constexpr Constraints tag_value_rules{.length_max = 256};
inline constexpr Constraints tags_rules{.map_keys = &tag_key_rules, .map_values = &tag_value_rules};
inline constexpr Constraints tag_keys_rules{.length_max = 200, .elements = &tag_key_rules};

// What a request says of the target that it is about.
struct TargetRef {
  std::string_view service_namespace{};
  std::string_view resource_id{};
  std::string_view scalable_dimension{};

  static void describe(auto& shape, auto& ref) {
    shape.required("ServiceNamespace", ref.service_namespace, namespace_rules);
    shape.required("ResourceId", ref.resource_id, resource_id_rules);
    shape.required("ScalableDimension", ref.scalable_dimension, dimension_rules);
  }
};

// The same of a list that it asks for, and which part of it.
struct ListRef {
  std::string_view service_namespace{};
  std::optional<std::string_view> resource_id{};
  std::optional<std::string_view> scalable_dimension{};
  std::optional<std::int32_t> max_results{};
  std::optional<std::string_view> next_token{};

  static void describe(auto& shape, auto& ref) {
    shape.required("ServiceNamespace", ref.service_namespace, namespace_rules);
    shape.optional("ResourceId", ref.resource_id, resource_id_rules);
    shape.optional("ScalableDimension", ref.scalable_dimension, dimension_rules);
    shape.optional("MaxResults", ref.max_results);
    shape.optional("NextToken", ref.next_token, plain_text_rules);
  }
};

// The same of an answer.
struct TargetNames {
  std::string service_namespace{kinesis_namespace};
  std::string resource_id{};
  std::string scalable_dimension{shard_count_dimension};

  static void describe(auto& shape, auto& names) {
    shape.required("ServiceNamespace", names.service_namespace);
    shape.required("ResourceId", names.resource_id);
    shape.required("ScalableDimension", names.scalable_dimension);
  }
};

}  // namespace weir::aws::autoscaling
