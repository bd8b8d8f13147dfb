// Http2ClientConnection: HTTP/2 on one connection of a client, many exchanges at the same time.
//
// Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "env/network.h"
#include "http/client_connection.h"
#include "http/client_exchange.h"
#include "http/http2/frame_scanner.h"
#include "http/http2/http2_session.h"
#include "http/http2/http2_stream.h"

namespace weir::http {

class Http2ClientStream;

class Http2ClientConnection final : public ClientConnection,
                                    public Http2Owner,
                                    public std::enable_shared_from_this<Http2ClientConnection> {
 public:
  Http2ClientConnection(const Surroundings& surroundings, std::unique_ptr<env::ByteStream> stream);
  ~Http2ClientConnection() override;
  Http2ClientConnection(const Http2ClientConnection&) = delete;
  Http2ClientConnection& operator=(const Http2ClientConnection&) = delete;

  // Before anything else.
  void start();

  bool can_begin() const override;
  std::size_t exchanges() const override { return streams_.size(); }
  bool begin(Exchange& exchange) override;
  void on_second() override;
  void abandon() override;

  // Http2Owner. A client's session opens the streams.
  Http2Stream* on_new_stream(std::int32_t /*id*/) override { return nullptr; }
  bool on_frame(const FrameHead& /*head*/) override { return true; }
  void on_goaway() override { is_going_away_ = true; }

  // The rest is for its streams.
  const Surroundings& surroundings() const { return surroundings_; }
  Http2Session& session() { return session_; }
  Error broken(std::string_view reason) const;
  // Sends what there is, with whatever else is due.
  void want_flush();
  // An answer is overdue: the connection ends unless the server shows that it lives.
  void probe();
  // The stream is over.
  void forget(Http2ClientStream& stream);
  void on_refused(Exchange exchange);

 private:
  void read();
  void on_read(Result<std::size_t> count);
  void flush();
  void on_writable(const Result<void>& writable);
  void break_off(const Error& error);
  void close_if_done();

  const Surroundings surroundings_;
  const std::unique_ptr<env::ByteStream> stream_;
  Http2Session session_;
  std::vector<std::shared_ptr<Http2ClientStream>> streams_;
  const std::unique_ptr<char[]> room_;
  std::string output_;
  std::size_t output_taken_ = 0;
  std::uint32_t probe_seconds_ = 0;  // Since a PING behind which nothing has come; 0 without one.
  bool is_waiting_writable_ = false;
  bool has_flush_ = false;  // Posted.
  bool is_going_away_ = false;
  bool is_closed_ = false;
  bool is_abandoned_ = false;
};

}  // namespace weir::http
