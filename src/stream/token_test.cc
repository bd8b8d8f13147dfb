// Tokens: nobody can make one, change one, or use one for something else or too late.
#include "stream/token.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <set>
#include <string>

#include "codec/base64.h"
#include "env/seeded_random.h"
#include "stream/list_token.h"
#include "stream/shard_iterator.h"

namespace weir::stream {
namespace {

constexpr WallTime noon{1'704'110'400'000};
constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

TokenSecret secret_of(std::uint64_t seed) {
  TokenSecret secret;
  env::SeededRandom(seed).fill(secret);
  return secret;
}

const TokenSealer sealer(secret_of(1));

const ShardIterator iterator{
    .stream = StreamNumber{7}, .stream_name = "orders", .shard = {3}, .offset = log::Offset{12345}};

std::vector<std::byte> bytes_of_token(std::string_view token) {
  std::vector<std::byte> bytes(codec::base64_decoded_size_max(token.size()));
  const auto size = codec::base64_decode(token, bytes.data());
  EXPECT_TRUE(size);
  bytes.resize(size.value_or(0));
  return bytes;
}

template <class T>
void expect_invalid(const Result<T>& opened) {
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::invalid_argument);
}

// -- Tokens of any kind -------------------------------------------------------

TEST(Token, GivesBackWhatWasSealed) {
  for (const std::size_t size : {0u, 1u, 15u, 16u, 17u, 300u}) {
    const std::string content(size, 'x');
    const std::string token = sealer.seal(TokenPurpose::list_streams, noon, content);
    const Result<TokenContent> opened = sealer.open(TokenPurpose::list_streams, token);
    ASSERT_TRUE(opened) << size;
    EXPECT_EQ(opened->content, content);
    EXPECT_EQ(opened->created, noon);
  }
}

TEST(Token, LooksAsProductionsDo) {
  const std::string token = sealer.seal(TokenPurpose::shard_iterator, noon, "content");
  const std::vector<std::byte> bytes = bytes_of_token(token);
  EXPECT_TRUE(token.starts_with("AAAAAAAAAAE"));
  EXPECT_EQ((bytes.size() - 8) % 16, 0u);
}

TEST(Token, OfAnotherPurposeIsRefused) {
  for (const TokenPurpose made :
       {TokenPurpose::shard_iterator, TokenPurpose::list_streams, TokenPurpose::list_shards}) {
    const std::string token = sealer.seal(made, noon, "content");
    for (const TokenPurpose used :
         {TokenPurpose::shard_iterator, TokenPurpose::list_streams, TokenPurpose::list_shards}) {
      EXPECT_EQ(sealer.open(used, token).has_value(), used == made);
    }
  }
}

TEST(Token, OfAnotherServicesSecretIsRefused) {
  const TokenSealer other(secret_of(2));
  expect_invalid(sealer.open(TokenPurpose::list_streams,
                             other.seal(TokenPurpose::list_streams, noon, "content")));
}

TEST(Token, ChangedAnywhereIsRefused) {
  const std::string token = sealer.seal(TokenPurpose::list_streams, noon, "content");
  const std::vector<std::byte> bytes = bytes_of_token(token);
  for (std::size_t place = 0; place < bytes.size(); ++place) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::vector<std::byte> changed = bytes;
      changed[place] ^= static_cast<std::byte>(1u << bit);
      expect_invalid(sealer.open(TokenPurpose::list_streams, codec::base64_text(changed)));
    }
  }
}

TEST(Token, CutAnywhereOrLongerIsRefused) {
  const std::string token = sealer.seal(TokenPurpose::list_streams, noon, "content");
  for (std::size_t size = 0; size < token.size(); ++size) {
    expect_invalid(sealer.open(TokenPurpose::list_streams, token.substr(0, size)));
  }
  const std::vector<std::byte> bytes = bytes_of_token(token);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    expect_invalid(
        sealer.open(TokenPurpose::list_streams, codec::base64_text(ByteView(bytes).first(size))));
  }
  for (const char* more : {"A", "AAAA", "=", "AAAAAAAAAAAAAAAAAAAAAA=="}) {
    expect_invalid(sealer.open(TokenPurpose::list_streams, token + more));
  }
}

TEST(Token, MadeOfAnythingElseIsRefused) {
  for (const char* text :
       {"", "=", "====", "AAAAAAAAAAE=", "not base64 at all", "\xff\xfe", "AAAAAAAAAAF="}) {
    expect_invalid(sealer.open(TokenPurpose::list_streams, text));
  }
  env::SeededRandom random(5);
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (std::uint64_t left = random.below(300); left > 0; --left) {
      text += base64_alphabet[random.below(base64_alphabet.size())];
    }
    expect_invalid(sealer.open(TokenPurpose::list_streams, text));
  }
}

