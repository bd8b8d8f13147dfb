#include "log/journal/group_judge.h"

#include <algorithm>
#include <map>

namespace weir::log::journal {
namespace {

class Judge {
 public:
  Judge(const std::vector<SegmentEvidence>& evidence, bool damage_is_torn)
      : evidence_(evidence),
        damage_is_torn_(damage_is_torn),
        data_ends_(evidence.size(), page_bytes) {
    judgement_.dead_from.resize(evidence.size());
  }

  Judgement run() {
    std::map<std::uint64_t, std::uint64_t> durable_up_to;  // By epoch.
    std::map<std::uint64_t, std::vector<std::size_t>> by_epoch;
    for (std::size_t i = 0; i < evidence_.size(); ++i) {
      const SegmentEvidence& segment = evidence_[i];
      if (first_number(i) == 0) continue;
      by_epoch[segment.epoch].push_back(i);
      std::uint64_t& durable = durable_up_to[segment.epoch];
      durable = std::max(durable, segment.sealed_last_group);
      if (segment.scan == nullptr) continue;
      for (const ScannedGroup& group : segment.scan->groups) {
        if (group.header) durable = std::max(durable, group.header->durable_up_to);
      }
    }
    for (auto& [epoch, segments] : by_epoch) {
      std::ranges::sort(segments, {}, [this](std::size_t i) { return first_number(i); });
      judge_epoch(segments, durable_up_to[epoch]);
    }
    return std::move(judgement_);
  }

 private:
  // Of the first group that has a header; 0: there is none.
  std::uint64_t first_number(std::size_t segment) const {
    const SegmentEvidence& evidence = evidence_[segment];
    return evidence.scan == nullptr ? evidence.sealed_first_group
                                    : first_group_number(*evidence.scan);
  }

  void judge_epoch(const std::vector<std::size_t>& segments, std::uint64_t durable_up_to) {
    last_number_ = 0;
    cut_ = false;
    std::optional<std::size_t> before;
    for (const std::size_t segment : segments) {
      const SegmentScan* const scan = evidence_[segment].scan;
      const std::uint64_t first = first_number(segment);
      // Something that was not durable is missing before this segment: it was never written.
      cut_ = cut_ || first - 1 > durable_up_to;
      const bool begins_readable = scan == nullptr || scan->groups.front().header.has_value();
      if (!cut_ && before && begins_readable && first > last_number_ + 1 &&
          proves_end_of(*before, segment)) {
        add_missing(*before, first - 1);
      }
      // Before the first group of an epoch's first segment there may be one that cannot be read.
      if (last_number_ == 0) {
        last_number_ = first - 1 - std::uint64_t{!begins_readable && first > 1};
      }
      if (scan != nullptr) judge_segment(segment, durable_up_to);
      last_number_ = std::max(last_number_, evidence_[segment].sealed_last_group);
      before = segment;
    }
  }

  // Whether nothing stood between the two. A sealed segment tells its end itself.
  bool proves_end_of(std::size_t before, std::size_t segment) const {
    const SegmentEvidence& evidence = evidence_[before];
    if (evidence.scan == nullptr) return false;
    return !evidence.was_sealed || evidence.id + 1 == evidence_[segment].id;
  }

  // Durable groups are missing: they stood at the end of the segment.
  void add_missing(std::size_t segment, std::uint64_t number) {
    const std::uint64_t position = data_ends_[segment];
    judgement_.groups.push_back({.segment = segment,
                                 .group = nullptr,
                                 .number = number,
                                 .position = position,
                                 .bytes = evidence_[segment].file_bytes - position,
                                 .damaged = true,
                                 .blocks_lost = true});
  }

  void judge_segment(std::size_t segment, std::uint64_t durable_up_to) {
    for (const ScannedGroup& group : evidence_[segment].scan->groups) {
      const std::uint64_t number = group.header ? group.header->number : last_number_ + 1;
      // A write that was cut off may leave a header that lacks but one bit, too.
      const bool as_written = group.intact && group.mended.empty();
      const bool torn =
          !as_written && (number > durable_up_to || (damage_is_torn_ && !group.intact));
      if (cut_ || torn) {
        cut_ = true;
        judgement_.dead_from[segment] = group.position;
        return;
      }
      judgement_.groups.push_back({.segment = segment,
                                   .group = &group,
                                   .number = number,
                                   .position = group.position,
                                   .bytes = group.bytes,
                                   .damaged = !group.intact,
                                   .blocks_lost = group.blocks_lost,
                                   .unproven = number > durable_up_to});
      data_ends_[segment] = group.position + group.bytes;
      last_number_ = std::max(last_number_, number);
    }
  }

  const std::vector<SegmentEvidence>& evidence_;
  const bool damage_is_torn_;
  std::vector<std::uint64_t> data_ends_;
  std::uint64_t last_number_ = 0;
  bool cut_ = false;
  Judgement judgement_;
};

}  // namespace

std::uint64_t first_group_number(const SegmentScan& scan) {
  const auto first = std::ranges::find_if(
      scan.groups, [](const ScannedGroup& group) { return group.header.has_value(); });
  return first == scan.groups.end() ? 0 : first->header->number;
}

Judgement judge_groups(const std::vector<SegmentEvidence>& evidence, bool damage_is_torn) {
  return Judge(evidence, damage_is_torn).run();
}

}  // namespace weir::log::journal
