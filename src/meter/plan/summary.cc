#include "meter/plan/summary.h"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <variant>

#include "base/overloaded.h"
#include "meter/plan/words.h"

namespace weir::meter {
namespace {

std::string counted(std::uint64_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

// The largest unit that leaves a whole number: 90000 ms is "90s".
std::string text_of(milliseconds duration) {
  constexpr std::array<std::pair<std::int64_t, std::string_view>, 4> units{
      {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}}};
  const std::int64_t all = duration.count();
  // Five minutes read better than 300 seconds, 90 seconds better than a minute and a half.
  for (const auto& [unit, name] : units) {
    if (all != 0 && all % unit == 0) return fmt::format("{}{}", all / unit, name);
  }
  return all == 0 ? "0s" : fmt::format("{}ms", all);
}

std::string text_of_rate(double per_second) {
  if (per_second > 0 && per_second < 1) return fmt::format("{:.6g}/min", per_second * 60);
  return fmt::format("{:.10g}/s", per_second);
}

std::string text_of(const ClosedLoad& load) {
  std::string text = counted(load.threads, "thread");
  if (load.loops == loops_forever) return text + ", until the run is stopped";
  if (load.loops) text += fmt::format(", {}", counted(*load.loops, "loop"));
  if (load.duration) {
    text += fmt::format("{} {}", load.loops ? " or" : " for", text_of(*load.duration));
  }
  if (load.ramp_up.count() > 0) text += fmt::format(", started over {}", text_of(load.ramp_up));
  return text;
}

std::string text_of(const OpenLoad& load) {
  const auto* const stages = std::get_if<std::vector<Stage>>(&load.rate);
  std::string text = "open load";
  if (stages == nullptr) return text + ", by hour and weekday";
  for (const Stage& stage : *stages) {
    text +=
        stage.from_per_second == stage.to_per_second
            ? fmt::format(", {} for {}", text_of_rate(stage.to_per_second), text_of(stage.duration))
            : fmt::format(", {} to {} over {}", text_of_rate(stage.from_per_second),
                          text_of_rate(stage.to_per_second), text_of(stage.duration));
  }
  if (load.arrivals == Arrivals::poisson) text += ", poisson arrivals";
  return text;
}

std::string text_of(const Timer& timer) {
  return std::visit(Overloaded{
                        [](const ConstantTimer& one) { return "waits " + text_of(one.delay); },
                        [](const UniformTimer& one) {
                          return fmt::format("waits {} and up to {} more", text_of(one.delay),
                                             text_of(one.range));
                        },
                        [](const GaussianTimer& one) {
                          return fmt::format("waits {} give or take {}", text_of(one.delay),
                                             text_of(one.deviation));
                        },
                        [](const ThroughputTimer& one) {
                          const bool is_own = one.shares == ThroughputTimer::Shares::this_thread;
                          return fmt::format("at most {} samples {}",
                                             text_of_rate(one.samples_per_minute / 60),
                                             is_own ? "of each thread" : "of all threads together");
                        },
                    },
                    timer);
}

std::string text_of(const PartitionKey& key) {
  return std::visit(
      Overloaded{
          [](const TemplateText& one) {
            return one.text.size() <= 60 ? fmt::format("\"{}\"", one.text)
                                         : std::string("from a template");
          },
          [](const RandomKey&) { return std::string("random"); },
          [](const UuidKey&) { return std::string("UUIDs"); },
          [](const ZipfKey& one) {
            return fmt::format("zipf over {}, exponent {}", counted(one.keys, "key"), one.exponent);
          },
          [](const HotKey& one) {
            return fmt::format("one for {:.4g}%, others random", one.share * 100);
          },
          [](const EachShardInTurn&) { return std::string("each shard in turn"); },
          [](const FieldKey& one) { return fmt::format("the record's {}", one.path); },
      },
      key);
}

std::string text_of(const Data& data) {
  return std::visit(
      Overloaded{
          [](const TemplateText& one) {
            return fmt::format("{} of {} characters",
                               one.language == Language::literal ? "a text" : "a template",
                               one.text.size());
          },
          [](const FileData& one) {
            return fmt::format("the lines of {}{}", one.path, one.is_repeated ? "" : ", once");
          },
          [](const SizedData& one) {
            return one.bytes_min == one.bytes_max
                       ? fmt::format("{} random bytes", one.bytes_min)
                       : fmt::format("{} to {} random bytes", one.bytes_min, one.bytes_max);
          },
      },
      data);
}

std::string target_of(const Sampler& sampler) {
  const Target& target = sampler.target;
  std::string text = target.stream.text;
  if (!target.endpoint.text.empty()) text += " at " + target.endpoint.text;
  if (!target.region.text.empty()) text += " in " + target.region.text;
  if (sampler.create_shards) {
    text +=
        fmt::format(" (made with {} if it is not there)", counted(*sampler.create_shards, "shard"));
  }
  return text;
}

std::string writer_text(const Sampler& sampler) {
  std::string text =
      fmt::format("; keys {}; data {}", text_of(sampler.partition_key), text_of(sampler.data));
  if (is_firehose(sampler.operation)) text = fmt::format("; data {}", text_of(sampler.data));
  if (is_batching(sampler.operation)) {
    text += fmt::format("; batches of up to {}", counted(sampler.batch.records_max, "record"));
    if (sampler.batch.linger.count() > 0) {
      text += fmt::format(" that wait up to {}", text_of(sampler.batch.linger));
    }
  }
  if (sampler.aggregation) text += "; aggregated";
  if (sampler.is_compressed) text += "; gzip";
  return text;
}

}  // namespace

std::string summary_of(const Sampler& sampler) {
  const bool reads = is_reading(sampler.operation);
  std::string text =
      fmt::format("{}{} {} {}", is_firehose(sampler.operation) ? "Firehose " : "",
                  aws_name(sampler.operation), reads ? "from" : "to", target_of(sampler));
  if (sampler.label != aws_name(sampler.operation)) text = sampler.label + ": " + text;
  if (!reads) text += writer_text(sampler);
  if (sampler.is_traced) text += "; end to end";
  if (sampler.retries.attempts_max > 1) {
    text += fmt::format("; tried up to {}", counted(sampler.retries.attempts_max, "time"));
  }
  for (const Timer& timer : sampler.timers) text += "; " + text_of(timer);
  return text;
}

std::string summary_of(const Group& group) {
  std::string text = fmt::format("{} \"{}\": ",
                                 group.kind == GroupKind::setup      ? "Set-up group"
                                 : group.kind == GroupKind::teardown ? "Tear-down group"
                                                                     : "Group",
                                 group.name);
  if (group.follows_writers) {
    text += fmt::format("{}, for as long as the writers and up to {} more",
                        counted(std::get<ClosedLoad>(group.load).threads, "thread"),
                        text_of(*group.follows_writers));
  } else {
    text += std::visit([](const auto& load) { return text_of(load); }, group.load);
  }
  if (group.start_delay.count() > 0) text += fmt::format(", after {}", text_of(group.start_delay));
  for (const Timer& timer : group.timers) text += ", " + text_of(timer);
  if (group.on_error != OnError::go_on) {
    text += fmt::format("; an error means {}", word_of(on_error_words, group.on_error));
  }
  return text;
}

std::string summary_of(const Plan& plan) {
  std::string text = fmt::format(
      "Plan \"{}\": {}{}{}.\n", plan.name, counted(plan.groups.size(), "group"),
      plan.groups_run_in_turn ? ", one after another" : "", plan.is_http2 ? ", over HTTP/2" : "");
  for (const Group& group : plan.groups) {
    text += summary_of(group) + "\n";
    for (const CsvDataSet& set : group.data_sets)
      text += fmt::format("  variables from {}\n", set.path);
    for (const Sampler& sampler : group.samplers) text += "  " + summary_of(sampler) + "\n";
  }
  for (const Threshold& threshold : plan.thresholds) {
    text += fmt::format("Must hold{}: {}\n", threshold.aborts ? ", or the run ends" : "",
                        threshold.text);
  }
  for (const Output& output : plan.outputs) text += fmt::format("Writes {}\n", output.path);
  for (const std::string& note : plan.notes) text += fmt::format("Note: {}\n", note);
  return text;
}

}  // namespace weir::meter
