// CborOutput: how DocumentEncoder writes CBOR.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "aws/cbor_time.h"
#include "aws/shape.h"
#include "base/time.h"
#include "codec/cbor_writer.h"

namespace weir::aws {

class CborOutput {
 public:
  static constexpr std::size_t number_size = codec::CborWriter::head_size_max + 1;  // A tag.
  static constexpr std::size_t text_size(std::size_t bytes) {
    return bytes + (bytes < 256 ? 2 : codec::CborWriter::head_size_max);
  }
  static constexpr std::size_t blob_size(std::size_t bytes) { return text_size(bytes); }

  CborOutput(std::string& out, CborTime time) : writer_(out), time_(time) {}

  void begin_structure() { writer_.begin_map(); }
  void end_structure() { writer_.end_map(); }
  void name(std::string_view name) { writer_.text(name); }
  void map_key(std::string_view key) { writer_.text(key); }
  void begin_list() { writer_.begin_array(); }
  void end_list() { writer_.end_array(); }
  void text(std::string_view text) { writer_.text(text); }
  void blob(Blob blob) { writer_.bytes(blob); }
  void boolean(bool value) { writer_.boolean(value); }
  void number(std::int64_t number) { writer_.number(number); }
  void real(double number) { writer_.number(number); }
  void time(WallTime time) {
    writer_.tag(codec::CborWriter::epoch_tag);
    if (time_ == CborTime::milliseconds) return writer_.number(time.ms);
    writer_.number(static_cast<double>(time.ms) / 1000);
  }

 private:
  codec::CborWriter writer_;
  CborTime time_;
};

}  // namespace weir::aws
