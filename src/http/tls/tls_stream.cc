#include "http/tls/tls_stream.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/types.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/done.h"
#include "base/result.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/tls/tls_context.h"

namespace weir::http {
namespace {

// The largest TLS record with its overhead is 16 KiB + 261 bytes; reading two at a time costs
// little.
constexpr std::size_t ciphertext_bytes = 32u << 10;
constexpr std::size_t record_bytes_max = 16u << 10;

}  // namespace

TlsStream::TlsStream(env::EventLoop& loop, std::unique_ptr<env::ByteStream> inner,
                     SslPointer session)
    : loop_(loop),
      inner_(std::move(inner)),
      session_(std::move(session)),
      ciphertext_in_(std::make_unique_for_overwrite<char[]>(ciphertext_bytes)),
      self_(std::make_shared<TlsStream*>(this)) {
  BIO* const in = BIO_new(BIO_s_mem());
  BIO* const out = BIO_new(BIO_s_mem());
  CHECK(in != nullptr && out != nullptr);
  SSL_set_bio(session_.get(), in, out);  // The session owns them from here on.
}

TlsStream::~TlsStream() = default;

void TlsStream::handshake(Done<void> done) {
  handshake_done_ = std::move(done);
  // Not at once: the first step may fail, and no answer comes inside the call.
  loop_.post([self = std::weak_ptr(self_)] {
    if (const auto alive = self.lock()) (*alive)->advance_handshake();
  });
}

TlsStream::Step TlsStream::step_of(int result) {
  if (result > 0) return Step::done;
  switch (SSL_get_error(session_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return is_inner_ended_ ? Step::failed : Step::needs_input;
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
  } else if (is_inner_ended_) {
    reason = "it ended in the middle";
  }
  ERR_clear_error();
  return {ErrorCode::unavailable,
          fmt::format("TLS connection to {} failed: {}.", peer_address(), reason)};
}

void TlsStream::advance_handshake() {
  ERR_clear_error();
  const Step step = step_of(SSL_do_handshake(session_.get()));
  flush();  // Also after a failure: the other side shall learn why.
  if (step == Step::needs_input) return read_ciphertext();
  auto done = std::exchange(handshake_done_, nullptr);
  if (step == Step::done) return done({});
  done(std::unexpected(broken(take_openssl_error())));
}

void TlsStream::read_some(std::span<char> into, Done<std::size_t> done) {
  CHECK(!into.empty() && !read_done_ && !handshake_done_);
  into_ = into;
  read_done_ = std::move(done);
  // What arrived with earlier bytes may lie decrypted already, but no answer comes inside the call.
  if (SSL_has_pending(session_.get()) == 0 && BIO_ctrl_pending(SSL_get_rbio(session_.get())) == 0 &&
      !is_inner_ended_) {
    return read_ciphertext();
  }
  loop_.post([self = std::weak_ptr(self_)] {
    if (const auto alive = self.lock()) (*alive)->advance_read();
  });
}

void TlsStream::advance_read() {
  ERR_clear_error();
  const int room = static_cast<int>(std::min<std::size_t>(into_.size(), 1u << 30));
  const int count = SSL_read(session_.get(), into_.data(), room);
  const Step step = step_of(count);
  flush();  // Reading may answer a message of TLS itself.
  if (step == Step::needs_input) return read_ciphertext();
  auto done = std::exchange(read_done_, nullptr);
  if (step == Step::failed) return done(std::unexpected(broken(take_openssl_error())));
  done(step == Step::ended ? 0 : static_cast<std::size_t>(count));
}

void TlsStream::read_ciphertext() {
  inner_->read_some({ciphertext_in_.get(), ciphertext_bytes},
                    [this](Result<std::size_t> count) { on_ciphertext(std::move(count)); });
}

void TlsStream::on_ciphertext(Result<std::size_t> count) {
  if (!count) {
    is_broken_ = true;
    if (handshake_done_) {
      return std::exchange(handshake_done_, nullptr)(std::unexpected(count.error()));
    }
    return std::exchange(read_done_, nullptr)(std::unexpected(count.error()));
  }
  if (*count == 0) is_inner_ended_ = true;
  const int size = static_cast<int>(*count);
  if (size > 0) {
    CHECK(BIO_write(SSL_get_rbio(session_.get()), ciphertext_in_.get(), size) == size);
  }
  handshake_done_ ? advance_handshake() : advance_read();
}

Result<std::size_t> TlsStream::write_now(std::span<const std::span<const char>> pieces) {
  CHECK(!handshake_done_ && !is_finishing_);
  if (is_broken_) return fail(ErrorCode::unavailable, "The TLS connection is broken.");
  std::size_t taken = 0;
  for (std::span<const char> piece : pieces) {
    while (!piece.empty()) {
      flush();
      if (is_broken_ && taken == 0) {
        return fail(ErrorCode::unavailable, "The TLS connection is broken.");
      }
      if (is_broken_ || !ciphertext_out_.empty()) return taken;
      const std::size_t count = std::min(piece.size(), record_bytes_max);
      if (!encrypt(piece.first(count))) {
        Error error = broken(take_openssl_error());
        if (taken > 0) return taken;  // The next call says it.
        return std::unexpected(std::move(error));
      }
      taken += count;
      piece = piece.subspan(count);
    }
  }
  flush();
  return taken;
}

bool TlsStream::encrypt(std::span<const char> plaintext) {
  ERR_clear_error();
  const int size = static_cast<int>(plaintext.size());
  return SSL_write(session_.get(), plaintext.data(), size) == size;
}

void TlsStream::flush() {
  BIO* const out = SSL_get_wbio(session_.get());
  if (const std::size_t waiting = BIO_ctrl_pending(out); waiting > 0) {
    const std::size_t before = ciphertext_out_.size();
    ciphertext_out_.resize(before + waiting);
    const int size = static_cast<int>(waiting);
    CHECK(BIO_read(out, ciphertext_out_.data() + before, size) == size);
  }
  if (ciphertext_out_.empty() || is_waiting_writable_) return;
  const std::span<const char> piece(ciphertext_out_);
  const Result<std::size_t> taken = inner_->write_now({&piece, 1});
  if (!taken) {
    is_broken_ = true;
    ciphertext_out_.clear();
    return;
  }
  ciphertext_out_.erase(0, *taken);
  if (ciphertext_out_.empty()) return;
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
    ciphertext_out_.clear();
  } else {
    flush();
    if (is_waiting_writable_) return;
    if (is_finishing_ && !is_broken_) inner_->finish_writing();
  }
  if (writable_done_) std::exchange(writable_done_, nullptr)(std::move(writable));
}

void TlsStream::finish_writing() {
  if (std::exchange(is_finishing_, true) || is_broken_) return;
  ERR_clear_error();
  SSL_shutdown(session_.get());
  ERR_clear_error();
  flush();
  if (!is_waiting_writable_ && !is_broken_) inner_->finish_writing();
}

}  // namespace weir::http
