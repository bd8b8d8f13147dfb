// ConnectionSet: the connections of one Server and what they share: limits, the handler, the count
// of seconds that time-outs are measured in, the text of the Date header, the counters.
//
// Time-outs are seconds long, so no request sets a timer: one timer a second looks at every
// connection and nothing is paid on the way of a request. A time-out therefore strikes up to a
// second late, never early; seconds in which the loop did not run are not counted.
//
// Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "env/clock.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/body_source.h"
#include "http/http_date.h"
#include "http/message.h"
#include "http/server.h"
#include "http/tls/acceptor.h"
#include "http/tls/handshake_steps.h"

namespace weir::http {

class ServerConnection;

class ConnectionSet : public std::enable_shared_from_this<ConnectionSet> {
 public:
  // The references must outlive it.
  ConnectionSet(env::EventLoop& loop, const env::Clock& clock, Handler& handler,
                const ServerLimits& limits, const TlsAcceptor* tls);
  ~ConnectionSet();
  ConnectionSet(const ConnectionSet&) = delete;
  ConnectionSet& operator=(const ConnectionSet&) = delete;

  void accept(std::unique_ptr<env::ByteStream> stream);
  // As Server::drain.
  void drain(seconds patience, Done<void> done);
  std::size_t size() const { return connections_.size(); }

  // The rest is for connections.
  env::EventLoop& loop() { return loop_; }
  const TlsAcceptor* tls() const { return tls_; }  // Null: clear text only.
  HandshakeSteps& handshake_steps() { return handshake_steps_; }
  const ServerLimits& limits() const { return limits_; }
  Handler& handler() { return handler_; }
  ServerCounters& counters() { return counters_; }
  bool is_draining() const { return is_draining_; }

  // Notes that a connection that held `before` bytes of a body now holds `now`. False if that is
  // more than all of them may hold together.
  bool hold_body(std::size_t before, std::size_t now) {
    body_bytes_ += now - before;
    return now <= before || body_bytes_ <= limits_.body_bytes_total_max;
  }
  std::string_view date() { return date_.text(); }
  // Memory for the head of an answer, which is sent before the next one is written.
  std::string& scratch() { return scratch_; }

  // Goes up about once a second while there are connections.
  std::uint32_t second() const { return second_; }
  // Whether more than `limit` has passed since second() was `start`.
  bool has_passed(std::uint32_t start, seconds limit) const;

  // Calls connection.on_turn() after everything else that is due, once for a whole batch of
  // replies: the handler has then let go of the request, and the client may have sent its next one.
  void give_turn(ServerConnection& connection);
  // Takes the connection out of the set. It is destroyed after everything else that is due.
  void retire(ServerConnection& connection);
  // Destroys a source as late: it may be on the stack.
  void retire(std::unique_ptr<BodySource> source);

 private:
  void arm_timer();
  void pass_second();
  void post_batch();
  void run_batch();
  void cut_off();

  env::EventLoop& loop_;
  Handler& handler_;
  const ServerLimits limits_;
  const TlsAcceptor* const tls_;
  HandshakeSteps handshake_steps_;
  DateHeader date_;
  ServerCounters counters_;
  std::size_t body_bytes_ = 0;  // Sum of hold_body().
  std::string scratch_;

  std::vector<std::unique_ptr<ServerConnection>> connections_;
  std::uint32_t second_ = 0;
  std::unique_ptr<env::Timer> timer_;  // Set while there are connections.

  bool has_batch_ = false;
  std::vector<ServerConnection*> turns_;
  std::vector<ServerConnection*> turns_running_;  // Empty between batches; kept for its memory.
  std::vector<std::unique_ptr<ServerConnection>> retired_;
  std::vector<std::unique_ptr<BodySource>> retired_sources_;

  bool is_draining_ = false;
  Done<void> drained_;
  std::unique_ptr<env::Timer> patience_;
};

}  // namespace weir::http
