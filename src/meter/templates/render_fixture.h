// Renders templates in tests: a fixed seed and a fixed time.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "meter/templates/template.h"

namespace weir::meter {

// 26 November 2026, a Thursday, 12:41:19.007 UTC.
inline constexpr WallTime test_now{1'795'696'879'007};

class RenderFixture : public testing::Test {
 protected:
  // Compiles; a template that does not is a failure.
  Template compiled(std::string_view text, Language language = Language::data_generator) {
    auto result = Template::compile(text, language, names_);
    if (result) return *std::move(result);
    ADD_FAILURE() << text << "\n" << result.error().offset << ": " << result.error().message;
    return {};
  }

  // As a virtual user with its first record. Variables that are to be set are in `given`.
  std::string rendered(std::string_view text, Language language = Language::data_generator) {
    const Template made = compiled(text, language);
    Variables variables = filled();
    RenderContext context = context_of(variables);
    std::string out;
    made.render(context, out);
    return out;
  }

  std::string rendered_jmeter(std::string_view text) { return rendered(text, Language::jmeter); }

  TemplateError error_of(std::string_view text, Language language = Language::data_generator) {
    auto result = Template::compile(text, language, names_);
    if (!result) return std::move(result).error();
    ADD_FAILURE() << text << " compiles";
    return {};
  }

  void define(std::string_view name, std::string_view value) {
    given_.emplace_back(names_.slot(name), value);
  }

  Variables filled() {
    Variables variables(names_.size());
    for (const auto& [slot, value] : given_) variables.set(slot, value);
    return variables;
  }

  RenderContext context_of(Variables& variables) {
    return {.random = random_,
            .variables = variables,
            .now = now_,
            .simulated_now = {now_.ms + 3'600'000},
            .thread_number = 3,
            .iteration = 7,
            .group_name = "Group",
            .sampler_name = "Kinesis Producer",
            .machine_name = "host"};
  }

  VariableNames names_;
  std::vector<std::pair<Slot, std::string>> given_;
  FastRandom random_{42};
  WallTime now_ = test_now;
};

}  // namespace weir::meter
