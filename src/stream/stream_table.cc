#include "stream/stream_table.h"

#include <functional>
#include <string_view>
#include <utility>

namespace weir::stream {
namespace {

constexpr std::size_t buckets_min = 16;
constexpr std::size_t streams_per_bucket = 16;  // On average, before the table grows.

std::uint64_t hash_of(const StreamKeyView& key) {
  constexpr std::uint64_t golden_gamma = 0x9E3779B97F4A7C15;
  const std::hash<std::string_view> hash;
  std::uint64_t mixed = hash(key.name);
  mixed = (mixed ^ hash(key.account_id)) * golden_gamma;
  mixed = (mixed ^ hash(key.region)) * golden_gamma;
  return mixed ^ (mixed >> 32);
}

// The place of `key` in the bucket, or its size if it is not there.
template <class Bucket>
std::size_t place_of(const Bucket& bucket, std::uint64_t hash, const StreamKeyView& key) {
  for (std::size_t place = 0; place < bucket.hashes.size(); ++place) {
    if (bucket.hashes[place] != hash) continue;
    if (StreamKeyView(bucket.streams[place]->description->key) == key) return place;
  }
  return bucket.hashes.size();
}

}  // namespace

const StreamPointer* StreamTable::find(const StreamKeyView& key) const {
  if (!root_) return nullptr;
  const std::uint64_t hash = hash_of(key);
  const Bucket* const bucket = (*root_)[hash & (root_->size() - 1)].get();
  if (bucket == nullptr) return nullptr;
  const std::size_t place = place_of(*bucket, hash, key);
  return place < bucket->streams.size() ? &bucket->streams[place] : nullptr;
}

void StreamTable::set(StreamPointer stream) {
  if (!root_ || size_ >= root_->size() * streams_per_bucket) grow();
  const StreamKeyView key = stream->description->key;
  const std::uint64_t hash = hash_of(key);
  Root root = *root_;
  std::shared_ptr<const Bucket>& slot = root[hash & (root.size() - 1)];
  Bucket bucket = slot ? *slot : Bucket{};
  const std::size_t place = place_of(bucket, hash, key);
  if (place < bucket.streams.size()) {
    bucket.streams[place] = std::move(stream);
  } else {
    bucket.hashes.push_back(hash);
    bucket.streams.push_back(std::move(stream));
    ++size_;
  }
  slot = std::make_shared<const Bucket>(std::move(bucket));
  root_ = std::make_shared<const Root>(std::move(root));
}

void StreamTable::erase(const StreamKeyView& key) {
  if (find(key) == nullptr) return;
  const std::uint64_t hash = hash_of(key);
  Root root = *root_;
  std::shared_ptr<const Bucket>& slot = root[hash & (root.size() - 1)];
  Bucket bucket = *slot;
  const auto place = static_cast<std::ptrdiff_t>(place_of(bucket, hash, key));
  bucket.hashes.erase(bucket.hashes.begin() + place);
  bucket.streams.erase(bucket.streams.begin() + place);
  --size_;
  slot = std::make_shared<const Bucket>(std::move(bucket));
  root_ = std::make_shared<const Root>(std::move(root));
}

void StreamTable::grow() {
  const std::size_t count = root_ ? root_->size() * 2 : buckets_min;
  std::vector<std::shared_ptr<Bucket>> buckets(count);
  for (std::size_t index = 0; root_ && index < root_->size(); ++index) {
    const Bucket* const bucket = (*root_)[index].get();
    if (bucket == nullptr) continue;
    for (std::size_t place = 0; place < bucket->hashes.size(); ++place) {
      std::shared_ptr<Bucket>& slot = buckets[bucket->hashes[place] & (count - 1)];
      if (!slot) slot = std::make_shared<Bucket>();
      slot->hashes.push_back(bucket->hashes[place]);
      slot->streams.push_back(bucket->streams[place]);
    }
  }
  root_ = std::make_shared<const Root>(buckets.begin(), buckets.end());
}

}  // namespace weir::stream
