// weir meter init: writes a plan to begin with.

#include <fmt/format.h>

#include <fstream>
#include <memory>
#include <string>

#include "meter/meter_commands.h"

namespace weir::app {
namespace {

constexpr const char* first_plan =
    R"plan(# What a load test does. `weir meter validate plan.toml` says it in words,
# `weir meter run plan.toml` does it. What stands behind a # is what else there is;
# docs/meter_plans.md has everything.

name = "first plan"
# seed = 42            # The same seed makes the same records, keys and arrivals.

# What must hold at the end; else the exit status is 1.
thresholds = ["p99 < 500ms", "errors < 1%"]
# abort_on = ["errors > 50%"]

[target]
stream = "client-stream"        # A name or an ARN.
create_shards = 1               # Made with so many shards if it is not there.
endpoint = "http://127.0.0.1:4567"    # Weir on this machine. Without it: Amazon's of the region.
region = "us-east-1"
# profile = "default"           # Of ~/.aws/config and ~/.aws/credentials.

# One thread that puts one record a second for five minutes.
[[group]]
name = "writers"
threads = 1
rate = "1/s"
duration = "300s"
# ramp_up = "10s"               # All threads have started after it.
# loops = 100                   # Instead of the duration, or beside it.

# Without threads a rate is planned ahead, and does not wait for answers:
# stages = [{ to = "500/s", for = "30s" }, { to = "500/s", for = "5m" }]

[[group.counter]]
name = "order_number"
start = 1

[[group.sampler]]
operation = "put-record"        # put-records, get-records, subscribe-to-shard, …
partition_key = { counter = "order_number" }    # "random", "uuid", "zipf:1000", "hot:20%", …
# batch = { records = 500, linger = "100ms" }   # Of put-records.
# retries = 3
data = """\
{"id": "{{random.uuid}}", \
"customer": "{{name.firstName}} {{name.lastName}}", "city": "{{address.city}}", \
"amount": {{random.number({"min":1,"max":500})}}, "at": "{{date.now}}"}"""

# Readers of what the writers send, who check for loss and measure from end to end. The sampler
# above then says end_to_end = true as well.
# [[group]]
# name = "readers"
# [[group.sampler]]
# operation = "get-records"
# end_to_end = true
# timers = [{ constant = "200ms" }]
)plan";

struct InitOptions {
  std::string file = "plan.toml";
  bool force = false;
};

int init(const InitOptions& options) {
  if (options.file == "-") {
    fmt::print("{}", first_plan);
    return 0;
  }
  if (!options.force && std::ifstream(options.file).good()) {
    return complain(options.file + " is there already; --force writes over it.");
  }
  std::ofstream file(options.file, std::ios::binary);
  file << first_plan;
  file.close();
  if (!file) return complain(options.file + " cannot be written.");
  fmt::print("{} is written. Next: weir meter validate {}\n", options.file, options.file);
  return 0;
}

}  // namespace

void add_meter_init(CLI::App& meter, Command& command) {
  CLI::App* sub = meter.add_subcommand("init", "Write a plan to begin with");
  auto options = std::make_shared<InitOptions>();
  sub->add_option("file", options->file, "Where to; - is standard output")->capture_default_str();
  sub->add_flag("--force", options->force, "Write over what is there");
  sub->footer(
      "The plan puts one record a second for five minutes, and says what else there is. For "
      "example:\n"
      "  weir meter init plan.toml");
  sub->callback(
      [&command, options] { command.run = [options](World&) { return init(*options); }; });
}

}  // namespace weir::app
