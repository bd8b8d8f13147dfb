// The canonical form of a request: what both sides of a signature must agree on to the letter.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace weir::aws {

// The hash of the body, as it stands in the canonical request of a presigned URL that leaves it
// open.
inline constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";

// Appends the canonical request. `signed_headers` are names in lower case with semicolons between,
// in the order in which they were signed; one that the request does not have counts as empty.
// `payload_hash` is the body's SHA-256 in hexadecimal, or unsigned_payload. A parameter
// X-Amz-Signature in the query is left out.
//
// Header values lose blanks at their ends and keep one where there are several. "host" and HTTP/2's
// ":authority" are the same header: SDKs for JavaScript sign the latter (and send it alone).
// The path is normalised and encoded once more than it is on the wire, as all services but S3 have
// it.
void append_canonical_request(std::string& to, const http::Request& request,
                              std::string_view signed_headers, std::string_view payload_hash);

}  // namespace weir::aws
