#include "meter/plan/finish_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "meter/plan/spelling.h"
#include "meter/plan/words.h"

namespace weir::meter {
namespace {

constexpr milliseconds drain_default{10'000};
constexpr std::uint64_t firehose_batch_bytes_max = 4u << 20;

bool has_writers(const Group& group) {
  return std::ranges::any_of(group.samplers,
                             [](const Sampler& one) { return !is_reading(one.operation); });
}

bool has_readers(const Group& group) {
  return std::ranges::any_of(group.samplers,
                             [](const Sampler& one) { return is_reading(one.operation); });
}

bool has_no_end(const Group& group) {
  const auto* const closed = std::get_if<ClosedLoad>(&group.load);
  return closed != nullptr && !closed->loops && !closed->duration;
}

void name_groups(Plan& plan) {
  for (std::size_t index = 0; index < plan.groups.size(); ++index) {
    std::string& name = plan.groups[index].name;
    if (name.empty()) name = fmt::format("group {}", index + 1);
  }
}

// Readers without an end of their own go on for as long as there is something to read.
void let_readers_follow(Plan& plan, PlanErrors& errors) {
  const bool is_written = std::ranges::any_of(plan.groups, [](const Group& group) {
    return group.kind == GroupKind::main && has_writers(group);
  });
  for (Group& group : plan.groups) {
    const bool is_reading_only = has_readers(group) && !has_writers(group);
    if (is_reading_only && is_written && has_no_end(group) && group.kind == GroupKind::main) {
      if (!group.follows_writers) group.follows_writers = drain_default;
    } else if (group.follows_writers) {
      errors.add(group.at,
                 "drain is of groups that only read, without loops and a duration of their own, "
                 "what other groups of the plan write.");
    }
  }
}

class SamplerCheck {
 public:
  SamplerCheck(const Group& group, const Sampler& sampler, PlanErrors& errors)
      : group_(group), sampler_(sampler), errors_(errors) {}

  void run() const {
    if (sampler_.target.stream.text.empty()) {
      complain("has no stream; name one in [target], or with --stream.");
    }
    if (is_reading(sampler_.operation)) {
      check_reader();
    } else {
      check_writer();
    }
    if (is_firehose(sampler_.operation)) check_firehose();
    if (sampler_.operation == Operation::subscribe_to_shard) check_subscription();
  }

 private:
  void complain(std::string_view what) const {
    errors_.add(sampler_.at, fmt::format("The sampler \"{}\" {}", sampler_.label, what));
  }

  void check_reader() const {
    if (sampler_.aggregation) complain("reads; aggregation is of writers.");
    if (sampler_.is_compressed || sampler_.ends_with_newline) {
      complain("reads; compress and newline are of writers.");
    }
    if (has_writers(group_) && std::holds_alternative<OpenLoad>(group_.load)) {
      complain("reads in an open group that also writes; give readers a group of their own.");
    }
  }

  void check_writer() const {
    if (!is_batching(sampler_.operation) && sampler_.batch.linger.count() > 0) {
      complain("sends single records; linger is of batches.");
    }
    const bool has_key = !sampler_.explicit_hash_key.text.empty();
    if (has_key && std::holds_alternative<EachShardInTurn>(sampler_.partition_key)) {
      complain("has an explicit_hash_key, and each-shard, which chooses it.");
    }
  }

  void check_firehose() const {
    if (sampler_.aggregation) complain("sends to Firehose, which does not know aggregation.");
    if (sampler_.is_traced) {
      complain("sends to Firehose, from which nothing reads; end_to_end is of Kinesis streams.");
    }
    if (sampler_.create_shards) complain("sends to Firehose, whose streams have no shards.");
    if (!sampler_.explicit_hash_key.text.empty()) {
      complain("sends to Firehose, which has no explicit_hash_key.");
    }
    if (sampler_.batch.bytes_max > firehose_batch_bytes_max) {
      complain("sends batches of more than 4 MiB, which Firehose refuses.");
    }
  }

  void check_subscription() const {
    if (std::holds_alternative<OpenLoad>(group_.load)) {
      complain("is pushed to and has no rate; give its group threads and a duration.");
    }
    if (group_.samplers.size() > 1) {
      complain("subscribes for as long as its group runs; give it a group of its own.");
    }
    if (has_no_end(group_) && !group_.follows_writers) {
      complain("subscribes until its group ends; give the group a duration.");
    }
  }

  const Group& group_;
  const Sampler& sampler_;
  PlanErrors& errors_;
};

void check_names(const Group& group, PlanErrors& errors) {
  std::vector<std::string_view> names;
  names.reserve(group.variables.size() + group.counters.size());
  for (const Variable& variable : group.variables) names.push_back(variable.name);
  for (const Counter& counter : group.counters) names.push_back(counter.name);
  std::ranges::sort(names);
  const auto twice = std::ranges::adjacent_find(names);
  if (twice != names.end()) {
    errors.add(group.at,
               fmt::format("The group \"{}\" has two variables or counters called \"{}\".",
                           group.name, *twice));
  }
}

void check_groups(const Plan& plan, PlanErrors& errors) {
  for (const Group& group : plan.groups) {
    if (group.samplers.empty()) {
      errors.add(group.at, fmt::format("The group \"{}\" has no sampler; nothing would be sent.",
                                       group.name));
    }
    check_names(group, errors);
    for (const Sampler& sampler : group.samplers) SamplerCheck(group, sampler, errors).run();
  }
}

// Whether traces are both written and read.
bool is_traced(const Plan& plan) {
  bool is_written = false;
  bool is_read = false;
  for (const Group& group : plan.groups) {
    for (const Sampler& sampler : group.samplers) {
      if (sampler.is_traced) (is_reading(sampler.operation) ? is_read : is_written) = true;
    }
  }
  return is_written && is_read;
}

void check_thresholds(const Plan& plan, PlanErrors& errors) {
  std::vector<std::string_view> labels;
  for (const Group& group : plan.groups) {
    for (const Sampler& sampler : group.samplers) labels.push_back(sampler.label);
  }
  for (const Threshold& threshold : plan.thresholds) {
    if (!threshold.label.empty() && std::ranges::find(labels, threshold.label) == labels.end()) {
      const std::string guess = did_you_mean(threshold.label, labels);
      errors.add(threshold.at,
                 fmt::format("The threshold \"{}\" is of \"{}\", which no sampler is called{}",
                             threshold.text, threshold.label, guess.empty() ? "." : guess));
    }
    const bool needs_traces = threshold.metric == "lost" || threshold.metric == "duplicates" ||
                              threshold.metric == "out_of_order" ||
                              threshold.metric.starts_with("end_to_end_");
    if (needs_traces && !is_traced(plan)) {
      errors.add(threshold.at,
                 fmt::format("The threshold \"{}\" needs writers and readers with end_to_end.",
                             threshold.text));
    }
  }
}

}  // namespace

void finish_plan(Plan& plan, PlanErrors& errors) {
  name_groups(plan);
  let_readers_follow(plan, errors);
  check_groups(plan, errors);
  check_thresholds(plan, errors);
}

}  // namespace weir::meter
