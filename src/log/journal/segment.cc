#include "log/journal/segment.h"

#include <algorithm>  // IWYU pragma: keep: upper_bound

namespace weir::log::journal {

std::uint32_t Segment::add_extent(const BlockHeader& block, std::uint64_t position,
                                  std::optional<std::uint32_t> hint) {
  const bool goes_on = hint && *hint < open_rows.size() &&
                       open_rows[*hint].row.next == block.first &&
                       open_rows[*hint].row.log == block.log;
  if (!goes_on) {
    hint = static_cast<std::uint32_t>(open_rows.size());
    OpenRow opened;
    opened.row.log = block.log;
    opened.row.first = block.first;
    opened.row.first_arrival = block.first_arrival;
    open_rows.push_back(std::move(opened));
  }
  OpenRow& row = open_rows[*hint];
  row.row.next = block.first + block.count;
  row.row.last_arrival = block.last_arrival;
  row.row.bytes += block.bytes();
  row.row.ends_log = block.ends_log;
  row.extents.push_back({block.first, position, block.count,
                         static_cast<std::uint32_t>(block.bytes()), block.first_arrival,
                         block.last_arrival});
  ++extents_count;
  return *hint;
}

std::size_t Segment::find_extent(const std::vector<Extent>& extents, Offset offset) {
  auto behind = std::ranges::upper_bound(extents, offset, {}, &Extent::first);
  if (behind == extents.begin()) return extents.size();
  return static_cast<std::size_t>(behind - extents.begin()) - 1;
}

}  // namespace weir::log::journal
