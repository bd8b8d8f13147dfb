// Protocol: what one connection of a server speaks, once its first bytes have shown it.
//
// A protocol takes requests out of the bytes that ServerConnection received, hands them to the
// Handler, and turns replies into bytes for ServerConnection to send. It never touches the stream.
// http1_protocol.h is one; HTTP/2 becomes another. TLS is none: it wraps the stream and is followed
// by one of them.
//
// Threads: the connection's loop.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace weir::http {

class Protocol {
 public:
  virtual ~Protocol() = default;

  // ServerConnection::input() has bytes that the protocol has not seen. No read is under way.
  virtual void on_input() = 0;

  // The client has finished sending.
  virtual void on_input_end() = 0;

  // Everything given to ServerConnection::send has gone out.
  virtual void on_output_taken() = 0;

  // The turn that ConnectionSet::give_turn promised: no handler is on the stack.
  virtual void on_turn() = 0;

  // About once a second, while nothing waits to go out: the place for time-outs.
  virtual void on_second() = 0;

  // The server wants to stop: finish what is under way, start nothing new.
  virtual void on_drain() = 0;
};

}  // namespace weir::http
