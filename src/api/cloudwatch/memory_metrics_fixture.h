// MemoryMetrics: metrics in memory, for tests of what is above the store.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "monitoring/metric_reader.h"
#include "monitoring/metric_writer.h"

namespace weir::api::cloudwatch {

// Answers inside the call, unlike a real store: tests have no loop to wait for.
class MemoryMetrics final : public monitoring::MetricReader, public monitoring::MetricWriter {
 public:
  std::optional<Error> failure;  // What the next calls answer.

  void write(std::vector<monitoring::MetricValue> values, Done<void> done) override {
    if (failure) return done(weir::fail(failure->code, failure->message));
    for (const monitoring::MetricValue& value : values) {
      metrics_[value.metric][{minute_of(value.time, seconds(60)), value.unit}].merge(
          value.statistics);
    }
    done({});
  }

  void read(const monitoring::MetricRange& range,
            Done<std::vector<monitoring::Datapoint>> done) override {
    if (failure) return done(weir::fail(failure->code, failure->message));
    std::map<std::pair<WallTime, std::string>, monitoring::Statistics> periods;
    const auto found = metrics_.find(range.metric);
    if (found != metrics_.end()) {
      for (const auto& [key, statistics] : found->second) {
        const auto& [time, unit] = key;
        if (time < range.start || time >= range.end) continue;
        if (!range.unit.empty() && unit != range.unit) continue;
        periods[{minute_of(time, range.period), unit}].merge(statistics);
      }
    }
    std::vector<monitoring::Datapoint> datapoints;
    for (const auto& [key, statistics] : periods) {
      datapoints.push_back({.time = key.first, .statistics = statistics, .unit = key.second});
    }
    done(std::move(datapoints));
  }

  std::vector<monitoring::Metric> list(const monitoring::MetricFilter& filter,
                                       const std::optional<monitoring::Metric>& after,
                                       std::size_t limit) const override {
    std::vector<monitoring::Metric> found;
    for (auto next = after ? metrics_.upper_bound(*after) : metrics_.begin();
         next != metrics_.end() && found.size() < limit; ++next) {
      if (matches(filter, next->first)) found.push_back(next->first);
    }
    return found;
  }

 private:
  using Periods = std::map<std::pair<WallTime, std::string>, monitoring::Statistics>;

  static WallTime minute_of(WallTime time, seconds period) {
    return {time.ms - time.ms % milliseconds(period).count()};
  }

  static bool matches(const monitoring::MetricFilter& filter, const monitoring::Metric& metric) {
    if (metric.account_id != filter.account_id || metric.region != filter.region) return false;
    if (filter.name_space && metric.name_space != *filter.name_space) return false;
    if (filter.name && metric.name != *filter.name) return false;
    for (const auto& [name, value] : filter.dimensions) {
      bool is_there = false;
      for (const monitoring::Dimension& dimension : metric.dimensions) {
        is_there |= dimension.name == name && (!value || dimension.value == *value);
      }
      if (!is_there) return false;
    }
    return true;
  }

  std::map<monitoring::Metric, Periods> metrics_;
};

}  // namespace weir::api::cloudwatch
