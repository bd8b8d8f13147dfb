// Ciphertext: what a TLS session has received and not yet read, and what it wants sent; and the BIO
// through which OpenSSL reaches both.
//
// OpenSSL never sees a socket: bytes wait here, and TlsStream carries them from and to the network.
//
// Threads: one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/bio.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace weir::http {

class Ciphertext {
 public:
  Ciphertext() = default;
  Ciphertext(const Ciphertext&) = delete;
  Ciphertext& operator=(const Ciphertext&) = delete;

  // A BIO over this, which must outlive it. The caller owns it.
  BIO* make_bio();

  // Room to receive about `bytes` bytes; there is no input. Former room is gone.
  std::span<char> make_room(std::size_t bytes);
  std::span<char> room() const { return {input_.get(), capacity_}; }
  // `count` bytes were written to the front of the room.
  void add_input(std::size_t count) { end_ = count; }
  // No more input will come.
  void end_input() { is_input_ended_ = true; }
  bool has_input() const { return begin_ < end_; }
  bool is_input_ended() const { return is_input_ended_; }

  // What is to be sent. Valid until the session is used.
  std::span<const char> output() const { return std::span(output_).subspan(output_taken_); }
  bool has_output() const { return output_taken_ < output_.size(); }
  // The first `count` bytes of output() have been sent, or are of no use any more.
  void take_output(std::size_t count);

 private:
  static int read(BIO* bio, char* into, int size);
  static int write(BIO* bio, const char* bytes, int size);
  static long control(BIO* bio, int command, long number, void* pointer);
  static const BIO_METHOD* method();

  std::unique_ptr<char[]> input_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;  // Of the input in input_.
  std::size_t end_ = 0;
  bool is_input_ended_ = false;
  std::string output_;
  std::size_t output_taken_ = 0;
};

}  // namespace weir::http
