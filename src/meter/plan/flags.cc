#include "meter/plan/flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "meter/plan/flag_load.h"
#include "meter/plan/quantities.h"
#include "meter/plan/spelling.h"
#include "meter/plan/threshold.h"
#include "meter/plan/toml_plan.h"
#include "meter/plan/words.h"

namespace weir::meter {
namespace {

constexpr std::uint64_t record_bytes_max = 10u << 20;
constexpr std::size_t flags_max = 100;

Position at_flag(std::string_view flag) { return {.file = std::string(flag)}; }

void for_each_sampler(Plan& plan, auto&& act) {
  for (Group& group : plan.groups) {
    for (Sampler& sampler : group.samplers) act(sampler);
  }
}

void keep_groups(const std::vector<std::string>& names, Plan& plan, PlanErrors& errors) {
  if (names.empty()) return;
  std::vector<std::string> known;
  known.reserve(plan.groups.size());
  for (const Group& group : plan.groups) known.push_back(group.name);
  const std::vector<std::string_view> views(known.begin(), known.end());
  for (const std::string& name : names) {
    if (std::ranges::find(views, name) != views.end()) continue;
    const std::string guess = did_you_mean(name, views);
    errors.add(at_flag("--group"),
               fmt::format("The plan has no group \"{}\"{}", name, guess.empty() ? "." : guess));
  }
  std::erase_if(plan.groups, [&names](const Group& group) {
    return std::ranges::find(names, group.name) == names.end();
  });
}

void set_fields(const Flags& flags, Language language, Plan& plan, PlanErrors& errors) {
  for (const FieldFlag& known : field_flags()) {
    const auto given = flags.fields.find(std::string(known.flag));
    if (given == flags.fields.end()) continue;
    // What the first sampler finds wrong, all would.
    PlanErrors found;
    for_each_sampler(plan, [&](Sampler& sampler) {
      PlanErrors ignored;
      const bool is_number = known.value == "COUNT" || known.value == "BOOL";
      set_sampler_field({.field = std::string(known.field),
                         .value = given->second,
                         .at = at_flag(known.flag),
                         .language = language,
                         .is_text = !is_number},
                        sampler, found.is_empty() ? found : ignored);
    });
    errors.add(found);
  }
}

void set_named_fields(const Flags& flags, Language language, Plan& plan, PlanErrors& errors) {
  if (flags.set.size() > flags_max) {
    return errors.add(at_flag("--set"), "It is given more than 100 times.");
  }
  for (const std::string& text : flags.set) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      errors.add(at_flag("--set"), fmt::format("\"{}\" is not FIELD=VALUE.", text));
      continue;
    }
    const std::string field = text.substr(0, equals);
    PlanErrors found;
    for_each_sampler(plan, [&](Sampler& sampler) {
      PlanErrors ignored;
      set_sampler_field({.field = field,
                         .value = text.substr(equals + 1),
                         .at = at_flag("--set " + field),
                         .language = language},
                        sampler, found.is_empty() ? found : ignored);
    });
    errors.add(found);
  }
}

std::expected<SizedData, std::string> parse_record_bytes(const std::string& text) {
  const std::size_t dash = text.find('-');
  const auto low = parse_size(std::string_view(text).substr(0, dash));
  const auto high =
      dash == std::string::npos ? low : parse_size(std::string_view(text).substr(dash + 1));
  for (const auto& end : {low, high}) {
    if (!end) return std::unexpected(fmt::format("\"{}\" {}.", text, end.error()));
    if (*end > record_bytes_max) {
      return std::unexpected(fmt::format("\"{}\" is more than a record's 10 MiB.", text));
    }
  }
  if (*low > *high) return std::unexpected(fmt::format("\"{}\" begins behind its end.", text));
  return SizedData{.bytes_min = static_cast<std::uint32_t>(*low),
                   .bytes_max = static_cast<std::uint32_t>(*high),
                   .mean = std::nullopt};
}

