// What a request says about its own signature: the Authorization header, or the query of a
// presigned URL, taken apart.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/service_error.h"
#include "aws/sigv4.h"
#include "base/time.h"
#include "http/message.h"

namespace weir::aws {

// Views into the request, or into the text that was decoded from its query.
struct Authorization {
  std::string_view access_key_id{};
  CredentialScope scope{};
  std::string_view signed_headers{};  // "host;x-amz-date".
  std::string_view signature{};
  std::string_view security_token{};  // Empty if there is none.
  WallTime signed_at{};
  bool in_query = false;
  bool unsigned_payload =
      false;  // In the query only: the body's hash is not part of the signature.
  std::optional<seconds> expires{};  // In the query only: how long the signature is good.
};

// Takes apart what `request` carries. Values from the query are decoded into `decoded`, whose
// former content is lost, and which must stay as it is while the answer is used. Errors: those of
// Amazon's front end for a signature that is absent, doubled or incomplete.
Outcome<Authorization> parse_authorization(const http::Request& request, std::string& decoded);

}  // namespace weir::aws
