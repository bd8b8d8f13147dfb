// BodySource: a body that is made while it is sent, or taken while it comes, piece by piece.
//
// A server's answer that takes long, such as five minutes of events, gives its connection a source
// instead of a body (message.h). Whoever takes the pieces asks for one at a time and asks again
// only when the last one has gone on, so a slow reader costs one piece and what a connection
// buffers, and the source always knows whether anybody waits for it.
//
//     next → piece → next → piece → next → last piece
//
// Cancelling is destroying: the taker destroys the source when its reader has gone, when the last
// piece has gone out, or after a failure. It never does so inside a call of `done`.
//
// Threads: the loop of the connection.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/done.h"
#include "http/body_bytes.h"

namespace weir::http {

struct BodyPiece {
  BodyBytes bytes;       // Empty only in the last piece.
  bool is_last = false;  // The body ends behind these bytes.
};

class BodySource {
 public:
  // Drops the piece that was asked for.
  virtual ~BodySource() = default;

  // Asks for the next piece, however long it takes to come. One at a time, and none after the last.
  // An error ends the body in its middle, which the other side can tell from its end.
  virtual void next(Done<BodyPiece> done) = 0;
};

}  // namespace weir::http
