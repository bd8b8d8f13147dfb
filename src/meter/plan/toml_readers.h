// Reads the tables of a TOML plan into the plan's parts. What is wrong goes to the document's
// errors; a part is then left as it was.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "meter/plan/load_words.h"
#include "meter/plan/toml_table.h"

namespace weir::meter {

inline constexpr std::size_t groups_max = 100;
inline constexpr std::size_t samplers_max = 100;
inline constexpr std::size_t variables_max = 1'000;
inline constexpr std::size_t counters_max = 100;
inline constexpr std::size_t data_sets_max = 100;
inline constexpr std::size_t timers_max = 100;
inline constexpr std::size_t thresholds_max = 100;
inline constexpr std::uint32_t shards_max = 100'000;
inline constexpr std::uint32_t record_bytes_max = 10u << 20;  // As Kinesis has it.

// What samplers have where they say nothing themselves.
struct SamplerDefaults {
  Target target;
  std::optional<std::uint32_t> create_shards;
  Retries retries;
};

void read_target(const TomlTable& table, Target& target,
                 std::optional<std::uint32_t>& create_shards);
void read_retries(const TomlTable& parent, std::string_view key, Retries& retries);
void read_data(const TomlTable& parent, std::string_view key, Data& data);
void read_partition_key(const TomlTable& parent, std::string_view key, PartitionKey& into);
void read_timers(const TomlTable& parent, std::string_view key, std::vector<Timer>& timers);
void read_variables(const TomlTable& parent, std::string_view key, std::vector<Variable>& into);
void read_counters(const TomlTable& parent, std::string_view key, std::vector<Counter>& into);
void read_data_sets(const TomlTable& parent, std::string_view key, std::vector<CsvDataSet>& into);

// Only what the table says: the rest of `sampler` stays as it is.
void read_sampler(const TomlTable& table, Sampler& sampler);

LoadWords read_load_words(const TomlTable& group);
Group read_group(const TomlTable& table, const SamplerDefaults& defaults);

// What a sampler is before anything is said of it.
Sampler make_sampler(const SamplerDefaults& defaults);

}  // namespace weir::meter
