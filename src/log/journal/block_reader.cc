#include "log/journal/block_reader.h"

#include "codec/crc32c.h"

namespace weir::log::journal {
namespace {

// Reading what lies between two blocks is cheaper than another system call, up to a point.
constexpr std::uint64_t gap_bytes_max = 32u << 10;
constexpr std::uint64_t read_bytes_max = 4u << 20;

}  // namespace

std::optional<BlockHeader> checked_block(const Piece& piece, LogId log) {
  const ByteView bytes{piece.block, piece.extent.bytes};
  std::optional<BlockHeader> header = decode_block_header(bytes);
  if (!header) {
    if (const auto mended = mend_block_header(bytes)) header = mended->header;
  }
  if (!header || header->log != log || header->first != piece.extent.first ||
      header->count != piece.extent.count || header->bytes() != piece.extent.bytes ||
      header->kind == BlockKind::state) {
    return {};
  }
  if (piece.from_disk && codec::crc32c(bytes.subspan(block_header_bytes)) != header->payload_crc) {
    return {};
  }
  return header;
}

bool add_records(const Piece& piece, LogId log, const ReadLimits& limits, ReadBatch& batch,
                 std::size_t& bytes, bool& full) {
  const std::optional<BlockHeader> header = checked_block(piece, log);
  if (!header) return false;
  ByteView rest = ByteView{piece.block, piece.extent.bytes}.subspan(block_header_bytes);
  Offset offset = header->first;
  bool added = false;
  for (std::uint32_t i = 0; i < header->count; ++i, offset = offset + 1) {
    const std::optional<EntryHeader> entry = decode_entry_header(rest);
    if (!entry) return false;
    const std::byte* key = rest.data() + entry_header_bytes;
    rest = rest.subspan(entry->bytes());
    if (offset < batch.next) continue;
    if (entry->kind == EntryKind::end_marker) break;
    const std::size_t size = entry->key_bytes + std::size_t{entry->data_bytes};
    full = batch.records.size() >= limits.records_max || bytes + size > limits.bytes_max;
    if (full && !batch.records.empty()) break;
    full = false;
    bytes += size;
    batch.records.push_back({offset,
                             entry->arrival,
                             text_of({key, entry->key_bytes}),
                             {key + entry->key_bytes, entry->data_bytes}});
    batch.next = offset + 1;
    added = true;
  }
  if (added && (batch.owners.empty() || batch.owners.back() != piece.owner)) {
    batch.owners.push_back(piece.owner);
  }
  return true;
}

Result<void> read_pieces(env::File& file, std::span<Piece> pieces) {
  std::size_t begin = 0;
  while (begin < pieces.size()) {
    if (pieces[begin].block != nullptr) {
      ++begin;
      continue;
    }
    const std::uint64_t from = pieces[begin].extent.position;
    std::uint64_t to = from + pieces[begin].extent.bytes;
    std::size_t end = begin + 1;
    for (; end < pieces.size() && pieces[end].block == nullptr; ++end) {
      const Extent& next = pieces[end].extent;
      if (next.position < to || next.position - to > gap_bytes_max ||
          next.position + next.bytes - from > read_bytes_max) {
        break;
      }
      to = next.position + next.bytes;
    }
    auto buffer = std::make_shared_for_overwrite<std::byte[]>(to - from);
    TRY(file.read_at(from, {buffer.get(), to - from}));
    for (; begin < end; ++begin) {
      pieces[begin].owner = buffer;
      pieces[begin].block = buffer.get() + (pieces[begin].extent.position - from);
      pieces[begin].from_disk = true;
    }
  }
  return {};
}

}  // namespace weir::log::journal
