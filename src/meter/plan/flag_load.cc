#include "meter/plan/flag_load.h"

#include <fmt/format.h>

#include "meter/plan/load_words.h"
#include "meter/plan/quantities.h"
#include "meter/plan/words.h"

namespace weir::meter {
namespace {

Position at_flag(std::string_view flag) { return {.file = std::string(flag)}; }

class FlagReader {
 public:
  FlagReader(const Flags& flags, PlanErrors& errors) : flags_(flags), errors_(errors) {}

  LoadWords read() {
    LoadWords words;
    read_whole("--threads", flags_.threads, threads_max, words.threads);
    read_whole("--connections", flags_.connections, connections_max, words.connections_max);
    read_whole("--loops", flags_.loops, loops_max, words.loops);
    read_duration("--ramp-up", flags_.ramp_up, milliseconds(0), words.ramp_up);
    read_duration("--duration", flags_.duration, milliseconds(1), words.duration);
    if (!flags_.rate.empty()) words.rate_per_second = read_rate("--rate", flags_.rate, false);
    if (!flags_.stages.empty()) read_stages(words.stages.emplace());
    if (!flags_.arrivals.empty()) {
      words.arrivals = find_word(arrivals_words, flags_.arrivals);
      if (!words.arrivals) {
        errors_.add(at_flag("--arrivals"), fmt::format("\"{}\" is not {}.", flags_.arrivals,
                                                       in_a_list(texts_of(arrivals_words))));
      }
    }
    return words;
  }

 private:
  template <class Whole>
  void read_whole(std::string_view flag, const std::string& text, std::uint64_t high,
                  std::optional<Whole>& into) {
    if (text.empty()) return;
    const auto value = parse_whole(text);
    into = 1;
    if (value && *value >= 1 && static_cast<std::uint64_t>(*value) <= high) {
      into = static_cast<Whole>(*value);
    } else {
      errors_.add(at_flag(flag),
                  fmt::format("\"{}\" is not a whole number from 1 to {}.", text, high));
    }
  }

  void read_duration(std::string_view flag, const std::string& text, milliseconds low,
                     std::optional<milliseconds>& into) {
    if (text.empty()) return;
    into = low;
    const auto value = parse_duration(text);
    if (!value) {
      errors_.add(at_flag(flag), fmt::format("\"{}\" {}.", text, value.error()));
    } else if (*value < low) {
      errors_.add(at_flag(flag), fmt::format("\"{}\" is 0; nothing would be sent.", text));
    } else {
      into = *value;
    }
  }

  // Wrong ones are told, and count as 1.
  double read_rate(std::string_view flag, std::string_view text, bool may_be_zero) {
    const auto value = parse_rate(text);
    if (!value) {
      errors_.add(at_flag(flag), fmt::format("\"{}\" {}.", text, value.error()));
      return 1;
    }
    if (*value == 0 && !may_be_zero) {
      errors_.add(at_flag(flag), fmt::format("\"{}\" is 0; nothing would be sent.", text));
      return 1;
    }
    return *value;
  }

  // "5000/s:30s" or "0/s..100/s:10s", with commas between.
  void read_stages(std::vector<Stage>& stages) {
    std::string_view rest = flags_.stages;
    while (true) {
      const std::size_t comma = rest.find(',');
      read_stage(rest.substr(0, comma), stages);
      if (comma == std::string_view::npos) return;
      rest.remove_prefix(comma + 1);
      if (stages.size() == stages_max) {
        return errors_.add(at_flag("--stages"), "There are more than 1,000 stages.");
      }
    }
  }

  void read_stage(std::string_view text, std::vector<Stage>& stages) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) {
      return errors_.add(at_flag("--stages"),
                         fmt::format("\"{}\" is not RATE:DURATION, as in \"5000/s:30s\".", text));
    }
    Stage stage;
    if (!stages.empty()) stage.from_per_second = stages.back().to_per_second;
    std::string_view rates = text.substr(0, colon);
    if (const std::size_t dots = rates.find(".."); dots != std::string_view::npos) {
      stage.from_per_second = read_rate("--stages", rates.substr(0, dots), true);
      rates.remove_prefix(dots + 2);
    }
    stage.to_per_second = read_rate("--stages", rates, true);
    std::optional<milliseconds> duration;
    read_duration("--stages", std::string(text.substr(colon + 1)), milliseconds(1), duration);
    if (!duration) {
      errors_.add(at_flag("--stages"), fmt::format("\"{}\" has no duration.", text));
    }
    stage.duration = duration.value_or(milliseconds(1));
    stages.push_back(stage);
  }

  const Flags& flags_;
  PlanErrors& errors_;
};

// What the flags say over what the group does: a flag takes away what it contradicts.
LoadWords merge(const LoadWords& flags, const Group& group) {
  LoadWords words = load_words_of(group);
  const bool was_open = std::holds_alternative<OpenLoad>(group.load);
  const bool becomes_open = flags.stages || (was_open && !flags.threads);
  if (flags.stages || flags.threads || flags.rate_per_second) {
    const auto duration = was_open ? duration_of(group) : words.duration;
    words.stages.reset();
    words.periodic.reset();
    words.duration = flags.stages ? std::nullopt : duration;
  }
  if (becomes_open) {
    words.threads.reset();
    words.ramp_up.reset();
    words.loops.reset();
  } else {
    words.arrivals.reset();
    words.in_flight_max.reset();
    words.connections_max.reset();
  }
  if (flags.loops && !flags.duration) words.duration.reset();
  if (flags.duration && !flags.loops) words.loops.reset();
  if (flags.threads) words.threads = flags.threads;
  if (flags.ramp_up) words.ramp_up = flags.ramp_up;
  if (flags.loops) words.loops = flags.loops;
  if (flags.duration && words.stages && words.stages->size() == 1) {
    words.stages->front().duration = *flags.duration;  // A steady load of another length.
  } else if (flags.duration) {
    words.duration = flags.duration;
  }
  if (flags.rate_per_second) words.rate_per_second = flags.rate_per_second;
  if (flags.stages) words.stages = flags.stages;
  if (flags.arrivals) words.arrivals = flags.arrivals;
  if (flags.connections_max) words.connections_max = flags.connections_max;
  return words;
}

void drop_throughput_timers(std::vector<Timer>& timers) {
  std::erase_if(timers,
                [](const Timer& timer) { return std::holds_alternative<ThroughputTimer>(timer); });
}

Position place_of(const Flags& flags) {
  if (!flags.stages.empty()) return at_flag("--stages");
  if (!flags.rate.empty()) return at_flag("--rate");
  if (!flags.threads.empty()) return at_flag("--threads");
  if (!flags.loops.empty()) return at_flag("--loops");
  return at_flag(flags.ramp_up.empty() ? "--duration" : "--ramp-up");
}

}  // namespace

void set_flag_loads(const Flags& flags, bool is_simple, Plan& plan, PlanErrors& errors) {
  PlanErrors found;
  const LoadWords words = FlagReader(flags, found).read();
  // Words that are wrong would only be told not to go together as well.
  errors.add(found);
  if (!found.is_empty() || words.is_empty()) return;
  for (Group& group : plan.groups) {
    if (group.kind != GroupKind::main || group.follows_writers) continue;
    if (words.rate_per_second) {
      drop_throughput_timers(group.timers);
      for (Sampler& sampler : group.samplers) drop_throughput_timers(sampler.timers);
    }
    set_load(is_simple ? words : merge(words, group), group, place_of(flags), errors);
  }
}

}  // namespace weir::meter
