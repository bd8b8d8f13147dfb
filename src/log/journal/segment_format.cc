#include "log/journal/segment_format.h"

#include <array>
#include <bit>
#include <cstring>

#include "codec/crc32c.h"

namespace weir::log::journal {
namespace {

constexpr std::uint64_t segment_magic = 0x3147'4553'5249'4557;  // "WEIRSEG1"
constexpr std::uint32_t group_magic = 0x5052'4757;              // "WGRP"
constexpr std::uint32_t block_magic = 0x4B4C'4257;              // "WBLK"
constexpr std::uint64_t no_end = ~std::uint64_t{0};
constexpr std::uint8_t ends_log_flag = 1;

std::uint64_t u64(const std::byte* from) { return load<std::uint64_t>(from); }
std::uint32_t u32(const std::byte* from) { return load<std::uint32_t>(from); }

constexpr std::size_t bits_of_header = group_header_bytes * 8;
static_assert(group_header_bytes == block_header_bytes);

// Turns one bit after the other until `decode` takes the header.
template <typename Header>
std::optional<Mended<Header>> mend(ByteView from, std::uint32_t magic,
                                   std::optional<Header> (*decode)(ByteView)) {
  if (from.size() < group_header_bytes) return {};
  // Most of what is tried is no header at all.
  if (std::popcount(u32(from.data()) ^ magic) > 1) return {};
  std::array<std::byte, group_header_bytes> bytes;
  std::memcpy(bytes.data(), from.data(), bytes.size());
  if (decode(bytes)) return {};
  for (std::size_t bit = 0; bit < bits_of_header; ++bit) {
    std::byte& byte = bytes[bit / 8];
    const auto mask = std::byte{1} << bit % 8;
    byte ^= mask;
    if (const std::optional<Header> header = decode(bytes)) return {{*header, bit / 8, byte}};
    byte ^= mask;
  }
  return {};
}

}  // namespace

void encode(const SegmentHeader& header, std::byte* to) {
  std::memset(to, 0, page_bytes);
  store(to, segment_magic);
  store(to + 8, format_version);
  store(to + 16, header.id);
  store(to + 24, header.generation);
  store(to + 32, header.epoch);
  store(to + 40, codec::crc32c({to, 40}));
}

std::uint32_t segment_format_version(ByteView from) {
  const std::byte* at = from.data();
  if (from.size() < 44 || u64(at) != segment_magic) return 0;
  return u32(at + 40) == codec::crc32c({at, 40}) ? u32(at + 8) : 0;
}

std::optional<SegmentHeader> decode_segment_header(ByteView from) {
  const std::byte* at = from.data();
  if (segment_format_version(from) != format_version) return {};
  return SegmentHeader{u64(at + 16), u64(at + 24), u64(at + 32)};
}

void encode(const GroupHeader& header, std::byte* to) {
  store(to, group_magic);
  store(to + 8, header.body_crc);
  store(to + 12, header.block_count);
  store(to + 16, header.segment_id);
  store(to + 24, header.generation);
  store(to + 32, header.epoch);
  store(to + 40, header.number);
  store(to + 48, header.durable_up_to);
  store(to + 56, header.bytes);
  store(to + 4, codec::crc32c({to + 8, group_header_bytes - 8}));
}

std::optional<GroupHeader> decode_group_header(ByteView from) {
  const std::byte* at = from.data();
  if (from.size() < group_header_bytes || u32(at) != group_magic) return {};
  if (u32(at + 4) != codec::crc32c({at + 8, group_header_bytes - 8})) return {};
  GroupHeader header;
  header.body_crc = u32(at + 8);
  header.block_count = u32(at + 12);
  header.segment_id = u64(at + 16);
  header.generation = u64(at + 24);
  header.epoch = u64(at + 32);
  header.number = u64(at + 40);
  header.durable_up_to = u64(at + 48);
  header.bytes = u64(at + 56);
  if (header.bytes < group_header_bytes) return {};
  return header;
}

void encode(const BlockHeader& header, std::byte* to) {
  std::memset(to, 0, block_header_bytes);
  store(to, block_magic);
  store(to + 8, header.payload_crc);
  store(to + 12, header.payload_bytes);
  store(to + 16, header.log.value);
  store(to + 24, header.first.value);
  store(to + 32, header.count);
  store(to + 36, header.kind);
  store(to + 37, header.ends_log ? ends_log_flag : std::uint8_t{0});
  store(to + 40, header.first_arrival.ms);
  store(to + 48, header.last_arrival.ms);
  store(to + 4, codec::crc32c({to + 8, block_header_bytes - 8}));
}

std::optional<BlockHeader> decode_block_header(ByteView from) {
  const std::byte* at = from.data();
  if (from.size() < block_header_bytes || u32(at) != block_magic) return {};
  if (u32(at + 4) != codec::crc32c({at + 8, block_header_bytes - 8})) return {};
  BlockHeader header;
  header.payload_crc = u32(at + 8);
  header.payload_bytes = u32(at + 12);
  header.log = LogId{u64(at + 16)};
  header.first = Offset{u64(at + 24)};
  header.count = u32(at + 32);
  header.kind = load<BlockKind>(at + 36);
  header.ends_log = (load<std::uint8_t>(at + 37) & ends_log_flag) != 0;
  header.first_arrival = WallTime{load<std::int64_t>(at + 40)};
  header.last_arrival = WallTime{load<std::int64_t>(at + 48)};
  return header;
}

std::optional<Mended<GroupHeader>> mend_group_header(ByteView from) {
  return mend(from, group_magic, decode_group_header);
}

std::optional<Mended<BlockHeader>> mend_block_header(ByteView from) {
  return mend(from, block_magic, decode_block_header);
}

void encode(const EntryHeader& header, std::byte* to) {
  store(to, header.data_bytes);
  store(to + 4, header.key_bytes);
  store(to + 6, header.kind);
  store(to + 7, std::uint8_t{0});
  store(to + 8, header.arrival.ms);
}

std::optional<EntryHeader> decode_entry_header(ByteView from) {
  if (from.size() < entry_header_bytes) return {};
  EntryHeader header;
  header.data_bytes = u32(from.data());
  header.key_bytes = load<std::uint16_t>(from.data() + 4);
  header.kind = load<EntryKind>(from.data() + 6);
  header.arrival = WallTime{load<std::int64_t>(from.data() + 8)};
  if (header.bytes() > from.size()) return {};
  return header;
}

void encode_state(const LogStateRow& row, std::byte* to) {
  store(to, row.horizon.value);
  store(to + 8, row.tail.value);
  store(to + 16, row.last_arrival.ms);
  store(to + 24, row.end ? row.end->value : no_end);
}

LogStateRow decode_state(LogId log, const std::byte* from) {
  LogStateRow row{
      log, Offset{u64(from)}, Offset{u64(from + 8)}, WallTime{load<std::int64_t>(from + 16)}, {}};
  const std::uint64_t end = u64(from + 24);
  if (end != no_end) row.end = Offset{end};
  return row;
}

}  // namespace weir::log::journal
