// BodyBytes: bytes on their way out, of one body alone or shared with others that send the same, as
// an event that goes to a thousand readers.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace weir::http {

class BodyBytes {
 public:
  BodyBytes() = default;
  // NOLINTBEGIN(google-explicit-constructor): both are bytes of a body as they stand.
  BodyBytes(std::string own) : own_(std::move(own)) {}
  BodyBytes(std::shared_ptr<const std::string> shared) : shared_(std::move(shared)) {}
  operator std::string_view() const { return view(); }
  // NOLINTEND(google-explicit-constructor)

  std::string_view view() const { return shared_ ? std::string_view(*shared_) : own_; }
  std::size_t size() const { return view().size(); }
  bool empty() const { return size() == 0; }

 private:
  std::string own_;
  std::shared_ptr<const std::string> shared_;  // Null: own_ counts.
};

}  // namespace weir::http
