// Http2Fields: the fields of a head on their way out.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nghttp2/nghttp2.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

namespace weir::http {

// Whether the other side should remember a field, so that it takes one byte the next time.
enum class Repeats : std::uint8_t { yes, no };

class Http2Fields {
 public:
  Http2Fields() = default;
  Http2Fields(const Http2Fields&) = delete;
  Http2Fields& operator=(const Http2Fields&) = delete;

  // Pseudo-fields come first. Names go out in lower case. The texts must live until the fields have
  // been handed over.
  void add(std::string_view name, std::string_view value, Repeats repeats);
  // The same for a value that nobody else keeps.
  void add_copy(std::string_view name, std::string value, Repeats repeats) {
    add(name, kept_.emplace_back(std::move(value)), repeats);
  }

  // For Http2Session.
  const nghttp2_nv* data() const { return more_.empty() ? few_.data() : more_.data(); }
  std::size_t size() const { return more_.empty() ? count_ : more_.size(); }

 private:
  // Requests and answers have about 10.
  std::array<nghttp2_nv, 24> few_;
  std::size_t count_ = 0;
  std::vector<nghttp2_nv> more_;  // All of them, once there are too many for few_.
  std::list<std::string> kept_;
};

}  // namespace weir::http
