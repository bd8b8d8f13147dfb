// TomlTable: one table of a TOML plan, read key by key. What is wrong with a key is told with its
// line and column, and the value that was there before stays.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "meter/plan/plan.h"
#include "meter/plan/plan_errors.h"
#include "meter/plan/plan_keys.h"
#include "meter/plan/toml_library.h"
#include "meter/plan/words.h"

namespace weir::meter {

// The document that tables come from. Must outlive them, and the text it.
class TomlDocument {
 public:
  // `file` is what messages call it. With `has_lines` false it is a flag's name, and nothing has
  // lines.
  TomlDocument(std::string file, std::string_view text, bool has_lines, PlanErrors& errors);

  Position position(const toml::source_position& place) const;
  // What stands in the file where `region` is; empty where it is not known.
  std::string source(const toml::source_region& region) const;
  // A path in the plan, seen from the plan's folder.
  std::string path(std::string_view text) const;

  PlanErrors& errors;
  Language language = Language::data_generator;  // Of templates that name none.

 private:
  std::size_t offset_of(const toml::source_position& place) const;

  std::string file_;
  std::string_view text_;
  bool has_lines_;
  std::vector<std::size_t> line_starts_;
};

class TomlTable {
 public:
  // Tells of keys that `keys` does not have. `document` and `table` must outlive this.
  TomlTable(TomlDocument& document, const toml::table& table, const PlanTable& keys);

  // Null if it is not there. CHECKs that `key` is one of the table's.
  const toml::node* find(std::string_view key) const;
  bool has(std::string_view key) const { return find(key) != nullptr; }

  Position at() const;
  Position at(const toml::node& node) const;
  TomlDocument& document() const { return document_; }

  void complain(const toml::node& node, std::string message) const;
  // `"threads" is a text; a whole number belongs here.`
  void complain_of_kind(std::string_view key, const toml::node& node, std::string_view kind) const;

  void read(std::string_view key, std::string& into) const;
  void read(std::string_view key, bool& into) const;
  void read_template(std::string_view key, TemplateText& into) const;
  void read_number(std::string_view key, double& into, double low, double high) const;
  // Both ends may be the value.
  template <class Number>
  void read_whole(std::string_view key, Number& into, std::int64_t low, std::int64_t high) const {
    std::int64_t value = 0;
    if (find_whole(key, low, high, value)) into = static_cast<Number>(value);
  }
  // Whether there was a good one.
  bool read_duration(std::string_view key, milliseconds& into, milliseconds low) const;
  bool read_rate(std::string_view key, double& per_second, bool may_be_zero) const;
  template <class Number>
  void read_size(std::string_view key, Number& into, std::uint64_t low, std::uint64_t high) const {
    std::uint64_t value = 0;
    if (find_size(key, low, high, value)) into = static_cast<Number>(value);
  }
  void read_share(std::string_view key, double& into) const;
  template <class Value, std::size_t count>
  void read_word(std::string_view key, Value& into,
                 const std::array<Word<Value>, count>& words) const {
    const toml::node* const node = find_text(key);
    if (node == nullptr) return;
    const std::string text = *node->value<std::string>();
    const auto value = find_word(words, text);
    if (value) {
      into = *value;
    } else {
      complain_of_word(key, *node, texts_of(words));
    }
  }

  // Calls `visit` with the table, if it is one; with each of its tables, if they are so many at
  // most.
  void with_table(std::string_view key, const PlanTable& keys,
                  const std::function<void(const TomlTable&)>& visit) const;
  void each_table(std::string_view key, const PlanTable& keys, std::size_t count_max,
                  const std::function<void(const TomlTable&)>& visit) const;
  // Each text of a list.
  void each_text(std::string_view key, std::size_t count_max,
                 const std::function<void(const std::string&, const toml::node&)>& visit) const;
  // The names and nodes of a table whose keys are the user's.
  void each_entry(std::string_view key, std::size_t count_max,
                  const std::function<void(std::string_view, const toml::key&, const toml::node&)>&
                      visit) const;

  // A template out of a text node.
  TemplateText template_of(const toml::node& node) const;

 private:
  const toml::node* find_text(std::string_view key) const;
  bool find_whole(std::string_view key, std::int64_t low, std::int64_t high,
                  std::int64_t& into) const;
  bool find_size(std::string_view key, std::uint64_t low, std::uint64_t high,
                 std::uint64_t& into) const;
  void complain_of_word(std::string_view key, const toml::node& node,
                        const std::vector<std::string_view>& words) const;

  TomlDocument& document_;
  const toml::table& table_;
  const PlanTable& keys_;
};

// A number as somebody would say it: 100000 is "100,000", 0.5 is "0.5".
std::string spoken(double number);

}  // namespace weir::meter
