// JsonInput: how DocumentDecoder reads JSON, as awsJson1.1 has it: blobs are texts of base64,
// points in time are seconds.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "aws/document_decoder.h"
#include "aws/json_number.h"
#include "codec/json_reader.h"

namespace weir::aws {

class JsonInput {
 public:
  static constexpr ValueKind blob_kind = ValueKind::text;

  // Overwrites `document`, which must outlive what is read.
  explicit JsonInput(std::span<char> document) : reader_(document) {}

  ValueKind kind() {
    switch (reader_.kind()) {
      case codec::JsonKind::object:
        return ValueKind::structure;
      case codec::JsonKind::array:
        return ValueKind::list;
      case codec::JsonKind::text:
        return ValueKind::text;
      case codec::JsonKind::number:
        return ValueKind::number;
      case codec::JsonKind::boolean:
        return ValueKind::boolean;
      case codec::JsonKind::null:
        return ValueKind::null;
      case codec::JsonKind::failed:
        return ValueKind::failed;
    }
    return ValueKind::failed;
  }

  void enter_structure() { reader_.enter_object(); }
  std::optional<std::string_view> next_name() { return reader_.next_key(); }
  void enter_list() { reader_.enter_array(); }
  bool next_element() { return reader_.next_element(); }
  std::string_view read_text() { return reader_.read_text(); }
  std::expected<Blob, std::string> read_blob();
  bool read_boolean() { return reader_.read_boolean(); }
  void read_null() { reader_.read_null(); }

  // JSON has no way to write what is no number.
  std::optional<std::int64_t> read_integer() { return floor_to_int64(reader_.read_number()); }
  double read_real() { return real_number(reader_.read_number()); }
  std::optional<WallTime> read_time() { return seconds_to_time(reader_.read_number()); }
  std::optional<NumberTruth> read_truth() {
    const std::string_view number = reader_.read_number();
    return NumberTruth{.is_nonzero = is_nonzero(number),
                       .is_whole = !has_fraction_or_exponent(number)};
  }

  void skip_value() { reader_.skip_value(); }
  bool finish() { return reader_.finish(); }

 private:
  codec::JsonReader reader_;
};

}  // namespace weir::aws
