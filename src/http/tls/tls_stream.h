// TlsStream: a ByteStream that speaks TLS over another ByteStream.
//
// OpenSSL never sees the connection: ciphertext passes through memory on both sides, so that the
// network stays behind env/. Which side of the handshake it plays, whom it trusts and what it
// offers is set in the session given to it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "base/done.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/tls/tls_context.h"

namespace weir::http {

// Threads: `loop`'s, on which `inner` lives.
class TlsStream final : public env::ByteStream {
 public:
  TlsStream(env::EventLoop& loop, std::unique_ptr<env::ByteStream> inner, SslPointer session);
  ~TlsStream() override;
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;

  // To be called once, and answered, before anything is read or written.
  // Errors: unavailable  the other side broke off, speaks no TLS, or is not who it should be.
  void handshake(Done<void> done);

  // As ByteStream's. A connection that ends without TLS's own goodbye is an error, because anybody
  // could have cut it off.
  void read_some(std::span<char> into, Done<std::size_t> done) override;
  // What is taken may wait here, encrypted: at most one record (16 KiB).
  Result<std::size_t> write_now(std::span<const std::span<const char>> pieces) override;
  void wait_writable(Done<void> done) override;
  void finish_writing() override;
  std::string peer_address() const override { return inner_->peer_address(); }

 private:
  enum class Step { done, needs_input, ended, failed };

  Step step_of(int result);
  void advance_handshake();
  void advance_read();
  void read_ciphertext();
  void on_ciphertext(Result<std::size_t> count);
  bool encrypt(std::span<const char> plaintext);
  void flush();
  void on_inner_writable(Result<void> writable);
  Error broken(std::string reason);

  env::EventLoop& loop_;
  const std::unique_ptr<env::ByteStream> inner_;
  const SslPointer session_;
  std::unique_ptr<char[]> ciphertext_in_;
  std::string ciphertext_out_;  // What inner_ has not taken yet.
  bool is_waiting_writable_ = false;
  bool is_finishing_ = false;
  bool is_inner_ended_ = false;
  bool is_broken_ = false;

  Done<void> handshake_done_;
  std::span<char> into_;
  Done<std::size_t> read_done_;  // Empty while nobody reads.
  Done<void> writable_done_;     // Empty while nobody waits.
  // Answers that were posted find out by it whether the stream still lives.
  const std::shared_ptr<TlsStream*> self_;
};

}  // namespace weir::http
