// A simulated machine whose journal has written several segments and is then stopped, and the means
// to damage them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "log/journal/check/directory_check.h"
#include "log/journal/segment_index.h"
#include "log/journal/segment_scan.h"
#include "log/journal/sim_machine.h"

namespace weir::log::journal {

class StoppedJournal : public testing::Test {
 protected:
  explicit StoppedJournal(std::uint64_t seed = 1) : machine_(small_settings(), seed) {}

  // Two logs, in segments of which several are sealed, and a third that has ended.
  void fill(int rounds = 60) {
    ASSERT_TRUE(machine_.boot());
    append(3, "only");
    ASSERT_TRUE(machine_.ask<Offset>(
        [log = machine_.journal->log(LogId{3})](env::EventLoop& home, auto done) {
          log->end(home, std::move(done));
        }));
    for (int i = 0; i < rounds; ++i) {
      append(1, "one " + std::to_string(i) + std::string(5000, 'a'));
      append(2, "two " + std::to_string(i) + std::string(3000, 'b'));
    }
    machine_.settle();
  }

  void append(std::uint64_t id, const std::string& text) {
    const Result<Appended> appended = machine_.append(id, {text});
    ASSERT_TRUE(appended) << appended.error().message;
    texts_[id].push_back(text);
  }

  void fill_and_stop(int rounds = 60) {
    fill(rounds);
    machine_.kill();
  }

  std::unique_ptr<DirectoryCheck> check() {
    Result<std::unique_ptr<DirectoryCheck>> checked = DirectoryCheck::run(machine_.disk, "data");
    EXPECT_TRUE(checked) << checked.error().message;
    return checked ? std::move(*checked) : nullptr;
  }

  std::string path(std::size_t index) { return "data/" + machine_.segment_names().at(index); }

  // The path of the last segment that has a group.
  std::string open_segment() {
    const auto checked = check();
    const auto last = std::ranges::find_if(checked->segments(), [](const CheckedSegment& each) {
      return each.state == SegmentState::open;
    });
    return last == checked->segments().end() ? "" : last->path;
  }

  std::unique_ptr<env::File> open(const std::string& file) {
    return std::move(machine_.disk.open(file).value());
  }

  SegmentScan scan(const std::string& file) {
    const auto opened = open(file);
    std::vector<std::byte> page(page_bytes);
    EXPECT_TRUE(opened->read_at(0, page));
    return scan_segment(*opened, *decode_segment_header(page), *opened->size()).value();
  }

  IndexSummary index(const std::string& file) {
    const auto opened = open(file);
    return read_index(*opened, *opened->size()).value();
  }

  void flip(const std::string& file, std::uint64_t position) {
    machine_.disk.flip_bit(file, position, 3);
  }

  // More bits of a header of a group or block than its checksum can tell.
  void spoil_header(const std::string& file, std::uint64_t position) {
    for (std::uint64_t at = 16; at < 22; ++at) flip(file, position + at);
  }

  void wipe(const std::string& file, std::uint64_t position, std::uint64_t bytes) {
    const auto opened = open(file);
    ASSERT_TRUE(opened->write_at(position, std::vector<std::byte>(bytes)));
    ASSERT_TRUE(opened->sync());
  }

  // What the check can read of a log: the texts, or "?" where it says that it cannot.
  static std::vector<std::string> read_all(DirectoryCheck& check, std::uint64_t id) {
    const CheckedLog& log = check.logs().at(LogId{id});
    std::vector<std::string> texts;
    Offset from = log.horizon;
    while (from < log.tail) {
      const Result<ReadBatch> batch = check.read(LogId{id}, from, {});
      if (batch && batch->records.empty()) break;
      if (!batch) {
        EXPECT_EQ(batch.error().code, ErrorCode::corrupt);
        texts.emplace_back("?");
        from = from + 1;
        continue;
      }
      for (const StoredRecord& record : batch->records) texts.emplace_back(text_of(record.data));
      from = batch->next;
    }
    return texts;
  }

  static std::vector<Finding> damage(const DirectoryCheck& check) {
    std::vector<Finding> found;
    for (const Finding& each : check.findings()) {
      if (is_damage(each.kind)) found.push_back(each);
    }
    return found;
  }

  // The one thing that is wrong.
  Finding only_damage() {
    const auto checked = check();
    std::vector<Finding> found = damage(*checked);
    EXPECT_EQ(found.size(), 1u) << describe(found);
    return found.empty() ? Finding{} : found.front();
  }

  static std::string describe(const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& each : findings) {
      text += std::string(name_of(each.kind)) + " in " + each.file + " at " +
              std::to_string(each.position.value_or(0)) + ": " + each.what + "\n";
    }
    return text;
  }

  SimMachine machine_;
  std::map<std::uint64_t, std::vector<std::string>> texts_;  // By log.
};

}  // namespace weir::log::journal
