// GroupReader: reads JMeter's thread groups.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "meter/jmeter/element.h"

namespace weir::meter {

// What a plan says for all its groups.
struct SharedElements {
  std::vector<Timer> timers;
  std::vector<Counter> counters;
  std::vector<CsvDataSet> data_sets;
};

bool is_group(const Element& element);

class GroupReader {
 public:
  static constexpr std::size_t groups_max = 100;

  // `plan` gets the groups and the notes.
  GroupReader(bool skips_unknown, Plan& plan) : skips_unknown_(skips_unknown), plan_(plan) {}

  // Adds the group to the plan, or a note why not.
  void read(const TreeItem& item, const SharedElements& shared) const;

  // An error or a note. `where` is "inside the group …".
  void meet_unknown(const Element& element, std::string_view where) const;

 private:
  // `timers` are those of the controllers around.
  void read_inside(const TreeItem& item, const std::vector<Timer>& timers, bool is_top,
                   Group& group) const;
  void read_item(const TreeItem& item, const std::vector<Timer>& timers, Group& group) const;
  void read_sampler(const TreeItem& item, const std::vector<Timer>& timers, Group& group) const;
  void read_load(const Element& element, Group& group) const;

  bool skips_unknown_;
  Plan& plan_;
};

}  // namespace weir::meter
