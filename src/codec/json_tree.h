// JsonTree: a JSON document as a whole, for who must look at it out of order.
//
// Texts are views into the document, which is overwritten (json_reader.h) and must outlive the
// tree.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/json_reader.h"

namespace weir::codec {

struct JsonTree {
  JsonKind kind = JsonKind::null;
  bool boolean = false;
  std::string_view text{};  // A text, or a number as written.
  std::vector<JsonTree> items{};
  std::vector<std::pair<std::string_view, JsonTree>> members{};

  // The last of that name; null if there is none, or this is no object.
  const JsonTree* member(std::string_view name) const;
  // Nothing if this is no number, or too large for one.
  std::optional<double> number() const;
};

// Nothing if the document is malformed or has more than `values_max` values: some 120 bytes each.
std::optional<JsonTree> parse_json_tree(std::span<char> document, std::size_t values_max);

}  // namespace weir::codec
