#include "meter/report/plan_summary.h"

#include <fmt/format.h>

#include <string_view>
#include <variant>

#include "meter/report/quantities.h"

namespace weir::meter {
namespace {

constexpr std::size_t text_shown_max = 200;
constexpr std::size_t groups_shown_max = 50;

std::string shortened(const std::string& text) {
  return text.size() <= text_shown_max ? text : text.substr(0, text_shown_max) + "…";
}

std::string span(milliseconds time) { return time_text(static_cast<double>(time.count()) * 1e6); }

std::string closed_text(const ClosedLoad& load) {
  std::string text =
      fmt::format("{} thread{}", count_text(load.threads), load.threads == 1 ? "" : "s");
  if (load.ramp_up > milliseconds(0)) text += fmt::format(", all within {}", span(load.ramp_up));
  if (load.loops) text += fmt::format(", {} times", count_text(*load.loops));
  if (load.duration) text += fmt::format(", for {}", span(*load.duration));
  return text;
}

std::string open_text(const OpenLoad& load) {
  const auto* const stages = std::get_if<std::vector<Stage>>(&load.rate);
  if (stages == nullptr) return "a rate for each hour of the week";
  std::string text;
  for (const Stage& stage : *stages) {
    text += text.empty() ? "" : ", then ";
    text += stage.from_per_second == stage.to_per_second
                ? fmt::format("{}/s for {}", rate_text(stage.to_per_second), span(stage.duration))
                : fmt::format("{}/s to {}/s in {}", rate_text(stage.from_per_second),
                              rate_text(stage.to_per_second), span(stage.duration));
  }
  return text + (load.arrivals == Arrivals::poisson ? ", at random moments" : "");
}

std::string_view operation_text(Operation operation) {
  switch (operation) {
    case Operation::put_record:
      return "PutRecord";
    case Operation::put_records:
      return "PutRecords";
    case Operation::get_records:
      return "GetRecords";
    case Operation::subscribe_to_shard:
      return "SubscribeToShard";
    case Operation::firehose_put_record:
      return "Firehose PutRecord";
    case Operation::firehose_put_record_batch:
      return "Firehose PutRecordBatch";
  }
  return "";
}

bool is_write(Operation operation) {
  return operation != Operation::get_records && operation != Operation::subscribe_to_shard;
}

std::string data_text(const Data& data) {
  if (const auto* const text = std::get_if<TemplateText>(&data)) return shortened(text->text);
  if (const auto* const file = std::get_if<FileData>(&data)) return "lines of " + file->path;
  const auto& sized = std::get<SizedData>(data);
  if (sized.bytes_min == sized.bytes_max) {
    return fmt::format("{} random bytes", count_text(sized.bytes_max));
  }
  return fmt::format("{} to {} random bytes", count_text(sized.bytes_min),
                     count_text(sized.bytes_max));
}

std::string key_text(const PartitionKey& key) {
  if (const auto* const text = std::get_if<TemplateText>(&key)) return shortened(text->text);
  if (std::holds_alternative<UuidKey>(key)) return "a UUID each";
  if (const auto* const zipf = std::get_if<ZipfKey>(&key)) {
    return fmt::format("{} keys, Zipf", count_text(zipf->keys));
  }
  if (const auto* const hot = std::get_if<HotKey>(&key)) {
    return fmt::format("one key has {}", percent_text(hot->share));
  }
  if (std::holds_alternative<EachShardInTurn>(key)) return "each shard in turn";
  if (const auto* const field = std::get_if<FieldKey>(&key)) return "the record's " + field->path;
  return "at random";
}

void add_sampler(std::vector<PlanLine>& lines, const Sampler& sampler) {
  std::string text = fmt::format("{}: {} to {}", sampler.label, operation_text(sampler.operation),
                                 shortened(sampler.target.stream.text));
  if (!sampler.target.endpoint.text.empty()) text += " at " + sampler.target.endpoint.text;
  lines.push_back({"Sampler", text});
  if (!is_write(sampler.operation)) return;
  lines.push_back({"Partition key", key_text(sampler.partition_key)});
  lines.push_back({"Data", data_text(sampler.data)});
}

}  // namespace

std::vector<PlanLine> plan_summary(const Plan& plan) {
  std::vector<PlanLine> lines;
  for (const Group& group : plan.groups) {
    if (&group - plan.groups.data() == groups_shown_max) break;
    lines.push_back({"Group", group.name});
    const auto* const closed = std::get_if<ClosedLoad>(&group.load);
    lines.push_back(
        {"Load", closed ? closed_text(*closed) : open_text(std::get<OpenLoad>(group.load))});
    for (const Sampler& sampler : group.samplers) add_sampler(lines, sampler);
  }
  for (const std::string& note : plan.notes) lines.push_back({"Note", note});
  return lines;
}

}  // namespace weir::meter
