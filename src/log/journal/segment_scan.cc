#include "log/journal/segment_scan.h"

#include <algorithm>
#include <span>
#include <utility>

#include "codec/crc32c.h"

namespace weir::log::journal {
namespace {

constexpr std::size_t window_bytes = 1u << 20;

// Reads pages in windows, so that a search is not a system call a page.
class PageReader {
 public:
  PageReader(env::File& file, std::uint64_t bytes) : file_(file), bytes_(bytes) {}

  Result<ByteView> page(std::uint64_t position) {
    if (position < begin_ || position + page_bytes > begin_ + window_.size()) {
      window_.resize(std::min<std::uint64_t>(window_bytes, bytes_ - position));
      begin_ = position;
      TRY(file_.read_at(position, window_));
    }
    return ByteView(window_).subspan(position - begin_, page_bytes);
  }

 private:
  env::File& file_;
  const std::uint64_t bytes_;
  std::uint64_t begin_ = 0;
  std::vector<std::byte> window_;
};

// Whether the entries of a block are as many as its header says, fill it, and arrive in order.
bool entries_fit(const BlockHeader& header, ByteView payload) {
  WallTime arrival = header.first_arrival;
  bool ended = false;
  for (std::uint32_t i = 0; i < header.count; ++i) {
    const std::optional<EntryHeader> entry = decode_entry_header(payload);
    if (!entry || ended || entry->arrival < arrival) return false;
    if (i == 0 && entry->arrival != header.first_arrival) return false;
    if (entry->kind != EntryKind::record && entry->kind != EntryKind::end_marker) return false;
    ended = entry->kind == EntryKind::end_marker;
    arrival = entry->arrival;
    payload = payload.subspan(entry->bytes());
  }
  return payload.empty() && arrival == header.last_arrival && ended == header.ends_log;
}

bool is_consistent(const BlockHeader& header, ByteView payload) {
  switch (header.kind) {
    case BlockKind::records:
    case BlockKind::relocated:
      return header.count > 0 && entries_fit(header, payload);
    case BlockKind::state:
      return payload.size() == state_payload_bytes;
  }
  return false;
}

// Puts a flipped bit of the block's header right in `bytes`, which begin where `position` is.
std::optional<BlockHeader> mended_block(ScannedGroup& group, std::span<std::byte> bytes,
                                        std::uint64_t position) {
  const auto mended = mend_block_header(bytes);
  if (!mended) return {};
  bytes[mended->at] = mended->right;
  group.mended.push_back({position + mended->at, mended->right, position});
  return mended->header;
}

void read_blocks(ScannedGroup& group, std::span<std::byte> bytes) {
  std::size_t at = group_header_bytes;
  for (std::uint32_t i = 0; i < group.header->block_count; ++i) {
    const std::span<std::byte> rest = bytes.subspan(std::min(at, bytes.size()));
    std::optional<BlockHeader> header = decode_block_header(rest);
    if (!header) header = mended_block(group, rest, group.position + at);
    if (!header || header->bytes() > rest.size()) {
      group.blocks_lost = true;
      return;
    }
    ScannedBlock block;
    block.header = *header;
    block.position = group.position + at;
    const ByteView payload = ByteView(rest).subspan(block_header_bytes, header->payload_bytes);
    block.intact = codec::crc32c(payload) == header->payload_crc;
    block.consistent = block.intact && is_consistent(*header, payload);
    if (header->kind == BlockKind::state && block.consistent) {
      block.state = decode_state(header->log, payload.data());
    }
    group.blocks.push_back(block);
    at += header->bytes();
  }
}

class Scanner {
 public:
  Scanner(env::File& file, const SegmentHeader& header, std::uint64_t bytes, bool any_generation)
      : file_(file),
        header_(header),
        bytes_(bytes / page_bytes * page_bytes),
        any_generation_(any_generation),
        pages_(file, bytes_) {}

  Result<SegmentScan> run() {
    std::uint64_t at = page_bytes;
    while (at < bytes_) {
      const ByteView page = TRY(pages_.page(at));
      ScannedGroup group;
      group.position = at;
      group.header = own_group(page, at);
      if (!group.header) mend_header(group, page);
      if (group.header) {
        close_hole(at);
        at = TRY(add(std::move(group)));
        continue;
      }
      if (!hole_) hole_ = at;
      if (std::ranges::any_of(page, [](std::byte each) { return each != std::byte{0}; })) {
        scan_.trailing_bytes = true;
      }
      at += page_bytes;
    }
    return std::move(scan_);
  }

 private:
  std::optional<GroupHeader> own_group(ByteView page, std::uint64_t at) const {
    std::optional<GroupHeader> header = decode_group_header(page);
    if (header && !is_own(*header, at)) header.reset();
    return header;
  }

  bool is_own(const GroupHeader& header, std::uint64_t at) const {
    if (header.bytes > bytes_ - at) return false;
    return any_generation_ ||
           (header.segment_id == header_.id && header.generation == header_.generation &&
            header.epoch == header_.epoch);
  }

  void mend_header(ScannedGroup& group, ByteView page) const {
    const auto mended = mend_group_header(page);
    if (!mended || !is_own(mended->header, group.position)) return;
    group.header = mended->header;
    group.mended.push_back({group.position + mended->at, mended->right, group.position});
  }

  // A group stands behind pages that are none: one that was there is damaged.
  void close_hole(std::uint64_t at) {
    if (hole_) {
      ScannedGroup lost;
      lost.position = *hole_;
      lost.bytes = at - *hole_;
      lost.intact = false;
      lost.blocks_lost = true;
      scan_.groups.push_back(std::move(lost));
    }
    hole_.reset();
    scan_.trailing_bytes = false;
  }

  // What is behind the group's header.
  Result<std::uint64_t> add(ScannedGroup group) {
    const GroupHeader& header = *group.header;
    std::vector<std::byte> bytes(header.bytes);
    TRY(file_.read_at(group.position, bytes));
    group.bytes = round_up_to_page(header.bytes);
    const auto is_intact = [&] {
      return codec::crc32c(ByteView(bytes).subspan(group_header_bytes)) == header.body_crc;
    };
    group.intact = is_intact();
    const std::size_t mended = group.mended.size();
    read_blocks(group, bytes);
    if (group.mended.size() > mended) group.intact = is_intact();
    scan_.data_end = group.position + group.bytes;
    scan_.groups.push_back(std::move(group));
    return scan_.data_end;
  }

  env::File& file_;
  const SegmentHeader header_;
  const std::uint64_t bytes_;
  const bool any_generation_;
  PageReader pages_;
  SegmentScan scan_;
  std::optional<std::uint64_t> hole_;
};

}  // namespace

Result<SegmentScan> scan_segment(env::File& file, const SegmentHeader& header, std::uint64_t bytes,
                                 bool any_generation) {
  return Scanner(file, header, bytes, any_generation).run();
}

Result<SegmentHeader> guess_segment_header(env::File& file, std::uint64_t id, std::uint64_t bytes) {
  bytes = bytes / page_bytes * page_bytes;
  PageReader pages(file, bytes);
  for (std::uint64_t at = page_bytes; at < bytes; at += page_bytes) {
    const ByteView page = TRY(pages.page(at));
    const std::optional<GroupHeader> header = decode_group_header(page);
    if (header && header->segment_id == id) {
      return SegmentHeader{id, header->generation, header->epoch};
    }
  }
  return fail(ErrorCode::not_found, "The file holds no group.");
}

}  // namespace weir::log::journal
