// TraceMark: what a traced record carries, so that its reader knows who sent it and when.
//
// A mark is 67 characters of text, "weir1:RUN:TIME:WRITER:NUMBER:KEY:KEYNUMBER" in hexadecimal
// digits. In a JSON object it is the last member, `"_weir":"…"`; behind anything else it follows
// after a blank: either way what the user sent stays readable.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir::meter {

struct TraceMark {
  std::uint32_t run = 0;         // Which run: others' records are not ours to check.
  std::int64_t sent_at_ns = 0;   // Wall time.
  std::uint32_t writer = 0;      // One who sends one call after another.
  std::uint32_t number = 0;      // Of this writer's records, from 0.
  std::uint32_t key = 0;         // Of this writer's partition keys, from 1; 0: not checked.
  std::uint32_t key_number = 0;  // Of the records under this key, from 0.

  friend bool operator==(const TraceMark&, const TraceMark&) = default;
};

void append_trace_mark(std::string& data, const TraceMark& mark);

// The mark of `run` in `data`, which may end in a newline.
std::optional<TraceMark> find_trace_mark(std::string_view data, std::uint32_t run);

}  // namespace weir::meter
