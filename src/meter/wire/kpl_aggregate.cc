#include "meter/wire/kpl_aggregate.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "codec/hash.h"

namespace weir::meter {
namespace {

constexpr std::string_view magic = "\xF3\x89\x9A\xC2";
constexpr std::size_t digest_bytes = 16;

// Wire types of protobuf, behind the number of a field.
constexpr std::uint64_t varint_type = 0;
constexpr std::uint64_t bytes_type = 2;

constexpr std::uint32_t partition_key_table = 1;
constexpr std::uint32_t hash_key_table = 2;
constexpr std::uint32_t records_field = 3;
constexpr std::uint32_t partition_key_index = 1;
constexpr std::uint32_t hash_key_index = 2;
constexpr std::uint32_t data_field = 3;
constexpr std::size_t varint_bytes_max = 10;

void append_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

void append_number(std::string& out, std::uint32_t field, std::uint64_t value) {
  append_varint(out, field << 3u | varint_type);
  append_varint(out, value);
}

void append_bytes(std::string& out, std::uint32_t field, std::string_view bytes) {
  append_varint(out, field << 3u | bytes_type);
  append_varint(out, bytes.size());
  out += bytes;
}

// Reads fields off the front of a message; nothing once it is malformed or at its end.
class FieldReader {
 public:
  explicit FieldReader(std::string_view message) : rest_(message) {}

  struct Field {
    std::uint64_t number;
    std::uint64_t value;     // Of a number.
    std::string_view bytes;  // Of text, bytes or a message.
  };

  std::optional<Field> next() {
    if (rest_.empty()) return std::nullopt;
    const auto tag = varint();
    if (!tag) return broken();
    Field field{.number = *tag >> 3u, .value = 0, .bytes = {}};
    const auto value = varint();
    if (!value) return broken();
    field.value = *value;
    if ((*tag & 7u) == varint_type) return field;
    if ((*tag & 7u) != bytes_type || *value > rest_.size()) return broken();
    field.bytes = rest_.substr(0, *value);
    rest_.remove_prefix(*value);
    return field;
  }

  bool is_broken() const { return is_broken_; }

 private:
  std::optional<Field> broken() {
    is_broken_ = true;
    return std::nullopt;
  }

  std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (std::size_t index = 0; index < varint_bytes_max && index < rest_.size(); ++index) {
      const auto byte = static_cast<unsigned char>(rest_[index]);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * index);
      if (byte < 0x80) {
        rest_.remove_prefix(index + 1);
        return value;
      }
    }
    return std::nullopt;
  }

  std::string_view rest_;
  bool is_broken_ = false;
};

struct UserRecord {
  std::uint64_t key_index = 0;
  std::string_view data;
};

}  // namespace

std::uint64_t KplAggregate::index_in(Table& table, std::uint32_t field, std::string_view key) {
  if (const auto found = table.find(key); found != table.end()) return found->second;
  append_bytes(tables_, field, key);
  return table.emplace(std::string(key), table.size()).first->second;
}

void KplAggregate::add(std::string_view partition_key, std::string_view explicit_hash_key,
                       std::string_view data) {
  record_.clear();
  append_number(record_, partition_key_index,
                index_in(partition_keys_, partition_key_table, partition_key));
  if (!explicit_hash_key.empty()) {
    append_number(record_, hash_key_index, index_in(hash_keys_, hash_key_table, explicit_hash_key));
  }
  append_bytes(record_, data_field, data);
  append_bytes(records_, records_field, record_);
  ++records_count_;
}

std::size_t KplAggregate::bytes_with(std::string_view partition_key,
                                     std::string_view explicit_hash_key,
                                     std::string_view data) const {
  // Tags, lengths and indexes of one record and both its keys.
  constexpr std::size_t framing_max = 6 * (1 + varint_bytes_max);
  return magic.size() + tables_.size() + records_.size() + digest_bytes + framing_max +
         partition_key.size() + explicit_hash_key.size() + data.size();
}

void KplAggregate::finish(std::string& out) {
  tables_ += records_;
  const codec::Md5Digest digest = codec::md5(bytes_of(tables_));
  out += magic;
  out += tables_;
  out += text_of(digest);
  partition_keys_.clear();
  hash_keys_.clear();
  tables_.clear();
  records_.clear();
  records_count_ = 0;
}

bool for_each_user_record(
    std::string_view data,
    const std::function<void(std::string_view partition_key, std::string_view data)>& visit) {
  if (!data.starts_with(magic) || data.size() < magic.size() + digest_bytes) return false;
  const std::string_view message =
      data.substr(magic.size(), data.size() - magic.size() - digest_bytes);
  const codec::Md5Digest digest = codec::md5(bytes_of(message));
  if (!data.ends_with(text_of(digest))) return false;
  std::vector<std::string_view> keys;
  std::vector<UserRecord> records;
  FieldReader reader(message);
  while (const auto field = reader.next()) {
    if (field->number == partition_key_table) keys.push_back(field->bytes);
    if (field->number != records_field) continue;
    UserRecord& record = records.emplace_back();
    FieldReader inside(field->bytes);
    while (const auto part = inside.next()) {
      if (part->number == partition_key_index) record.key_index = part->value;
      if (part->number == data_field) record.data = part->bytes;
    }
    if (inside.is_broken()) return false;
  }
  if (reader.is_broken()) return false;
  for (const UserRecord& record : records) {
    if (record.key_index >= keys.size()) return false;
  }
  for (const UserRecord& record : records) visit(keys[record.key_index], record.data);
  return true;
}

}  // namespace weir::meter
