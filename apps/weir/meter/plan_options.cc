#include "meter/plan_options.h"

#include <utility>

#include "meter/jmeter/jmeter_plan.h"
#include "meter/plan/finish_plan.h"
#include "meter/plan/toml_plan.h"
#include "meter/plan/words.h"
#include "text_file.h"

namespace weir::app {
namespace {

constexpr const char* what = "What";
constexpr const char* how_fast = "How fast";
constexpr const char* verdict = "Verdict";

void add_load_options(CLI::App& sub, meter::Flags& flags) {
  sub.add_option("--threads", flags.threads, "Virtual users, each of whom waits for its answers")
      ->type_name("COUNT")
      ->group(how_fast);
  sub.add_option("--ramp-up", flags.ramp_up, "All threads have started after it")
      ->type_name("DURATION")
      ->group(how_fast);
  sub.add_option("--loops", flags.loops, "How often each thread sends")
      ->type_name("COUNT")
      ->group(how_fast);
  sub.add_option("--duration", flags.duration, "How long")->type_name("DURATION")->group(how_fast);
  sub.add_option("--rate", flags.rate,
                 "Records a second, as 20k/s or 60/min. With --threads: at most so many, all "
                 "together. Without: planned ahead, whatever the answers do.")
      ->type_name("RATE")
      ->group(how_fast);
  sub.add_option("--stages", flags.stages,
                 "A rate that moves in straight lines: 5000/s:30s,5000/s:1m or 0/s..100/s:10s")
      ->type_name("RATE:DURATION,…")
      ->group(how_fast);
  sub.add_option("--arrivals", flags.arrivals, "even (the default) or poisson")
      ->type_name("NAME")
      ->group(how_fast);
  sub.add_option("--connections", flags.connections,
                 "Connections of a load that is planned ahead, at most (64)")
      ->type_name("COUNT")
      ->group(how_fast);
}

void add_data_options(CLI::App& sub, meter::Flags& flags) {
  for (const meter::FieldFlag& known : meter::field_flags()) {
    const std::string flag(known.flag);
    const bool is_switch = known.value == "BOOL";
    std::string meaning(known.meaning);
    if (is_switch) meaning = meaning.substr(meaning.find(':') + 2);
    auto* const option =
        is_switch
            ? sub.add_flag_callback(
                  flag, [&flags, flag] { flags.fields[flag] = "true"; }, meaning)
            : sub.add_option_function<std::string>(
                     flag, [&flags, flag](const std::string& value) { flags.fields[flag] = value; },
                     meaning)
                  ->type_name(std::string(known.value));
    option->group(what);
  }
  sub.add_option("--data-file", flags.data_file, "The records: a file's lines, again and again")
      ->type_name("FILE")
      ->group(what);
  sub.add_flag("--once", flags.reads_file_once, "End with the end of --data-file")->group(what);
  sub.add_option("--record-bytes", flags.record_bytes, "Random bytes, so many: 1024 or 100-2KiB")
      ->type_name("MIN[-MAX]")
      ->group(what);
  sub.add_option("--language", flags.language,
                 "Of templates: data-generator (the default), jmeter or literal")
      ->type_name("NAME")
      ->group(what);
  sub.add_flag("--end-to-end", flags.is_end_to_end,
               "Read what is written as well; measure and check each record's way")
      ->group(what);
  sub.add_option("--read-with", flags.read_with, "get-records (the default) or subscribe-to-shard")
      ->type_name("OPERATION")
      ->group(what);
  sub.add_option("--set", flags.set,
                 "Any field of the plan's samplers, by its name there or by awsmeter's: "
                 "kinesis_stream_name=orders")
      ->type_name("FIELD=VALUE")
      ->allow_extra_args(false)
      ->group(what);
}

// What an operation's endpoint is called in the environment, before the one for all services.
std::string endpoint_variable(meter::Operation operation) {
  return meter::is_firehose(operation) ? "AWS_ENDPOINT_URL_FIREHOSE" : "AWS_ENDPOINT_URL_KINESIS";
}

void find_endpoints(meter::Plan& plan, const World& world) {
  for (meter::Group& group : plan.groups) {
    for (meter::Sampler& sampler : group.samplers) {
      if (!sampler.target.endpoint.text.empty()) continue;
      for (const std::string& name :
           {endpoint_variable(sampler.operation), std::string("AWS_ENDPOINT_URL")}) {
        const auto value = world.environment(name);
        if (!value || value->empty()) continue;
        sampler.target.endpoint = {.text = *value, .at = {.file = "$" + name}};
        break;
      }
    }
  }
}

}  // namespace

void add_plan_options(CLI::App& sub, PlanOptions& options) {
  meter::Flags& flags = options.flags;
  sub.add_option("plan", options.file, "A plan in TOML, or JMeter's .jmx; - is standard input")
      ->type_name("PLAN");
  sub.add_option("--group", flags.groups, "Only this group of the plan")
      ->type_name("NAME")
      ->allow_extra_args(false);
  sub.add_option("--name", flags.name, "What reports call the run")->type_name("TEXT");
  sub.add_option("--seed", flags.seed, "The same seed makes the same records and arrivals")
      ->type_name("NUMBER");
  sub.add_option("--ca-file", flags.ca_file, "Trust these certificates (PEM) for https endpoints")
      ->type_name("FILE");
  sub.add_flag("--http2", flags.is_http2, "Requests over HTTP/2");
  sub.add_flag("--skip-unknown", options.skips_unknown,
               "Leave out what is not known in a JMeter plan, instead of refusing it");
  sub.add_option("-J", options.properties, "A JMeter property, for ${__P(NAME)}")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  add_data_options(sub, flags);
  add_load_options(sub, flags);
  sub.add_option("--threshold", flags.thresholds,
                 "What must hold, else the exit status is 1: \"p99 < 50ms\", \"errors < 0.1%\"")
      ->type_name("TEXT")
      ->allow_extra_args(false)
      ->group(verdict);
  sub.add_option("--abort-on", flags.aborts, "What ends the run at once: \"errors > 10%\"")
      ->type_name("TEXT")
      ->allow_extra_args(false)
      ->group(verdict);
}

namespace {

meter::JmeterOptions jmeter_options(const PlanOptions& options, meter::PlanErrors& errors) {
  meter::JmeterOptions jmeter{.skips_unknown = options.skips_unknown, .properties = {}};
  for (const std::string& text : options.properties) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      errors.add({.file = "-J"}, "\"" + text + "\" is not NAME=VALUE.");
    } else {
      jmeter.properties.insert_or_assign(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return jmeter;
}

// A plan from a file, and the language of templates in flags that change it.
struct FilePlan {
  meter::Plan plan;
  meter::Language language = meter::Language::data_generator;
};

FilePlan read_plan(const PlanOptions& options, const std::string& text, meter::PlanErrors& errors) {
  const meter::JmeterOptions jmeter = jmeter_options(options, errors);
  if (!meter::is_jmeter_plan(text)) {
    return {.plan = meter::read_toml_plan(text, options.file, errors)};
  }
  return {.plan = meter::read_jmeter_plan(text, options.file, jmeter, errors),
          .language = meter::Language::jmeter};
}

}  // namespace

Result<meter::Plan> load_plan(const PlanOptions& options, const World& world) {
  meter::PlanErrors errors;
  FilePlan read{.plan = meter::make_simple_plan()};
  meter::Plan& plan = read.plan;
  const bool is_simple = options.file.empty();
  if (!is_simple) read = read_plan(options, TRY(read_text_file(options.file)), errors);
  // A plan that is not understood would only be misjudged.
  if (errors.is_empty()) {
    meter::apply_flags(options.flags, is_simple, read.language, plan, errors);
  }
  if (errors.is_empty()) meter::finish_plan(plan, errors);
  if (!errors.is_empty()) return fail(ErrorCode::invalid_argument, errors.text());
  find_endpoints(plan, world);
  return std::move(plan);
}

}  // namespace weir::app
