#include "stream/reshard.h"

#include <algorithm>
#include <cstddef>

#include "base/check.h"

namespace weir::stream {
namespace {

// Borders of even ranges that differ by less are the same but for rounding: it is beyond what
// rounding makes for a million shards, and nothing beside the 2^108 keys that such a shard has.
constexpr uint128 rounding{std::uint64_t{1} << 40};

std::vector<const ShardDescription*> open_by_range(const std::vector<ShardDescription>& shards) {
  std::vector<const ShardDescription*> open;
  for (const ShardDescription& shard : shards) {
    if (shard.is_open()) open.push_back(&shard);
  }
  std::ranges::sort(open, {}, [](const ShardDescription* shard) { return shard->range.first; });
  return open;
}

uint128 distance(HashKey left, HashKey right) {
  return left < right ? right.value - left.value : left.value - right.value;
}

// Where each of the even ranges but the first begins; a shard's own first key where it is one.
std::vector<HashKey> borders_of(const std::vector<const ShardDescription*>& open,
                                std::uint32_t count) {
  std::vector<HashKey> borders;
  for (const HashRange& range : even_ranges(count)) {
    HashKey border = range.first;
    if (border == HashKey{}) continue;
    const auto next = std::ranges::lower_bound(
        open, border, {}, [](const ShardDescription* shard) { return shard->range.first; });
    if (next != open.end() && distance((*next)->range.first, border) < rounding) {
      border = (*next)->range.first;
    } else if (next != open.begin() &&
               distance((*std::prev(next))->range.first, border) < rounding) {
      border = (*std::prev(next))->range.first;
    }
    borders.push_back(border);
  }
  return borders;
}

// The border in the middle of those that lie inside the shard; none if it keeps to one range.
std::optional<HashKey> border_within(const ShardDescription& shard,
                                     const std::vector<HashKey>& borders) {
  const auto first = std::ranges::upper_bound(borders, shard.range.first);
  const auto last = std::upper_bound(first, borders.end(), shard.range.last);
  if (first == last) return std::nullopt;
  return *(first + (last - first) / 2);
}

void add(Reshard& to, const Reshard& step) {
  to.closing.insert(to.closing.end(), step.closing.begin(), step.closing.end());
  to.opening.insert(to.opening.end(), step.opening.begin(), step.opening.end());
}

Reshard all_splits(const std::vector<const ShardDescription*>& open,
                   const std::vector<HashKey>& borders) {
  Reshard splits;
  for (const ShardDescription* shard : open) {
    if (const auto border = border_within(*shard, borders)) add(splits, split_of(*shard, *border));
  }
  return splits;
}

// Neighbours, two by two, that lie in the same range.
Reshard all_merges(const std::vector<const ShardDescription*>& open,
                   const std::vector<HashKey>& borders) {
  Reshard merges;
  for (std::size_t place = 0; place + 1 < open.size(); ++place) {
    const ShardDescription& lower = *open[place];
    const ShardDescription& upper = *open[place + 1];
    if (std::ranges::binary_search(borders, upper.range.first)) continue;
    add(merges, merge_of(lower, upper));
    ++place;
  }
  return merges;
}

}  // namespace

Reshard split_of(const ShardDescription& shard, HashKey second_start) {
  CHECK(shard.range.first < second_start && second_start <= shard.range.last);
  const HashKey first_end{second_start.value - 1};
  return {.closing = {shard.index},
          .opening = {{.range = {shard.range.first, first_end},
                       .parent = shard.index,
                       .adjacent_parent = std::nullopt},
                      {.range = {second_start, shard.range.last},
                       .parent = shard.index,
                       .adjacent_parent = std::nullopt}}};
}

Reshard merge_of(const ShardDescription& lower, const ShardDescription& upper) {
  CHECK(lower.range.last.value + 1 == upper.range.first.value);
  return {.closing = {std::min(lower.index, upper.index), std::max(lower.index, upper.index)},
          .opening = {{.range = {lower.range.first, upper.range.last},
                       .parent = lower.index,
                       .adjacent_parent = upper.index}}};
}

bool covers_all_keys(const std::vector<ShardDescription>& shards) {
  uint128 expected = 0;
  const std::vector<const ShardDescription*> open = open_by_range(shards);
  for (const ShardDescription* shard : open) {
    if (shard->range.first.value != expected || shard->range.last < shard->range.first) {
      return false;
    }
    expected = shard->range.last.value + 1;
  }
  // Behind the last key comes 0 again.
  return !open.empty() && expected == 0;
}

std::optional<Reshard> next_step(const std::vector<ShardDescription>& shards, std::uint32_t count) {
  const std::vector<const ShardDescription*> open = open_by_range(shards);
  const std::vector<HashKey> borders = borders_of(open, count);
  Reshard step = all_splits(open, borders);
  if (step.closing.empty()) step = all_merges(open, borders);
  if (step.closing.empty()) return std::nullopt;
  std::ranges::sort(step.closing);
  step.target_count = count;
  return step;
}

}  // namespace weir::stream
