#include "crypto/hkdf.h"

#include <gtest/gtest.h>

#include <vector>

#include "codec/hex.h"

namespace weir::crypto {
namespace {

std::vector<std::byte> run_of(unsigned first, unsigned last) {
  std::vector<std::byte> bytes;
  for (unsigned value = first; value <= last; ++value) bytes.push_back(std::byte(value));
  return bytes;
}

std::string derive(ByteView secret, ByteView salt, ByteView info, std::size_t count) {
  std::vector<std::byte> out(count);
  hkdf_sha256(secret, salt, info, out);
  return codec::hex_text(out);
}

// RFC 5869, A.1 to A.3.
TEST(Hkdf, GivesTheBytesOfTheRfc) {
  const std::vector<std::byte> secret(22, std::byte{0x0b});
  EXPECT_EQ(derive(secret, run_of(0x00, 0x0c), run_of(0xf0, 0xf9), 42),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(derive(run_of(0x00, 0x4f), run_of(0x60, 0xaf), run_of(0xb0, 0xff), 82),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
            "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
            "cc30c58179ec3e87c14c01d5c1f3434f1d87");
  EXPECT_EQ(derive(secret, {}, {}, 42),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hkdf, AnotherPurposeIsAnotherKey) {
  const SecretKey secret;
  EXPECT_EQ(derived_key(secret, {}, "a"), derived_key(secret, {}, "a"));
  EXPECT_NE(derived_key(secret, {}, "a"), derived_key(secret, {}, "b"));
  EXPECT_NE(derived_key(secret, {}, "a"), derived_key(secret, run_of(1, 1), "a"));
}

}  // namespace
}  // namespace weir::crypto
