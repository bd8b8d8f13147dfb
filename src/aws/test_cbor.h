// cbor_like: the CBOR document that says the same as a JSON document, so that what is tested with
// one is tested with the other. For tests.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include "aws/cbor_output.h"
#include "aws/json_number.h"
#include "aws/protocol.h"
#include "codec/base64.h"
#include "codec/cbor_writer.h"
#include "codec/json_reader.h"

namespace weir::aws {

// Copies values from one to the other. CBOR has types that JSON has not: which member is a blob or
// a point in time is told by its name.
class CborLike {
 public:
  CborLike(std::string document, std::string& out, CborTime time)
      : document_(std::move(document)), reader_(document_), writer_(out), times_(out, time) {}

  // Whether the document was well-formed.
  bool copy_document() {
    copy({});
    return reader_.finish();
  }

 private:
  void copy(std::string_view name) {
    switch (reader_.kind()) {
      case codec::JsonKind::object:
        return copy_object();
      case codec::JsonKind::array:
        writer_.begin_array();
        reader_.enter_array();
        while (reader_.next_element()) copy({});
        return writer_.end_array();
      case codec::JsonKind::text:
        return copy_text(name);
      case codec::JsonKind::number:
        return copy_number(name);
      case codec::JsonKind::boolean:
        return writer_.boolean(reader_.read_boolean());
      case codec::JsonKind::null:
        reader_.read_null();
        return writer_.null();
      case codec::JsonKind::failed:
        return;
    }
  }

  void copy_object() {
    writer_.begin_map();
    reader_.enter_object();
    while (const auto key = reader_.next_key()) {
      writer_.text(*key);
      copy(*key);
    }
    writer_.end_map();
  }

  void copy_text(std::string_view name) {
    const std::string_view text = reader_.read_text();
    std::string bytes(text.size() + 2, '\0');
    const auto size = codec::base64_decode(text, reinterpret_cast<std::byte*>(bytes.data()));
    if ((name == "Data" || name == "Blob") && size) {
      writer_.bytes(bytes_of(bytes).first(*size));
    } else {
      writer_.text(text);
    }
  }

  void copy_number(std::string_view name) {
    const std::string_view number = reader_.read_number();
    // "StreamCreationTimestamp", "StartedAt".
    if (name.ends_with("Timestamp") || name.ends_with("At")) {
      times_.time(seconds_to_time(number));
    } else if (has_fraction_or_exponent(number)) {
      writer_.number(std::strtod(std::string(number).c_str(), nullptr));
    } else {
      writer_.number(floor_to_int64(number));
    }
  }

  std::string document_;
  codec::JsonReader reader_;
  codec::CborWriter writer_;
  CborOutput times_;
};

// Empty if `json` is malformed.
inline std::string cbor_like(std::string_view json, Protocol protocol = Protocol::cbor_1_1) {
  std::string out;
  CborLike copier(std::string(json), out, cbor_time(protocol));
  return copier.copy_document() ? out : "";
}

}  // namespace weir::aws
