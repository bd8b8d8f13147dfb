// JsonOutput: how DocumentEncoder writes JSON, as awsJson1.1 has it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "aws/shape.h"
#include "base/time.h"
#include "codec/base64.h"
#include "codec/json_writer.h"

namespace weir::aws {

class JsonOutput {
 public:
  static constexpr std::size_t number_size = 24;
  static constexpr std::size_t text_size(std::size_t bytes) { return bytes + 2; }
  static constexpr std::size_t blob_size(std::size_t bytes) {
    return codec::base64_encoded_size(bytes) + 2;
  }

  explicit JsonOutput(std::string& out) : writer_(out) {}

  void begin_structure() { writer_.begin_object(); }
  void end_structure() { writer_.end_object(); }
  void name(std::string_view name) { writer_.key(name); }
  void map_key(std::string_view key) { writer_.escaped_key(key); }
  void begin_list() { writer_.begin_array(); }
  void end_list() { writer_.end_array(); }
  void text(std::string_view text) { writer_.text(text); }
  void blob(Blob blob) { writer_.base64(blob); }
  void boolean(bool value) { writer_.boolean(value); }
  void number(std::int64_t number) { writer_.number(number); }
  void real(double number) { writer_.real(number); }
  void time(WallTime time) { writer_.timestamp(time); }

 private:
  codec::JsonWriter writer_;
};

}  // namespace weir::aws
