// RecordMaker: what each virtual user has of its own.
#include "meter/data/record_maker.h"

#include <utility>

#include "meter/data/prepared_source.h"
#include "meter/data/sized_bytes.h"

namespace weir::meter {

void PreparedSource::set_variables(Variables& to, RecordTimes times) {
  const MutexLock lock(mutex_);
  if (values_.size() < variables.size()) {
    FastRandom random(seed, stream_of(0));
    Variables known(names.size());
    RenderContext made = context(random, known);
    made.now = times.now;
    made.simulated_now = times.simulated_now;
    for (const PreparedVariable& variable : variables) {
      std::string value;
      variable.value.render(made, value);
      known.set(variable.slot, value);
      values_.push_back(std::move(value));
    }
  }
  for (std::size_t index = 0; index < variables.size(); ++index) {
    to.set(variables[index].slot, values_[index]);
  }
}

struct RecordMaker::State {
  State(std::shared_ptr<RecordSource> from, PreparedSource& prepared, std::uint32_t thread_number)
      : owner(std::move(from)),
        source(prepared),
        random(source.seed, source.stream_of(thread_number)),
        variables(source.names.size()),
        context(source.context(random, variables)) {
    context.thread_number = thread_number;
    for (const auto& data_set : source.data_sets) places.push_back(data_set->own_place());
  }

  void set_times(RecordTimes times) {
    context.now = times.now;
    context.simulated_now = times.simulated_now;
    if (has_variables) return;
    has_variables = true;
    source.set_variables(variables, times);
  }

  std::shared_ptr<RecordSource> owner;
  PreparedSource& source;
  FastRandom random;
  Variables variables;
  RenderContext context;
  std::vector<std::unique_ptr<CsvPlace>> places;  // Beside the data sets; null where shared.
  std::string scratch;
  bool has_variables = false;
  bool has_begun = false;
};

RecordMaker RecordSource::maker(std::uint32_t thread_number) {
  return RecordMaker(
      std::make_unique<RecordMaker::State>(shared_from_this(), prepared_->source, thread_number));
}

RecordMaker::RecordMaker(std::unique_ptr<State> state) : state_(std::move(state)) {}
RecordMaker::RecordMaker(RecordMaker&&) noexcept = default;
RecordMaker& RecordMaker::operator=(RecordMaker&&) noexcept = default;
RecordMaker::~RecordMaker() = default;

Result<Next> RecordMaker::begin_iteration(RecordTimes times) {
  State& state = *state_;
  state.set_times(times);
  if (state.has_begun) ++state.context.iteration;
  state.has_begun = true;
  for (std::size_t index = 0; index < state.source.data_sets.size(); ++index) {
    CsvSource& data_set = *state.source.data_sets[index];
    if (!TRY(data_set.advance(state.places[index].get(), state.variables))) return Next::ended;
  }
  for (const auto& counter : state.source.counters) counter->advance(state.variables);
  return Next::ready;
}

Result<Next> RecordMaker::make(std::size_t sampler, RecordTimes times, Record& record) {
  State& state = *state_;
  state.set_times(times);
  const PreparedRecord& made_of = state.source.records[sampler];
  state.context.sampler_name = made_of.label;
  record.data.clear();
  if (const auto* text = std::get_if<Template>(&made_of.data)) {
    text->render(state.context, record.data);
  } else if (const auto* file = std::get_if<std::unique_ptr<LineFile>>(&made_of.data)) {
    if (!TRY((*file)->next(record.data))) return Next::ended;
  } else {
    const auto& sizes = std::get<SizedData>(made_of.data);
    fill_random(state.random, draw_size(sizes, state.random), record.data);
  }
  record.partition_key.clear();
  if (made_of.keys) {
    const KeyContext key{.render = state.context, .data = record.data, .scratch = state.scratch};
    TRY(made_of.keys(key, record.partition_key));
  }
  record.explicit_hash_key.clear();
  made_of.explicit_hash_key.render(state.context, record.explicit_hash_key);
  return Next::ready;
}

}  // namespace weir::meter
