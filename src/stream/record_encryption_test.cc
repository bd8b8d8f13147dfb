#include "stream/record_encryption.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "log/memory/memory_log_store.h"
#include "stream/data_key.h"
#include "stream/running_streams.h"

namespace weir::stream {
namespace {

using crypto::KeyFaultKind;

constexpr WallTime now{1'700'000'000'000};
const StreamKey orders{"000000000001", "us-east-1", "orders"};

class RecordEncryptionTest : public testing::Test {
 protected:
  RecordEncryptionTest() {
    description_.number = StreamNumber{3};
    description_.key = orders;
    description_.status = StreamStatus::active;
    description_.shards = std::make_shared<const std::vector<ShardDescription>>(
        std::vector<ShardDescription>{shard_of(0), shard_of(1)});
    key_id_ = keyring_.create({.scope = {orders.account_id, orders.region}}, now).value()->id;
  }

  static ShardDescription shard_of(std::int32_t index) {
    return {.index = ShardIndex{index},
            .creation_seconds = 1'700'000'000,
            .range = {},
            .parent = std::nullopt,
            .adjacent_parent = std::nullopt,
            .end = std::nullopt};
  }

  // The next data key, under the key's newest version.
  void start_encryption() {
    Encryption& encryption = description_.encryption;
    const std::uint32_t number = encryption.next_number();
    const std::string context = wrapping_context(description_.number, number);
    encryption.key_id = key_id_;
    encryption.data_keys.push_back(
        {.number = number,
         .wrapped = wrap(*keyring_.find(key_id_), crypto::SecretKey::random(random_),
                         bytes_of(context), random_)});
  }

  // As the catalog publishes it; goes on where the one before is.
  StreamPointer publish() {
    stream_ = make_stream({.store = store_, .keyring = &keyring_},
                          std::make_shared<const StreamDescription>(description_), stream_.get());
    return stream_;
  }

  static const Shard& shard(const StreamPointer& stream, std::int32_t index = 0) {
    return *stream->shards->find(ShardIndex{index});
  }

  // Appends a record to what a log holds, as a put does.
  void put(const StreamPointer& stream, std::string_view key, std::string_view data) {
    log::RecordBatch batch;
    batch.records.push_back({.partition_key = key, .data = bytes_of(data)});
    ASSERT_TRUE(seal_batch(*stream, shard(stream), batch).has_value());
    stored_.emplace_back(batch.records[0].partition_key, text_of(batch.records[0].data));
  }

  log::ReadBatch read() const {
    log::ReadBatch batch;
    for (const auto& [key, data] : stored_) {
      batch.records.push_back({.offset = log::Offset{10 + batch.records.size()},
                               .arrival = now,
                               .partition_key = key,
                               .data = bytes_of(data)});
    }
    batch.next = log::Offset{10 + stored_.size()};
    return batch;
  }

  // "a=1 b=2", in the order of the batch.
  static std::string text(const log::ReadBatch& batch) {
    std::string text;
    for (const log::StoredRecord& record : batch.records) {
      if (!text.empty()) text += ' ';
      text.append(record.partition_key).append("=").append(text_of(record.data));
    }
    return text;
  }

