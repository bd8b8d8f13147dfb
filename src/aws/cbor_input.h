// CborInput: how DocumentDecoder reads CBOR: blobs are byte strings, which stay where they are.
//
// Points in time may have a tag or not. Where they are milliseconds, libraries that know only the
// tag's own meaning write seconds as a float: one that, taken as milliseconds, lay in the first
// three years after 1970 is read so.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "aws/cbor_time.h"
#include "aws/document_decoder.h"
#include "codec/cbor_reader.h"

namespace weir::aws {

class CborInput {
 public:
  static constexpr ValueKind blob_kind = ValueKind::blob;

  // Overwrites `document`, which must outlive what is read.
  CborInput(std::span<char> document, CborTime time) : reader_(document), time_(time) {}

  ValueKind kind() {
    switch (reader_.kind()) {
      case codec::CborKind::map:
        return ValueKind::structure;
      case codec::CborKind::array:
        return ValueKind::list;
      case codec::CborKind::text:
        return ValueKind::text;
      case codec::CborKind::bytes:
        return ValueKind::blob;
      case codec::CborKind::number:
        return ValueKind::number;
      case codec::CborKind::boolean:
        return ValueKind::boolean;
      case codec::CborKind::null:
        return ValueKind::null;
      case codec::CborKind::failed:
        return ValueKind::failed;
    }
    return ValueKind::failed;
  }

  void enter_structure() { reader_.enter_map(); }
  std::optional<std::string_view> next_name() { return reader_.next_key(); }
  void enter_list() { reader_.enter_array(); }
  bool next_element() { return reader_.next_element(); }
  std::string_view read_text() { return reader_.read_text(); }
  std::expected<Blob, std::string> read_blob() { return reader_.read_bytes(); }
  bool read_boolean() { return reader_.read_boolean(); }
  void read_null() { reader_.read_null(); }
  std::optional<std::int64_t> read_integer();
  double read_real();
  std::optional<WallTime> read_time();
  std::optional<NumberTruth> read_truth();
  void skip_value() { reader_.skip_value(); }
  bool finish() { return reader_.finish(); }

 private:
  codec::CborReader reader_;
  CborTime time_;
};

}  // namespace weir::aws
