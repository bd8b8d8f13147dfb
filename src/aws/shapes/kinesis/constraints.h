// What the API reference demands of members that several operations have.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "aws/shape_constraints.h"
#include "aws/shapes/kinesis/patterns.h"

namespace weir::aws::kinesis {

inline constexpr Constraints stream_name_rules{
    .pattern = name_pattern, .length_min = 1, .length_max = 128};
inline constexpr Constraints shard_id_rules = stream_name_rules;
inline constexpr Constraints stream_arn_rules{
    .pattern = stream_arn_pattern, .length_min = 1, .length_max = 2048};
inline constexpr Constraints stream_id_rules{
    .pattern = stream_id_pattern, .length_min = 1, .length_max = 24};

inline constexpr Constraints data_rules{.length_max = 10'485'760};
inline constexpr Constraints partition_key_rules{.length_min = 1, .length_max = 256};
inline constexpr Constraints hash_key_rules{.pattern = hash_key_pattern};
inline constexpr Constraints sequence_number_rules{.pattern = sequence_number_pattern};
inline constexpr Constraints shard_iterator_rules{.length_min = 1, .length_max = 512};
inline constexpr Constraints next_token_rules{.length_min = 1, .length_max = 1'048'576};

// Of a page: Limit, MaxResults.
inline constexpr Constraints page_size_rules{.value_min = 1, .value_max = 10'000};

// An old bound of production's; what is allowed today depends on the stream and is checked with it.
inline constexpr Constraints retention_hours_rules{.value_min = 1};

inline constexpr Constraints tag_key_rules{.length_min = 1, .length_max = 128};
inline constexpr Constraints tag_value_rules{.length_max = 256};
inline constexpr Constraints tags_rules{
    .length_min = 1, .length_max = 200, .map_keys = &tag_key_rules, .map_values = &tag_value_rules};

inline constexpr Constraints tag_keys_rules{
    .length_min = 1, .length_max = 50, .elements = &tag_key_rules};

inline constexpr Constraints resource_arn_rules{
    .pattern = resource_arn_pattern, .length_min = 1, .length_max = 2048};

inline constexpr Constraints max_record_size_rules{.value_min = 1024, .value_max = 10'240};
inline constexpr Constraints warm_throughput_rules{.value_min = 0};

// Enumerations in the order in which production prints them where that is recorded, else in the
// model's.
inline constexpr std::array<std::string_view, 5> shard_iterator_types{
    "AFTER_SEQUENCE_NUMBER", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON"};
inline constexpr std::array<std::string_view, 6> shard_filter_types{
    "AFTER_SHARD_ID", "AT_TRIM_HORIZON", "FROM_TRIM_HORIZON",
    "AT_LATEST",      "AT_TIMESTAMP",    "FROM_TIMESTAMP"};
inline constexpr std::array<std::string_view, 2> stream_modes{"PROVISIONED", "ON_DEMAND"};
inline constexpr std::array<std::string_view, 2> distribution_strategies{"AUTO",
                                                                         "USER_PARTITION_KEY"};

inline constexpr std::array<std::string_view, 1> scaling_types{"UNIFORM_SCALING"};
inline constexpr std::array<std::string_view, 8> shard_level_metrics{
    "IncomingBytes",
    "IncomingRecords",
    "OutgoingBytes",
    "OutgoingRecords",
    "WriteProvisionedThroughputExceeded",
    "ReadProvisionedThroughputExceeded",
    "IteratorAgeMilliseconds",
    "ALL"};
inline constexpr std::array<std::string_view, 2> commitment_statuses{"ENABLED", "DISABLED"};

inline constexpr Constraints shard_iterator_type_rules{.values = shard_iterator_types};
inline constexpr Constraints shard_filter_type_rules{.values = shard_filter_types};
inline constexpr Constraints scaling_type_rules{.values = scaling_types};
inline constexpr Constraints shard_level_metric_rules{.values = shard_level_metrics};
inline constexpr Constraints shard_level_metrics_rules{
    .length_min = 1, .length_max = 7, .elements = &shard_level_metric_rules};
inline constexpr Constraints commitment_status_rules{.values = commitment_statuses};
inline constexpr Constraints stream_mode_rules{.values = stream_modes};
inline constexpr Constraints distribution_strategy_rules{.values = distribution_strategies};

}  // namespace weir::aws::kinesis
