// Small JMeter plans for tests.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "meter/jmeter/jmeter_plan.h"
#include "meter/plan/finish_plan.h"

namespace weir::meter {

inline std::string argument(const std::string& name, const std::string& value) {
  return "<elementProp name='x' elementType='Argument'><stringProp name='Argument.name'>" + name +
         "</stringProp><stringProp name='Argument.value'>" + value + "</stringProp></elementProp>";
}

inline std::string arguments(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string list = "<collectionProp name='Arguments.arguments'>";
  for (const auto& [name, value] : pairs) list += argument(name, value);
  return list + "</collectionProp>";
}

inline std::string java_sampler(const std::string& classname,
                                const std::vector<std::pair<std::string, std::string>>& fields,
                                const std::string& inside = "") {
  return "<JavaSampler testname='Put'><elementProp name='arguments'>" + arguments(fields) +
         "</elementProp><stringProp name='classname'>" + classname +
         "</stringProp></JavaSampler><hashTree>" + inside + "</hashTree>";
}

inline std::string kinesis_sampler(
    const std::vector<std::pair<std::string, std::string>>& fields = {{"kinesis_stream_name", "s"}},
    const std::string& inside = "") {
  return java_sampler("org.example.KinesisProducerSampler", fields, inside);
}

inline std::string thread_group(const std::string& properties, const std::string& inside,
                                const std::string& tag = "ThreadGroup") {
  return "<" + tag + " testname='users'>" + properties + "</" + tag + "><hashTree>" + inside +
         "</hashTree>";
}

inline std::string test_plan(const std::string& inside, const std::string& properties = "") {
  return "<jmeterTestPlan><hashTree><TestPlan testname='test'>" + properties +
         "</TestPlan><hashTree>\n" + inside + "</hashTree></hashTree></jmeterTestPlan>";
}

struct JmeterRead {
  Plan plan;
  std::string wrong;
};

inline JmeterRead read_jmeter(const std::string& text, const JmeterOptions& options = {}) {
  PlanErrors errors;
  JmeterRead read{.plan = read_jmeter_plan(text, "plan.jmx", options, errors), .wrong = {}};
  if (errors.is_empty()) finish_plan(read.plan, errors);
  read.wrong = errors.text();
  return read;
}

inline Plan good_jmeter(const std::string& text, const JmeterOptions& options = {}) {
  JmeterRead read = read_jmeter(text, options);
  EXPECT_EQ(read.wrong, "") << text;
  return std::move(read.plan);
}

}  // namespace weir::meter
