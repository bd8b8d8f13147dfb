#include "stream/catalog_entry.h"

#include "stream/command_encoding.h"
#include "stream/encoding.h"

namespace weir::stream {
namespace {

// The first byte.
enum class EntryKind : std::uint8_t { command = 1, snapshot_chunk = 2 };

constexpr std::uint8_t chunk_format_version = 1;

Result<CatalogEntry> decode_chunk(ByteView bytes) {
  ByteReader reader(bytes);
  std::uint8_t version = 0;
  SnapshotChunk chunk;
  reader(version, chunk.snapshot, chunk.through, chunk.index, chunk.count, chunk.content);
  if (version != chunk_format_version || !reader.complete() || chunk.index >= chunk.count) {
    return fail(ErrorCode::corrupt, "a part of a catalog snapshot that is malformed");
  }
  return chunk;
}

}  // namespace

void encode_entry(const CatalogEntry& entry, std::string& to) {
  ByteWriter writer(to);
  if (const auto* const command = std::get_if<Command>(&entry)) {
    writer(EntryKind::command);
    encode_command(*command, to);
    return;
  }
  const auto& chunk = std::get<SnapshotChunk>(entry);
  writer(EntryKind::snapshot_chunk, chunk_format_version, chunk.snapshot, chunk.through,
         chunk.index, chunk.count, chunk.content);
}

Result<CatalogEntry> decode_entry(ByteView bytes) {
  const auto kind = bytes.empty() ? EntryKind{} : static_cast<EntryKind>(bytes.front());
  switch (kind) {
    case EntryKind::command:
      return CatalogEntry(TRY(decode_command(bytes.subspan(1))));
    case EntryKind::snapshot_chunk:
      return decode_chunk(bytes.subspan(1));
  }
  return fail(ErrorCode::corrupt, "a catalog entry of a kind that is not known");
}

}  // namespace weir::stream
