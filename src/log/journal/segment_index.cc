#include "log/journal/segment_index.h"

#include <cstring>

#include "codec/crc32c.h"

namespace weir::log::journal {
namespace {

constexpr std::uint64_t footer_magic = 0x3158'4449'5249'4557;  // "WEIRIDX1"
constexpr std::size_t footer_crc_at = 88;
static_assert(footer_crc_at + 4 == index_footer_bytes);

std::uint64_t u64(const std::byte* from) { return load<std::uint64_t>(from); }
std::uint32_t u32(const std::byte* from) { return load<std::uint32_t>(from); }
WallTime time_at(const std::byte* from) { return WallTime{load<std::int64_t>(from)}; }

void encode_extent(const Extent& extent, std::byte* to) {
  store(to, extent.first.value);
  store(to + 8, extent.position);
  store(to + 16, extent.count);
  store(to + 20, extent.bytes);
  store(to + 24, extent.first_arrival.ms);
  store(to + 32, extent.last_arrival.ms);
}

Extent decode_extent(const std::byte* from) {
  return {Offset{u64(from)}, u64(from + 8),      u32(from + 16),
          u32(from + 20),    time_at(from + 24), time_at(from + 32)};
}

void encode_row(const IndexRow& row, std::byte* to) {
  store(to, row.log.value);
  store(to + 8, row.first.value);
  store(to + 16, row.next.value);
  store(to + 24, row.first_arrival.ms);
  store(to + 32, row.last_arrival.ms);
  store(to + 40, row.bytes);
  store(to + 48, row.extents_begin);
  store(to + 52, row.extents_count);
  store(to + 56, row.extents_crc);
  store(to + 60, std::uint32_t{row.ends_log});
  store(to + 64, std::uint64_t{0});
}

IndexRow decode_row(const std::byte* from) {
  return {LogId{u64(from)},   Offset{u64(from + 8)}, Offset{u64(from + 16)}, time_at(from + 24),
          time_at(from + 32), u64(from + 40),        u32(from + 48),         u32(from + 52),
          u32(from + 56),     u32(from + 60) != 0};
}

}  // namespace

std::uint64_t extents_position(const IndexFooter& footer) { return footer.data_end; }

std::uint64_t rows_position(const IndexFooter& footer) {
  return footer.data_end + footer.extents_count * extent_bytes;
}

std::uint64_t index_bytes(std::uint64_t extents, std::uint64_t rows, std::uint64_t states) {
  return extents * extent_bytes + rows * row_bytes + states * state_row_bytes + page_bytes;
}

std::vector<std::byte> encode_tables(IndexSummary& summary,
                                     std::vector<std::vector<Extent>> extents) {
  std::uint64_t extents_count = 0;
  for (const auto& each : extents) extents_count += each.size();
  summary.footer.extents_count = extents_count;
  summary.footer.rows_count = summary.rows.size();
  summary.footer.states_count = summary.states.size();
  std::vector<std::byte> tables(
      index_bytes(extents_count, summary.rows.size(), summary.states.size()) - page_bytes);
  std::byte* at = tables.data();
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < extents.size(); ++i) {
    std::byte* first = at;
    for (const Extent& extent : extents[i]) {
      encode_extent(extent, at);
      at += extent_bytes;
    }
    summary.rows[i].extents_begin = begin;
    summary.rows[i].extents_count = static_cast<std::uint32_t>(extents[i].size());
    summary.rows[i].extents_crc = codec::crc32c({first, at});
    begin += summary.rows[i].extents_count;
  }
  std::byte* rows = at;
  for (const IndexRow& row : summary.rows) {
    encode_row(row, at);
    at += row_bytes;
  }
  for (const LogStateRow& row : summary.states) {
    store(at, row.log.value);
    encode_state(row, at + 8);
    at += state_row_bytes;
  }
  summary.footer.tables_crc = codec::crc32c({rows, at});
  return tables;
}

void encode(const IndexFooter& footer, std::byte* to) {
  std::memset(to, 0, page_bytes);
  store(to, footer_magic);
  store(to + 8, footer.segment_id);
  store(to + 16, footer.generation);
  store(to + 24, footer.epoch);
  store(to + 32, footer.first_group);
  store(to + 40, footer.last_group);
  store(to + 48, footer.data_end);
  store(to + 56, footer.extents_count);
  store(to + 64, footer.rows_count);
  store(to + 72, footer.states_count);
  store(to + 80, footer.tables_crc);
  store(to + footer_crc_at, codec::crc32c({to, footer_crc_at}));
}

std::optional<IndexFooter> decode_index_footer(ByteView from) {
  const std::byte* at = from.data();
  if (from.size() < footer_crc_at + 4 || u64(at) != footer_magic) return {};
  if (u32(at + footer_crc_at) != codec::crc32c({at, footer_crc_at})) return {};
  return IndexFooter{u64(at + 8),  u64(at + 16), u64(at + 24), u64(at + 32), u64(at + 40),
                     u64(at + 48), u64(at + 56), u64(at + 64), u64(at + 72), u32(at + 80)};
}

Result<IndexSummary> read_index(env::File& file, std::uint64_t file_bytes) {
  if (file_bytes < 2 * page_bytes) return fail(ErrorCode::not_found, "The file has no index.");
  std::vector<std::byte> page(page_bytes);
  TRY(file.read_at(file_bytes - page_bytes, page));
  std::optional<IndexFooter> footer = decode_index_footer(page);
  if (!footer) return fail(ErrorCode::not_found, "The file has no index.");
  const std::uint64_t room = file_bytes;
  const bool fits = footer->rows_count <= room / row_bytes &&
                    footer->states_count <= room / state_row_bytes &&
                    footer->extents_count <= room / extent_bytes && footer->data_end <= room;
  if (!fits || footer->data_end + index_bytes(footer->extents_count, footer->rows_count,
                                              footer->states_count) >
                   file_bytes) {
    return fail(ErrorCode::corrupt, "The index is larger than its file.");
  }
  std::vector<std::byte> tables(footer->rows_count * row_bytes +
                                footer->states_count * state_row_bytes);
  TRY(file.read_at(rows_position(*footer), tables));
  if (codec::crc32c(tables) != footer->tables_crc) {
    return fail(ErrorCode::corrupt, "The index fails its checksum.");
  }
  IndexSummary summary{*footer, {}, {}};
  const std::byte* at = tables.data();
  summary.rows.reserve(footer->rows_count);
  for (std::uint64_t i = 0; i < footer->rows_count; ++i, at += row_bytes) {
    const IndexRow row = decode_row(at);
    if (std::uint64_t{row.extents_begin} + row.extents_count > footer->extents_count) {
      return fail(ErrorCode::corrupt, "The index contradicts itself.");
    }
    summary.rows.push_back(row);
  }
  for (std::uint64_t i = 0; i < footer->states_count; ++i, at += state_row_bytes) {
    summary.states.push_back(decode_state(LogId{u64(at)}, at + 8));
  }
  return summary;
}

Result<std::vector<Extent>> read_extents(env::File& file, std::uint64_t data_end,
                                         std::uint32_t begin, std::uint32_t count,
                                         std::uint32_t crc) {
  std::vector<std::byte> table(std::size_t{count} * extent_bytes);
  TRY(file.read_at(data_end + std::uint64_t{begin} * extent_bytes, table));
  if (codec::crc32c(table) != crc) {
    return fail(ErrorCode::corrupt, "An index of extents fails its checksum.");
  }
  std::vector<Extent> extents;
  extents.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    extents.push_back(decode_extent(table.data() + i * extent_bytes));
  }
  return extents;
}

}  // namespace weir::log::journal
