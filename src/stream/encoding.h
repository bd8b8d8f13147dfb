// ByteWriter and ByteReader: values of the catalog as bytes, little-endian, texts with their length
// before them.
//
// What is read may be damaged or made up: the reader never reads beyond the end, and after the
// first thing that does not fit it gives zeros and empty texts. Whoever reads asks complete() at
// the end.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/strong_id.h"
#include "base/time.h"
#include "stream/billing_commitment.h"
#include "stream/command.h"
#include "stream/consumer.h"
#include "stream/hash_key.h"
#include "stream/reshard.h"
#include "stream/stream_description.h"
#include "stream/user.h"

namespace weir::stream {

template <class Value, class Plain>
concept Is = std::same_as<std::remove_const_t<Value>, Plain>;

class ByteWriter {
 public:
  // Appends to `to`, which must outlive it.
  explicit ByteWriter(std::string& to) : to_(to) {}

  // What is written has everything, whichever the version.
  static constexpr bool has(std::uint8_t /*since*/) { return true; }

  template <class... Values>
  void operator()(const Values&... values) {
    (write(values), ...);
  }

 private:
  template <class Number>
    requires std::integral<Number> || std::is_enum_v<Number>
  void write(Number number) {
    to_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  void write(const std::string& text) {
    write(static_cast<std::uint32_t>(text.size()));
    to_.append(text);
  }
  template <class Tag, class Integer>
  void write(StrongId<Tag, Integer> id) {
    write(id.value);
  }
  void write(WallTime time) { write(time.ms); }
  void write(const StreamKey& key) { (*this)(key.account_id, key.region, key.name); }
  void write(const AccessKey& key) { (*this)(key.id, key.secret); }
  void write(HashKey key) {
    write(static_cast<std::uint64_t>(key.value));
    write(static_cast<std::uint64_t>(key.value >> 64));
  }
  template <std::size_t size>
  void write(const std::array<std::byte, size>& bytes) {
    to_.append(text_of(bytes));
  }
  template <class Value>
  void write(const std::optional<Value>& value) {
    write(value.has_value());
    if (value) write(*value);
  }
  template <class First, class Second>
  void write(const std::pair<First, Second>& pair) {
    (*this)(pair.first, pair.second);
  }
  template <class Value>
  void write(const std::vector<Value>& values) {
    write(static_cast<std::uint32_t>(values.size()));
    for (const Value& value : values) write(value);
  }
  // What consists of these says so itself.
  template <class Value>
    requires requires(ByteWriter& writer, const Value& value) { describe_bytes(writer, value); }
  void write(const Value& value) {
    describe_bytes(*this, value);
  }

  std::string& to_;
};

// The parts of a value that is no text, number or list of them: one description for both
// directions.
void describe_bytes(auto& archive, Is<HashRange> auto& range) { archive(range.first, range.last); }
void describe_bytes(auto& archive, Is<ShardEnd> auto& end) { archive(end.offset, end.time); }
void describe_bytes(auto& archive, Is<ShardDescription> auto& shard) {
  archive(shard.index, shard.creation_seconds, shard.range, shard.parent, shard.adjacent_parent,
          shard.end);
}
void describe_bytes(auto& archive, Is<NewShard> auto& shard) {
  archive(shard.range, shard.parent, shard.adjacent_parent);
}
void describe_bytes(auto& archive, Is<Reshard> auto& reshard) {
  archive(reshard.closing, reshard.opening, reshard.target_count);
}
void describe_bytes(auto& archive, Is<DailyDemand> auto& demand) {
  archive(demand.day, demand.shards);
}
void describe_bytes(auto& archive, Is<OnDemand> auto& on_demand) {
  archive(on_demand.warm_mibps, on_demand.demands, on_demand.scaled);
}
void describe_bytes(auto& archive, Is<crypto::WrappedKey> auto& wrapped) {
  archive(wrapped.key_id, wrapped.key_version, wrapped.sealed);
}
void describe_bytes(auto& archive, Is<DataKeyDescription> auto& key) {
  archive(key.number, key.wrapped, key.is_managed, key.retired);
}
void describe_bytes(auto& archive, Is<Encryption> auto& encryption) {
  archive(encryption.key_id, encryption.data_keys, encryption.starts, encryption.stops);
}
void describe_bytes(auto& archive, Is<BillingCommitment> auto& commitment) {
  archive(commitment.started, commitment.end);
}
void describe_bytes(auto& archive, Is<commands::ClosedShard> auto& shard) {
  archive(shard.shard, shard.end, shard.last_arrival);
}

// The last value of each enumeration that is read; others have theirs beside them.
constexpr DistributionStrategy last_of(DistributionStrategy) {
  return DistributionStrategy::automatic;
}
constexpr StreamStatus last_of(StreamStatus) { return StreamStatus::deleting; }
constexpr StreamMode last_of(StreamMode) { return StreamMode::on_demand; }
constexpr ConsumerStatus last_of(ConsumerStatus) { return ConsumerStatus::deleting; }

class ByteReader {
 public:
  // `from` must outlive it.
  explicit ByteReader(ByteView from) : from_(from) {}