void set_data(const Flags& flags, Plan& plan, PlanErrors& errors) {
  const int kinds = static_cast<int>(!flags.data_file.empty()) +
                    static_cast<int>(!flags.record_bytes.empty()) +
                    static_cast<int>(flags.fields.contains("--data"));
  if (kinds > 1) {
    errors.add(at_flag("--data"), "Of --data, --data-file and --record-bytes one may be given.");
    return;
  }
  if (flags.reads_file_once && flags.data_file.empty()) {
    errors.add(at_flag("--once"), "It needs --data-file.");
  }
  std::optional<Data> data;
  if (!flags.data_file.empty()) {
    data = FileData{.path = flags.data_file,
                    .is_repeated = !flags.reads_file_once,
                    .at = at_flag("--data-file")};
  }
  if (!flags.record_bytes.empty()) {
    const auto sized = parse_record_bytes(flags.record_bytes);
    if (!sized) return errors.add(at_flag("--record-bytes"), sized.error());
    data = *sized;
  }
  if (!data) return;
  for_each_sampler(plan, [&data](Sampler& sampler) { sampler.data = *data; });
}

void add_thresholds(const Flags& flags, Plan& plan, PlanErrors& errors) {
  const auto add = [&](std::expected<Threshold, std::string> parsed, std::string_view flag) {
    if (!parsed) return errors.add(at_flag(flag), std::move(parsed).error());
    parsed->at = at_flag(flag);
    plan.thresholds.push_back(*std::move(parsed));
  };
  if (flags.thresholds.size() + flags.aborts.size() > flags_max) {
    return errors.add(at_flag("--threshold"), "There are more than 100 thresholds.");
  }
  for (const std::string& text : flags.thresholds) add(parse_threshold(text), "--threshold");
  for (const std::string& text : flags.aborts) add(parse_abort(text), "--abort-on");
}

// Readers of what the plan's writers send, next to them.
void add_readers(const Flags& flags, Plan& plan, PlanErrors& errors) {
  if (!flags.is_end_to_end) {
    if (!flags.read_with.empty()) errors.add(at_flag("--read-with"), "It needs --end-to-end.");
    return;
  }
  for_each_sampler(plan, [](Sampler& sampler) { sampler.is_traced = true; });
  const std::string operation = flags.read_with.empty() ? "get-records" : flags.read_with;
  const auto parsed = find_word(operation_words, operation);
  if (!parsed || !is_reading(*parsed)) {
    errors.add(at_flag("--read-with"),
               fmt::format("\"{}\" is neither get-records nor subscribe-to-shard.", operation));
    return;
  }
  std::vector<Group> readers;
  for (const Group& group : plan.groups) {
    for (const Sampler& writer : group.samplers) {
      if (is_reading(writer.operation)) return;  // The plan has its own.
      Sampler reader;
      reader.label = aws_name(*parsed);
      reader.operation = *parsed;
      reader.target = writer.target;
      reader.create_shards = writer.create_shards;
      reader.is_traced = true;
      reader.consumer_name = "weir-meter";
      // A shard answers five reads a second.
      if (*parsed == Operation::get_records) {
        reader.timers.emplace_back(ConstantTimer{.delay = milliseconds(200)});
      }
      const bool is_known = std::ranges::any_of(readers, [&writer](const Group& one) {
        return one.samplers.front().target.stream.text == writer.target.stream.text;
      });
      if (is_known) continue;
      Group& added = readers.emplace_back();
      added.name = readers.size() == 1 ? "readers" : fmt::format("readers {}", readers.size());
      added.samplers.push_back(std::move(reader));
    }
  }
  std::ranges::move(readers, std::back_inserter(plan.groups));
}

void set_run(const Flags& flags, Plan& plan, PlanErrors& errors) {
  if (!flags.name.empty()) plan.name = flags.name;
  if (!flags.ca_file.empty()) plan.ca_file = flags.ca_file;
  if (flags.is_http2) plan.is_http2 = true;
  if (flags.seed.empty()) return;
  const auto seed = parse_whole(flags.seed);
  if (seed && *seed >= 0) {
    plan.seed = static_cast<std::uint64_t>(*seed);
  } else {
    errors.add(at_flag("--seed"), fmt::format("\"{}\" is not a whole number.", flags.seed));
  }
}

}  // namespace

