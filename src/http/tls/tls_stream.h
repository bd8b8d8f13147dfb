// TlsStream: a ByteStream that speaks TLS over another ByteStream.
//
// Which side of the handshake it plays, whom it trusts and what it offers is set in the session
// given to it. Between requests it holds a few KiB to receive into, besides what OpenSSL holds.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/done.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/tls/ciphertext.h"
#include "http/tls/handshake_guard.h"
#include "http/tls/handshake_steps.h"
#include "http/tls/openssl_pointer.h"

namespace weir::http {

// Threads: `loop`'s, on which `inner` lives.
class TlsStream final : public env::ByteStream {
 public:
  // `received` are bytes that `inner` has already given: the beginning of what the other side
  // sends.
  TlsStream(env::EventLoop& loop, std::unique_ptr<env::ByteStream> inner, SslPointer session,
            std::span<const char> received = {});
  // Says goodbye, if the connection can take it at once.
  ~TlsStream() override;
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;

  // To be called once, and answered, before anything is read or written. With `steps`, which must
  // outlive it, its work waits for its turn among other handshakes.
  // Errors: unavailable  the other side broke off, speaks no TLS, or is not who it should be.
  void handshake(Done<void> done, HandshakeSteps* steps = nullptr);

  // Once the handshake has succeeded: what both sides chose by ALPN, "h2" for example; empty if
  // nothing. Whether the session of an earlier connection goes on.
  std::string_view application_protocol() const;
  bool is_resumed() const;

  // Whether OpenSSL's buffers for a record, 16 KiB each way, stay between records. To get them anew
  // each time costs a busy connection a twentieth of a small request; an idle one has no need of
  // them. Not at first. For an owner that knows how busy the connection is.
  void keep_record_buffers(bool is_kept);

  // As ByteStream's. A connection that ends without TLS's own goodbye is an error, because anybody
  // could have cut it off.
  void read_some(std::span<char> into, Done<std::size_t> done) override;
  // What is taken may wait here, encrypted: at most 80 KiB.
  Result<std::size_t> write_now(std::span<const std::span<const char>> pieces) override;
  void wait_writable(Done<void> done) override;
  void finish_writing() override;
  std::string peer_address() const override { return inner_->peer_address(); }

  // After a failure: the connection below, for an owner that wants the other side to learn the
  // reason before the connection goes. Null if that can no longer be had. Only the destructor may
  // be called afterwards.
  std::unique_ptr<env::ByteStream> take_inner();

 private:
  enum class Step { done, needs_input, ended, failed };

  Step step_of(int result);
  bool has_received() const;
  void enter_handshake();
  void advance_handshake();
  void take_input(std::span<const char> bytes);
  void advance_read();
  void read_ciphertext(std::size_t plaintext_bytes);
  void on_ciphertext(Result<std::size_t> count);
  bool encrypt(std::span<const char> plaintext);
  void flush();
  void on_inner_writable(Result<void> writable);
  void say_goodbye();
  Error broken(std::string reason);

  env::EventLoop& loop_;
  std::unique_ptr<env::ByteStream> inner_;
  Ciphertext ciphertext_;  // Outlives the session, which refers to it.
  const SslPointer session_;
  bool is_established_ = false;
  bool is_waiting_writable_ = false;
  bool is_finishing_ = false;
  bool is_broken_ = false;
  bool are_record_buffers_kept_ = false;

  Done<void> handshake_done_;
  HandshakeSteps* steps_ = nullptr;
  std::unique_ptr<HandshakeGuard> guard_;  // Of a server, until its handshake is over.
  bool is_hello_too_large_ = false;
  std::span<char> into_;
  Done<std::size_t> read_done_;  // Empty while nobody reads.
  Done<void> writable_done_;     // Empty while nobody waits.
  // Answers that were posted find out by it whether the stream still lives.
  const std::shared_ptr<TlsStream*> self_;
};

}  // namespace weir::http
