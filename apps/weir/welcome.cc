#include "welcome.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "aws/shapes/kinesis/create_stream.h"
#include "aws/shapes/kinesis/describe_stream_summary.h"
#include "aws/shapes/kinesis/get_records.h"
#include "aws/shapes/kinesis/get_shard_iterator.h"
#include "aws/shapes/kinesis/list_shards.h"
#include "aws/shapes/kinesis/put_record.h"
#include "client_credentials.h"
#include "kinesis_client.h"
#include "server/tls_setup.h"

namespace weir::app {
namespace {

using namespace aws::kinesis;

struct Event {
  std::string_view partition_key;
  std::string_view data;
};

// Gauges at a weir, reporting the water's level.
constexpr std::array<Event, 5> first_events{{
    {"gauge-1", R"({"gauge":"gauge-1","level_cm":112.4,"flow_m3s":8.1})"},
    {"gauge-2", R"({"gauge":"gauge-2","level_cm":98.7,"flow_m3s":6.4})"},
    {"gauge-3", R"({"gauge":"gauge-3","level_cm":121.0,"flow_m3s":9.3})"},
    {"gauge-1", R"({"gauge":"gauge-1","level_cm":112.9,"flow_m3s":8.2})"},
    {"gauge-2", R"({"gauge":"gauge-2","level_cm":98.1,"flow_m3s":6.3})"},
}};

constexpr std::int32_t first_shards = 2;

Result<void> failed(const CallError& error) { return fail(ErrorCode::unavailable, error.text()); }

// CREATING lasts as long as --transition-time says.
Result<void> wait_until_active(KinesisClient& client, const std::string& stream) {
  while (true) {
    DescribeStreamSummary::Request request;
    request.stream.name = stream;
    const auto answer = client.call<DescribeStreamSummary>(request);
    if (!answer) return failed(answer.error());
    if (answer->stream_description_summary.stream_status == "ACTIVE") return {};
    client.sleep(milliseconds(5));
  }
}

// Whether it had to be created.
Result<bool> create(KinesisClient& client, const std::string& stream) {
  CreateStream::Request request;
  request.stream_name = stream;
  request.shard_count = first_shards;
  const auto answer = client.call<CreateStream>(request);
  if (!answer && answer.error().type == "ResourceInUseException") return false;
  if (!answer) return fail(ErrorCode::unavailable, answer.error().text());
  TRY(wait_until_active(client, stream));
  return true;
}

Result<void> put_first_events(KinesisClient& client, const std::string& stream, World& world) {
  fmt::print("created stream {} with {} shards; its first events:\n\n", stream, first_shards);
  for (const Event& event : first_events) {
    PutRecord::Request request;
    request.stream.name = stream;
    request.partition_key = event.partition_key;
    request.data = bytes_of(event.data);
    const MonotonicTime before = world.clock.monotonic_now();
    const auto answer = client.call<PutRecord>(request);
    const auto taken = world.clock.monotonic_now() - before;
    if (!answer) return failed(answer.error());
    fmt::print("  {}  {}  {:.2f} ms  {}\n", std::string_view(answer->shard_id),
               std::string_view(answer->sequence_number), static_cast<double>(taken.count()) / 1e6,
               event.data);
  }
  return {};
}

// The records of one shard, at most a page of them.
Result<std::size_t> count_records(KinesisClient& client, const std::string& stream,
                                  const std::string& shard) {
  GetShardIterator::Request place;
  place.stream.name = stream;
  place.shard_id = shard;
  place.shard_iterator_type = "TRIM_HORIZON";
  const auto iterator = client.call<GetShardIterator>(place);
  if (!iterator) return fail(ErrorCode::unavailable, iterator.error().text());
  const std::string token(iterator->shard_iterator);
  GetRecords::Request request;
  request.shard_iterator = token;
  const auto answer = client.call<GetRecords>(request);
  if (!answer) return fail(ErrorCode::unavailable, answer.error().text());
  return answer->records.size();
}

Result<void> show_what_is_there(KinesisClient& client, const std::string& stream) {
  ListShards::Request request;
  request.stream.name = stream;
  const auto answer = client.call<ListShards>(request);
  if (!answer) return failed(answer.error());
  std::vector<std::string> shards;
  for (const Shard& shard : answer->shards) shards.emplace_back(std::string_view(shard.shard_id));
  fmt::print("stream {} is here from before:\n\n", stream);
  for (const std::string& shard : shards) {
    const std::size_t count = TRY(count_records(client, stream, shard));
    fmt::print("  {}  {} record{}{}\n", shard, count, count == 1 ? "" : "s",
               count < 10'000 ? "" : " and more");
  }
  return {};
}

std::string reachable_host(const server::Settings& settings) {
  return settings.listen_address == "0.0.0.0" ? "127.0.0.1" : settings.listen_address;
}

// How to call this program from where it runs now: "build/release/weir".
std::string own_path() {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return "weir";
  const std::filesystem::path near = std::filesystem::proximate(path, error);
  return error || near.native().starts_with("..") ? path.native() : near.native();
}

void print_next_steps(const server::Settings& settings, const http::Origin& origin, bool open) {
  const std::string& stream = settings.first_stream;
  fmt::print("\nPaste into another terminal:\n\n");
  if (origin.tls) fmt::print("  export AWS_CA_BUNDLE={}\n", server::trusted_file(settings));
  if (open) fmt::print("  export AWS_ACCESS_KEY_ID=weir AWS_SECRET_ACCESS_KEY=weir\n");
  fmt::print(
      "  export AWS_REGION={0} AWS_DEFAULT_REGION={0} AWS_ENDPOINT_URL={1}://{2}\n"
      "  aws kinesis list-streams --endpoint-url $AWS_ENDPOINT_URL\n"
      "  printf 'level 113.2 cm' | aws kinesis put-record --endpoint-url $AWS_ENDPOINT_URL \\\n"
      "      --stream-name {3} --partition-key gauge-1 --data fileb:///dev/stdin\n"
      "  ITERATOR=$(aws kinesis get-shard-iterator --endpoint-url $AWS_ENDPOINT_URL \\\n"
      "      --stream-name {3} --shard-id shardId-000000000000 \\\n"
      "      --shard-iterator-type TRIM_HORIZON --query ShardIterator --output text)\n"
      "  aws kinesis get-records --endpoint-url $AWS_ENDPOINT_URL --shard-iterator "
      "\"$ITERATOR\"\n\n"
      "Or, without the AWS command line, after the exports:\n\n"
      "  echo 'level 113.4 cm' | {4} put {3} --partition-key gauge-1\n"
      "  {4} tail {3} --from trim-horizon --no-follow\n\n"
      "Ctrl-C stops the server; what is acknowledged stays in {5}.\n",
      settings.region, origin.tls ? "https" : "http", origin.authority(), stream, own_path(),
      settings.data_directory);
}

}  // namespace

Result<void> welcome(const server::Settings& settings, const server::Server& server, World& world) {
  const auto key = server.local_key();
  const bool tls = server::is_tls_required(settings);
  const http::Origin origin{.tls = tls, .host = reachable_host(settings), .port = server.port()};
  KinesisClient client(origin, settings.region,
                       keep_credentials({.access_key_id = key ? key->id : "weir",
                                         .secret_access_key = key ? key->secret : "weir",
                                         .session_token = ""},
                                        world.clock),
                       world.clock, tls ? server::trusted_file(settings) : "");
  const bool created = TRY(create(client, settings.first_stream));
  std::printf("\n");
  if (created) {
    TRY(put_first_events(client, settings.first_stream, world));
  } else {
    TRY(show_what_is_there(client, settings.first_stream));
  }
  print_next_steps(settings, origin, !key);
  std::fflush(stdout);
  return {};
}

}  // namespace weir::app
