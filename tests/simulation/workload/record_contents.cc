#include "workload/record_contents.h"

#include <fmt/format.h>

#include <charconv>

#include "env/seeded_random.h"

namespace weir::simulation {
namespace {

// Data begins anywhere in the first part; the zeros follow at the end.
constexpr std::size_t starts = 512u << 10;
constexpr std::size_t noise_bytes = starts + RecordContents::data_bytes_max;
constexpr std::size_t all_bytes = noise_bytes + RecordContents::data_bytes_max;
constexpr std::size_t padding_bytes_max = 300;

std::uint64_t chance_of(const RecordName& name) {
  return env::SeededRandom(name.append * 1'000'003 + name.index).next();
}

}  // namespace

RecordContents::RecordContents() : noise_(all_bytes) {
  env::SeededRandom(1).fill(MutableBytes(noise_).first(noise_bytes));
}

std::string RecordContents::partition_key(const RecordName& name) {
  std::string key = fmt::format("{}.{}", name.append, name.index);
  const std::uint64_t chance = chance_of(name);
  if (chance % 4 == 0) key.append(chance / 4 % padding_bytes_max, '-');
  return key;
}

std::optional<RecordName> RecordContents::name_in(std::string_view partition_key) {
  RecordName name;
  const char* const end = partition_key.data() + partition_key.size();
  const auto append = std::from_chars(partition_key.data(), end, name.append);
  if (append.ec != std::errc() || append.ptr == end || *append.ptr != '.') return std::nullopt;
  const auto index = std::from_chars(append.ptr + 1, end, name.index);
  if (index.ec != std::errc()) return std::nullopt;
  if (RecordContents::partition_key(name) != partition_key) return std::nullopt;
  return name;
}

ByteView RecordContents::data(const RecordName& name, std::size_t bytes) const {
  const std::uint64_t chance = chance_of(name) >> 16;
  const std::size_t start = chance % 8 == 0 ? noise_bytes : chance / 8 % starts;
  return ByteView(noise_).subspan(start, bytes);
}

}  // namespace weir::simulation
