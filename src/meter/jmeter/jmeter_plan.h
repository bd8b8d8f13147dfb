// Reads JMeter's test plans (.jmx) with awsmeter's Kinesis sampler.
//
// Known are: TestPlan, thread groups of all three kinds, Counter, CSV Data Set, User Defined
// Variables, Constant, Uniform and Gaussian timers, Constant Throughput Timer, Simple Controller,
// awsmeter's KinesisProducerSampler; and listeners, whose files become outputs. An element holds
// for the samplers beside it and below it, as in JMeter; what is disabled is not there.
//
// A group without a Kinesis sampler is for another service and left out, with a note. Anything else
// that is not known inside a group with one is an error, or with `skips_unknown` a note.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "meter/plan/plan.h"
#include "meter/plan/plan_errors.h"

namespace weir::meter {

struct JmeterOptions {
  bool skips_unknown = false;
  std::map<std::string, std::string> properties;  // Of JMeter's -J.
};

// Whether a file's text is a JMeter plan, by its first element.
bool is_jmeter_plan(std::string_view text);

// As read_toml_plan; finish_plan comes after it.
Plan read_jmeter_plan(std::string_view text, const std::string& file, const JmeterOptions& options,
                      PlanErrors& errors);

}  // namespace weir::meter
