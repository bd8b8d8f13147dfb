#include "http/tls/tls_stream.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/prov_ssl.h>
#include <openssl/ssl.h>
#include <openssl/types.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/done.h"
#include "base/result.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/tls/handshake_guard.h"
#include "http/tls/handshake_steps.h"
#include "http/tls/openssl_pointer.h"
#include "http/tls/record_cutter.h"

namespace weir::http {
namespace {

using std::string_view_literals::operator""sv;

// What is received at once: little while nobody waits for much, so that an idle connection is
// small.
constexpr std::size_t ciphertext_bytes_min = 4u << 10;
constexpr std::size_t ciphertext_bytes_max = 64u << 10;
// Records are sent this many bytes at a time: a system call for each would cost as much again.
constexpr std::size_t batch_bytes = 64u << 10;
// Answers to messages of TLS itself (new keys, wishes to renegotiate) from a side that sends them
// and takes nothing would fill the memory.
constexpr std::size_t unsent_bytes_max = 96u << 10;

// The alert that OpenSSL sends for a message that is too large (RFC 8446: fatal, 47).
constexpr std::string_view illegal_parameter = "\x15\x03\x03\0\x02\x02\x2F"sv;

// Of so much plaintext, in records of any kind that OpenSSL makes.
constexpr std::size_t ciphertext_size(std::size_t plaintext) {
  return plaintext + plaintext / 512 + 64;
}

}  // namespace

TlsStream::TlsStream(env::EventLoop& loop, std::unique_ptr<env::ByteStream> inner,
                     SslPointer session, std::span<const char> received)
    : loop_(loop),
      inner_(std::move(inner)),
      session_(std::move(session)),
      self_(std::make_shared<TlsStream*>(this)) {
  BIO* const bio = ciphertext_.make_bio();
  SSL_set_bio(session_.get(), bio, bio);  // The session owns it from here on.
  if (SSL_is_server(session_.get()) == 1) guard_ = std::make_unique<HandshakeGuard>();
  if (received.empty()) return;
  const std::span<char> room =
      ciphertext_.make_room(std::max(received.size(), ciphertext_bytes_min));
  std::memcpy(room.data(), received.data(), received.size());
  take_input(room.first(received.size()));
}

TlsStream::~TlsStream() {
  if (!is_established_ || is_broken_ || is_finishing_ || ciphertext_.has_output()) return;
  say_goodbye();
  flush();
}

std::string_view TlsStream::application_protocol() const {
  const unsigned char* name = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(session_.get(), &name, &size);
  return {reinterpret_cast<const char*>(name), size};
}

bool TlsStream::is_resumed() const { return SSL_session_reused(session_.get()) == 1; }

void TlsStream::keep_record_buffers(bool is_kept) {
  if (std::exchange(are_record_buffers_kept_, is_kept) == is_kept) return;
  if (is_kept) {
    SSL_clear_mode(session_.get(), SSL_MODE_RELEASE_BUFFERS);
    return;
  }
  SSL_set_mode(session_.get(), SSL_MODE_RELEASE_BUFFERS);
  // A record that is under way keeps its buffer, and gives it back when it is through.
  SSL_free_buffers(session_.get());
}

void TlsStream::handshake(Done<void> done, HandshakeSteps* steps) {
  handshake_done_ = std::move(done);
  steps_ = steps;
  // Not at once: the first step may fail, and no answer comes inside the call.
  enter_handshake();
}

void TlsStream::enter_handshake() {
  auto step = [self = std::weak_ptr(self_)] {
    if (const auto alive = self.lock()) (*alive)->advance_handshake();
  };
  steps_ != nullptr ? steps_->enter(std::move(step)) : loop_.post(std::move(step));
}

// The first bytes of the room that was made.
void TlsStream::take_input(std::span<const char> bytes) {
  const bool is_tls12 = SSL_version(session_.get()) == TLS1_2_VERSION;
  if (guard_ && !guard_->admits(bytes, is_tls12)) is_hello_too_large_ = true;
  ciphertext_.add_input(bytes.size());
}

TlsStream::Step TlsStream::step_of(int result) {
  if (result > 0) return Step::done;
  switch (SSL_get_error(session_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Step::needs_input;
    case SSL_ERROR_ZERO_RETURN:
      return Step::ended;
    default:
      return Step::failed;
  }
}

Error TlsStream::broken(std::string reason) {
  is_broken_ = true;
  const long verified = SSL_get_verify_result(session_.get());
  if (verified != X509_V_OK) {
    reason = X509_verify_cert_error_string(verified);
  } else if (ciphertext_.is_input_ended()) {
    reason = "it ended in the middle";
  }
  ERR_clear_error();
  return {ErrorCode::unavailable,
          fmt::format("TLS connection to {} failed: {}.", peer_address(), reason)};
}

void TlsStream::advance_handshake() {
  if (is_hello_too_large_) {
    BIO_write(SSL_get_wbio(session_.get()), illegal_parameter.data(), illegal_parameter.size());
    flush();
    auto done = std::exchange(handshake_done_, nullptr);
    return done(std::unexpected(broken("its hello is too large")));
  }
  ERR_clear_error();
  const Step step = step_of(SSL_do_handshake(session_.get()));
  flush();  // Also after a failure: the other side shall learn why.
  if (step == Step::needs_input) return read_ciphertext(0);
  auto done = std::exchange(handshake_done_, nullptr);
  if (step != Step::done) return done(std::unexpected(broken(take_openssl_error())));
  is_established_ = true;
  guard_.reset();
  done({});
}

bool TlsStream::has_received() const {
  return ciphertext_.has_input() || SSL_has_pending(session_.get()) == 1;
}

void TlsStream::read_some(std::span<char> into, Done<std::size_t> done) {
  CHECK(!into.empty() && !read_done_ && !handshake_done_);
  into_ = into;
  read_done_ = std::move(done);
  // What arrived with earlier bytes may lie decrypted already, but no answer comes inside the call.
  if (!has_received() && !ciphertext_.is_input_ended()) return read_ciphertext(into_.size());
  loop_.post([self = std::weak_ptr(self_)] {
    if (const auto alive = self.lock()) (*alive)->advance_read();
  });
}

void TlsStream::advance_read() {
  ERR_clear_error();
  std::size_t count = 0;
  Step step = Step::done;
  // As many records as have come and fit.
  while (step == Step::done && count < into_.size() && (count == 0 || has_received())) {
    const std::span<char> room = into_.subspan(count);
    std::size_t read = 0;
    step = step_of(SSL_read_ex(session_.get(), room.data(), room.size(), &read));
    count += read;
  }
  flush();  // Reading may answer a message of TLS itself.
  const bool takes_answers = ciphertext_.output().size() <= unsent_bytes_max;
  if (count == 0 && step == Step::needs_input && takes_answers) {
    return read_ciphertext(into_.size());
  }
  if (step == Step::failed) is_broken_ = true;
  auto done = std::exchange(read_done_, nullptr);
  // What ended the connection behind these bytes is said by the next read.
  if (takes_answers && (count > 0 || step == Step::ended)) return done(count);
  done(std::unexpected(broken(takes_answers ? take_openssl_error() : "it takes no answers")));
}

void TlsStream::read_ciphertext(std::size_t plaintext_bytes) {
  const std::span<char> room = ciphertext_.make_room(
      std::clamp(ciphertext_size(plaintext_bytes), ciphertext_bytes_min, ciphertext_bytes_max));
  inner_->read_some(room, [this](Result<std::size_t> count) { on_ciphertext(std::move(count)); });
}

void TlsStream::on_ciphertext(Result<std::size_t> count) {
  if (!count) {
    is_broken_ = true;
    if (handshake_done_) {
      return std::exchange(handshake_done_, nullptr)(std::unexpected(count.error()));
    }
    return std::exchange(read_done_, nullptr)(std::unexpected(count.error()));
  }
  if (*count == 0) ciphertext_.end_input();
  take_input(ciphertext_.room().first(*count));
  if (!handshake_done_) return advance_read();
  steps_ != nullptr ? enter_handshake() : advance_handshake();
}

Result<std::size_t> TlsStream::write_now(std::span<const std::span<const char>> pieces) {
  CHECK(!handshake_done_ && !is_finishing_);
  flush();
  RecordCutter cutter(pieces);
  std::size_t taken = 0;
  while (!is_broken_ && !ciphertext_.has_output() && cutter.has_more()) {
    while (!is_broken_ && ciphertext_.output().size() < batch_bytes && cutter.has_more()) {
      const std::span<const char> record = cutter.next();
      if (encrypt(record)) taken += record.size();
    }
    flush();
  }
  // Whatever broke is said by the next call, if some bytes were taken.
  if (is_broken_ && taken == 0) {
    return fail(ErrorCode::unavailable, "The TLS connection is broken.");
  }
  return taken;
}

bool TlsStream::encrypt(std::span<const char> plaintext) {
  // Nothing is asked about a failure, so former errors may stand in OpenSSL's queue.
  std::size_t written = 0;
  const int result = SSL_write_ex(session_.get(), plaintext.data(), plaintext.size(), &written);
  if (result == 1 && written == plaintext.size()) return true;
  is_broken_ = true;
  ERR_clear_error();
  return false;
}

void TlsStream::flush() {
  if (is_waiting_writable_ || !ciphertext_.has_output()) return;
  const std::span<const char> output = ciphertext_.output();
  const Result<std::size_t> taken = inner_->write_now({&output, 1});
  if (!taken) is_broken_ = true;
  ciphertext_.take_output(taken ? *taken : output.size());
  if (!ciphertext_.has_output()) return;
  is_waiting_writable_ = true;
  inner_->wait_writable([this](Result<void> writable) { on_inner_writable(std::move(writable)); });
}

void TlsStream::wait_writable(Done<void> done) {
  CHECK(!writable_done_, "one wait at a time");
  writable_done_ = std::move(done);
  if (std::exchange(is_waiting_writable_, true)) return;
  inner_->wait_writable([this](Result<void> writable) { on_inner_writable(std::move(writable)); });
}

void TlsStream::on_inner_writable(Result<void> writable) {
  is_waiting_writable_ = false;
  if (!writable) {
    is_broken_ = true;
    ciphertext_.take_output(ciphertext_.output().size());
  } else {
    flush();
    if (is_waiting_writable_) return;
    if (is_finishing_ && !is_broken_) inner_->finish_writing();
  }
  if (writable_done_) std::exchange(writable_done_, nullptr)(std::move(writable));
}

void TlsStream::say_goodbye() {
  ERR_clear_error();
  SSL_shutdown(session_.get());
  ERR_clear_error();
}

void TlsStream::finish_writing() {
  if (std::exchange(is_finishing_, true) || is_broken_) return;
  say_goodbye();
  flush();
  if (!is_waiting_writable_ && !is_broken_) inner_->finish_writing();
}

std::unique_ptr<env::ByteStream> TlsStream::take_inner() {
  CHECK(is_broken_ && !handshake_done_ && !read_done_);
  // A wait that is under way would answer here.
  if (is_waiting_writable_) return nullptr;
  return std::move(inner_);
}

}  // namespace weir::http
