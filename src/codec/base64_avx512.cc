// Base64 on 64 characters (48 bytes) at a time.

#if defined(__x86_64__)

// GCC 12's AVX-512 headers pass a deliberately uninitialised register to their builtins, which the
// warning takes for our mistake.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

#include <immintrin.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "codec/base64_alphabet.h"
#include "codec/base64_kernels.h"

#define WEIR_AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi")))

namespace weir::codec {
namespace {

using Lanes = std::array<std::uint8_t, 64>;

// Where each byte of the 16 spread groups comes from: b0 b1 b2 become b1 b0 b2 b1.
constexpr Lanes spread_order = [] {
  constexpr std::array<std::uint8_t, 4> in_group = {1, 0, 2, 1};
  Lanes order{};
  for (std::size_t index = 0; index < order.size(); ++index) {
    order[index] = static_cast<std::uint8_t>(index / 4 * 3 + in_group[index % 4]);
  }
  return order;
}();

// Where each of the 48 decoded bytes lies in 16 words of 24 bits.
constexpr Lanes join_order = [] {
  Lanes order{};
  for (std::size_t index = 0; index < 48; ++index) {
    order[index] = static_cast<std::uint8_t>(index / 3 * 4 + 2 - index % 3);
  }
  return order;
}();

constexpr __mmask64 first_48 = (1ULL << 48) - 1;

WEIR_AVX512 inline __m512i lanes_of(const void* place) { return _mm512_loadu_si512(place); }

}  // namespace

WEIR_AVX512 std::size_t base64_encode_avx512(const std::byte* from, std::size_t bytes, char* to) {
  const __m512i alphabet = lanes_of(base64_alphabet.data());
  const __m512i spread = lanes_of(spread_order.data());
  // In each 64-bit half of a pair of groups: which bit each six-bit field starts at.
  const __m512i field_starts = _mm512_set1_epi64(0x3036242a1016040a);
  std::size_t taken = 0;
  for (; taken + 48 <= bytes; taken += 48, to += 64) {
    const __m512i in = _mm512_maskz_loadu_epi8(first_48, from + taken);
    const __m512i groups = _mm512_permutexvar_epi8(spread, in);
    const __m512i fields = _mm512_multishift_epi64_epi8(field_starts, groups);
    // The look-up reads the lowest six bits of each field only.
    _mm512_storeu_si512(to, _mm512_permutexvar_epi8(fields, alphabet));
  }
  return taken;
}

WEIR_AVX512 std::size_t base64_decode_avx512(const char* from, std::size_t characters,
                                             std::byte* to) {
  const __m512i values_low = lanes_of(base64_values.data());
  const __m512i values_high = lanes_of(base64_values.data() + 64);
  const __m512i order = lanes_of(join_order.data());
  std::size_t taken = 0;
  for (; taken + 68 <= characters; taken += 64, to += 48) {
    const __m512i in = lanes_of(from + taken);
    const __m512i values = _mm512_permutex2var_epi8(values_low, in, values_high);
    // The look-up ignores the highest bit of a character; a set one is wrong like a set one of a
    // value.
    if (_mm512_movepi8_mask(_mm512_or_si512(values, in)) != 0) break;
    const __m512i pairs = _mm512_maddubs_epi16(values, _mm512_set1_epi32(0x01400140));
    const __m512i groups = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00011000));
    _mm512_mask_storeu_epi8(to, first_48, _mm512_permutexvar_epi8(order, groups));
  }
  return taken;
}

}  // namespace weir::codec

#endif