TEST(Token, OfOtherContentOrTimeIsAnother) {
  std::set<std::string> tokens;
  for (const std::int64_t ms : {0, 1, 2}) {
    for (const char* content : {"", "a", "b", "ab"}) {
      tokens.insert(sealer.seal(TokenPurpose::list_streams, noon + milliseconds(ms), content));
    }
  }
  EXPECT_EQ(tokens.size(), 12u);
}

// -- Shard iterators -----------------------------------------------------------------

TEST(ShardIterator, GivesBackThePlaceItStandsFor) {
  for (const std::uint64_t offset : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}}) {
    ShardIterator place = iterator;
    place.offset = log::Offset{offset};
    const Result<ShardIterator> opened =
        open_iterator(sealer, seal_iterator(sealer, place, noon), noon);
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, place);
  }
}

TEST(ShardIterator, IsGoodForExactlyFiveMinutes) {
  const std::string token = seal_iterator(sealer, iterator, noon);
  EXPECT_TRUE(open_iterator(sealer, token, noon + seconds(300)));
  const Result<ShardIterator> late =
      open_iterator(sealer, token, noon + seconds(300) + milliseconds(1));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::expired);
  EXPECT_EQ(late.error().message,
            "Iterator expired. The iterator was created at time Mon Jan 01 12:00:00 UTC 2024 while "
            "right now it is Mon Jan 01 12:05:00 UTC 2024 which is further in the future than the "
            "tolerated delay of 300000 milliseconds.");
}

TEST(ShardIterator, IsGoodIfTheClockWasSetBackSince) {
  const std::string token = seal_iterator(sealer, iterator, noon);
  EXPECT_TRUE(open_iterator(sealer, token, noon - std::chrono::hours(1)));
}

TEST(ShardIterator, ThatIsNoneIsInvalidWhateverTheTime) {
  for (const std::string& token :
       {std::string("AAAA"), sealer.seal(TokenPurpose::shard_iterator, noon, "garbage"),
        seal_list_token(sealer, ListStreamsToken{"000000000001", "us-east-1", "a"}, noon)}) {
    const Result<ShardIterator> opened = open_iterator(sealer, token, noon + seconds(1'000));
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(opened.error().message, "Invalid ShardIterator.");
  }
}

TEST(ShardIterator, TellsTheStreamOfAnOldNameFromTheOneMadeAnew) {
  ShardIterator former = iterator;
  former.stream = StreamNumber{6};
  const auto opened = open_iterator(sealer, seal_iterator(sealer, former, noon), noon);
  ASSERT_TRUE(opened);
  EXPECT_NE(opened->stream, iterator.stream);
  EXPECT_EQ(opened->stream_name, iterator.stream_name);
}

// -- Positions in lists ------------------------------------------------------------------

TEST(ListToken, GivesBackWhereTheListOfStreamsStopped) {
  const ListStreamsToken place{"000000000001", "us-east-1", "orders"};
  const auto opened = open_list_streams_token(sealer, seal_list_token(sealer, place, noon), noon);
  ASSERT_TRUE(opened);
  EXPECT_EQ(*opened, place);
}

TEST(ListToken, GivesBackWhereTheListOfShardsStoppedWithItsFilter) {
  ListShardsToken place{
      .stream = StreamNumber{7}, .stream_name = "orders", .filter = {}, .after = {99}};
  for (const std::optional<ShardFilter>& filter :
       {std::optional<ShardFilter>(),
        std::optional(ShardFilter{ShardFilterType::after_shard_id, {5}, {}}),
        std::optional(ShardFilter{ShardFilterType::from_timestamp, {}, noon})}) {
    place.filter = filter;
    const auto opened = open_list_shards_token(sealer, seal_list_token(sealer, place, noon), noon);
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, place);
  }
}

TEST(ListToken, IsGoodForExactlyFiveMinutes) {
  const std::string streams = seal_list_token(sealer, ListStreamsToken{"1", "r", "n"}, noon);
  const std::string shards = seal_list_token(sealer, ListShardsToken{}, noon);
  const WallTime last = noon + seconds(300);
  EXPECT_TRUE(open_list_streams_token(sealer, streams, last));
  EXPECT_TRUE(open_list_shards_token(sealer, shards, last));
  const auto late_streams = open_list_streams_token(sealer, streams, last + milliseconds(1));
  const auto late_shards = open_list_shards_token(sealer, shards, last + milliseconds(1));
  ASSERT_FALSE(late_streams);
  ASSERT_FALSE(late_shards);
  EXPECT_EQ(late_streams.error().code, ErrorCode::expired);
  EXPECT_EQ(late_shards.error().code, ErrorCode::expired);
}

TEST(ListToken, OfTheOtherListIsInvalid) {
  expect_invalid(open_list_shards_token(
      sealer, seal_list_token(sealer, ListStreamsToken{"1", "r", "n"}, noon), noon));
  expect_invalid(
      open_list_streams_token(sealer, seal_list_token(sealer, ListShardsToken{}, noon), noon));
  expect_invalid(open_list_streams_token(sealer, seal_iterator(sealer, iterator, noon), noon));
}

}  // namespace
}  // namespace weir::stream
