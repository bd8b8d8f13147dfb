// Http1ClientConnection: HTTP/1.1 on one connection of a client, one exchange after another.
//
// A read is always under way, so that an idle connection notices when the server closes it, and an
// answer that comes before the request is sent (413) is not missed; except while a streamed answer
// waits for its reader.
//
// Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/done.h"
#include "base/result.h"
#include "env/network.h"
#include "http/body_source.h"
#include "http/client_connection.h"
#include "http/client_exchange.h"
#include "http/response_reader.h"

namespace weir::http {

class Http1ClientConnection final : public ClientConnection,
                                    public std::enable_shared_from_this<Http1ClientConnection> {
 public:
  Http1ClientConnection(const Surroundings& surroundings, std::unique_ptr<env::ByteStream> stream);
  ~Http1ClientConnection() override;
  Http1ClientConnection(const Http1ClientConnection&) = delete;
  Http1ClientConnection& operator=(const Http1ClientConnection&) = delete;

  // Before anything else.
  void start() { read(); }

  bool can_begin() const override { return state_ == State::idle; }
  std::size_t exchanges() const override { return state_ == State::idle ? 0 : 1; }
  bool begin(Exchange& exchange) override;
  void on_second() override;
  void abandon() override;

 private:
  class Body;

  enum class State : std::uint8_t {
    idle,
    busy,       // An exchange is under way.
    streaming,  // Its answer's head has been given; a Body has the rest.
    closed,
  };

  void read();
  void on_read(Result<std::size_t> count);
  void on_bytes(std::size_t count);
  void on_end();
  void write();
  Result<std::size_t> write_rest();
  std::size_t bytes_to_send() const { return head_.size() + exchange_.request.body.size(); }

  void succeed();
  void open();
  void finish();
  void break_off(Error error);

  // For Body. `number` tells the body of one exchange from another's.
  void next_piece(Done<BodyPiece> done);
  void give_piece();
  bool has_body(std::uint64_t number) const;
  void drop_body();

  const Surroundings surroundings_;
  State state_ = State::idle;
  bool is_abandoned_ = false;
  bool is_reading_ = false;
  std::unique_ptr<env::ByteStream> stream_;
  Exchange exchange_;
  std::string head_;
  std::size_t bytes_sent_ = 0;
  bool is_waiting_writable_ = false;
  // The server takes no more. It may have answered all the same: the read will tell.
  bool is_write_broken_ = false;
  std::optional<ResponseReader> reader_;
  std::uint32_t seconds_ = 0;  // Since the exchange began.

  std::uint64_t bodies_ = 0;    // How many there have been.
  Done<BodyPiece> piece_done_;  // Empty while no piece is asked for.
  std::optional<Error> body_error_;
};

}  // namespace weir::http
