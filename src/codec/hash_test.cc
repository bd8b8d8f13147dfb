#include "codec/hash.h"

#include <gtest/gtest.h>

#include <string>

#include "codec/decimal.h"
#include "codec/hex.h"

namespace weir::codec {
namespace {

std::string sha256_text(std::string_view text) { return hex_text(sha256(bytes_of(text))); }

std::string hmac_text(std::string_view key, std::string_view text) {
  return hex_text(HmacKey(bytes_of(key)).mac(bytes_of(text)));
}

TEST(Hash, Sha256GivesTheDigestsOfTheStandard) {
  EXPECT_EQ(sha256_text(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_text("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Hash, Sha256InPiecesIsSha256OfTheWhole) {
  const std::string text(1000, 'x');
  for (std::size_t cut = 0; cut <= text.size(); cut += 37) {
    Sha256 hash;
    hash.update(bytes_of(text).first(cut));
    Sha256 copy = hash;
    hash.update(bytes_of(text).subspan(cut));
    EXPECT_EQ(hash.finish(), sha256(bytes_of(text)));
    copy.update(bytes_of(text).subspan(cut));
    EXPECT_EQ(copy.finish(), sha256(bytes_of(text)));
  }
}

// RFC 4231, cases 1, 2 and 6.
TEST(Hash, HmacGivesTheCodesOfTheStandard) {
  EXPECT_EQ(hmac_text(std::string(20, '\x0b'), "Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hmac_text("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      hmac_text(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hash, AnHmacKeyCanBeUsedAgainAndCopied) {
  const HmacKey key(bytes_of("Jefe"));
  const HmacKey copy = key;
  const Sha256Digest first = key.mac(bytes_of("text"));
  EXPECT_EQ(key.mac(bytes_of("text")), first);
  EXPECT_EQ(copy.mac(bytes_of("text")), first);
  EXPECT_NE(key.mac(bytes_of("other")), first);
}

TEST(Hash, Md5GivesTheDigestsOfTheStandard) {
  EXPECT_EQ(hex_text(md5({})), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(hex_text(md5(bytes_of("message digest"))), "f96b697d7cb7938d525a2f31aaf161d0");
}

// The hash key that Kinesis gives the partition key "a".
TEST(Hash, TheNumberOfAnMd5IsBigEndian) {
  EXPECT_EQ(uint128_text(md5_number(bytes_of("a"))), "16955237001963240173058271559858726497");
}

TEST(Hash, EqualInConstantTimeComparesAllBytes) {
  EXPECT_TRUE(equal_in_constant_time({}, {}));
  EXPECT_TRUE(equal_in_constant_time(bytes_of("abc"), bytes_of("abc")));
  EXPECT_FALSE(equal_in_constant_time(bytes_of("abc"), bytes_of("abd")));
  EXPECT_FALSE(equal_in_constant_time(bytes_of("abc"), bytes_of("xbc")));
  EXPECT_FALSE(equal_in_constant_time(bytes_of("abc"), bytes_of("ab")));
  EXPECT_FALSE(equal_in_constant_time({}, bytes_of("a")));
}

}  // namespace
}  // namespace weir::codec
