#include "codec/base64.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "codec/base64_alphabet.h"
#include "codec/base64_kernels.h"

namespace weir::codec {
namespace {

std::size_t encode_groups(const std::byte* from, std::size_t bytes, char* to) {
  std::size_t taken = 0;
#if defined(__x86_64__)
  if (bytes >= 48 && base64_has_kernel(Base64Kernel::avx512)) {
    taken = base64_encode_avx512(from, bytes, to);
  } else if (bytes >= 28 && base64_has_kernel(Base64Kernel::avx2)) {
    taken = base64_encode_avx2(from, bytes, to);
  }
#endif
  return taken + base64_encode_scalar(from + taken, bytes - taken, to + taken / 3 * 4);
}

std::size_t decode_groups(const char* from, std::size_t characters, std::byte* to) {
  std::size_t taken = 0;
#if defined(__x86_64__)
  if (characters >= 68 && base64_has_kernel(Base64Kernel::avx512)) {
    taken = base64_decode_avx512(from, characters, to);
  } else if (characters >= 44 && base64_has_kernel(Base64Kernel::avx2)) {
    taken = base64_decode_avx2(from, characters, to);
  }
#endif
  return taken + base64_decode_scalar(from + taken, characters - taken, to + taken / 4 * 3);
}

// The last group of four: one to three bytes.
std::expected<std::size_t, Base64Error> decode_last(std::string_view from, std::size_t position,
                                                    std::byte* to) {
  const std::string_view group = from.substr(position, 4);
  const std::size_t bytes = group[3] != '=' ? 3 : group[2] != '=' ? 2 : 1;
  std::uint32_t bits = 0;
  for (std::size_t index = 0; index <= bytes; ++index) {
    const std::uint8_t value = base64_values[static_cast<unsigned char>(group[index])];
    if (value == base64_invalid) {
      return std::unexpected(Base64Error{Base64Fault::character, position + index});
    }
    bits |= static_cast<std::uint32_t>(value) << (18 - 6 * index);
  }
  const std::array<std::byte, 3> decoded = {static_cast<std::byte>(bits >> 16),
                                            static_cast<std::byte>(bits >> 8 & 0xff),
                                            static_cast<std::byte>(bits & 0xff)};
  if ((bits & (0xffffffU >> (8 * bytes))) != 0) {
    return std::unexpected(Base64Error{Base64Fault::tail, position + bytes});
  }
  std::memcpy(to, decoded.data(), bytes);
  return bytes;
}

std::size_t first_invalid(std::string_view from, std::size_t position) {
  while (base64_values[static_cast<unsigned char>(from[position])] != base64_invalid) ++position;
  return position;
}

// Puts back the first `characters` characters of a text that was decoded onto itself. From the end,
// because group i of four characters begins at or behind group i of three bytes.
void restore(std::byte* place, std::size_t characters) {
  for (std::size_t group = characters / 4; group-- > 0;) {
    std::array<std::byte, 3> bytes{};
    std::memcpy(bytes.data(), place + 3 * group, bytes.size());
    base64_encode_scalar(bytes.data(), bytes.size(), reinterpret_cast<char*>(place + 4 * group));
  }
}

}  // namespace

bool base64_has_kernel(Base64Kernel kernel) {
  switch (kernel) {
    case Base64Kernel::scalar:
      return true;
#if defined(__x86_64__)
    case Base64Kernel::avx2:
      return __builtin_cpu_supports("avx2") != 0;
    case Base64Kernel::avx512:
      return __builtin_cpu_supports("avx512vbmi") != 0 && __builtin_cpu_supports("avx512bw") != 0;
#else
    case Base64Kernel::avx2:
    case Base64Kernel::avx512:
      return false;
#endif
  }
  return false;
}

void base64_encode(ByteView from, char* to) {
  const std::size_t taken = encode_groups(from.data(), from.size(), to);
  to += taken / 3 * 4;
  const std::size_t rest = from.size() - taken;
  if (rest == 0) return;

  std::array<std::byte, 3> last{};
  std::memcpy(last.data(), from.data() + taken, rest);
  base64_encode_scalar(last.data(), last.size(), to);
  to[3] = '=';
  if (rest == 1) to[2] = '=';
}

std::string base64_text(ByteView from) {
  std::string text(base64_encoded_size(from.size()), '\0');
  base64_encode(from, text.data());
  return text;
}

std::expected<std::size_t, Base64Error> base64_decode(std::string_view from, std::byte* to) {
  if (from.size() % 4 != 0) return std::unexpected(Base64Error{Base64Fault::length, from.size()});
  if (from.empty()) return 0;

  const std::size_t taken = decode_groups(from.data(), from.size(), to);
  std::byte* const end = to + taken / 4 * 3;
  std::expected<std::size_t, Base64Error> result;
  if (taken + 4 == from.size()) {
    result = decode_last(from, taken, end);
  } else {
    result = std::unexpected(Base64Error{Base64Fault::character, first_invalid(from, taken)});
  }
  if (result) return *result + static_cast<std::size_t>(end - to);
  if (reinterpret_cast<const char*>(to) == from.data()) restore(to, taken);
  return result;
}

}  // namespace weir::codec
