// DirectoryCheck: reads a data directory that no server has open, verifies every checksum in it,
// and says what it holds. What `weir check` stands on.
//
// It judges as recovery does (group_judge.h) what is damage and what a power cut may leave, but
// reads sealed segments to the last byte instead of believing their index. It changes nothing.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "env/file_system.h"
#include "log/journal/check/checked.h"
#include "log/journal/group_judge.h"
#include "log/journal/segment_survey.h"
#include "log/shard_log.h"

namespace weir::log::journal {

class DirectoryCheck {
 public:
  // Takes the directory's lock for as long as the check lives. `files` must outlive it. Blocks as
  // long as it takes to read everything.
  // Errors: in_use            a server has the directory open.
  //         not_found         it is no data directory.
  //         invalid_argument  it is of a newer format.
  //         unavailable       it cannot be read.
  static Result<std::unique_ptr<DirectoryCheck>> run(env::FileSystem& files,
                                                     const std::string& directory);

  const std::vector<CheckedSegment>& segments() const { return segments_; }
  const CheckedLogs& logs() const { return logs_; }
  const std::vector<Finding>& findings() const { return progress_.findings; }

  // As ShardLog::read. Blocks. Errors: corrupt, unavailable; not_found: there is no such log.
  Result<ReadBatch> read(LogId id, Offset from, const ReadLimits& limits);

 private:
  // What is read of a segment before it is known which of its groups count.
  struct Surveyed {
    std::string path;
    std::uint64_t bytes = 0;
    SegmentSurvey survey;
    std::optional<SegmentScan> scan;
  };

  DirectoryCheck(env::FileSystem& files, std::string directory)
      : files_(files), directory_(std::move(directory)) {}

  // directory_check.cc: files and segments.
  Result<void> survey_segments();
  Result<void> survey(std::uint64_t id, const std::string& path);
  void tell_of_ends(const Surveyed& surveyed);
  void judge();
  Result<void> check_segment(std::size_t number);
  Result<std::vector<JudgedGroup>> groups_of(std::size_t number, env::File& file);
  Result<void> scan_sealed(Surveyed& surveyed, env::File& file, std::vector<JudgedGroup>& groups);
  void tell_of_torn_tail(std::size_t number);
  void compare_with_the_one_before(std::size_t number, const std::vector<JudgedGroup>& groups);
  void add(FindingKind kind, const std::string& file, std::optional<std::uint64_t> position,
           std::string what);

  // check_logs.cc: logs.
  void build_logs();
  void place_runs(LogId id, CheckedLog& log, std::vector<CheckedRun> runs);
  void add_gap(LogId id, CheckedLog& log, Offset first, Offset next);
  void count_records(CheckedLog& log, const std::vector<Unreadable>& unreadable);
  void keep_what_is_lost_in_findings();
  Result<std::vector<Extent>> extents_of(const CheckedRun& run);
  Result<env::File*> open(std::size_t segment);

  env::FileSystem& files_;
  const std::string directory_;
  std::unique_ptr<env::File> lock_;
  std::vector<Surveyed> surveyed_;        // By id.
  Judgement judgement_;                   // Of those that are not sealed.
  std::vector<CheckedSegment> segments_;  // As many as surveyed_.
  CheckProgress progress_;
  CheckedLogs logs_;
  // The file that read() needed last.
  std::size_t open_segment_ = 0;
  std::unique_ptr<env::File> open_file_;
};

}  // namespace weir::log::journal
