// RecordSource: what all virtual users of a group share.
#include <fmt/format.h>

#include <utility>

#include "meter/data/prepared_source.h"
#include "meter/data/record_maker.h"

namespace weir::meter {
namespace {

template <class T>
using Made = std::expected<T, PlanError>;

bool writes(const Sampler& sampler) {
  return sampler.operation != Operation::get_records &&
         sampler.operation != Operation::subscribe_to_shard;
}

Made<void> prepare_variables(const std::vector<Variable>& variables, PreparedSource& source) {
  for (const Variable& variable : variables) {
    auto value = TRY(compile_in_plan(variable.value, source.names));
    source.variables.push_back({source.names.slot(variable.name), std::move(value)});
  }
  return {};
}

Made<void> prepare_data_sets(const Group& group, env::FileSystem& files, PreparedSource& source) {
  for (const CsvDataSet& plan : group.data_sets) {
    auto opened = CsvSource::open(files, plan, source.names);
    if (!opened) return std::unexpected(PlanError{plan.at, std::move(opened).error().message});
    source.data_sets.push_back(*std::move(opened));
  }
  return {};
}

Made<void> prepare_counters(const Group& group, PreparedSource& source) {
  for (const Counter& plan : group.counters) {
    auto made = CounterSource::make(plan, source.names);
    if (!made) return std::unexpected(PlanError{group.at, std::move(made).error().message});
    source.counters.push_back(*std::move(made));
  }
  return {};
}

Made<PreparedData> prepare_data(const Data& plan, const Position& at, env::FileSystem& files,
                                VariableNames& names) {
  if (const auto* text = std::get_if<TemplateText>(&plan)) {
    return TRY(compile_in_plan(*text, names));
  }
  if (const auto* file = std::get_if<FileData>(&plan)) {
    auto opened = LineFile::open(files, file->path, file->is_repeated);
    if (!opened) return std::unexpected(PlanError{file->at, std::move(opened).error().message});
    return *std::move(opened);
  }
  const auto& sizes = std::get<SizedData>(plan);
  const bool is_normal_usable = !sizes.mean || (sizes.deviation >= 0 && sizes.deviation < 1e12 &&
                                                *sizes.mean >= 0 && *sizes.mean < 1e12);
  if (sizes.bytes_min > sizes.bytes_max || !is_normal_usable) {
    return std::unexpected(PlanError{at, fmt::format("Records of {} to {} bytes are not possible.",
                                                     sizes.bytes_min, sizes.bytes_max)});
  }
  return sizes;
}

Made<void> prepare_samplers(const Group& group, env::FileSystem& files, PreparedSource& source) {
  for (const Sampler& plan : group.samplers) {
    PreparedRecord record{.label = plan.label, .data = {}, .keys = {}, .explicit_hash_key = {}};
    if (writes(plan)) {
      record.data = TRY(prepare_data(plan.data, plan.at, files, source.names));
      record.keys = TRY(make_partition_keys(plan.partition_key, plan.at, source.names));
      record.explicit_hash_key = TRY(compile_in_plan(plan.explicit_hash_key, source.names));
    }
    source.records.push_back(std::move(record));
  }
  return {};
}

}  // namespace

RecordSource::RecordSource(std::unique_ptr<Prepared> prepared) : prepared_(std::move(prepared)) {}
RecordSource::~RecordSource() = default;

Made<std::shared_ptr<RecordSource>> RecordSource::prepare(const Plan& plan, const Group& group,
                                                          std::size_t group_index,
                                                          std::uint64_t seed,
                                                          env::FileSystem& files) {
  auto prepared = std::make_unique<Prepared>();
  PreparedSource& source = prepared->source;
  source.group_name = group.name;
  source.seed = seed;
  source.group_index = group_index;
  for (const auto& [name, value] : plan.properties) source.names.set_property(name, value);
  TRY(prepare_variables(plan.variables, source));
  TRY(prepare_variables(group.variables, source));
  TRY(prepare_data_sets(group, files, source));
  TRY(prepare_counters(group, source));
  TRY(prepare_samplers(group, files, source));
  return std::shared_ptr<RecordSource>(new RecordSource(std::move(prepared)));
}

Made<std::string> RecordSource::fill_once(const TemplateText& field, RecordTimes times) {
  PreparedSource& source = prepared_->source;
  // The names that makers look up stay as they are.
  VariableNames names = source.names.copy();
  const Template compiled = TRY(compile_in_plan(field, names));
  Variables variables(names.size());
  source.set_variables(variables, times);
  FastRandom random(source.seed, source.stream_of(0));
  RenderContext context = source.context(random, variables);
  context.now = times.now;
  context.simulated_now = times.simulated_now;
  std::string filled;
  compiled.render(context, filled);
  return filled;
}

}  // namespace weir::meter
