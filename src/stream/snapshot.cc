#include "stream/snapshot.h"

#include <utility>

#include "stream/state_encoding.h"

namespace weir::stream {
namespace {

// Small beside what a log takes at a time.
constexpr std::size_t chunk_bytes_max = 256u << 10;

}  // namespace

std::vector<SnapshotChunk> cut_snapshot(const CatalogState& state, log::Offset through,
                                        std::uint64_t snapshot) {
  const std::string bytes = encode_state(state);
  const auto count =
      static_cast<std::uint32_t>((bytes.size() + chunk_bytes_max - 1) / chunk_bytes_max);
  std::vector<SnapshotChunk> chunks;
  chunks.reserve(count);
  for (std::uint32_t index = 0; index < count; ++index) {
    chunks.push_back({.snapshot = snapshot,
                      .through = through,
                      .index = index,
                      .count = count,
                      .content = bytes.substr(index * chunk_bytes_max, chunk_bytes_max)});
  }
  return chunks;
}

Result<std::optional<Snapshot>> SnapshotAssembler::add(SnapshotChunk chunk) {
  const bool follows = under_way_ && chunk.snapshot == last_.snapshot &&
                       chunk.through == last_.through && chunk.count == last_.count &&
                       chunk.index == last_.index + 1;
  if (chunk.index == 0) {
    content_.clear();
  } else if (!follows) {
    under_way_ = false;
    return std::nullopt;
  }
  content_ += chunk.content;
  last_ = std::move(chunk);
  under_way_ = last_.index + 1 < last_.count;
  if (under_way_) return std::nullopt;
  CatalogState state = TRY(decode_state(bytes_of(content_)));
  content_ = {};
  return Snapshot{.state = std::move(state), .through = last_.through};
}

}  // namespace weir::stream
