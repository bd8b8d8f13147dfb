// DescribeAlarmHistory.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/cloudwatch/alarms.h"

namespace weir::aws::cloudwatch {

struct AlarmHistoryItem {
  std::string_view alarm_name;
  std::string_view alarm_type;
  WallTime timestamp;
  std::string_view type;
  std::string_view summary;
  std::optional<std::string_view> data;

  static void describe(auto& shape, auto& item) {
    shape.required("AlarmName", item.alarm_name);
    shape.required("AlarmType", item.alarm_type);
    shape.required("Timestamp", item.timestamp);
    shape.required("HistoryItemType", item.type);
    shape.required("HistorySummary", item.summary);
    shape.optional("HistoryData", item.data);
  }
};

struct DescribeAlarmHistory {
  static constexpr OperationInfo info{.name = "DescribeAlarmHistory", .access = Access::read};

  struct Request {
    std::optional<std::string_view> name;
    std::optional<std::vector<std::string_view>> types;
    std::optional<std::string_view> item_type;
    std::optional<WallTime> start;
    std::optional<WallTime> end;
    std::optional<std::int32_t> max_records;
    std::optional<std::string_view> next_token;
    std::optional<std::string_view> scan_by;

    static void describe(auto& shape, auto& request) {
      shape.optional("AlarmName", request.name, alarm_name_rules);
      shape.optional("AlarmTypes", request.types, alarm_types_rules);
      shape.optional("HistoryItemType", request.item_type, {.values = history_item_types});
      shape.optional("StartDate", request.start);
      shape.optional("EndDate", request.end);
      shape.optional("MaxRecords", request.max_records, records_rules);
      shape.optional("NextToken", request.next_token);
      shape.optional("ScanBy", request.scan_by, scan_rules);
    }
  };

  struct Response {
    std::vector<AlarmHistoryItem> items;
    std::optional<std::string> next_token;

    static void describe(auto& shape, auto& response) {
      shape.required("AlarmHistoryItems", response.items);
      shape.optional("NextToken", response.next_token);
    }
  };
};

}  // namespace weir::aws::cloudwatch
