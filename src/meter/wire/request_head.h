// RequestHead: the head of a call, signed in place.
//
// Everything that is the same from call to call (the head, the canonical request, the signing key
// of the day) is made once; a call costs two hashes, one HMAC and some patched bytes, and no
// memory. What a server sees is the same as from aws::Sigv4Signer, which a test compares.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/time.h"
#include "codec/hash.h"
#include "http/client.h"
#include "meter/wire/endpoint.h"

namespace weir::meter {

// Credentials are asked for once a second. Threads: one.
class RequestHead {
 public:
  // `endpoint` must outlive it. `operation`: "PutRecord".
  RequestHead(const Endpoint& endpoint, std::string_view operation, std::string_view content_type);

  // The head for `body`, its empty line included, as HTTP/1.1 sends it. Valid until the next call.
  std::string_view sign(std::string_view body, WallTime now);

  // The same for a client that makes the head itself.
  http::ClientRequest to_request(std::string_view body, WallTime now);

  const Endpoint& endpoint() const { return endpoint_; }

 private:
  void prepare(WallTime now);
  void set_time(WallTime now);
  void set_signature(std::string_view body, WallTime now);

  const Endpoint& endpoint_;
  const std::string target_;
  const std::string content_type_;
  const std::string authority_;

  std::shared_ptr<const aws::Credentials> credentials_;  // What all below is made for.
  std::int64_t day_ = -1;
  std::int64_t second_ = -1;
  std::string date_time_;
  std::optional<codec::HmacKey> key_;
  std::string canonical_;  // Ends in the body's hash.
  std::size_t canonical_time_ = 0;
  std::string string_to_sign_;  // Ends in the canonical request's hash.
  std::size_t string_to_sign_time_ = 0;
  std::string authorization_;  // Ends in the signature.
  std::string head_;
  std::size_t head_time_ = 0;
  std::size_t head_signature_ = 0;
  std::size_t head_length_ = 0;  // Where the value of Content-Length begins.
};

}  // namespace weir::meter
