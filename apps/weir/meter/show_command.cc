// weir meter show: the samples that a run has kept, in a table or in detail.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "meter/kept_runs.h"
#include "meter/meter_commands.h"
#include "meter/report/quantities.h"
#include "meter/report/sample_table.h"
#include "meter/report/summary.h"
#include "meter/terminal_display.h"

namespace weir::app {
namespace {

using meter::StoredSample;

struct ShowOptions {
  std::string run;
  bool summary = false;
  bool detail = false;
  bool errors = false;
  std::string label;
  std::string shard;
  std::string key;
  std::string since;
  std::string until;
  std::uint64_t sample = 0;
  std::size_t slowest = 0;
  std::size_t limit = 100;
  std::string format = "text";
};

constexpr std::size_t columns_without_terminal = 160;

// Prints as samples come, but for a text table, which needs all of its rows.
class Printer {
 public:
  explicit Printer(const ShowOptions& options) : options_(options) {
    if (options.format == "csv") fmt::print("{}", meter::sample_csv_head());
  }

  void print(StoredSample stored) {
    if (options_.format == "csv") {
      fmt::print("{}", meter::sample_csv_line(stored));
    } else if (options_.format == "json") {
      fmt::print("{}", meter::sample_json_line(stored));
    } else if (options_.detail) {
      fmt::print("{}\n", meter::sample_detail_text(stored));
    } else {
      rows_.push_back(std::move(stored));
    }
  }

  void finish(std::uint64_t more) const {
    const bool is_text = options_.format == "text";
    if (!rows_.empty()) {
      fmt::print("{}", meter::sample_table_text(rows_, output_columns(columns_without_terminal)));
    }
    if (is_text && more > 0) {
      fmt::print("… and {} more; --limit 0 shows all.\n", meter::count_text(more));
    }
  }

 private:
  const ShowOptions& options_;
  std::vector<StoredSample> rows_;
};

Result<meter::SampleFilter> filter_of(const ShowOptions& options, WallTime start) {
  meter::SampleFilter filter{.errors_only = options.errors,
                             .label = options.label,
                             .shard = options.shard,
                             .partition_key = options.key};
  if (options.sample > 0) filter.number = options.sample;
  if (!options.since.empty()) filter.since = TRY(meter::parse_moment(options.since, start));
  if (!options.until.empty()) filter.until = TRY(meter::parse_moment(options.until, start));
  return filter;
}

// Keeps the `most` slowest, the slowest first.
void keep_slowest(std::vector<StoredSample>& kept, StoredSample stored, std::size_t most) {
  const auto slower = [](const StoredSample& left, const StoredSample& right) {
    return left.sample.latency() > right.sample.latency();
  };
  const auto place = std::upper_bound(kept.begin(), kept.end(), stored, slower);
  kept.insert(place, std::move(stored));
  if (kept.size() > most) kept.pop_back();
}

Result<void> show_samples(const ShowOptions& options) {
  Printer printer(options);
  std::optional<meter::SampleFilter> filter;
  Result<void> refused;
  std::vector<StoredSample> slowest;
  std::uint64_t shown = 0;
  std::uint64_t more = 0;
  TRY(read_kept_samples(options.run, [&](StoredSample stored) {
    if (!filter) {
      auto made = filter_of(options, stored.sample.started_at);
      if (!made) {
        refused = std::unexpected(made.error());
        return false;
      }
      filter = std::move(*made);
    }
    if (!filter->matches(stored)) return true;
    if (options.slowest > 0) {
      keep_slowest(slowest, std::move(stored), options.slowest);
    } else if (options.limit == 0 || shown < options.limit) {
      ++shown;
      printer.print(std::move(stored));
    } else {
      ++more;
    }
    return options.sample == 0 || shown == 0;
  }));
  TRY(std::move(refused));
  for (StoredSample& stored : slowest) printer.print(std::move(stored));
  printer.finish(more);
  if (shown == 0 && slowest.empty()) {
    return fail(ErrorCode::not_found, fmt::format("{} has no such sample.", options.run));
  }
  return {};
}

int show(const ShowOptions& options) {
  if (options.summary) {
    const auto result = read_kept_result(options.run);
    if (!result) return complain(result.error().message);
    fmt::print("{}", meter::summary_text(*result, {}, output_columns(columns_without_terminal)));
    return 0;
  }
  const auto shown = show_samples(options);
  return shown ? 0 : complain(shown.error().message);
}

void add_filters(CLI::App& sub, ShowOptions& options) {
  sub.add_flag("--errors", options.errors, "Only samples that failed, wholly or in part");
  sub.add_option("--label", options.label, "Only those of this sampler")->type_name("TEXT");
  sub.add_option("--sample", options.sample, "Only the one of this number")->type_name("N");
  sub.add_option("--shard", options.shard, "Only those with a record of this shard id")
      ->type_name("ID");
  sub.add_option("--key", options.key, "Only those with a record of this partition key")
      ->type_name("KEY");
  sub.add_option("--since", options.since,
                 "Only those from then on: 2026-11-26T12:41:21Z, or how long after the first: 90s")
      ->type_name("WHEN");
  sub.add_option("--until", options.until, "Only those before then")->type_name("WHEN");
  sub.add_option("--slowest", options.slowest, "Only the N slowest of those, the slowest first")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000));
  sub.add_option("--limit", options.limit, "At most so many; 0 is all")
      ->type_name("N")
      ->capture_default_str();
}

}  // namespace

void add_meter_show(CLI::App& meter, Command& command) {
  CLI::App* sub = meter.add_subcommand("show", "Show the samples that a run has kept");
  auto options = std::make_shared<ShowOptions>();
  sub->add_option("RUN", options->run,
                  "A directory of `weir meter run --save`, or its samples.jsonl")
      ->required();
  sub->add_flag("--summary", options->summary, "The run's summary instead of its samples");
  sub->add_flag("--detail", options->detail, "Request and response of each sample");
  add_filters(*sub, *options);
  sub->add_option("--format", options->format, "text, csv, or json, an object a line")
      ->check(CLI::IsMember({"text", "csv", "json"}))
      ->capture_default_str();
  sub->footer(
      "Exit status: 0 something was shown, 1 there is no such sample, 2 wrong use. For example:\n"
      "  weir meter show results --errors\n"
      "  weir meter show results --sample 1 --detail\n"
      "  weir meter show results --slowest 10");
  sub->callback(
      [&command, options] { command.run = [options](World&) { return show(*options); }; });
}

}  // namespace weir::app
