// CsvSource: a CSV data set of a plan: JMeter's element of that name.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "env/file_system.h"
#include "meter/data/csv_row.h"
#include "meter/data/line_reader.h"
#include "meter/plan/plan.h"
#include "meter/templates/variables.h"

namespace weir::meter {

// A place in the file, moved on by one user, or by all in turn.
struct CsvPlace {
  explicit CsvPlace(std::shared_ptr<env::File> file) : reader(std::move(file)) {}
  LineReader reader;
  std::string line;
  CsvRow row;
  bool is_at_begin = true;
};

// Threads: any; a place of one's own: one at a time.
class CsvSource {
 public:
  // Opens the file, reads the names from its first line if the plan gives none, and has `names`
  // learn them. Errors: those of FileSystem::open_to_read; invalid_argument  the file has no rows.
  static Result<std::unique_ptr<CsvSource>> open(env::FileSystem& files, const CsvDataSet& plan,
                                                 VariableNames& names);

  // For a user of a data set whose users each have a place of their own; else null.
  std::unique_ptr<CsvPlace> own_place() const;

  // Sets the variables to the next row's fields: a row that is too short leaves the last ones as
  // they are. At the end of a file that is not repeated: false if that stops the thread, else all
  // are "<EOF>". `own` is what own_place() gave this user. Errors: as read_csv_row.
  Result<bool> advance(CsvPlace* own, Variables& variables);

 private:
  CsvSource(std::shared_ptr<env::File> file, const CsvDataSet& plan);

  bool has_heading() const { return plan_.names.empty() || plan_.skips_first_line; }
  Result<bool> next_row(CsvPlace& place) const;
  Result<bool> advance_at(CsvPlace& place, Variables& variables) const;

  std::shared_ptr<env::File> file_;
  const CsvDataSet& plan_;
  CsvForm form_;
  std::vector<Slot> slots_;
  Mutex mutex_;
  CsvPlace shared_ GUARDED_BY(mutex_);
};

}  // namespace weir::meter
