// Client: sends requests to one host over connections that are kept: HTTP/1.1, one request at a
// time on each, or HTTP/2, many at a time on few.
//
// For the command line, the meter and tests. It signs nothing (aws/sigv4 does). It retries only
// what an HTTP/2 server says it has not looked at, as when it closes for a restart.
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
#include "http/body_source.h"

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

// An answer whose body is read while it comes.
struct StreamedResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // Names in lower case.
  // Errors of next(): unavailable  the server broke off, or the client has been destroyed.
  // A reader that does not ask holds the server back after ClientLimits::stream_window_bytes. To
  // destroy it before the end cancels the request.
  std::unique_ptr<BodySource> body;

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

// What the head of an answer may have, whichever version it comes in: more than any server sends.
inline constexpr std::size_t answer_head_bytes_max = 256u << 10;
inline constexpr std::size_t answer_headers_max = 200;

enum class ClientProtocol : std::uint8_t {
  http1,
  http2,      // With prior knowledge, as Kinesis' SDKs do.
  automatic,  // With TLS the server chooses by ALPN; without it is HTTP/1.1.
};

struct ClientLimits {
  ClientProtocol protocol = ClientProtocol::http1;
  // Further requests wait for one of them, no longer than response_timeout.
  std::size_t connections_max = 64;
  // Of one HTTP/2 connection, if the server allows so many. A further connection is made when those
  // there are have all they may.
  std::size_t streams_max = 100;
  // What a streamed answer of HTTP/2 may have on its way to a reader that does not ask.
  std::uint32_t stream_window_bytes = 1u << 20;
  std::size_t response_bytes_max = 64u << 20;
  // With the TLS handshake.
  seconds connect_timeout{10};
  // From the request's first byte to the answer's last, or to the end of its head if it is
  // streamed. Both strike up to a second late.
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

  // The same, but answers when the head of the response has come.
  virtual void open(ClientRequest request, Done<StreamedResponse> done) = 0;
};

// `loop` and `network` must outlive the client. With origin.tls the server's certificate is
// verified against the system's trusted authorities and the host's name, or against `ca_file` if
// not empty.
std::unique_ptr<Client> make_client(env::EventLoop& loop, env::Network& network, Origin origin,
                                    const ClientLimits& limits, const std::string& ca_file = "");

}  // namespace weir::http
