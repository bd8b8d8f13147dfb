// A tag of a stream or a consumer, as the lists show it.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_Tag.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace weir::aws::kinesis {

struct Tag {
  std::string key;
  std::optional<std::string> value;

  static void describe(auto& shape, auto& tag) {
    shape.required("Key", tag.key);
    shape.optional("Value", tag.value);
  }
};

}  // namespace weir::aws::kinesis
