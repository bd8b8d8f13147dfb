// JsonRules: what is wrong with a JSON document, place by place, in the words that CloudWatch has
// for it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "codec/json_tree.h"

namespace weir::api::dashboards {

struct Finding {
  std::string path;  // "/widgets/0/properties".
  std::string message;

  friend bool operator==(const Finding&, const Finding&) = default;
};

struct NumberRange {
  double least;
  double most;
  bool is_whole = false;
};

class JsonRules {
 public:
  // More than these say nothing new.
  static constexpr std::size_t findings_max = 100;

  // Findings of another kind are warnings: the document will do.
  void add(std::string path, std::string message);
  void warn(std::string path, std::string message);

  // False: it is of another kind, which has been noted.
  bool is(const codec::JsonTree& value, codec::JsonKind kind, const std::string& path);

  // The member, if it is there; noted if it is not, or, once there, of another kind.
  const codec::JsonTree* require(const codec::JsonTree& object, std::string_view name,
                                 codec::JsonKind kind, const std::string& path);
  // The same of one that may be missing.
  const codec::JsonTree* allow(const codec::JsonTree& object, std::string_view name,
                               codec::JsonKind kind, const std::string& path);

  void allow_one_of(const codec::JsonTree& object, std::string_view name,
                    std::initializer_list<std::string_view> values, const std::string& path);
  void allow_number(const codec::JsonTree& object, std::string_view name, const NumberRange& range,
                    const std::string& path);
  // "#1f77b4".
  void allow_color(const codec::JsonTree& object, const std::string& path);
  // False: there are more.
  bool has_at_most(const codec::JsonTree& array, std::size_t count, const std::string& path);

  const std::vector<Finding>& errors() const { return errors_; }
  const std::vector<Finding>& warnings() const { return warnings_; }

 private:
  std::vector<Finding> errors_;
  std::vector<Finding> warnings_;
};

std::string path_of(const std::string& path, std::string_view name);
std::string path_of(const std::string& path, std::size_t index);

}  // namespace weir::api::dashboards
