// CHECK: for what cannot happen unless we are wrong. Always on; prints the operands, the place and
// a backtrace, then aborts. Never CHECK bytes from a client, a disk or a network: those are
// Results.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>

namespace weir {

[[noreturn]] void check_failed(const char* file, int line, const char* condition,
                               const std::string& text);

}  // namespace weir

// CHECK(condition) or CHECK(condition, "text {}", values…).
#define CHECK(condition, ...)                                                    \
  do {                                                                           \
    if (!(condition)) [[unlikely]]                                               \
      ::weir::check_failed(__FILE__, __LINE__, #condition,                       \
                           std::string(__VA_OPT__(::fmt::format(__VA_ARGS__)))); \
  } while (false)
