#include "crypto/record_cipher.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/copy_bytes.h"
#include "crypto/hkdf.h"

namespace weir::crypto {
namespace {

constexpr std::string_view magic("\xFFW\x01\0", 4);
constexpr std::size_t salt_at = 8;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t counter_at = 24;
constexpr std::size_t key_length_bytes = 2;
// More starts of a server within a retention period than are worth remembering.
constexpr std::size_t subkeys_max = 1'024;

// What a record is bound to besides its bytes: the header, the stream, the shard.
using Associated = std::array<std::byte, seal_header_bytes + 8>;

Associated associated_with(ByteView header, const RecordPlace& place) {
  Associated associated;
  std::ranges::copy(header, associated.begin());
  store(associated.data() + seal_header_bytes, place.stream);
  store(associated.data() + seal_header_bytes + 4, place.shard);
  return associated;
}

// Four zeros and the counter.
Nonce nonce_of(ByteView header) {
  Nonce nonce{};
  std::ranges::copy(header.subspan(counter_at, 8), nonce.begin() + 4);
  return nonce;
}

std::string_view salt_of(std::string_view header) { return header.substr(salt_at, salt_bytes); }

SecretKey derive(const SecretKey& data_key, ByteView salt) {
  return derived_key(data_key, salt, "weir records 1");
}

}  // namespace

std::optional<std::uint32_t> data_key_of(std::string_view header) {
  if (header.size() != seal_header_bytes || !header.starts_with(magic)) return std::nullopt;
  return load<std::uint32_t>(bytes_of(header).data() + magic.size());
}

RecordCipher::RecordCipher(const SecretKey& data_key, std::uint32_t number, env::Random& random,
                           std::uint64_t records_under_one_salt)
    : data_key_(data_key),
      number_(number),
      random_(random),
      records_max_(records_under_one_salt),
      current_(nullptr) {
  const MutexLock lock(mutex_);
  current_.store(generations_.emplace_back(make_generation()).get(), std::memory_order_release);
}

std::unique_ptr<RecordCipher::Generation> RecordCipher::make_generation() const {
  Salt salt;
  random_.fill(salt);
  return std::unique_ptr<Generation>(
      new Generation{.salt = salt, .subkey = AesKey(derive(data_key_, salt))});
}

const RecordCipher::Generation& RecordCipher::renew(const Generation& spent) const {
  const MutexLock lock(mutex_);
  const Generation* current = current_.load(std::memory_order_acquire);
  if (current != &spent) return *current;  // Another thread was quicker.
  current = generations_.emplace_back(make_generation()).get();
  current_.store(current, std::memory_order_release);
  return *current;
}

void RecordCipher::seal(const RecordPlace& place, const PlainRecord& record, std::byte* header,
                        std::byte* text) const {
  CHECK(record.partition_key.size() <= 0xFFFF, "{} bytes", record.partition_key.size());
  const Generation* generation = current_.load(std::memory_order_acquire);
  std::uint64_t counter = generation->counter.fetch_add(1, std::memory_order_relaxed);
  while (counter >= records_max_) {
    generation = &renew(*generation);
    counter = generation->counter.fetch_add(1, std::memory_order_relaxed);
  }
  copy_bytes(bytes_of(magic), header);
  store(header + magic.size(), number_);
  copy_bytes(generation->salt, header + salt_at);
  store(header + counter_at, counter);

  std::array<std::byte, key_length_bytes> key_length;
  store(key_length.data(), static_cast<std::uint16_t>(record.partition_key.size()));
  const ByteView whole_header(header, seal_header_bytes);
  crypto::seal(generation->subkey, nonce_of(whole_header), associated_with(whole_header, place),
               {key_length, bytes_of(record.partition_key), record.data}, text);
}

std::shared_ptr<const AesKey> RecordCipher::subkey_of(std::string_view salt) const {
  const MutexLock lock(mutex_);
  const auto found = subkeys_.find(salt);
  if (found != subkeys_.end()) return found->second;
  if (subkeys_.size() >= subkeys_max) subkeys_.clear();
  auto subkey = std::make_shared<const AesKey>(derive(data_key_, bytes_of(salt)));
  subkeys_.emplace(salt, subkey);
  return subkey;
}

std::optional<PlainRecord> RecordCipher::Opener::open(const RecordPlace& place,
                                                      std::string_view header, ByteView text,
                                                      std::byte* out) {
  if (data_key_of(header) != cipher_.number_) return std::nullopt;
  if (text.size() < sealed_bytes(0, 0)) return std::nullopt;
  if (subkey_ == nullptr || salt_of(header) != salt_) {
    salt_ = salt_of(header);
    subkey_ = cipher_.subkey_of(salt_);
  }
  const ByteView bytes = bytes_of(header);
  if (!crypto::open(*subkey_, nonce_of(bytes), associated_with(bytes, place), text, out)) {
    return std::nullopt;
  }
  const ByteView plain(out, text.size() - tag_bytes);
  const std::size_t key_bytes = load<std::uint16_t>(plain.data());
  // What is authentic was written by us.
  CHECK(key_length_bytes + key_bytes <= plain.size(), "{} of {}", key_bytes, plain.size());
  return PlainRecord{.partition_key = text_of(plain.subspan(key_length_bytes, key_bytes)),
                     .data = plain.subspan(key_length_bytes + key_bytes)};
}

}  // namespace weir::crypto
