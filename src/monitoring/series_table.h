// SeriesTable: which series there are: each metric in each of its units, with the number that
// stands for it in the logs, and when it last had a value.
//
// Threads: one at a time.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitoring/metric.h"
#include "monitoring/metric_reader.h"
#include "monitoring/points.h"

namespace weir::monitoring {

struct SeriesLimits {
  // Of all accounts together some 300 bytes of memory each.
  std::size_t series_max = 200'000;
  std::size_t series_per_account_max = 100'000;
};

struct Series {
  SeriesId id;
  std::string unit;
  std::int64_t last_hour = 0;  // Since 1970: the last hour in which it had a value.
};

class SeriesTable {
 public:
  explicit SeriesTable(const SeriesLimits& limits) : limits_(limits) {}

  // The metric's series of that unit, made if there is none; `hour` is one with a value of it.
  // Errors: limit_exceeded  there are as many as may be.
  Result<SeriesId> find_or_add(const Metric& metric, std::string_view unit, std::int64_t hour);
  // Whether so many new series fit: of the account, and of all.
  bool has_room_for(const std::string& account_id, std::size_t more) const;
  bool has(const Metric& metric, std::string_view unit) const;

  // All units; empty if there is no such metric.
  std::vector<Series> find(const Metric& metric) const;
  void note(SeriesId id, std::int64_t hour);

  // As MetricReader::list.
  std::vector<Metric> list(const MetricFilter& filter, const std::optional<Metric>& after,
                           std::size_t limit) const;

  // Forgets series whose last value is of before `hour`.
  void expire(std::int64_t hour);

  std::size_t size() const { return by_id_.size(); }

  // Definitions, a few thousand in a text, of all or of those made since the last call of this
  // kind.
  std::vector<std::string> encode_all() const;
  std::vector<std::string> encode_new();
  // Adds what encode gave. False: damaged.
  bool decode(std::string_view text);

 private:
  using Entries = std::map<Metric, std::vector<Series>>;

  std::vector<std::string> encode(const std::vector<SeriesId>& ids) const;
  void add(const Metric& metric, Series series);
  Series* find_series(SeriesId id);

  SeriesLimits limits_;
  Entries entries_;
  std::map<SeriesId, Entries::iterator> by_id_;
  std::map<std::string, std::size_t, std::less<>> by_account_;
  std::vector<SeriesId> new_;
  SeriesId next_{1};
};

}  // namespace weir::monitoring
