// The words of plans for what is one of a few: operations, kinds of groups, languages.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "meter/plan/plan.h"

namespace weir::meter {

template <class Value>
struct Word {
  std::string_view text;
  Value value;
};

inline constexpr std::array<Word<Operation>, 6> operation_words{{
    {"put-record", Operation::put_record},
    {"put-records", Operation::put_records},
    {"get-records", Operation::get_records},
    {"subscribe-to-shard", Operation::subscribe_to_shard},
    {"firehose-put-record", Operation::firehose_put_record},
    {"firehose-put-record-batch", Operation::firehose_put_record_batch},
}};

inline constexpr std::array<Word<Language>, 3> language_words{{
    {"data-generator", Language::data_generator},
    {"jmeter", Language::jmeter},
    {"literal", Language::literal},
}};

inline constexpr std::array<Word<GroupKind>, 3> kind_words{{
    {"setup", GroupKind::setup},
    {"main", GroupKind::main},
    {"teardown", GroupKind::teardown},
}};

inline constexpr std::array<Word<OnError>, 5> on_error_words{{
    {"continue", OnError::go_on},
    {"start-next-loop", OnError::next_loop},
    {"stop-thread", OnError::stop_thread},
    {"stop-test", OnError::stop_test},
    {"stop-test-now", OnError::stop_test_now},
}};

inline constexpr std::array<Word<Arrivals>, 2> arrivals_words{{
    {"even", Arrivals::even},
    {"poisson", Arrivals::poisson},
}};

inline constexpr std::array<Word<ThroughputTimer::Shares>, 5> shares_words{{
    {"this-thread", ThroughputTimer::Shares::this_thread},
    {"all-threads", ThroughputTimer::Shares::all_threads},
    {"threads-of-group", ThroughputTimer::Shares::threads_of_group},
    {"all-threads-shared", ThroughputTimer::Shares::all_threads_shared},
    {"threads-of-group-shared", ThroughputTimer::Shares::threads_of_group_shared},
}};

// Whether two words are one: case, and "_" for "-", do not matter.
bool is_same_word(std::string_view left, std::string_view right);

// "a", "b" or "c".
std::string in_a_list(std::span<const std::string_view> words);

template <class Value, std::size_t count>
std::optional<Value> find_word(const std::array<Word<Value>, count>& words, std::string_view text) {
  for (const Word<Value>& word : words) {
    if (is_same_word(word.text, text)) return word.value;
  }
  return std::nullopt;
}

template <class Value, std::size_t count>
std::string_view word_of(const std::array<Word<Value>, count>& words, Value value) {
  for (const Word<Value>& word : words) {
    if (word.value == value) return word.text;
  }
  return "?";
}

template <class Value, std::size_t count>
std::vector<std::string_view> texts_of(const std::array<Word<Value>, count>& words) {
  std::vector<std::string_view> texts;
  texts.reserve(count);
  for (const Word<Value>& word : words) texts.push_back(word.text);
  return texts;
}

// What an operation does.
bool is_reading(Operation operation);
bool is_batching(Operation operation);
bool is_firehose(Operation operation);

// AWS's name: "PutRecords".
std::string_view aws_name(Operation operation);

}  // namespace weir::meter
