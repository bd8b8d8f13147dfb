// weir stream create|delete|list|describe: streams of a server, Weir's or Amazon's.

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "aws/shapes/kinesis/create_stream.h"
#include "aws/shapes/kinesis/delete_stream.h"
#include "aws/shapes/kinesis/describe_stream_summary.h"
#include "aws/shapes/kinesis/list_shards.h"
#include "aws/shapes/kinesis/list_streams.h"
#include "client_options.h"
#include "commands.h"
#include "kinesis_client.h"

namespace weir::app {
namespace {

using namespace aws::kinesis;

struct StreamOptions {
  ClientOptions client;
  std::string name;
  int shards = 1;
  bool on_demand = false;
  bool wait = true;
};

using Action = int (*)(const StreamOptions&, KinesisClient&);

// Looks at the stream five times a second, as the API allows, until `is_done` has a status of the
// command or three minutes are over.
template <class IsDone>
int wait_until(const StreamOptions& options, KinesisClient& client, const char* state,
               IsDone is_done) {
  constexpr int looks_max = 5 * 180;
  for (int look = 0; look < looks_max; ++look) {
    DescribeStreamSummary::Request request;
    request.stream.name = options.name;
    if (const std::optional<int> status = is_done(client.call<DescribeStreamSummary>(request))) {
      if (*status == 0) std::printf("%s is %s\n", options.name.c_str(), state);
      return *status;
    }
    client.sleep(milliseconds(200));
  }
  return complain(fmt::format("{} is still not {} after three minutes.", options.name, state));
}

std::optional<int> complain_unless_retryable(const CallError& error) {
  return error.retryable ? std::nullopt : std::optional(complain(error.text()));
}

int wait_until_active(const StreamOptions& options, KinesisClient& client) {
  return wait_until(options, client, "ACTIVE", [](const auto& answer) -> std::optional<int> {
    if (!answer) return complain_unless_retryable(answer.error());
    return answer->stream_description_summary.stream_status == "ACTIVE" ? std::optional(0)
                                                                        : std::nullopt;
  });
}

int wait_until_deleted(const StreamOptions& options, KinesisClient& client) {
  return wait_until(options, client, "deleted", [](const auto& answer) -> std::optional<int> {
    if (answer) return std::nullopt;
    if (answer.error().type == "ResourceNotFoundException") return 0;
    return complain_unless_retryable(answer.error());
  });
}

int create(const StreamOptions& options, KinesisClient& client) {
  CreateStream::Request request;
  request.stream_name = options.name;
  if (options.on_demand) {
    request.stream_mode_details.emplace().stream_mode = "ON_DEMAND";
  } else {
    request.shard_count = options.shards;
  }
  const auto answer = client.call<CreateStream>(request);
  if (!answer) return complain(answer.error().text());
  return options.wait ? wait_until_active(options, client) : 0;
}

int remove(const StreamOptions& options, KinesisClient& client) {
  DeleteStream::Request request;
  request.stream.name = options.name;
  const auto answer = client.call<DeleteStream>(request);
  if (!answer) return complain(answer.error().text());
  return options.wait ? wait_until_deleted(options, client) : 0;
}

int list(const StreamOptions& /*options*/, KinesisClient& client) {
  std::string last;
  for (bool more = true; more;) {
    ListStreams::Request request;
    if (!last.empty()) request.exclusive_start_stream_name = last;
    const auto answer = client.call<ListStreams>(request);
    if (!answer) return complain(answer.error().text());
    for (const auto& name : answer->stream_names) {
      last = name;
      std::printf("%s\n", last.c_str());
    }
    more = answer->has_more_streams && !answer->stream_names.empty();
  }
  return 0;
}

std::string line_of(const Shard& shard) {
  std::string line = fmt::format("  {}  {} – {}", std::string_view(shard.shard_id),
                                 std::string_view(shard.hash_key_range.starting_hash_key),
                                 std::string_view(shard.hash_key_range.ending_hash_key));
  if (shard.parent_shard_id) {
    line += fmt::format("  child of {}", std::string_view(*shard.parent_shard_id));
  }
  if (shard.sequence_number_range.ending_sequence_number) line += "  closed";
  return line;
}

int print_shards(const StreamOptions& options, KinesisClient& client) {
  std::string token;
  do {
    ListShards::Request request;
    if (token.empty()) {
      request.stream.name = options.name;
    } else {
      request.next_token = token;
    }
    const auto answer = client.call<ListShards>(request);
    if (!answer) return complain(answer.error().text());
    for (const Shard& shard : answer->shards) std::printf("%s\n", line_of(shard).c_str());
    token = answer->next_token.value_or("");
  } while (!token.empty());
  return 0;
}

int describe(const StreamOptions& options, KinesisClient& client) {
  DescribeStreamSummary::Request request;
  request.stream.name = options.name;
  const auto answer = client.call<DescribeStreamSummary>(request);
  if (!answer) return complain(answer.error().text());
  const auto& summary = answer->stream_description_summary;
  fmt::print(
      "{}\n  status     {}\n  mode       {}\n  retention  {} hours\n  created    {:%F %T} UTC\n"
      "  shards     {} open\n",
      std::string_view(summary.stream_arn), std::string_view(summary.stream_status),
      summary.stream_mode_details ? std::string_view(summary.stream_mode_details->stream_mode)
                                  : "PROVISIONED",
      static_cast<std::int32_t>(summary.retention_period_hours),
      fmt::gmtime(static_cast<std::time_t>(summary.stream_creation_timestamp.whole_seconds())),
      static_cast<std::int32_t>(summary.open_shard_count));
  // Shards are listed of streams that can be used.
  const std::string_view status = summary.stream_status;
  return status == "CREATING" || status == "DELETING" ? 0 : print_shards(options, client);
}

CLI::App* add_action(CLI::App& parent, Command& command,
                     const std::shared_ptr<StreamOptions>& options, Action action, const char* name,
                     const char* description, bool needs_name) {
  CLI::App* sub = parent.add_subcommand(name, description);
  if (needs_name) sub->add_option("stream", options->name, "The stream's name")->required();
  add_client_options(*sub, options->client);
  sub->callback([&command, options, action] {
    command.run = [options, action](World& world) {
      auto client = KinesisClient::open(options->client, world);
      if (!client) return complain(client.error().message);
      return action(*options, **client);
    };
  });
  return sub;
}

}  // namespace

void add_stream(CLI::App& app, Command& command) {
  CLI::App* stream =
      app.add_subcommand("stream", "Create, delete, list and describe streams, Weir's or Amazon's");
  stream->require_subcommand(1);
  auto options = std::make_shared<StreamOptions>();
  CLI::App* sub = add_action(*stream, command, options, create, "create",
                             "Create a stream and wait until it is ACTIVE", true);
  sub->add_option("--shards", options->shards, "Shards of a provisioned stream")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  sub->add_flag("--on-demand", options->on_demand, "Create it in on-demand mode");
  sub->add_flag("!--no-wait", options->wait, "Return while it is still CREATING");
  CLI::App* removal =
      add_action(*stream, command, options, remove, "delete",
                 "Delete a stream with all its records and wait until it is gone", true);
  removal->add_flag("!--no-wait", options->wait, "Return while it is still DELETING");
  add_action(*stream, command, options, list, "list", "List the streams of the region", false);
  add_action(*stream, command, options, describe, "describe", "Show a stream and its shards", true);
}

}  // namespace weir::app
