// What a TOML plan may say: every table and every key, with what each means. The reader knows no
// others, and docs/meter_plans.md has these tables, which a test compares.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::meter {

struct PlanKey {
  std::string_view name;
  std::string_view kind;  // "text", "duration", "rate", …
  std::string_view by_default;
  std::string_view meaning;
};

struct PlanTable {
  std::string_view title;  // "[target]", "[[group]]"
  std::string_view about;
  std::span<const PlanKey> keys;

  const PlanKey* find(std::string_view name) const;
  std::vector<std::string_view> names() const;
};

namespace plan_tables {
extern const PlanTable top;
extern const PlanTable target;
extern const PlanTable group;
extern const PlanTable stage;
extern const PlanTable periodic;
extern const PlanTable sampler;
extern const PlanTable partition_key;
extern const PlanTable data;
extern const PlanTable bytes;
extern const PlanTable batch;
extern const PlanTable aggregate;
extern const PlanTable retries;
extern const PlanTable timer;
extern const PlanTable counter;
extern const PlanTable csv;
}  // namespace plan_tables

// In the order of the page.
std::span<const PlanTable* const> all_plan_tables();

// The table as the page has it, in Markdown.
std::string page_of(const PlanTable& table);

}  // namespace weir::meter
