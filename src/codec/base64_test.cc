#include "codec/base64.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "codec/base64_alphabet.h"
#include "codec/base64_kernels.h"

namespace weir::codec {
namespace {

std::vector<std::byte> random_bytes(std::mt19937_64& random, std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::byte& octet : bytes) octet = static_cast<std::byte>(random() & 0xff);
  return bytes;
}

// As slow and plain as it can be, to compare with.
std::string plain_encode(ByteView from) {
  std::string text;
  for (std::size_t index = 0; index < from.size(); index += 3) {
    std::uint32_t bits = 0;
    for (std::size_t next = 0; next < 3; ++next) {
      bits <<= 8;
      if (index + next < from.size()) bits |= std::to_integer<std::uint32_t>(from[index + next]);
    }
    for (std::size_t next = 0; next < 4; ++next) {
      const bool padding = index + next > from.size();
      text += padding ? '=' : base64_alphabet[bits >> (18 - 6 * next) & 63];
    }
  }
  return text;
}

struct Kernel {
  const char* name;
  Base64Kernel kind;
  std::size_t (*encode)(const std::byte*, std::size_t, char*);
  std::size_t (*decode)(const char*, std::size_t, std::byte*);
};

std::vector<Kernel> kernels() {
  std::vector<Kernel> all = {
      {"scalar", Base64Kernel::scalar, base64_encode_scalar, base64_decode_scalar}};
#if defined(__x86_64__)
  all.push_back({"AVX2", Base64Kernel::avx2, base64_encode_avx2, base64_decode_avx2});
  all.push_back({"AVX-512", Base64Kernel::avx512, base64_encode_avx512, base64_decode_avx512});
#endif
  std::erase_if(all, [](const Kernel& kernel) { return !base64_has_kernel(kernel.kind); });
  return all;
}

Base64Error error_of(std::string text) {
  const auto result = base64_decode(text, reinterpret_cast<std::byte*>(text.data()));
  return result ? Base64Error{Base64Fault::length, 999} : result.error();
}

TEST(Base64, TheExamplesOfTheStandardEncodeAndDecode) {
  const std::vector<std::pair<std::string, std::string>> examples = {{"", ""},
                                                                     {"f", "Zg=="},
                                                                     {"fo", "Zm8="},
                                                                     {"foo", "Zm9v"},
                                                                     {"foob", "Zm9vYg=="},
                                                                     {"fooba", "Zm9vYmE="},
                                                                     {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : examples) {
    EXPECT_EQ(base64_text(bytes_of(plain)), encoded);
    std::string into(base64_decoded_size_max(encoded.size()), '\0');
    const auto size = base64_decode(encoded, reinterpret_cast<std::byte*>(into.data()));
    ASSERT_TRUE(size.has_value());
    EXPECT_EQ(into.substr(0, *size), plain);
  }
}

TEST(Base64, EveryLengthComesBackAndInPlaceToo) {
  std::mt19937_64 random(1);
  for (std::size_t size = 0; size <= 300; ++size) {
    const std::vector<std::byte> bytes = random_bytes(random, size);
    std::string text = base64_text(bytes);
    EXPECT_EQ(text, plain_encode(bytes));

    // Exactly as large as promised, so that the sanitizer sees a byte too many.
    std::vector<std::byte> apart(base64_decoded_size_max(text.size()));
    const auto size_apart = base64_decode(text, apart.data());
    ASSERT_TRUE(size_apart.has_value());
    apart.resize(*size_apart);
    EXPECT_EQ(apart, bytes);

    std::vector<char> in_place(text.begin(), text.end());
    const auto size_in_place = base64_decode({in_place.data(), in_place.size()},
                                             reinterpret_cast<std::byte*>(in_place.data()));
    ASSERT_EQ(size_in_place, size_apart);
    EXPECT_EQ(text_of(bytes), std::string_view(in_place.data(), *size_in_place));
  }
}

TEST(Base64, AllKernelsEncodeAlike) {
  std::mt19937_64 random(2);
  for (const Kernel& kernel : kernels()) {
    SCOPED_TRACE(kernel.name);
    for (std::size_t size = 0; size <= 300; ++size) {
      const std::vector<std::byte> bytes = random_bytes(random, size);
      std::vector<char> text(base64_encoded_size(size));
      const std::size_t taken = kernel.encode(bytes.data(), size, text.data());
      EXPECT_EQ(taken % 3, 0U);
      EXPECT_EQ(std::string(text.data(), taken / 3 * 4),
                plain_encode(ByteView(bytes).first(taken)));
    }
  }
}

TEST(Base64, AllKernelsDecodeAlikeAndStopBeforeABadCharacter) {
  std::mt19937_64 random(3);
  for (const Kernel& kernel : kernels()) {
    SCOPED_TRACE(kernel.name);
    for (std::size_t size = 3; size <= 225; size += 3) {
      const std::vector<std::byte> bytes = random_bytes(random, size);
      const std::string text = base64_text(bytes);
      std::vector<std::byte> decoded(size);
      const std::size_t all = kernel.decode(text.data(), text.size(), decoded.data());
      EXPECT_LT(all, text.size());
      EXPECT_EQ(text_of(ByteView(decoded).first(all / 4 * 3)),
                text_of(ByteView(bytes).first(all / 4 * 3)));
      for (std::size_t place = 0; place < text.size(); ++place) {
        std::string bad = text;
        bad[place] = '=';
        EXPECT_LE(kernel.decode(bad.data(), bad.size(), decoded.data()), place);
      }
    }
  }
}

// What lets base64_decode put a text back that it could not decode in place.
TEST(Base64, NoKernelTouchesWhatItHasNotTaken) {
  std::mt19937_64 random(5);
  for (const Kernel& kernel : kernels()) {
    SCOPED_TRACE(kernel.name);
    const std::vector<std::byte> bytes = random_bytes(random, 240);
    const std::string text = base64_text(bytes);
    for (std::size_t place = 0; place < text.size(); ++place) {
      std::string in_place = text;
      in_place[place] = '=';
      const std::string broken = in_place;
      const std::size_t taken = kernel.decode(in_place.data(), in_place.size(),
                                              reinterpret_cast<std::byte*>(in_place.data()));
      EXPECT_EQ(in_place.substr(taken), broken.substr(taken));
      EXPECT_EQ(in_place.substr(0, taken / 4 * 3), text_of(ByteView(bytes).first(taken / 4 * 3)));
    }
  }
}

TEST(Base64, EveryCharacterOutsideTheAlphabetIsFoundByEveryKernel) {
  for (const Kernel& kernel : kernels()) {
    SCOPED_TRACE(kernel.name);
    for (int octet = 0; octet < 256; ++octet) {
      const auto character = static_cast<char>(octet);
      const bool good = base64_alphabet.find(character) != std::string_view::npos;
      for (const std::size_t place : {0U, 13U, 31U, 63U}) {
        std::string text(132, 'A');
        text[place] = character;
        std::vector<std::byte> decoded(base64_decoded_size_max(text.size()));
        const std::size_t taken = kernel.decode(text.data(), text.size(), decoded.data());
        EXPECT_EQ(taken > place, good) << octet << " at " << place;
      }
    }
  }
}

TEST(Base64, ABadCharacterIsNamedWhereverItIsAndTheTextStaysAsItWas) {
  std::mt19937_64 random(4);
  for (std::size_t size = 1; size <= 240; size += 7) {
    const std::string text = base64_text(random_bytes(random, size));
    for (std::size_t place = 0; place < text.size(); ++place) {
      for (const char bad : {'\0', ' ', '-', '_', '=', '"', '\x80', '\xff'}) {
        std::string broken = text;
        broken[place] = bad;
        if (bad == '=' && place + 2 >= text.size()) continue;  // May be padding.
        std::string in_place = broken;
        const auto result = base64_decode(in_place, reinterpret_cast<std::byte*>(in_place.data()));
        ASSERT_FALSE(result.has_value());
        EXPECT_EQ(result.error().fault, Base64Fault::character);
        EXPECT_LE(result.error().position, place);
        EXPECT_TRUE(result.error().position == place || text[result.error().position] == '=');
        EXPECT_EQ(in_place, broken);
      }
    }
  }
}

TEST(Base64, TheFaultsAreTheOnesThatAmazonTellsApart) {
  EXPECT_EQ(error_of("23456"), (Base64Error{Base64Fault::length, 5}));
  EXPECT_EQ(error_of("A"), (Base64Error{Base64Fault::length, 1}));
  EXPECT_EQ(error_of("=+/="), (Base64Error{Base64Fault::character, 0}));
  EXPECT_EQ(error_of("===="), (Base64Error{Base64Fault::character, 0}));
  EXPECT_EQ(error_of("A==="), (Base64Error{Base64Fault::character, 1}));
  EXPECT_EQ(error_of("AA=A"), (Base64Error{Base64Fault::character, 2}));
  EXPECT_EQ(error_of("AA==AAAA"), (Base64Error{Base64Fault::character, 2}));
  EXPECT_EQ(error_of("+/+="), (Base64Error{Base64Fault::tail, 2}));
  EXPECT_EQ(error_of("AB=="), (Base64Error{Base64Fault::tail, 1}));
}

}  // namespace
}  // namespace weir::codec
