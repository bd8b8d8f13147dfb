#include "http/tls/ciphertext.h"

#include <openssl/bio.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>

#include "base/check.h"

namespace weir::http {
namespace {

// Memory for this much output stays with a connection that has none: a small answer needs no more.
constexpr std::size_t output_kept_bytes = 1024;

}  // namespace

const BIO_METHOD* Ciphertext::method() {
  // Made once; OpenSSL only reads it.
  static const BIO_METHOD* const made = [] {
    BIO_METHOD* const table = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "weir");
    CHECK(table != nullptr);
    CHECK(BIO_meth_set_read(table, &Ciphertext::read) == 1);
    CHECK(BIO_meth_set_write(table, &Ciphertext::write) == 1);
    CHECK(BIO_meth_set_ctrl(table, &Ciphertext::control) == 1);
    return table;
  }();
  return made;
}

BIO* Ciphertext::make_bio() {
  BIO* const bio = BIO_new(method());
  CHECK(bio != nullptr);
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  return bio;
}

int Ciphertext::read(BIO* bio, char* into, int size) {
  auto& self = *static_cast<Ciphertext*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  if (!self.has_input()) {
    if (self.is_input_ended_) return 0;
    BIO_set_retry_read(bio);
    return -1;
  }
  const std::size_t count = std::min(static_cast<std::size_t>(size), self.end_ - self.begin_);
  std::memcpy(into, self.input_.get() + self.begin_, count);
  self.begin_ += count;
  return static_cast<int>(count);
}

// Takes everything: how much may wait is TlsStream's to decide.
int Ciphertext::write(BIO* bio, const char* bytes, int size) {
  auto& self = *static_cast<Ciphertext*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  self.output_.append(bytes, static_cast<std::size_t>(size));
  return size;
}

long Ciphertext::control(BIO* bio, int command, long /*number*/, void* /*pointer*/) {
  const auto& self = *static_cast<Ciphertext*>(BIO_get_data(bio));
  switch (command) {
    case BIO_CTRL_FLUSH:
      return 1;
    case BIO_CTRL_EOF:
      return self.is_input_ended_ && !self.has_input() ? 1 : 0;
    default:
      return 0;
  }
}

std::span<char> Ciphertext::make_room(std::size_t bytes) {
  CHECK(!has_input());
  if (capacity_ < bytes || capacity_ > 2 * bytes) {
    input_.reset();  // First, so that the old and the new one never stand side by side.
    input_ = std::make_unique_for_overwrite<char[]>(bytes);
    capacity_ = bytes;
  }
  begin_ = end_ = 0;
  return room();
}

void Ciphertext::take_output(std::size_t count) {
  output_taken_ += count;
  CHECK(output_taken_ <= output_.size());
  if (has_output()) return;
  output_taken_ = 0;
  if (output_.capacity() > output_kept_bytes) {
    output_ = {};
  } else {
    output_.clear();
  }
}

}  // namespace weir::http
