// Reads plans in TOML. plan_keys.h has what they may say; docs/meter_plans.md explains it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "meter/plan/plan.h"
#include "meter/plan/plan_errors.h"

namespace weir::meter {

inline constexpr std::size_t plan_bytes_max = 16u << 20;

// `file` is the path: messages name it, and the plan's own paths are seen from its folder. What is
// wrong goes to `errors`; the plan is then not to be used. Whether its parts go together is for
// finish_plan (finish_plan.h), once flags have had their say.
Plan read_toml_plan(std::string_view text, const std::string& file, PlanErrors& errors);

// A field of a sampler or of its target, as a plan would say it ("batch.records", "stream"), with a
// command line's text. awsmeter's names ("kinesis_stream_name") are known too.
struct FieldValue {
  std::string field;
  std::string value;
  Position at;                                   // What messages say: "--set label".
  Language language = Language::data_generator;  // If the value is a template.
  bool is_text = false;                          // Not to be read as a number, a list or a table.
};

void set_sampler_field(const FieldValue& given, Sampler& sampler, PlanErrors& errors);

}  // namespace weir::meter
