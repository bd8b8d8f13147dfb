#include "meter/plan/load_words.h"

#include <utility>
#include <variant>

#include "meter/plan/words.h"

namespace weir::meter {
namespace {

// How many calls one loop of the group makes, and how many records they carry.
struct LoopSums {
  double calls = 0;
  double records = 0;
};

LoopSums sums_of(const Group& group) {
  LoopSums sums;
  for (const Sampler& sampler : group.samplers) {
    sums.calls += 1;
    sums.records += is_batching(sampler.operation) ? sampler.batch.records_max : 1;
  }
  return sums;
}

// Rates count records, JMeter's timer counts calls.
void share_rate(double per_second, Group& group, const Position& at, PlanErrors& errors) {
  for (const Sampler& sampler : group.samplers) {
    if (!sampler.aggregation) continue;
    errors.add(at,
               "A rate shared by threads cannot count the records inside aggregated ones; leave "
               "threads out, for an open load.");
    return;
  }
  const LoopSums sums = sums_of(group);
  const double calls_per_second =
      sums.records > 0 ? per_second * sums.calls / sums.records : per_second;
  group.timers.emplace_back(
      ThroughputTimer{.samples_per_minute = calls_per_second * 60,
                      .shares = ThroughputTimer::Shares::threads_of_group_shared});
}

void set_closed(const LoadWords& words, Group& group, const Position& at, PlanErrors& errors) {
  if (words.arrivals || words.in_flight_max || words.connections_max) {
    errors.add(at,
               "arrivals, in_flight_max and connections_max are of open loads; this group has "
               "threads, which wait for their answers.");
  }
  group.load = ClosedLoad{.threads = words.threads.value_or(1),
                          .ramp_up = words.ramp_up.value_or(milliseconds(0)),
                          .loops = words.loops,
                          .duration = words.duration};
  if (words.rate_per_second) share_rate(*words.rate_per_second, group, at, errors);
}

bool sends_nothing(const std::vector<Stage>& stages) {
  for (const Stage& stage : stages) {
    if (stage.from_per_second > 0 || stage.to_per_second > 0) return false;
  }
  return true;
}

void set_periodic(const LoadWords& words, OpenLoad& load, const Position& at, PlanErrors& errors) {
  PeriodicRate periodic = *words.periodic;
  if (words.duration && periodic.end) {
    errors.add(at, "duration and the end of periodic both say when the group ends; one may.");
  }
  if (!words.duration && !periodic.end) {
    errors.add(at, "A periodic load needs a duration, or an end.");
  }
  if (words.duration) periodic.duration = words.duration;
  load.rate = periodic;
}

void set_open(const LoadWords& words, Group& group, const Position& at, PlanErrors& errors) {
  OpenLoad load;
  load.arrivals = words.arrivals.value_or(Arrivals::even);
  load.in_flight_max = words.in_flight_max.value_or(load.in_flight_max);
  load.connections_max = words.connections_max.value_or(load.connections_max);
  if (words.ramp_up) errors.add(at, "ramp_up starts threads; an open load rises by stages.");
  if (words.loops) {
    errors.add(at, "loops are counted by threads; an open load ends by its duration.");
  }
  if (words.periodic) {
    set_periodic(words, load, at, errors);
  } else if (words.stages) {
    if (words.duration) {
      errors.add(at, "The stages say how long the group runs; duration cannot say it too.");
    }
    if (words.stages->empty()) {
      errors.add(at, "The stages are an empty list.");
    } else if (sends_nothing(*words.stages)) {
      errors.add(at, "Every stage has the rate 0; nothing would be sent.");
    }
    load.rate = *words.stages;
  } else if (!words.duration) {
    errors.add(at, "A rate without threads needs a duration.");
  } else {
    load.rate = std::vector<Stage>{{.from_per_second = *words.rate_per_second,
                                    .to_per_second = *words.rate_per_second,
                                    .duration = *words.duration}};
  }
  group.load = std::move(load);
}

}  // namespace

bool LoadWords::is_empty() const {
  return !threads && !ramp_up && !loops && !duration && !rate_per_second && !stages && !periodic &&
         !arrivals && !in_flight_max && !connections_max;
}

void set_load(const LoadWords& words, Group& group, const Position& at, PlanErrors& errors) {
  const int open_words =
      static_cast<int>(words.stages.has_value()) + static_cast<int>(words.periodic.has_value());
  if (open_words + static_cast<int>(words.rate_per_second.has_value()) > 1) {
    errors.add(at, "Of rate, stages and periodic a group can have one.");
    return;
  }
  if (open_words > 0 && words.threads) {
    errors.add(at,
               "Threads wait for their answers and cannot keep to stages or a periodic load; leave "
               "threads out, or give them a rate.");
    return;
  }
  const bool is_open = open_words > 0 || (words.rate_per_second && !words.threads);
  if (is_open) {
    set_open(words, group, at, errors);
  } else {
    set_closed(words, group, at, errors);
  }
}

LoadWords load_words_of(const Group& group) {
  LoadWords words;
  if (const auto* const closed = std::get_if<ClosedLoad>(&group.load)) {
    words.threads = closed->threads;
    words.ramp_up = closed->ramp_up;
    words.loops = closed->loops;
    words.duration = closed->duration;
    return words;
  }
  const OpenLoad& open = std::get<OpenLoad>(group.load);
  words.arrivals = open.arrivals;
  words.in_flight_max = open.in_flight_max;
  words.connections_max = open.connections_max;
  if (const auto* const stages = std::get_if<std::vector<Stage>>(&open.rate)) {
    words.stages = *stages;
    return words;
  }
  words.periodic = std::get<PeriodicRate>(open.rate);
  words.duration = words.periodic->duration;
  words.periodic->duration.reset();
  return words;
}

std::optional<milliseconds> duration_of(const Group& group) {
  if (const auto* const closed = std::get_if<ClosedLoad>(&group.load)) return closed->duration;
  const OpenLoad& open = std::get<OpenLoad>(group.load);
  const auto* const stages = std::get_if<std::vector<Stage>>(&open.rate);
  if (stages == nullptr) return std::get<PeriodicRate>(open.rate).duration;
  milliseconds total{0};
  for (const Stage& stage : *stages) total += stage.duration;
  return total;
}

}  // namespace weir::meter