  env::SeededRandom random_{21};
  env::SimClock clock_{now};
  log::memory::MemoryLogStore store_{clock_};
  crypto::Keyring keyring_{random_};
  std::string key_id_;
  StreamDescription description_;
  StreamPointer stream_;
  std::vector<std::pair<std::string, std::string>> stored_;
};

TEST_F(RecordEncryptionTest, WhatIsNotEncryptedIsNotTouched) {
  const StreamPointer stream = publish();
  log::RecordBatch batch;
  const std::string_view key = "k";
  const std::string_view data = "data";
  batch.records.push_back({.partition_key = key, .data = bytes_of(data)});
  ASSERT_TRUE(seal_batch(*stream, shard(stream), batch).has_value());
  EXPECT_EQ(batch.records[0].partition_key.data(), key.data());
  EXPECT_EQ(batch.owner, nullptr);
  put(stream, "k", "data");
  log::ReadBatch read_back = read();
  const OpenedBatch opened = open_batch(*stream, shard(stream), read_back);
  EXPECT_TRUE(opened.data_keys.empty());
  EXPECT_EQ(read_back.records[0].data.data(), bytes_of(stored_[0].second).data());
  EXPECT_TRUE(read_back.owners.empty());
}

// New pages cost as much as a fifth of the encryption.
TEST_F(RecordEncryptionTest, TheMemoryOfLargeBatchesIsUsedAgain) {
  start_encryption();
  const StreamPointer stream = publish();
  const std::string data(100'000, 'd');
  const auto sealed = [&] {
    log::RecordBatch batch;
    batch.records.push_back({.partition_key = "k", .data = bytes_of(data)});
    EXPECT_TRUE(seal_batch(*stream, shard(stream), batch).has_value());
    return batch;
  };
  log::RecordBatch first = sealed();
  const std::byte* const memory = first.records[0].data.data();
  const log::RecordBatch second = sealed();
  EXPECT_NE(second.records[0].data.data(), memory) << "somebody still has it";
  first = {};
  EXPECT_EQ(sealed().records[0].data.data(), memory);
}

// Clear records, records under two data keys and two versions of a master key, and clear ones
// again, read together.
TEST_F(RecordEncryptionTest, MixedRecordsAreReadTogether) {
  put(publish(), "a", "1");
  start_encryption();
  put(publish(), "b", "2");
  ASSERT_TRUE(keyring_.rotate(key_id_, now).has_value());
  put(publish(), "", "3");
  start_encryption();
  put(publish(), "d", "");
  description_.encryption.key_id.clear();
  put(publish(), "e", "5");
  for (const std::size_t index : {1U, 2U, 3U}) {
    EXPECT_TRUE(crypto::is_sealed(stored_[index].first)) << index;
  }
  EXPECT_EQ(stored_[4].first, "e");
  log::ReadBatch batch = read();
  const OpenedBatch opened = open_batch(*stream_, shard(stream_), batch);
  EXPECT_FALSE(opened.fault.has_value());
  EXPECT_EQ(text(batch), "a=1 b=2 =3 d= e=5");
  EXPECT_EQ(opened.data_keys, (std::vector<std::uint32_t>{0, 1, 1, 2, 0}));
  EXPECT_EQ(batch.next, log::Offset{15});
}

// A read that began before encryption did meets a record that was put after.
TEST_F(RecordEncryptionTest, AnOldDescriptionOpensANewRecord) {
  const StreamPointer old = publish();
  start_encryption();
  put(publish(), "a", "1");
  log::ReadBatch batch = read();
  EXPECT_FALSE(open_batch(*old, shard(old), batch).fault.has_value());
  EXPECT_EQ(text(batch), "a=1");
}

TEST_F(RecordEncryptionTest, TheSameRecordTwiceIsSealedTwice) {
  start_encryption();
  const StreamPointer stream = publish();
  put(stream, "a", "1");
  put(stream, "a", "1");
  EXPECT_NE(stored_[0].first, stored_[1].first);
  EXPECT_NE(stored_[0].second, stored_[1].second);
}

TEST_F(RecordEncryptionTest, ADisabledKeyStopsReadsAtItsRecordsAndPutsAtOnce) {
  put(publish(), "a", "1");
  start_encryption();
  put(publish(), "b", "2");
  struct Step {
    crypto::KeyState state;
    KeyFaultKind kind;
    std::string ending;
  };
  for (const Step& step :
       {Step{crypto::KeyState::disabled, KeyFaultKind::disabled, " is disabled."},
        Step{crypto::KeyState::pending_deletion, KeyFaultKind::invalid_state,
             " is pending deletion."}}) {
    ASSERT_TRUE(keyring_.set_state(key_id_, step.state).has_value());
    log::ReadBatch batch = read();
    OpenedBatch opened = open_batch(*stream_, shard(stream_), batch);
    EXPECT_EQ(text(batch), "a=1");
    EXPECT_EQ(batch.next, log::Offset{11});
    ASSERT_TRUE(opened.fault.has_value());
    EXPECT_EQ(opened.fault->kind, step.kind);
    EXPECT_EQ(opened.fault->message,
              "arn:aws:kms:us-east-1:000000000001:key/" + key_id_ + step.ending);
    log::RecordBatch refused;
    refused.records.push_back({.partition_key = "c", .data = {}});
    EXPECT_EQ(seal_batch(*stream_, shard(stream_), refused).error().kind, step.kind);
    EXPECT_EQ(refused.records[0].partition_key, "c");
    // Also what has never been opened by this process.
    stream_ = nullptr;
    publish();
    batch = read();
    EXPECT_EQ(open_batch(*stream_, shard(stream_), batch).fault->kind, step.kind);
  }
  ASSERT_TRUE(keyring_.set_state(key_id_, crypto::KeyState::enabled).has_value());
  log::ReadBatch batch = read();
  EXPECT_FALSE(open_batch(*stream_, shard(stream_), batch).fault.has_value());
  EXPECT_EQ(text(batch), "a=1 b=2");
}

TEST_F(RecordEncryptionTest, WithoutTheKeyTheRecordIsLost) {
  start_encryption();
  put(publish(), "a", "1");
  ASSERT_TRUE(keyring_.set_state(key_id_, crypto::KeyState::pending_deletion).has_value());
  ASSERT_TRUE(keyring_.destroy(key_id_).has_value());
  log::ReadBatch batch = read();
  const OpenedBatch opened = open_batch(*stream_, shard(stream_), batch);
  EXPECT_TRUE(batch.records.empty());
  EXPECT_EQ(opened.fault->kind, KeyFaultKind::not_found);
  EXPECT_EQ(opened.fault->message,
            "Key 'arn:aws:kms:us-east-1:000000000001:key/" + key_id_ + "' does not exist");
}

// What passes the log's checksums because somebody has made them fit.
TEST_F(RecordEncryptionTest, TamperingIsAnError) {
  start_encryption();
  put(publish(), "a", "1");
  put(publish(), "b", "2");
  const auto fault_of = [&](std::int32_t shard_index = 0) {
    log::ReadBatch batch = read();
    OpenedBatch opened = open_batch(*stream_, shard(stream_, shard_index), batch);
    return opened.fault ? std::optional(opened.fault->kind) : std::nullopt;
  };
  const auto good = stored_;
  EXPECT_EQ(fault_of(), std::nullopt);
  stored_[0].second[0] = static_cast<char>(stored_[0].second[0] ^ 1);
  EXPECT_EQ(fault_of(), KeyFaultKind::damaged);
  stored_ = good;
  std::swap(stored_[0].second, stored_[1].second);
  EXPECT_EQ(fault_of(), KeyFaultKind::damaged);
  stored_ = good;
  stored_[0].first.resize(20);
  EXPECT_EQ(fault_of(), KeyFaultKind::damaged);
  stored_ = good;
  stored_[0].first[4] = 7;  // A data key that there is not.
  EXPECT_EQ(fault_of(), KeyFaultKind::damaged);
  stored_ = good;
  EXPECT_EQ(fault_of(1), KeyFaultKind::damaged);  // A record of another shard.
  // A data key that was changed in the catalog.
  description_.encryption.data_keys[0].wrapped.sealed[20] ^= std::byte{1};
  stream_ = nullptr;
  publish();
  EXPECT_EQ(fault_of(), KeyFaultKind::damaged);
}

}  // namespace
}  // namespace weir::stream
