// Http2Request: puts a Request together from the fields and bytes of one HTTP/2 stream.
//
// What is above http/ gets the same Request as from HTTP/1.1: `:authority` becomes the header
// "host", other pseudo-fields become what they stand for, and names are in lower case.
//
// Threads: one, until take().
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/growing_body.h"
#include "http/http1_syntax.h"
#include "http/message.h"
#include "http/server.h"

namespace weir::http {

class Http2Request {
 public:
  // `limits` must outlive it.
  Http2Request(std::string_view peer_address, const ServerLimits& limits);

  // Fields over the limits are counted, not kept: finish_head refuses.
  void add_field(std::string_view name, std::string_view value);
  // Of all fields, with the overhead that RFC 9113 counts for each (section 6.5.2).
  std::size_t head_bytes() const { return head_bytes_; }

  // The head is complete. Refused, with the statuses of HTTP/1.1: 400, 413, 431, 501.
  std::expected<void, Refusal> finish_head();
  bool expects_continue() const { return expects_continue_; }

  // Refused: 413.
  std::expected<void, Refusal> add_body(std::span<const char> bytes);
  std::size_t body_bytes() const { return memory_->body.size(); }

  bool is_head_method() const { return is_head_method_; }

  // The whole request, once. Its buffer is the request's own.
  Request take();

 private:
  // A text in Memory::text, which moves while it grows.
  struct Place {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  struct FieldPlaces {
    Place name;
    Place value;
  };
  struct Memory {
    std::string text;
    std::vector<FieldPlaces> fields;
    GrowingBody body;
  };

  Place keep(std::string_view text);
  std::string_view at(Place place) const {
    return std::string_view(memory_->text).substr(place.begin, place.size);
  }
  void add_pseudo_field(std::string_view name, std::string_view value);
  void add_known_field(std::string_view name, Place value);
  std::expected<void, Refusal> check_host();

  const ServerLimits& limits_;
  std::shared_ptr<Memory> memory_;
  std::size_t head_bytes_ = 0;
  Place peer_address_;
  Place method_;
  Place target_;
  Place authority_;
  Place host_;
  bool has_authority_ = false;
  bool has_host_ = false;
  std::uint64_t content_length_ = 0;
  bool expects_continue_ = false;
  bool is_head_method_ = false;
};

}  // namespace weir::http
