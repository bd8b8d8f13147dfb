// Template: text with holes that are filled anew for each record. Compiled once, rendered often.
//
// Two languages. The data generator's is that of the Amazon Kinesis Data Generator,
// `{{random.number({"min":1,"max":9})}}`, unchanged, and what it lacks: counters, sequences,
// values named once and used again, conditionals, variables. JMeter's is `${name}` and
// `${__function(a,b)}`.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "meter/templates/fast_random.h"
#include "meter/templates/variables.h"

namespace weir::meter {

enum class Language : std::uint8_t {
  literal,         // No holes at all.
  data_generator,  // {{…}}
  jmeter,          // ${…}
};

// What does not parse, and where: for messages with line and column.
struct TemplateError {
  std::size_t offset = 0;  // Into the template's text.
  std::string message;     // One sentence without the place.
};

// What a rendering may ask for. One a virtual user; made by the run, changed between renderings.
struct RenderContext {
  FastRandom& random;
  Variables& variables;             // User variables, counters and columns of data sets.
  WallTime now;                     // Set before each rendering.
  WallTime simulated_now;           // The clock of a periodic load; else the same as `now`.
  std::uint32_t thread_number = 1;  // Within its group, from 1, as JMeter counts.
  std::uint64_t iteration = 0;      // Of this virtual user, from 0.
  // Names that JMeter's functions ask for.
  std::string_view group_name{};
  std::string_view sampler_name{};
  std::string_view machine_name{};
  // How far local time is ahead of UTC at a time; null: local time is UTC.
  int (*offset_minutes)(WallTime time) = nullptr;

  int local_offset(WallTime time) const {
    return offset_minutes != nullptr ? offset_minutes(time) : 0;
  }
};

// Immutable, cheap to copy. Threads: any, each with a context of its own.
class Template {
 public:
  // Renders to nothing.
  Template();
  ~Template();
  Template(const Template&);
  Template(Template&&) noexcept;
  Template& operator=(const Template&);
  Template& operator=(Template&&) noexcept;

  // `names` learns the variables that the template mentions, so that each is a slot when it is
  // rendered. A name that nothing defines is left as it stands in JMeter's language and an error in
  // the data generator's.
  static std::expected<Template, TemplateError> compile(std::string_view text, Language language,
                                                        VariableNames& names);

  // Appends to `out`.
  void render(RenderContext& context, std::string& out) const;

  // Whether every rendering is the same.
  bool is_constant() const;

 private:
  struct Program;
  explicit Template(std::shared_ptr<const Program> program);
  std::shared_ptr<const Program> program_;
};

}  // namespace weir::meter
