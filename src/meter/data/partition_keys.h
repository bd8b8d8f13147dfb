// PartitionKeys: how a sampler's records get their partition keys, made ready.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "base/result.h"
#include "meter/plan/plan.h"
#include "meter/plan/plan_error.h"
#include "meter/templates/template.h"
#include "meter/templates/variables.h"

namespace weir::meter {

// What a key may depend on, and memory to work in.
struct KeyContext {
  RenderContext& render;
  const std::string& data;  // Of the record.
  std::string& scratch;
};

// Appends a key. Errors: invalid_argument  the data has no such field. Threads: any.
using PartitionKeys =
    std::move_only_function<Result<void>(const KeyContext& context, std::string& out) const>;

// `at` is the sampler's. Compiles templates: after the data's, whose variables they may use.
std::expected<PartitionKeys, PlanError> make_partition_keys(const PartitionKey& plan,
                                                            const Position& at,
                                                            VariableNames& names);

// Compiles, with the place of what is wrong in the plan.
std::expected<Template, PlanError> compile_in_plan(const TemplateText& text, VariableNames& names);

}  // namespace weir::meter
