// What the first bytes of a connection say about how it goes on. One port speaks everything.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace weir::http {

enum class FirstBytes : std::uint8_t {
  undecided,  // More must come.
  http1,      // Anything else: HTTP/1.1 says what is wrong with it.
  http2,      // "PRI * HTTP/2.0", the beginning of the connection preface (RFC 9113, section 3.4).
  tls,        // A ClientHello: a handshake record of some version 3.x.
};

// `bytes` are what has come so far, at least one.
FirstBytes classify(std::string_view bytes);

}  // namespace weir::http
