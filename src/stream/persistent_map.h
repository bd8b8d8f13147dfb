// PersistentMap: an ordered map whose copies are free and share everything that has not changed.
//
// The catalog hands every reader an immutable state; with this a command costs what it touches, not
// the size of the catalog. Two levels of sorted arrays: a change copies one chunk (up to 64
// entries) and the list of chunks (one pointer for about 48 entries). Adding one of 100,000 streams
// thus copies some 2,000 pointers. Look-up is two binary searches.
//
// Threads: as any value; chunks are shared between copies and never change.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace weir::stream {

template <class Key, class Value>
class PersistentMap {
 public:
  using Entry = std::pair<Key, Value>;

  std::size_t size() const { return size_; }

  // `key` may be anything that compares with Key. Null if there is none; else valid as long as some
  // copy of the map holds the entry.
  const Value* find(const auto& key) const {
    const Chunk* chunk = chunk_for(key);
    if (chunk == nullptr) return nullptr;
    const auto entry = lower_bound(*chunk, key);
    return entry != chunk->end() && entry->first == key ? &entry->second : nullptr;
  }

  // Inserts or replaces.
  void set(Key key, Value value) {
    Root root = root_ ? *root_ : Root{};
    if (root.empty()) root.push_back(std::make_shared<const Chunk>());
    const std::size_t at = position_for(root, key);
    Chunk chunk = *root[at];
    const auto entry = lower_bound(chunk, key);
    const auto place = chunk.begin() + (entry - chunk.cbegin());
    if (place != chunk.end() && place->first == key) {
      place->second = std::move(value);
    } else {
      chunk.emplace(place, std::move(key), std::move(value));
      ++size_;
    }
    replace(root, at, std::move(chunk));
    root_ = std::make_shared<const Root>(std::move(root));
  }

  // Whether there was such an entry.
  bool erase(const auto& key) {
    if (find(key) == nullptr) return false;
    Root root = *root_;
    const std::size_t at = position_for(root, key);
    Chunk chunk = *root[at];
    chunk.erase(chunk.begin() + (lower_bound(chunk, key) - chunk.cbegin()));
    --size_;
    if (chunk.empty()) {
      root.erase(root.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
      root[at] = std::make_shared<const Chunk>(std::move(chunk));
    }
    root_ = std::make_shared<const Root>(std::move(root));
    return true;
  }

  // Whether it is a copy, and neither has changed since. A map that is equal may still differ.
  bool is_same_as(const PersistentMap& other) const { return root_ == other.root_; }

  // Calls visit(key, value) in order of keys.
  void for_each(auto&& visit) const {
    if (!root_) return;
    for (const auto& chunk : *root_) {
      for (const Entry& entry : *chunk) visit(entry.first, entry.second);
    }
  }

  // The same from the first key that is not less than `from` on, while visit answers true.
  void for_each_from(const auto& from, auto&& visit) const {
    if (!root_ || root_->empty()) return;
    for (std::size_t at = position_for(*root_, from); at < root_->size(); ++at) {
      const Chunk& chunk = *(*root_)[at];
      for (auto entry = lower_bound(chunk, from); entry != chunk.end(); ++entry) {
        if (!visit(entry->first, entry->second)) return;
      }
    }
  }

 private:
  static constexpr std::size_t chunk_entries_max = 64;

  using Chunk = std::vector<Entry>;  // Sorted, never empty once in a map.
  using Root = std::vector<std::shared_ptr<const Chunk>>;

  static auto lower_bound(const Chunk& chunk, const auto& key) {
    return std::lower_bound(chunk.cbegin(), chunk.cend(), key,
                            [](const Entry& entry, const auto& at) { return entry.first < at; });
  }

  // The last chunk that begins at or before `key`, or the first. `root` is not empty.
  static std::size_t position_for(const Root& root, const auto& key) {
    const auto after = std::partition_point(root.begin(), root.end(), [&](const auto& chunk) {
      return !chunk->empty() && !(key < chunk->front().first);
    });
    return after == root.begin() ? 0 : static_cast<std::size_t>(after - root.begin()) - 1;
  }

  const Chunk* chunk_for(const auto& key) const {
    return root_ && !root_->empty() ? (*root_)[position_for(*root_, key)].get() : nullptr;
  }

  // Puts `chunk` at `at`, as two halves when it has grown too long.
  static void replace(Root& root, std::size_t at, Chunk chunk) {
    if (chunk.size() > chunk_entries_max) {
      const auto middle = chunk.begin() + static_cast<std::ptrdiff_t>(chunk.size() / 2);
      root.insert(root.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                  std::make_shared<const Chunk>(std::make_move_iterator(middle),
                                                std::make_move_iterator(chunk.end())));
      chunk.erase(middle, chunk.end());
    }
    root[at] = std::make_shared<const Chunk>(std::move(chunk));
  }

  std::shared_ptr<const Root> root_;  // Null: empty.
  std::size_t size_ = 0;
};

}  // namespace weir::stream
