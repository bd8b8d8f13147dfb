#include "crypto/aes_gcm.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "codec/hex.h"

namespace weir::crypto {
namespace {

std::vector<std::byte> unhex(std::string_view digits) { return codec::hex_bytes(digits).value(); }

AesKey key_of(std::string_view digits) {
  SecretKey secret;
  EXPECT_TRUE(codec::hex_decode(digits, secret.bytes().data()));
  return AesKey(secret);
}

Nonce nonce_of(std::string_view digits) {
  Nonce nonce{};
  EXPECT_TRUE(codec::hex_decode(digits, nonce.data()));
  return nonce;
}

// Test cases 13, 14 and 16 of the specification that SP 800-38D made a standard (McGrew, Viega).
struct Vector {
  std::string_view key;
  std::string_view nonce;
  std::string_view associated;
  std::string_view text;
  std::string_view sealed;  // With the tag.
};
constexpr Vector vectors[] = {
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000",
     "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000",
     "", "00000000000000000000000000000000",
     "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
     "76fc6ece0f4e1768cddf8853bb2d551b"}};

TEST(AesGcm, GivesTheBytesOfTheSpecification) {
  for (const Vector& vector : vectors) {
    const AesKey key = key_of(vector.key);
    const Nonce nonce = nonce_of(vector.nonce);
    const auto associated = unhex(vector.associated);
    const auto text = unhex(vector.text);
    std::vector<std::byte> sealed(text.size() + tag_bytes);
    // In pieces that are no multiples of a block, with an empty one among them.
    const std::size_t cut = text.size() / 3;
    seal(key, nonce, associated,
         {ByteView(text).first(cut), ByteView(), ByteView(text).subspan(cut)}, sealed.data());
    EXPECT_EQ(codec::hex_text(sealed), vector.sealed);
    std::vector<std::byte> opened(text.size());
    ASSERT_TRUE(open(key, nonce, associated, sealed, opened.data()));
    EXPECT_EQ(opened, text);
  }
}

TEST(AesGcm, OpensNothingThatWasChanged) {
  const Vector& vector = vectors[2];
  const AesKey key = key_of(vector.key);
  const Nonce nonce = nonce_of(vector.nonce);
  const auto associated = unhex(vector.associated);
  const auto sealed = unhex(vector.sealed);
  std::vector<std::byte> opened(sealed.size());
  ASSERT_TRUE(open(key, nonce, associated, sealed, opened.data()));
  for (std::size_t index = 0; index < sealed.size(); ++index) {
    auto changed = sealed;
    changed[index] ^= std::byte{0x10};
    EXPECT_FALSE(open(key, nonce, associated, changed, opened.data())) << index;
  }
  for (std::size_t index = 0; index < associated.size(); ++index) {
    auto changed = associated;
    changed[index] ^= std::byte{0x01};
    EXPECT_FALSE(open(key, nonce, changed, sealed, opened.data())) << index;
  }
  for (std::size_t length = 0; length < sealed.size(); ++length) {
    EXPECT_FALSE(open(key, nonce, associated, ByteView(sealed).first(length), opened.data()));
  }
  Nonce other_nonce = nonce;
  other_nonce[11] ^= std::byte{1};
  EXPECT_FALSE(open(key, other_nonce, associated, sealed, opened.data()));
  EXPECT_FALSE(open(key_of(vectors[0].key), nonce, associated, sealed, opened.data()));
  // And still does after all that.
  EXPECT_TRUE(open(key, nonce, associated, sealed, opened.data()));
}

// More keys at once than a thread keeps contexts for, on several threads.
TEST(AesGcm, KeysDoNotMixUp) {
  std::vector<AesKey> keys;
  for (int index = 0; index < 20; ++index) {
    SecretKey secret;
    secret.bytes()[0] = std::byte(index);
    keys.emplace_back(secret);
  }
  const auto work = [&keys] {
    const Nonce nonce{};
    for (std::size_t step = 0; step < 400; ++step) {
      const AesKey& key = keys[step * 7 % keys.size()];
      const std::string text = "text " + std::to_string(step);
      std::vector<std::byte> sealed(text.size() + tag_bytes);
      seal(key, nonce, {}, {bytes_of(text)}, sealed.data());
      std::string opened(text.size(), '?');
      const MutableBytes out = std::as_writable_bytes(std::span(opened));
      ASSERT_TRUE(open(key, nonce, {}, sealed, out.data()));
      ASSERT_EQ(opened, text);
      const AesKey& other = keys[(step * 7 + 1) % keys.size()];
      ASSERT_FALSE(open(other, nonce, {}, sealed, out.data()));
    }
  };
  std::thread beside(work);
  work();
  beside.join();
}

}  // namespace
}  // namespace weir::crypto
