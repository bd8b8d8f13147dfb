#include "meter/plan/plan_keys.h"

#include <fmt/format.h>

#include <array>

namespace weir::meter {
namespace {

constexpr std::array<PlanKey, 15> top_keys{{
    {"name", "text", "the file's name", "What reports call the run."},
    {"seed", "whole number", "a new one",
     "The same seed makes the same records, keys and arrivals."},
    {"language", "text", "\"data-generator\"",
     "Of templates that name none: \"data-generator\", \"jmeter\" or \"literal\"."},
    {"http2", "true or false", "false", "Requests over HTTP/2."},
    {"ca_file", "text", "the system's", "Certificates (PEM) to trust for https endpoints."},
    {"groups_run_in_turn", "true or false", "false",
     "One main group after another instead of all at once."},
    {"thresholds", "list of texts", "none",
     "What must hold at the end, else the exit status is 1: \"p99 < 50ms\"."},
    {"abort_on", "list of texts", "none", "What ends the run at once: \"errors > 10%\"."},
    {"variables", "table", "none",
     "Names and templates, each filled once when the run starts; `{{NAME}}` and `${NAME}` use it."},
    {"target", "table", "", "Where requests go: [target]."},
    {"counter", "tables", "none", "[[counter]]: each group counts it for itself."},
    {"csv", "tables", "none", "[[csv]]: each group reads it for itself."},
    {"timers", "list of tables", "none", "Waits before each sampler of every group."},
    {"group", "tables", "", "[[group]], at least one."},
    {"retries", "table or whole number", "1", "Of samplers that have none of their own."},
}};

constexpr std::array<PlanKey, 8> target_keys{{
    {"stream", "template", "", "The stream's name or ARN; of Firehose the delivery stream's name."},
    {"endpoint", "template", "Amazon's of the region",
     "Where the service is, with `http://` or `https://`. `$AWS_ENDPOINT_URL_KINESIS` and "
     "`$AWS_ENDPOINT_URL` count where it is not given."},
    {"region", "template", "the profile's", "\"eu-central-1\"."},
    {"profile", "template", "`$AWS_PROFILE` or \"default\"",
     "Of `~/.aws/config` and `~/.aws/credentials`."},
    {"access_key_id", "template", "the profile's, and so on", "With the two below."},
    {"secret_access_key", "template", "", "Never printed."},
    {"session_token", "template", "", "Never printed."},
    {"create_shards", "whole number", "the stream is there",
     "Makes the stream with so many shards where it is not there."},
}};

constexpr std::array<PlanKey, 20> group_keys{{
    {"name", "text", "\"group N\"", "Threads are called after it: \"NAME 1-7\"."},
    {"kind", "text", "\"main\"",
     "\"setup\" groups run before all others, \"teardown\" groups after them."},
    {"threads", "whole number", "1",
     "A closed load: each thread sends when its last answer has come."},
    {"ramp_up", "duration", "\"0s\"", "All threads have started after it."},
    {"loops", "whole number", "1", "How often each thread goes through the samplers."},
    {"duration", "duration", "", "How long the group runs. With `loops`: whichever ends first."},
    {"rate", "rate", "",
     "Records a second. With `threads`: at most so many, all threads together. Without: an open "
     "load, planned ahead, which does not wait for answers."},
    {"stages", "list of tables", "",
     "An open load that changes: `[{to = \"5000/s\", for = "
     "\"30s\"}]`."},
    {"periodic", "table", "", "An open load by hour and weekday: [group.periodic]."},
    {"arrivals", "text", "\"even\"", "Of an open load: \"even\" or \"poisson\"."},
    {"in_flight_max", "whole number", "10000",
     "Of an open load: calls under way at most; later ones wait, and their latency counts it."},
    {"connections_max", "whole number", "64", "Of an open load: connections at most."},
    {"start_delay", "duration", "\"0s\"", "Before the group starts."},
    {"on_error", "text", "\"continue\"",
     "After a failed sample: \"continue\", \"start-next-loop\", \"stop-thread\", \"stop-test\" or "
     "\"stop-test-now\"."},
    {"drain", "duration", "\"10s\"",
     "Of groups that read what others write: how long after the writers they may go on."},
    {"variables", "table", "none", "As the plan's, for this group alone."},
    {"counter", "tables", "none", "[[group.counter]]"},
    {"csv", "tables", "none", "[[group.csv]]"},
    {"timers", "list of tables", "none", "Waits before each sampler of the group."},
    {"sampler", "tables", "", "[[group.sampler]], at least one: what is sent, in order."},
}};

constexpr std::array<PlanKey, 3> stage_keys{{
    {"to", "rate", "", "The rate moves to it in a straight line over the stage."},
    {"for", "duration", "", "How long the stage takes."},
    {"from", "rate", "the stage before, or 0", "Where it begins."},
}};

constexpr std::array<PlanKey, 7> periodic_keys{{
    {"mean", "number or list", "100",
     "Records a second: one number, 24 of them (from midnight on), or 7 lists of 24 (from Sunday "
     "on)."},
    {"deviation", "number or list", "10",
     "Standard deviation of the normal distribution that each second is drawn from; as `mean`."},
    {"smooth", "true or false", "false", "Moves in a straight line to the next hour's numbers."},
    {"start", "date and time", "now", "Where the simulated clock starts."},
    {"end", "date and time", "", "Where it ends; or `duration` says it."},
    {"speed", "number", "1", "How many times as fast as real time it runs."},
    {"utc_offset_hours", "number", "0", "Of the hours and weekdays."},
}};

constexpr std::array<PlanKey, 18> sampler_keys{{
    {"label", "text", "the operation's name", "What reports call its samples."},
    {"operation", "text", "\"put-record\"",
     "\"put-record\", \"put-records\", \"get-records\", \"subscribe-to-shard\", "
     "\"firehose-put-record\" or \"firehose-put-record-batch\"."},
    {"target", "table", "the plan's", "Keys of [target] that differ for this sampler."},
    {"partition_key", "text or table", "\"random\"",
     "\"random\", \"uuid\", \"zipf:KEYS:EXPONENT\", \"hot:SHARE\", \"each-shard\", \"field:PATH\", "
     "or a template."},
    {"explicit_hash_key", "template", "none", "A decimal number of up to 128 bits."},
    {"data", "text or table", "1 KiB of random bytes", "A template, a file or random bytes."},
    {"compress", "true or false", "false", "gzip, each record by itself."},
    {"newline", "true or false", "false", "Ends each record with a newline."},
    {"cbor", "true or false", "false", "CBOR on the wire instead of JSON."},
    {"batch", "table", "", "Of put-records and firehose-put-record-batch."},
    {"aggregate", "true or table", "false",
     "Many records in one, in the format of the Kinesis Producer Library."},
    {"retries", "table or whole number", "1", "How often a call or record is tried at most."},
    {"end_to_end", "true or false", "false",
     "Writers put the time of sending into each record; readers measure from it, and check for "
     "loss, duplicates and order."},
    {"consumer_name", "text", "\"weir-meter\"",
     "Of subscribe-to-shard; registered for the run where it is not there."},
    {"timers", "list of tables", "none", "Waits before this sampler."},
    {"weight", "number", "1", "In an open load: how often, beside the group's other samplers."},
    {"create_shards", "whole number", "the target's", "As in [target]."},
    {"language", "text", "the plan's", "Of this sampler's templates."},
}};

constexpr std::array<PlanKey, 10> partition_key_keys{{
    {"template", "template", "", "A text or a template, for example `{{order_number}}`."},
    {"random", "true", "", "Sixteen hexadecimal digits."},
    {"uuid", "true", "", "A UUID."},
    {"zipf", "whole number", "", "So many keys; key k comes with weight 1 / k^exponent."},
    {"exponent", "number", "1", "Of zipf."},
    {"hot", "share", "", "One key has this share of all records, the others are random."},
    {"each_shard", "true", "", "Open shards in turn, by explicit hash keys."},
    {"field", "text", "", "A member of the record's JSON: \"customer.id\"."},
    {"counter", "text", "", "A counter of the group, by name."},
    {"language", "text", "the sampler's", "Of the template."},
}};

constexpr std::array<PlanKey, 5> data_keys{{
    {"template", "template", "", "The record, made anew each time."},
    {"language", "text", "the sampler's", "Of the template."},
    {"file", "text", "", "Its lines, one a record; seen from the plan's folder."},
    {"repeat", "true or false", "true",
     "Begins the file anew at its end; else the run ends there."},
    {"bytes", "size or table", "", "Random bytes: \"1KiB\", or a table of a distribution."},
}};

constexpr std::array<PlanKey, 4> bytes_keys{{
    {"min", "size", "", "The smallest record."},
    {"max", "size", "", "The largest record."},
    {"mean", "number", "uniform", "Of a normal distribution within the bounds."},
    {"deviation", "number", "0", "Its standard deviation."},
}};

constexpr std::array<PlanKey, 3> batch_keys{{
    {"records", "whole number", "500", "At most so many records a call."},
    {"bytes", "size", "\"10MiB\", Firehose \"4MiB\"", "Data and partition keys of a call at most."},
    {"linger", "duration", "\"0s\"",
     "How long a record waits for others; 0 fills each batch before it is sent."},
}};

constexpr std::array<PlanKey, 2> aggregate_keys{{
    {"bytes", "size", "51200", "Of an aggregated record at most."},
    {"records", "whole number", "4294967295", "In an aggregated record at most."},
}};

constexpr std::array<PlanKey, 3> retries_keys{{
    {"attempts", "whole number", "1", "1 tries once: each sample is one call."},
    {"base_delay", "duration", "\"50ms\"",
     "Before the second attempt; doubled each time, jittered."},
    {"delay_max", "duration", "\"2s\"", "The longest wait."},
}};

constexpr std::array<PlanKey, 7> timer_keys{{
    {"constant", "duration", "", "Waits so long."},
    {"uniform", "duration", "", "Waits so long, and a random part of `range` more."},
    {"range", "duration", "\"0s\"", "Of uniform."},
    {"gaussian", "duration", "", "Waits so long, give or take `deviation`."},
    {"deviation", "duration", "\"0s\"", "Of gaussian."},
    {"throughput", "rate", "", "Waits so that samples come at most so often. It only slows down."},
    {"shares", "text", "\"this-thread\"",
     "Whose rate that is: \"this-thread\", \"all-threads\", \"threads-of-group\", "
     "\"all-threads-shared\" or \"threads-of-group-shared\"."},
}};

constexpr std::array<PlanKey, 6> counter_keys{{
    {"name", "text", "", "`{{NAME}}` and `${NAME}` have its value."},
    {"start", "whole number", "0", "The first value."},
    {"end", "whole number", "none", "Behind it comes `start` again."},
    {"step", "whole number", "1", "Added each time."},
    {"format", "text", "plain", "Of java.text.DecimalFormat: \"00000\"."},
    {"per_thread", "true or false", "false", "Each thread counts for itself."},
}};

constexpr std::array<PlanKey, 7> csv_keys{{
    {"file", "text", "", "Seen from the plan's folder."},
    {"names", "list of texts", "the first line's", "The columns' variables."},
    {"delimiter", "text", "\",\"", "Between columns; \"\\t\" is a tab."},
    {"skip_first_line", "true or false", "false",
     "With `names`: the file has a head all the same."},
    {"quoted", "true or false", "false", "Values may be in quotes."},
    {"at_end", "text", "\"repeat\"",
     "\"repeat\" begins anew, \"stop\" ends the thread, \"eof\" gives \"<EOF>\"."},
    {"per_thread", "true or false", "false", "Each thread reads the file for itself."},
}};

}  // namespace

namespace plan_tables {
const PlanTable top{"the plan", "At the top of the file.", top_keys};
const PlanTable target{"[target]", "Where requests go and who signs them.", target_keys};
const PlanTable group{"[[group]]", "Virtual users who do the same, and how fast.", group_keys};
const PlanTable stage{"stages", "Each of a group's stages.", stage_keys};
const PlanTable periodic{"[group.periodic]", "A rate by hour and weekday.", periodic_keys};
const PlanTable sampler{"[[group.sampler]]", "What is sent or read.", sampler_keys};
const PlanTable partition_key{"partition_key", "As a table, with one of these.",
                              partition_key_keys};
const PlanTable data{"data", "As a table, with one of `template`, `file` and `bytes`.", data_keys};
const PlanTable bytes{"data.bytes", "Sizes of random records.", bytes_keys};
const PlanTable batch{"batch", "How records are put into calls.", batch_keys};
const PlanTable aggregate{"aggregate", "Bounds of aggregated records; `true` takes these.",
                          aggregate_keys};
const PlanTable retries{"retries", "Of calls and records that are refused for a moment.",
                        retries_keys};
const PlanTable timer{"timers", "Each of the timers, one kind each.", timer_keys};
const PlanTable counter{"[[counter]]", "Numbers that go up, once a loop.", counter_keys};
const PlanTable csv{"[[csv]]", "Columns of a file as variables, a line a loop.", csv_keys};
}  // namespace plan_tables

const PlanKey* PlanTable::find(std::string_view name) const {
  for (const PlanKey& key : keys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

std::vector<std::string_view> PlanTable::names() const {
  std::vector<std::string_view> found;
  found.reserve(keys.size());
  for (const PlanKey& key : keys) found.push_back(key.name);
  return found;
}

std::span<const PlanTable* const> all_plan_tables() {
  using namespace plan_tables;
  static constexpr std::array<const PlanTable*, 15> tables{
      &top,   &target,    &group,   &stage, &periodic, &sampler, &partition_key, &data, &bytes,
      &batch, &aggregate, &retries, &timer, &counter,  &csv};
  return tables;
}

std::string page_of(const PlanTable& table) {
  std::string page = fmt::format(
      "### {}\n\n{}\n\n| key | what it is | default | |\n"
      "| --- | --- | --- | --- |\n",
      table.title, table.about);
  for (const PlanKey& key : table.keys) {
    page +=
        fmt::format("| `{}` | {} | {} | {} |\n", key.name, key.kind, key.by_default, key.meaning);
  }
  return page;
}

}  // namespace weir::meter