const std::vector<FieldFlag>& field_flags() {
  static const std::vector<FieldFlag> flags{
      {"--operation", "operation", "NAME",
       "put-record (the default), put-records, get-records, subscribe-to-shard, "
       "firehose-put-record or firehose-put-record-batch"},
      {"--stream", "stream", "NAME", "The stream's name or ARN; of Firehose the name"},
      {"--create", "create_shards", "COUNT",
       "Make the stream with so many shards if it is not there"},
      {"--endpoint", "endpoint", "URL",
       "Where the service is. Default: $AWS_ENDPOINT_URL_KINESIS, $AWS_ENDPOINT_URL or Amazon's "
       "own of the region"},
      {"--region", "region", "NAME",
       "Region. Default: $AWS_REGION, $AWS_DEFAULT_REGION or the profile's"},
      {"--profile", "profile", "NAME",
       "Profile of ~/.aws/config and ~/.aws/credentials. Default: $AWS_PROFILE or \"default\""},
      {"--access-key-id", "access_key_id", "ID", "Instead of the profile's"},
      {"--secret-access-key", "secret_access_key", "KEY", "Instead of the profile's"},
      {"--session-token", "session_token", "TOKEN", "Instead of the profile's"},
      {"--label", "label", "NAME", "What reports call the samples"},
      {"--partition-key", "partition_key", "KEY",
       "random (the default), uuid, zipf:KEYS[:EXPONENT], hot:SHARE, each-shard, field:PATH, or a "
       "template"},
      {"--explicit-hash-key", "explicit_hash_key", "NUMBER", "A decimal number, or a template"},
      {"--data", "data", "TEMPLATE", "The record. Default: 1 KiB of random bytes"},
      {"--batch-records", "batch.records", "COUNT", "Records a call at most"},
      {"--batch-bytes", "batch.bytes", "SIZE", "Data and partition keys of a call at most"},
      {"--linger", "batch.linger", "DURATION",
       "How long a record waits for others; 0s fills each batch"},
      {"--aggregate", "aggregate", "BOOL",
       "true: many records in one, as the Kinesis Producer Library does"},
      {"--retries", "retries.attempts", "COUNT",
       "How often a refused call or record is tried at most; 1 tries once"},
      {"--compress", "compress", "BOOL", "true: gzip, each record by itself"},
      {"--newline", "newline", "BOOL", "true: end each record with a newline"},
      {"--cbor", "cbor", "BOOL", "true: CBOR on the wire instead of JSON"},
      {"--consumer-name", "consumer_name", "NAME", "Of subscribe-to-shard"},
  };
  return flags;
}

Plan make_simple_plan() {
  Plan plan;
  plan.name = "weir meter";
  Group& group = plan.groups.emplace_back();
  group.name = "meter";
  Sampler& sampler = group.samplers.emplace_back();
  sampler.label = aws_name(sampler.operation);
  sampler.data = SizedData{};
  sampler.consumer_name = "weir-meter";
  return plan;
}

void apply_flags(const Flags& flags, bool is_simple, Language language, Plan& plan,
                 PlanErrors& errors) {
  if (!flags.language.empty()) {
    const auto word = find_word(language_words, flags.language);
    if (word) {
      language = *word;
    } else {
      errors.add(at_flag("--language"), fmt::format("\"{}\" is not {}.", flags.language,
                                                    in_a_list(texts_of(language_words))));
    }
  }
  keep_groups(flags.groups, plan, errors);
  set_fields(flags, language, plan, errors);
  set_named_fields(flags, language, plan, errors);
  set_data(flags, plan, errors);
  set_flag_loads(flags, is_simple, plan, errors);
  add_readers(flags, plan, errors);
  add_thresholds(flags, plan, errors);
  set_run(flags, plan, errors);
}

}  // namespace weir::meter
