// Logger: the door to the operator. A line is an event with fields, so that grep and a machine can
// both read it: `event=stream_created stream=orders shards=4`.
//
// error means "a person must look", and fails a simulation. Secrets never go in. An error is logged
// once, where it stops being passed on.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace weir::env {

enum class Severity : std::uint8_t { info, warning, error };

struct Field {
  std::string_view name;
  std::string value;

  template <class T>
  Field(std::string_view field_name, const T& field_value)
      : name(field_name), value(fmt::format("{}", field_value)) {}
};

// Threads: any.
class Logger {
 public:
  virtual ~Logger() = default;

  virtual void write(Severity severity, std::string_view event,
                     std::initializer_list<Field> fields) = 0;

  void info(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Severity::info, event, fields);
  }
  void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Severity::warning, event, fields);
  }
  void error(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Severity::error, event, fields);
  }
};

}  // namespace weir::env
