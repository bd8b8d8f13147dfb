// Base64 on 32 characters (24 bytes) at a time.

#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>

#include "codec/base64_kernels.h"

#define WEIR_AVX2 __attribute__((target("avx2")))

namespace weir::codec {
namespace {

// For each 16-byte lane: bytes b0 b1 b2 become the four bytes b1 b0 b2 b1 of a 32-bit word, so that
// each six bits lie inside one 16-bit half.
WEIR_AVX2 inline __m256i spread_groups(__m256i in) {
  const __m256i order = _mm256_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10,  //
                                         1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
  return _mm256_shuffle_epi8(in, order);
}

// The four six-bit fields of each 32-bit word, each in a byte of its own. Multiplying by a power of
// two is a shift that differs between the two halves of a word.
WEIR_AVX2 inline __m256i split_fields(__m256i words) {
  const __m256i odd = _mm256_and_si256(words, _mm256_set1_epi32(0x0fc0fc00));
  const __m256i even = _mm256_and_si256(words, _mm256_set1_epi32(0x003f03f0));
  return _mm256_or_si256(_mm256_mulhi_epu16(odd, _mm256_set1_epi32(0x04000040)),
                         _mm256_mullo_epi16(even, _mm256_set1_epi32(0x01000010)));
}

// Values 0..63 to characters: the alphabet is five runs, and each run has its distance. Saturated
// subtraction tells the runs of 52..63 apart; a comparison tells 0..25 from 26..51.
WEIR_AVX2 inline __m256i to_characters(__m256i values) {
  const __m256i distances =
      _mm256_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                       '0' - 52, '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0,  //
                       'a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                       '0' - 52, '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
  const __m256i above_51 = _mm256_subs_epu8(values, _mm256_set1_epi8(51));
  const __m256i upper_case = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), values);
  const __m256i run = _mm256_or_si256(above_51, _mm256_and_si256(upper_case, _mm256_set1_epi8(13)));
  return _mm256_add_epi8(values, _mm256_shuffle_epi8(distances, run));
}

// Whether all characters belong to the alphabet. Each low nibble has a set of high nibbles with
// which it does not make such a character; the bits of the two tables meet if the pair is bad.
WEIR_AVX2 inline bool all_valid(__m256i in, __m256i high_nibbles) {
  const __m256i bad_by_low = _mm256_setr_epi8(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
                                              0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a,  //
                                              0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
                                              0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a);
  const __m256i kind_by_high = _mm256_setr_epi8(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08,
                                                0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10,  //
                                                0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08,
                                                0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
  const __m256i low_nibbles = _mm256_and_si256(in, _mm256_set1_epi8(0x0f));
  return _mm256_testz_si256(_mm256_shuffle_epi8(bad_by_low, low_nibbles),
                            _mm256_shuffle_epi8(kind_by_high, high_nibbles));
}

// Characters to values 0..63: a distance for each high nibble, and one of its own for '/'.
WEIR_AVX2 inline __m256i to_values(__m256i in, __m256i high_nibbles) {
  const __m256i distances = _mm256_setr_epi8(
      0, 63 - '/', 62 - '+', 52 - '0', -'A', -'A', 26 - 'a', 26 - 'a', 0, 0, 0, 0, 0, 0, 0, 0,  //
      0, 63 - '/', 62 - '+', 52 - '0', -'A', -'A', 26 - 'a', 26 - 'a', 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i slash = _mm256_cmpeq_epi8(in, _mm256_set1_epi8('/'));  // -1 where it is one.
  return _mm256_add_epi8(in, _mm256_shuffle_epi8(distances, _mm256_add_epi8(slash, high_nibbles)));
}

// Four six-bit values to three bytes, and these together in the first 24 of 32.
WEIR_AVX2 inline __m256i join_fields(__m256i values) {
  const __m256i pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi32(0x01400140));
  const __m256i groups = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000));
  const __m256i order = _mm256_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1,  //
                                         2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
  const __m256i lanes = _mm256_shuffle_epi8(groups, order);
  return _mm256_permutevar8x32_epi32(lanes, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7));
}

}  // namespace

WEIR_AVX2 std::size_t base64_encode_avx2(const std::byte* from, std::size_t bytes, char* to) {
  std::size_t taken = 0;
  // Each step takes 24 bytes in two loads of 16, the second of which ends 28 bytes on.
  for (; taken + 28 <= bytes; taken += 24, to += 32) {
    const auto* place = reinterpret_cast<const char*>(from + taken);
    const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(place));
    const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(place + 12));
    const __m256i in = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
    const __m256i out = to_characters(split_fields(spread_groups(in)));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), out);
  }
  return taken;
}

WEIR_AVX2 std::size_t base64_decode_avx2(const char* from, std::size_t characters, std::byte* to) {
  std::size_t taken = 0;
  // Each step writes 32 bytes, 24 of which count. 44 characters make room for 33.
  for (; taken + 44 <= characters; taken += 32, to += 24) {
    const __m256i in = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + taken));
    const __m256i high_nibbles = _mm256_and_si256(_mm256_srli_epi32(in, 4), _mm256_set1_epi8(0x0f));
    if (!all_valid(in, high_nibbles)) break;
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), join_fields(to_values(in, high_nibbles)));
  }
  return taken;
}

}  // namespace weir::codec

#endif
