// What the command line of `weir meter run` says: a whole simple plan by itself, or changes to one
// from a file.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "meter/plan/plan.h"
#include "meter/plan/plan_errors.h"

namespace weir::meter {

// As typed; empty: not given.
struct Flags {
  // Fields of every sampler, by flag: {"--stream", "orders"}. field_flags() has those there are.
  std::map<std::string, std::string> fields;
  std::vector<std::string> set;  // "FIELD=VALUE".
  std::string language;
  std::string data_file;
  bool reads_file_once = false;
  std::string record_bytes;  // "1024", "100-2000".

  std::string threads;
  std::string ramp_up;
  std::string loops;
  std::string duration;
  std::string rate;
  std::string stages;  // "5000/s:30s,0/s..100/s:10s".
  std::string arrivals;
  std::string connections;

  bool is_end_to_end = false;
  std::string read_with;  // The operation of the readers that end-to-end adds.

  std::vector<std::string> groups;  // Only these, by name.
  std::vector<std::string> thresholds;
  std::vector<std::string> aborts;
  std::string name;
  std::string seed;
  std::string ca_file;
  bool is_http2 = false;
};

struct FieldFlag {
  std::string_view flag;   // "--batch-records"
  std::string_view field;  // "batch.records"
  std::string_view value;  // "COUNT"
  std::string_view meaning;
};

// Flags that set one field of every sampler.
const std::vector<FieldFlag>& field_flags();

// One group of one sampler: what a command line without a plan begins with.
Plan make_simple_plan();

// `is_simple`: the plan is make_simple_plan's, whose load is the flags' alone. `language` is that
// of values that are templates.
void apply_flags(const Flags& flags, bool is_simple, Language language, Plan& plan,
                 PlanErrors& errors);

}  // namespace weir::meter
