#include "server/limit_settings.h"

#include <algorithm>
#include <utility>

#include "aws/arn.h"

namespace weir::server {
namespace {

constexpr std::uint64_t rate_max = 1ull << 40;

SetSetting set_operation_rates(api::kinesis::OperationRates& into) {
  return [&into](std::string_view text) -> Result<void> {
    into = TRY(api::kinesis::parse_operation_rates(text));
    return {};
  };
}

std::vector<Setting> shard_setting_table(LimitSettings& s) {
  std::vector<Setting> table;
  table.push_back({"no-limits", "true or false", "false",
                   "Lifts the limits on writing, reading and calling, for load tests and for users "
                   "who do not need Amazon's.",
                   true, set_switch(s.enabled, false)});
  table.push_back({"shard-write-bytes", "bytes per second", "1048576",
                   "What a shard takes each second, keys included; Amazon's is 1 MiB.", false,
                   set_integer<std::uint64_t>(s.shard.write.bytes_per_second, 1, rate_max)});
  table.push_back({"shard-write-records", "records per second", "1000",
                   "How many records a shard takes each second; Amazon's is 1,000.", false,
                   set_integer<std::uint64_t>(s.shard.write.records_per_second, 1, rate_max)});
  table.push_back({"shard-read-bytes", "bytes per second", "2097152",
                   "What GetRecords gives of a shard each second, to all readers together; "
                   "Amazon's is 2 MiB. 0: no limit.",
                   false, set_integer<std::uint64_t>(s.shard.read.bytes_per_second, 0, rate_max)});
  table.push_back({"shard-read-calls", "calls per second", "5",
                   "How often GetRecords may be called for a shard, by all readers together; "
                   "Amazon's is 5. 0: no limit.",
                   false, set_integer<std::uint64_t>(s.shard.read.calls_per_second, 0, rate_max)});
  table.push_back(
      {"shard-iterator-calls", "calls per second", "5",
       "How often GetShardIterator may be called for a shard; Amazon's is 5. 0: no limit.", false,
       set_integer<std::uint64_t>(s.shard.read.iterators_per_second, 0, rate_max)});
  return table;
}

std::vector<Setting> account_setting_table(LimitSettings& s) {
  std::vector<Setting> table;
  table.push_back({"operation-rates", "amazon, none, or OPERATION=CALLS,…", "amazon",
                   "How often an account may call each operation of the control plane each second. "
                   "`DescribeStream=100,ListStreams=none` changes two of Amazon's rates, "
                   "`none,CreateStream=5` lifts all but one.",
                   false, set_operation_rates(s.operation_rates)});
  table.push_back({"account-shards", "count", "20000",
                   "Open shards of provisioned streams that an account may have in a region; "
                   "Amazon's is 20,000 in its largest regions.",
                   false, set_integer<std::uint64_t>(s.account.shards_max, 1, 1'000'000)});
  table.push_back({"on-demand-streams", "count", "50",
                   "On-demand streams that an account may have in a region. 0: no limit.", false,
                   set_integer<std::uint64_t>(s.account.on_demand_streams_max, 0, 1'000'000)});
  table.push_back({"stream-shards", "count", "10000",
                   "The most shards that UpdateShardCount gives a stream. 0: no limit.", false,
                   set_integer<std::uint32_t>(s.account.stream_shards_max, 0, 1'000'000)});
  table.push_back({"shard-count-updates", "count", "10",
                   "How often UpdateShardCount may change a stream in 24 hours. 0: no limit.",
                   false, set_integer<std::uint32_t>(s.account.count_updates_a_day, 0, 1'000)});
  table.push_back({"stream-mode-updates", "count", "2",
                   "How often UpdateStreamMode may change a stream in 24 hours. 0: no limit.",
                   false, set_integer<std::uint32_t>(s.account.mode_updates_a_day, 0, 1'000)});
  table.push_back({"stream-encryption-changes", "count", "25",
                   "How often StartStreamEncryption may change a stream in 24 hours, and "
                   "StopStreamEncryption as often. 0: no limit.",
                   false,
                   set_integer<std::uint32_t>(s.account.encryption_changes_a_day, 0, 1'000)});
  table.push_back({"stream-tags", "count", "50", "Tags that a stream may have. 0: no limit.", false,
                   set_integer<std::uint32_t>(s.account.tags_max, 0, 10'000)});
  return table;
}

// As messages begin: "[limits.stream.orders] of the configuration file".
std::string title_of(const LimitTable& table) {
  return fmt::format("[limits.{}.\"{}\"] of the configuration file",
                     table.scope == LimitScope::account ? "account" : "stream", table.name);
}

Result<void> check_name(const LimitTable& table) {
  const bool is_account = table.scope == LimitScope::account;
  const bool is_number =
      std::ranges::all_of(table.name, [](char c) { return c >= '0' && c <= '9'; });
  if (is_account && (table.name.size() != 12 || !is_number)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}: that is not an account id: 12 digits.", title_of(table)));
  }
  if (!is_account && table.name.starts_with("arn:") && !aws::parse_stream_arn(table.name)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}: that is not a stream's ARN.", title_of(table)));
  }
  return {};
}

Result<void> apply(std::vector<Setting>& lines, const LimitTable& table, const std::string& key,
                   const std::string& text) {
  std::string name = key;
  std::ranges::replace(name, '_', '-');
  const auto line = std::ranges::find(lines, name, &Setting::name);
  if (line == lines.end()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} names \"{}\", which cannot be set there.", title_of(table), key));
  }
  const Result<void> done = line->set(text);
  if (done) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("{}: {}: {}.", title_of(table), key, done.error().message));
}

stream::ShardLimits shard_limits(const LimitSettings& limits) {
  stream::ShardLimits shard = limits.shard;
  shard.write.enabled = limits.enabled;
  if (!limits.enabled) {
    shard.read = {.bytes_per_second = 0, .calls_per_second = 0, .iterators_per_second = 0};
  }
  return shard;
}

api::kinesis::OperationRates rates(const LimitSettings& limits) {
  if (limits.enabled) return limits.operation_rates;
  return {.published_apply = false, .changed = {}};
}

}  // namespace

std::vector<Setting> limit_setting_table(LimitSettings& limits) {
  std::vector<Setting> table = shard_setting_table(limits);
  for (Setting& line : account_setting_table(limits)) table.push_back(std::move(line));
  return table;
}

Result<LimitOverride> apply_limit_table(const LimitSettings& server, const LimitTable& table) {
  TRY(check_name(table));
  LimitOverride override{.scope = table.scope, .name = table.name, .limits = server};
  std::vector<Setting> lines = table.scope == LimitScope::account
                                   ? limit_setting_table(override.limits)
                                   : shard_setting_table(override.limits);
  for (const auto& [key, text] : table.pairs) TRY(apply(lines, table, key, text));
  return override;
}

stream::Limits limits_of(const LimitSettings& server, const std::vector<LimitOverride>& overrides) {
  stream::Limits limits;
  limits.shard = shard_limits(server);
  limits.account = server.account;
  for (const LimitOverride& override : overrides) {
    const stream::ShardLimits shard = shard_limits(override.limits);
    if (override.scope == LimitScope::account) {
      limits.account_shards.insert_or_assign(override.name, shard);
      limits.accounts.insert_or_assign(override.name, override.limits.account);
    } else if (const auto arn = aws::parse_stream_arn(override.name)) {
      limits.streams.insert_or_assign(
          {std::string(arn->account), std::string(arn->region), std::string(arn->name)}, shard);
    } else {
      limits.streams_by_name.insert_or_assign(override.name, shard);
    }
  }
  return limits;
}

api::kinesis::OperationRateSettings operation_rates_of(
    const LimitSettings& server, const std::vector<LimitOverride>& overrides) {
  api::kinesis::OperationRateSettings settings{.server = rates(server), .accounts = {}};
  for (const LimitOverride& override : overrides) {
    if (override.scope != LimitScope::account) continue;
    settings.accounts.insert_or_assign(override.name, rates(override.limits));
  }
  return settings;
}

}  // namespace weir::server
