#include <fmt/format.h>

#include <limits>
#include <utility>

#include "meter/plan/partition_key_text.h"
#include "meter/plan/toml_readers.h"

namespace weir::meter {
namespace {

constexpr std::uint32_t batch_records_max = 500;  // Kinesis' and Firehose's.
constexpr std::uint64_t batch_bytes_max = 10u << 20;
constexpr std::uint64_t firehose_batch_bytes_max = 4u << 20;

// How many of the keys the table has.
template <std::size_t count>
int count_of(const TomlTable& table, const std::array<std::string_view, count>& keys) {
  int found = 0;
  for (const std::string_view key : keys) found += static_cast<int>(table.has(key));
  return found;
}

void read_bytes_table(const TomlTable& table, Data& data) {
  SizedData sized;
  table.read_size("max", sized.bytes_max, 0, record_bytes_max);
  sized.bytes_min = table.has("max") && !table.has("min") ? 0 : sized.bytes_min;
  table.read_size("min", sized.bytes_min, 0, record_bytes_max);
  if (!table.has("max")) sized.bytes_max = std::max(sized.bytes_min, sized.bytes_max);
  double mean = 0;
  if (const toml::node* const node = table.find("mean")) {
    table.read_number("mean", mean, 0, record_bytes_max);
    sized.mean = mean;
    if (mean < sized.bytes_min || mean > sized.bytes_max) {
      table.complain(*node,
                     fmt::format("The mean {} is not between min, {}, and max, {}.", spoken(mean),
                                 spoken(sized.bytes_min), spoken(sized.bytes_max)));
    }
  }
  table.read_number("deviation", sized.deviation, 0, record_bytes_max);
  if (sized.bytes_min > sized.bytes_max) {
    table.document().errors.add(
        table.at(), fmt::format("min, {}, is more than max, {}.", spoken(sized.bytes_min),
                                spoken(sized.bytes_max)));
  }
  data = sized;
}

void read_bytes(const TomlTable& table, Data& data) {
  if (table.find("bytes")->is_table()) {
    table.with_table("bytes", plan_tables::bytes,
                     [&data](const TomlTable& bytes) { read_bytes_table(bytes, data); });
    return;
  }
  SizedData sized;
  table.read_size("bytes", sized.bytes_min, 0, record_bytes_max);
  sized.bytes_max = sized.bytes_min;
  data = sized;
}

void read_file(const TomlTable& table, Data& data) {
  FileData file;
  table.read("file", file.path);
  table.read("repeat", file.is_repeated);
  file.path = table.document().path(file.path);
  file.at = table.at(*table.find("file"));
  data = std::move(file);
}

void read_data_table(const TomlTable& table, Data& data) {
  if (count_of(table, std::to_array<std::string_view>({"template", "file", "bytes"})) != 1) {
    table.document().errors.add(table.at(), "data has one of template, file and bytes.");
    return;
  }
  if (table.has("repeat") && !table.has("file")) {
    table.complain(*table.find("repeat"), "repeat is of data in a file.");
  }
  if (table.has("file")) return read_file(table, data);
  if (table.has("bytes")) return read_bytes(table, data);
  TemplateText text;
  table.read_template("template", text);
  table.read_word("language", text.language, language_words);
  data = std::move(text);
}

void read_key_table(const TomlTable& table, PartitionKey& into) {
  constexpr auto kinds = std::to_array<std::string_view>(
      {"template", "random", "uuid", "zipf", "hot", "each_shard", "field", "counter"});
  if (count_of(table, kinds) != 1) {
    table.document().errors.add(table.at(),
                                "partition_key has one of template, random, uuid, zipf, hot, "
                                "each_shard, field and counter.");
    return;
  }
  bool is_chosen = true;
  for (const std::string_view key : {"random", "uuid", "each_shard"}) table.read(key, is_chosen);
  if (table.has("random")) into = RandomKey{};
  if (table.has("uuid")) into = UuidKey{};
  if (table.has("each_shard")) into = EachShardInTurn{};
  if (table.has("exponent") && !table.has("zipf")) {
    table.complain(*table.find("exponent"), "exponent is of zipf.");
  }
  if (table.has("zipf")) {
    ZipfKey zipf;
    table.read_whole("zipf", zipf.keys, 1, static_cast<std::int64_t>(zipf_keys_max));
    table.read_number("exponent", zipf.exponent, 0, zipf_exponent_max);
    into = zipf;
  }
  if (table.has("hot")) {
    HotKey hot;
    table.read_share("hot", hot.share);
    into = hot;
  }
  if (table.has("field")) {
    FieldKey field;
    table.read("field", field.path);
    into = std::move(field);
  }
  if (table.has("counter")) {
    std::string name;
    table.read("counter", name);
    into = TemplateText{.text = "${" + name + "}",
                        .language = Language::jmeter,
                        .at = table.at(*table.find("counter"))};
  }
  if (table.has("template")) {
    TemplateText text;
    table.read_template("template", text);
    table.read_word("language", text.language, language_words);
    into = std::move(text);
  }
}

void read_batch(const TomlTable& table, Batch& batch) {
  table.read_whole("records", batch.records_max, 1, batch_records_max);
  table.read_size("bytes", batch.bytes_max, 1, batch_bytes_max);
  table.read_duration("linger", batch.linger, milliseconds(0));
}

void read_aggregation(const TomlTable& table, std::optional<Aggregation>& into) {
  const toml::node* const node = table.find("aggregate");
  if (node == nullptr) return;
  if (const auto flag = node->value_exact<bool>()) {
    into.reset();
    if (*flag) into.emplace();
    return;
  }
  if (!node->is_table()) return table.complain_of_kind("aggregate", *node, "true or a table");
  Aggregation aggregation;
  table.with_table("aggregate", plan_tables::aggregate, [&aggregation](const TomlTable& bounds) {
    bounds.read_size("bytes", aggregation.bytes_max, 100, 1u << 20);
    bounds.read_whole("records", aggregation.records_max, 1,
                      std::numeric_limits<std::uint32_t>::max());
  });
  into = aggregation;
}

void read_shards(const TomlTable& table, std::optional<std::uint32_t>& into) {
  if (!table.has("create_shards")) return;
  std::uint32_t shards = 1;
  table.read_whole("create_shards", shards, 1, shards_max);
  into = shards;
}

void read_operation(const TomlTable& table, Sampler& sampler) {
  if (!table.has("operation")) return;
  const bool has_own_label = sampler.label != aws_name(sampler.operation);
  const bool has_default_bytes = sampler.batch.bytes_max == batch_bytes_max ||
                                 sampler.batch.bytes_max == firehose_batch_bytes_max;
  table.read_word("operation", sampler.operation, operation_words);
  if (!has_own_label) sampler.label = aws_name(sampler.operation);
  if (has_default_bytes) {
    sampler.batch.bytes_max =
        is_firehose(sampler.operation) ? firehose_batch_bytes_max : batch_bytes_max;
  }
}

}  // namespace

void read_target(const TomlTable& table, Target& target,
                 std::optional<std::uint32_t>& create_shards) {
  table.read_template("stream", target.stream);
  table.read_template("endpoint", target.endpoint);
  table.read_template("region", target.region);
  table.read_template("profile", target.profile);
  table.read_template("access_key_id", target.access_key_id);
  table.read_template("secret_access_key", target.secret_access_key);
  table.read_template("session_token", target.session_token);
  read_shards(table, create_shards);
}

void read_retries(const TomlTable& parent, std::string_view key, Retries& retries) {
  const toml::node* const node = parent.find(key);
  if (node == nullptr) return;
  constexpr std::int64_t attempts_max = 1'000;
  if (!node->is_table()) {
    return parent.read_whole(key, retries.attempts_max, 1, attempts_max);
  }
  parent.with_table(key, plan_tables::retries, [&retries](const TomlTable& table) {
    table.read_whole("attempts", retries.attempts_max, 1, attempts_max);
    table.read_duration("base_delay", retries.base_delay, milliseconds(0));
    table.read_duration("delay_max", retries.delay_max, milliseconds(0));
  });
}

void read_data(const TomlTable& parent, std::string_view key, Data& data) {
  const toml::node* const node = parent.find(key);
  if (node == nullptr) return;
  if (node->is_string()) {
    TemplateText text;
    parent.read_template(key, text);
    data = std::move(text);
    return;
  }
  if (!node->is_table()) return parent.complain_of_kind(key, *node, "a text or a table");
  parent.with_table(key, plan_tables::data,
                    [&data](const TomlTable& table) { read_data_table(table, data); });
}

void read_partition_key(const TomlTable& parent, std::string_view key, PartitionKey& into) {
  const toml::node* const node = parent.find(key);
  if (node == nullptr) return;
  if (node->is_string()) {
    TemplateText text;
    parent.read_template(key, text);
    auto parsed = parse_partition_key(std::move(text));
    if (!parsed) return parent.complain(*node, std::move(parsed).error());
    into = *std::move(parsed);
    return;
  }
  if (!node->is_table()) return parent.complain_of_kind(key, *node, "a text or a table");
  parent.with_table(key, plan_tables::partition_key,
                    [&into](const TomlTable& table) { read_key_table(table, into); });
}

Sampler make_sampler(const SamplerDefaults& defaults) {
  Sampler sampler;
  sampler.label = aws_name(sampler.operation);
  sampler.target = defaults.target;
  sampler.create_shards = defaults.create_shards;
  sampler.retries = defaults.retries;
  sampler.data = SizedData{};
  sampler.consumer_name = "weir-meter";
  return sampler;
}

void read_sampler(const TomlTable& table, Sampler& sampler) {
  TomlDocument& document = table.document();
  const Language language_around = document.language;
  table.read_word("language", document.language, language_words);
  read_operation(table, sampler);
  table.read("label", sampler.label);
  table.with_table("target", plan_tables::target, [&sampler](const TomlTable& target) {
    read_target(target, sampler.target, sampler.create_shards);
  });
  read_shards(table, sampler.create_shards);
  read_partition_key(table, "partition_key", sampler.partition_key);
  table.read_template("explicit_hash_key", sampler.explicit_hash_key);
  read_data(table, "data", sampler.data);
  table.read("compress", sampler.is_compressed);
  table.read("newline", sampler.ends_with_newline);
  table.read("cbor", sampler.is_binary);
  table.with_table("batch", plan_tables::batch,
                   [&sampler](const TomlTable& batch) { read_batch(batch, sampler.batch); });
  read_aggregation(table, sampler.aggregation);
  read_retries(table, "retries", sampler.retries);
  table.read("end_to_end", sampler.is_traced);
  table.read("consumer_name", sampler.consumer_name);
  read_timers(table, "timers", sampler.timers);
  table.read_number("weight", sampler.weight, 0.000001, 1'000'000);
  document.language = language_around;
}

}  // namespace weir::meter