  // Says which version of its format is read, once that is known.
  void set_version(std::uint8_t version) { version_ = version; }
  // Whether what is read has what came with version `since`.
  bool has(std::uint8_t since) const { return version_ >= since; }

  template <class... Values>
  void operator()(Values&... values) {
    (read(values), ...);
  }

  // Whether everything fitted and nothing is left.
  bool complete() const { return !failed_ && from_.empty(); }

  // A number of things that follow, each of at least one byte: no more than can be there.
  std::uint32_t count() {
    std::uint32_t number = 0;
    read(number);
    if (number > from_.size()) reject();
    return failed_ ? 0 : number;
  }

  // What was read makes no sense.
  void reject() {
    failed_ = true;
    from_ = {};
  }
  bool failed() const { return failed_; }

 private:
  ByteView take(std::size_t size) {
    if (size > from_.size()) reject();
    if (failed_) return {};
    const ByteView taken = from_.first(size);
    from_ = from_.subspan(size);
    return taken;
  }

  template <std::integral Number>
  void read(Number& number) {
    const ByteView bytes = take(sizeof number);
    number = bytes.empty() ? Number{} : load<Number>(bytes.data());
  }
  void read(bool& value) {
    std::uint8_t number = 0;
    read(number);
    if (number > 1) reject();
    value = number == 1;
  }
  template <class Enumeration>
    requires std::is_enum_v<Enumeration>
  void read(Enumeration& value) {
    std::uint8_t number = 0;
    static_assert(sizeof number == sizeof value);
    read(number);
    if (number > static_cast<std::uint8_t>(last_of(Enumeration{}))) {
      reject();
      number = 0;
    }
    value = static_cast<Enumeration>(number);
  }
  void read(std::string& text) { text = text_of(take(count())); }
  template <class Tag, class Integer>
  void read(StrongId<Tag, Integer>& id) {
    read(id.value);
  }
  void read(WallTime& time) { read(time.ms); }
  void read(StreamKey& key) { (*this)(key.account_id, key.region, key.name); }
  void read(AccessKey& key) { (*this)(key.id, key.secret); }
  void read(HashKey& key) {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    (*this)(low, high);
    key.value = uint128{high} << 64 | low;
  }
  template <std::size_t size>
  void read(std::array<std::byte, size>& bytes) {
    const ByteView taken = take(size);
    bytes = {};
    std::ranges::copy(taken, bytes.begin());
  }
  template <class Value>
  void read(std::optional<Value>& value) {
    bool is_there = false;
    read(is_there);
    value.reset();
    if (is_there) read(value.emplace());
  }
  template <class First, class Second>
  void read(std::pair<First, Second>& pair) {
    (*this)(pair.first, pair.second);
  }
  template <class Value>
  void read(std::vector<Value>& values) {
    values.resize(count());
    for (Value& value : values) read(value);
  }
  template <class Value>
    requires requires(ByteReader& reader, Value& value) { describe_bytes(reader, value); }
  void read(Value& value) {
    describe_bytes(*this, value);
  }

  ByteView from_;
  std::uint8_t version_ = 0;
  bool failed_ = false;
};

}  // namespace weir::stream
