// Client: sends HTTP/1.1 requests to one host over kept-alive connections.
//
// For the command line, the meter and tests. It signs nothing (aws/sigv4 does) and retries nothing.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/done.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/message.h"

namespace weir::http {

struct ClientRequest {
  std::string method = "POST";
  std::string target = "/";                                  // Path and query.
  std::vector<std::pair<std::string, std::string>> headers;  // Host and Content-Length are added.
  std::string body;
};

struct ClientResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // Names in lower case.
  std::string body;

  std::string_view header(std::string_view lower_case_name) const;
};

// "http://127.0.0.1:4567": where requests go.
struct Origin {
  bool tls = false;
  std::string host;
  std::uint16_t port = 0;

  // What the Host header says: without the port where it is the scheme's own.
  std::string authority() const;
};

// Parses "http://host[:port]" or "https://host[:port]", with or without a trailing slash.
// Errors: invalid_argument.
Result<Origin> parse_origin(std::string_view url);

struct ClientLimits {
  std::size_t connections_max = 64;  // Further requests wait for one of them.
  std::size_t response_bytes_max = 64u << 20;
  // With the TLS handshake.
  seconds connect_timeout{10};
  // From the request's first byte to the answer's last. Both strike up to a second late.
  seconds response_timeout{60};
};

// Destroyed, it drops what is under way: nobody is answered any more. Threads: the loop's.
class Client {
 public:
  virtual ~Client() = default;

  // Sends a request and answers with the whole response, whatever its status.
  // Errors: unavailable       the server could not be reached, broke off or took too long: the
  //                           request may have been carried out.
  //         invalid_argument  method, target or a header has characters that are not allowed, or
  //                           `ca_file` cannot be used: nothing was sent.
  virtual void send(ClientRequest request, Done<ClientResponse> done) = 0;
};

// `loop` and `network` must outlive the client. With origin.tls the server's certificate is
// verified against the system's trusted authorities and the host's name, or against `ca_file` if
// not empty.
std::unique_ptr<Client> make_client(env::EventLoop& loop, env::Network& network, Origin origin,
                                    const ClientLimits& limits, const std::string& ca_file = "");

}  // namespace weir::http
