#include "stream/record_encryption.h"

#include <fmt/format.h>

#include <cstddef>
#include <memory>
#include <utility>

#include "crypto/record_cipher.h"
#include "env/buffer_pool.h"
#include "stream/data_key.h"

namespace weir::stream {
namespace {

using crypto::KeyFaultKind;
using crypto::RecordCipher;

crypto::RecordPlace place_of(const Stream& stream, const Shard& shard) {
  return {.stream = stream.description->number.value,
          .shard = static_cast<std::uint32_t>(shard.description.index.value)};
}

// Memory for the records of a batch, of which large ones use that of others again. Such pools are a
// thread's own, as the contexts that encrypt are (crypto/aes_gcm.cc).
std::shared_ptr<std::byte> memory_of(std::size_t bytes) {
  constexpr std::size_t pooled_bytes_min = 32u << 10;  // Below, the heap has it at hand.
  constexpr std::size_t pooled_bytes_max = 4u << 20;
  if (bytes < pooled_bytes_min) {
    const auto memory = std::make_shared_for_overwrite<std::byte[]>(bytes);
    return {memory, memory.get()};
  }
  thread_local env::BufferPool pool(pooled_bytes_max);
  const auto buffer = pool.take(bytes);
  return {buffer, buffer->bytes};
}

// Decrypts one record after the other into one piece of memory.
class BatchOpener {
 public:
  BatchOpener(const Stream& stream, const Shard& shard, std::size_t bytes)
      : stream_(stream),
        shard_(shard),
        place_(place_of(stream, shard)),
        memory_(memory_of(bytes)),
        next_(memory_.get()) {}

  // Puts the clear record in the place of the encrypted one; answers with its data key's number.
  crypto::KeyOutcome<std::uint32_t> open(log::StoredRecord& record) {
    const auto number = crypto::data_key_of(record.partition_key);
    if (!number) return damaged(record);
    TRY(choose_key(*number));
    const auto plain = opener_->open(place_, record.partition_key, record.data, next_);
    if (!plain) return damaged(record);
    next_ += record.data.size();
    record.partition_key = plain->partition_key;
    record.data = plain->data;
    return *number;
  }

  log::Owner owner() const { return memory_; }

 private:
  crypto::KeyOutcome<void> choose_key(std::uint32_t number) {
    if (opener_ && number == number_) return {};
    key_ = stream_.keys->find(number);
    if (key_ == nullptr) {
      return crypto::key_fault(KeyFaultKind::damaged,
                               fmt::format("A record of shard {} is encrypted under data key {}, "
                                           "which its stream does not have.",
                                           shard_.id, number));
    }
    opener_.emplace(*TRY(key_->cipher()));
    number_ = number;
    return {};
  }

  std::unexpected<crypto::KeyFault> damaged(const log::StoredRecord& record) const {
    return crypto::key_fault(
        KeyFaultKind::damaged,
        fmt::format("The record at offset {} of shard {} of stream {} is not what was encrypted.",
                    record.offset.value, shard_.id, stream_.description->key.name));
  }

  const Stream& stream_;
  const Shard& shard_;
  const crypto::RecordPlace place_;
  const std::shared_ptr<std::byte> memory_;
  std::byte* next_;
  std::uint32_t number_ = 0;
  DataKeyPointer key_;  // Keeps the cipher of the opener.
  std::optional<RecordCipher::Opener> opener_;
};

void cut(log::ReadBatch& batch, std::size_t count) {
  batch.next = batch.records[count].offset;
  batch.ended = false;
  batch.records.resize(count);
}

}  // namespace

crypto::KeyOutcome<void> seal_batch(const Stream& stream, const Shard& shard,
                                    log::RecordBatch& batch) {
  const DataKey* const key = stream.sealing_key.get();
  if (key == nullptr) return {};
  const RecordCipher& cipher = *TRY(key->cipher());
  std::size_t bytes = 0;
  for (const log::Record& record : batch.records) {
    bytes += crypto::seal_header_bytes +
             crypto::sealed_bytes(record.partition_key.size(), record.data.size());
  }
  const auto memory = memory_of(bytes);
  const crypto::RecordPlace place = place_of(stream, shard);
  std::byte* next = memory.get();
  for (log::Record& record : batch.records) {
    const std::size_t text_bytes =
        crypto::sealed_bytes(record.partition_key.size(), record.data.size());
    std::byte* const text = next + crypto::seal_header_bytes;
    cipher.seal(place, {.partition_key = record.partition_key, .data = record.data}, next, text);
    record.partition_key = text_of({next, crypto::seal_header_bytes});
    record.data = {text, text_bytes};
    next = text + text_bytes;
  }
  batch.owner = memory;
  return {};
}

OpenedBatch open_batch(const Stream& stream, const Shard& shard, log::ReadBatch& batch) {
  OpenedBatch opened;
  std::size_t bytes = 0;
  for (const log::StoredRecord& record : batch.records) {
    if (crypto::is_sealed(record.partition_key)) bytes += record.data.size();
  }
  if (bytes == 0) return opened;
  BatchOpener opener(stream, shard, bytes);
  opened.data_keys.resize(batch.records.size());
  for (std::size_t index = 0; index < batch.records.size(); ++index) {
    log::StoredRecord& record = batch.records[index];
    if (!crypto::is_sealed(record.partition_key)) continue;
    crypto::KeyOutcome<std::uint32_t> number = opener.open(record);
    if (!number) {
      opened.fault = std::move(number).error();
      cut(batch, index);
      break;
    }
    opened.data_keys[index] = *number;
  }
  batch.owners.push_back(opener.owner());
  return opened;
}

}  // namespace weir::stream
