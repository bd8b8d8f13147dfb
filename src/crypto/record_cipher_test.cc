#include "crypto/record_cipher.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>

#include "env/seeded_random.h"
#include "env/system_random.h"

namespace weir::crypto {
namespace {

struct Sealed {
  std::string header = std::string(seal_header_bytes, '?');
  std::string text;
};

std::byte* bytes_in(std::string& text) { return std::as_writable_bytes(std::span(text)).data(); }

Sealed seal_record(const RecordCipher& cipher, const RecordPlace& place, std::string_view key,
                   std::string_view data) {
  Sealed sealed;
  sealed.text.resize(sealed_bytes(key.size(), data.size()));
  cipher.seal(place, {.partition_key = key, .data = bytes_of(data)}, bytes_in(sealed.header),
              bytes_in(sealed.text));
  return sealed;
}

// "key=data", or "damaged".
std::string opened(const RecordCipher& cipher, const RecordPlace& place, const Sealed& sealed) {
  RecordCipher::Opener opener(cipher);
  std::string out(sealed.text.size(), '?');
  const auto record = opener.open(place, sealed.header, bytes_of(sealed.text), bytes_in(out));
  if (!record) return "damaged";
  return std::string(record->partition_key) + "=" + std::string(text_of(record->data));
}

class RecordCipherTest : public testing::Test {
 protected:
  env::SeededRandom random_{3};
  const SecretKey data_key_ = SecretKey::random(random_);
  const RecordCipher cipher_{data_key_, 9, random_};
  const RecordPlace place_{.stream = 4, .shard = 2};
};

TEST_F(RecordCipherTest, GivesBackWhatItWasGiven) {
  for (const std::string& key : {std::string(), std::string("k"), std::string(1024, 'k')}) {
    for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 100'000U}) {
      const std::string data(size, 'd');
      const Sealed sealed = seal_record(cipher_, place_, key, data);
      EXPECT_TRUE(is_sealed(sealed.header));
      EXPECT_EQ(data_key_of(sealed.header), 9U);
      EXPECT_EQ(opened(cipher_, place_, sealed), key + "=" + data);
    }
  }
}

// What a later process reads: the same data key, unwrapped again.
TEST_F(RecordCipherTest, AnotherCipherOfTheSameKeyOpensIt) {
  const RecordCipher later(data_key_, 9, random_);
  EXPECT_EQ(opened(later, place_, seal_record(cipher_, place_, "k", "data")), "k=data");
  const RecordCipher other_number(data_key_, 8, random_);
  EXPECT_EQ(opened(other_number, place_, seal_record(cipher_, place_, "k", "data")), "damaged");
  const RecordCipher other_key(SecretKey::random(random_), 9, random_);
  EXPECT_EQ(opened(other_key, place_, seal_record(cipher_, place_, "k", "data")), "damaged");
}

TEST_F(RecordCipherTest, NothingOfTheRecordIsToBeSeen) {
  const Sealed sealed = seal_record(cipher_, place_, "a key to look for", "some data to look for");
  EXPECT_EQ(sealed.text.find("look"), std::string::npos);
  EXPECT_EQ(sealed.header.find("look"), std::string::npos);
}

TEST_F(RecordCipherTest, EveryChangedBitIsNoticed) {
  const Sealed sealed = seal_record(cipher_, place_, "key", "data");
  for (std::size_t index = 0; index < sealed.header.size() * 8; ++index) {
    Sealed changed = sealed;
    changed.header[index / 8] = static_cast<char>(changed.header[index / 8] ^ (1 << index % 8));
    EXPECT_EQ(opened(cipher_, place_, changed), "damaged") << index;
  }
  for (std::size_t index = 0; index < sealed.text.size() * 8; ++index) {
    Sealed changed = sealed;
    changed.text[index / 8] = static_cast<char>(changed.text[index / 8] ^ (1 << index % 8));
    EXPECT_EQ(opened(cipher_, place_, changed), "damaged") << index;
  }
  for (std::size_t length = 0; length < sealed.text.size(); ++length) {
    EXPECT_EQ(opened(cipher_, place_, {sealed.header, sealed.text.substr(0, length)}), "damaged");
  }
  for (std::size_t length = 0; length < sealed.header.size(); ++length) {
    EXPECT_EQ(opened(cipher_, place_, {sealed.header.substr(0, length), sealed.text}), "damaged");
  }
  EXPECT_EQ(opened(cipher_, place_, {sealed.header, sealed.text + "x"}), "damaged");
}

TEST_F(RecordCipherTest, OpensInItsOwnShardOnly) {
  const Sealed sealed = seal_record(cipher_, place_, "key", "data");
  EXPECT_EQ(opened(cipher_, {.stream = 4, .shard = 3}, sealed), "damaged");
  EXPECT_EQ(opened(cipher_, {.stream = 5, .shard = 2}, sealed), "damaged");
}

// The header holds salt and counter: two records with the same would share a nonce under one key.
TEST_F(RecordCipherTest, NoTwoRecordsShareANonce) {
  env::SystemRandom random;
  std::set<std::string> seen;
  for (int start = 0; start < 20; ++start) {
    const RecordCipher cipher(data_key_, 9, random, 7);
    for (int record = 0; record < 50; ++record) {
      const Sealed sealed = seal_record(cipher, place_, "k", "the same");
      EXPECT_TRUE(seen.insert(sealed.header).second);
      EXPECT_EQ(opened(cipher_, place_, sealed), "k=the same");
    }
  }
}

TEST_F(RecordCipherTest, NotFromSeveralThreadsEither) {
  env::SystemRandom random;
  const RecordCipher cipher(data_key_, 9, random, 10);
  std::vector<std::string> headers[4];
  std::vector<std::thread> threads;
  for (auto& mine : headers) {
    threads.emplace_back([&cipher, &mine, this] {
      for (int record = 0; record < 500; ++record) {
        const Sealed sealed = seal_record(cipher, place_, "k", "the same");
        ASSERT_EQ(opened(cipher, place_, sealed), "k=the same");
        mine.push_back(sealed.header);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> seen;
  for (const auto& mine : headers) seen.insert(mine.begin(), mine.end());
  EXPECT_EQ(seen.size(), 2'000U);
}

TEST(SealedRecord, IsToldFromAPartitionKey) {
  EXPECT_FALSE(is_sealed(""));
  EXPECT_FALSE(is_sealed("key"));
  // The last code point there is.
  EXPECT_FALSE(is_sealed("\xF4\x8F\xBF\xBF"));
  EXPECT_TRUE(is_sealed("\xFF"));
  EXPECT_EQ(data_key_of("\xFF"), std::nullopt);
}

}  // namespace
}  // namespace weir::crypto
