#include "aws/java_text.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace weir::aws {
namespace {

// The UTF-16 code units of a valid UTF-8 text, one after the other.
template <class Visit>
void for_each_utf16_unit(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    std::uint32_t code_point = size == 1 ? first : first & (0xffU >> (size + 1));
    for (std::size_t next = at + 1; next < std::min(at + size, text.size()); ++next) {
      code_point = code_point << 6 | (static_cast<unsigned char>(text[next]) & 0x3fU);
    }
    at += size;
    if (code_point < 0x10000) {
      visit(code_point);
    } else {
      visit(0xd800 + ((code_point - 0x10000) >> 10));
      visit(0xdc00 + (code_point & 0x3ff));
    }
  }
}

// As HashMap spreads it: its upper half mixed into the lower.
std::uint32_t spread_hash(std::string_view text) {
  const std::uint32_t hash = java_hash(text);
  return hash ^ hash >> 16;
}

// Arrays.hashCode() goes on with another element.
std::uint32_t add_hash(std::uint32_t hash, std::uint32_t element) { return hash * 31 + element; }

// How many buckets a HashMap has that grew to `entries`: it doubles beyond three quarters.
std::size_t bucket_count(std::size_t entries) {
  std::size_t buckets = 16;
  while (entries > buckets / 4 * 3) buckets *= 2;
  return buckets;
}

}  // namespace

std::uint32_t java_hash(std::string_view text) {
  std::uint32_t hash = 0;
  for_each_utf16_unit(text, [&](std::uint32_t unit) { hash = hash * 31 + unit; });
  return hash;
}

std::uint32_t java_hash(Blob blob) {
  std::uint32_t hash = 1;
  for (std::size_t index = blob.size(); index-- > 0;) {
    // Java's bytes have a sign.
    hash = add_hash(hash, static_cast<std::uint32_t>(static_cast<std::int8_t>(blob[index])));
  }
  return hash;
}

// Arrays.hashCode() of the class's hash and of the members' in the order of their names. Found out
// from the one value that is recorded: an entry with empty key and data is "@c965e310".
std::uint32_t MemberHashes::object_hash(std::string_view java_class) const {
  auto hashes = hashes_;
  std::ranges::sort(hashes);
  std::uint32_t hash = add_hash(1, add_hash(1, java_hash(java_class)));
  for (const auto& [name, member] : hashes) hash = add_hash(hash, member);
  return hash;
}

std::string java_text(Blob blob) {
  return fmt::format("java.nio.HeapByteBuffer[pos=0 lim={0} cap={0}]", blob.size());
}

TextMap in_java_order(const TextMap& map) {
  // Where each name first stood: there it stays, with the value that came last.
  std::map<std::string_view, std::size_t> places;
  TextMap entries;
  for (const auto& [key, value] : map) {
    const auto [place, is_new] = places.emplace(key, entries.size());
    if (is_new) {
      entries.emplace_back(key, value);
    } else {
      entries[place->second].second = value;
    }
  }
  // Within a bucket entries stand in the order of their insertion.
  const std::size_t buckets = bucket_count(entries.size());
  std::ranges::stable_sort(entries, {}, [&](const TextMap::value_type& entry) {
    return spread_hash(entry.first) & (buckets - 1);
  });
  return entries;
}

std::string java_text(const TextMap& map) {
  std::string text = "{";
  std::string_view separator;
  for (const auto& [key, value] : in_java_order(map)) {
    fmt::format_to(std::back_inserter(text), "{}{}={}", separator, key,
                   value.data() == nullptr ? std::string_view("null") : value);
    separator = ", ";
  }
  return text + "}";
}

}  // namespace weir::aws
