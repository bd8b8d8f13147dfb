#include "api/request_id.h"

#include <bit>
#include <span>

#include "codec/base64.h"
#include "codec/uuid.h"

namespace weir::api {

RequestIds::RequestIds(env::Random& seed) {
  seed.fill(std::as_writable_bytes(std::span(state_)));
  state_[0] |= 1;  // The generator must not start from all zeros.
}

// xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators").
std::uint64_t RequestIds::next() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::string RequestIds::request_id() {
  const std::array<std::uint64_t, 2> words{next(), next()};
  std::array<std::byte, 16> bytes;
  std::memcpy(bytes.data(), words.data(), bytes.size());
  return codec::uuid_text(bytes);
}

std::string RequestIds::extended_id() {
  std::array<std::uint64_t, 9> words;
  for (std::uint64_t& word : words) word = next();
  const auto bytes = std::as_bytes(std::span(words));
  std::string text(codec::base64_encoded_size(bytes.size()), '\0');
  codec::base64_encode(bytes, text.data());
  return text;
}

}  // namespace weir::api
