// PreparedSource: the parts of a RecordSource.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/mutex.h"
#include "env/host_name.h"
#include "env/local_time.h"
#include "meter/data/counter_source.h"
#include "meter/data/csv_source.h"
#include "meter/data/line_file.h"
#include "meter/data/partition_keys.h"
#include "meter/data/record_maker.h"
#include "meter/plan/plan.h"
#include "meter/templates/template.h"
#include "meter/templates/variables.h"

namespace weir::meter {

using PreparedData = std::variant<Template, std::unique_ptr<LineFile>, SizedData>;

// What a sampler's records are made of; of one that reads nothing is filled.
struct PreparedRecord {
  std::string label;
  PreparedData data;
  PartitionKeys keys;
  Template explicit_hash_key;
};

struct PreparedVariable {
  Slot slot;
  Template value;
};

struct PreparedSource {
  std::string group_name;
  std::string machine_name = env::host_name();
  std::uint64_t seed = 0;
  std::size_t group_index = 0;
  VariableNames names;
  std::vector<PreparedVariable> variables;
  std::vector<std::unique_ptr<CsvSource>> data_sets;
  std::vector<std::unique_ptr<CounterSource>> counters;
  std::vector<PreparedRecord> records;  // Of the samplers, in their order.

  // Tells the random numbers of groups and users apart.
  std::uint64_t stream_of(std::uint64_t thread_number) const {
    return (static_cast<std::uint64_t>(group_index) << 32u) + thread_number;
  }

  RenderContext context(FastRandom& random, Variables& to) const {
    RenderContext made{.random = random, .variables = to, .now = {}, .simulated_now = {}};
    made.group_name = group_name;
    made.machine_name = machine_name;
    made.offset_minutes = env::local_offset_minutes;
    return made;
  }

  // Sets user variables, whose values are made once, when the first user asks.
  void set_variables(Variables& to, RecordTimes times);

 private:
  Mutex mutex_;
  std::vector<std::string> values_ GUARDED_BY(mutex_);
};

struct RecordSource::Prepared {
  PreparedSource source;
};

}  // namespace weir::meter
