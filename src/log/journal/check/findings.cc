#include "log/journal/check/findings.h"

namespace weir::log::journal {

std::string_view name_of(FindingKind kind) {
  switch (kind) {
    case FindingKind::segment_header:
      return "segment header";
    case FindingKind::group:
      return "group";
    case FindingKind::block:
      return "block";
    case FindingKind::index:
      return "index";
    case FindingKind::missing_groups:
      return "missing groups";
    case FindingKind::order:
      return "order";
    case FindingKind::lost_records:
      return "lost records";
    case FindingKind::unreadable:
      return "unreadable";
    case FindingKind::torn_tail:
      return "torn tail";
    case FindingKind::unfinished:
      return "unfinished";
  }
  return "";
}

bool is_damage(FindingKind kind) {
  return kind != FindingKind::torn_tail && kind != FindingKind::unfinished;
}

void add_range(std::vector<LogRange>& ranges, const LogRange& range) {
  if (!ranges.empty() && ranges.back().log == range.log && ranges.back().next == range.first) {
    ranges.back().next = range.next;
  } else {
    ranges.push_back(range);
  }
}

}  // namespace weir::log::journal
