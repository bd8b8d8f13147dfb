// CloudWatch with alarms behind its dispatcher, for tests.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

#include "api/alarms/memory_catalog_fixture.h"
#include "api/alarms/operations.h"
#include "api/cloudwatch/service_fixture.h"

namespace weir::api::alarms {

class AlarmsFixture : public cloudwatch::ServiceTest {
 protected:
  AlarmsFixture() {
    for (WireOperation& operation : operations(alarm_services_)) {
      all_[0].operations.push_back(std::move(operation));
    }
  }

  // A metric alarm on App/Latency: Sum above 5 in one minute. `more`: further members.
  std::string put_alarm(const std::string& name, const std::string& more = "") {
    return ask_json("PutMetricAlarm",
                    fmt::format(R"({{"AlarmName":"{}","MetricName":"Latency","Namespace":"App",)"
                                R"("Statistic":"Sum","Period":60,"EvaluationPeriods":1,)"
                                R"("Threshold":5,"ComparisonOperator":"GreaterThanThreshold"{}}})",
                                name, more))
        .body;
  }
  std::string put_composite(const std::string& name, const std::string& rule,
                            const std::string& more = "") {
    return ask_json("PutCompositeAlarm",
                    fmt::format(R"({{"AlarmName":"{}","AlarmRule":"{}"{}}})", name, rule, more))
        .body;
  }
  std::string set_state(const std::string& name, const std::string& value) {
    return ask_json("SetAlarmState",
                    fmt::format(R"({{"AlarmName":"{}","StateValue":"{}","StateReason":"Test."}})",
                                name, value))
        .body;
  }
  std::string describe(const std::string& request) {
    return ask_json("DescribeAlarms", request).body;
  }
  stream::AlarmPointer alarm(const std::string& name) {
    return catalog_.state(loop_)->find_alarm(
        {.account_id = "123456789012", .region = "eu-west-1", .name = name});
  }
  std::string state_of(const std::string& name) {
    const auto found = alarm(name);
    if (found == nullptr) return "none";
    return std::string(name_of(found->value));
  }

  MemoryAlarmCatalog catalog_{clock_};
  Services alarm_services_{.authorise = services_.authorise, .catalog = catalog_, .clock = clock_};

 private:
  static std::string_view name_of(stream::AlarmValue value) {
    if (value == stream::AlarmValue::ok) return "OK";
    return value == stream::AlarmValue::alarm ? "ALARM" : "INSUFFICIENT_DATA";
  }
};

}  // namespace weir::api::alarms
