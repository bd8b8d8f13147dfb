#include "stream/command_encoding.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>

#include "stream/alarm_encoding.h"      // IWYU pragma: keep
#include "stream/dashboard_encoding.h"  // IWYU pragma: keep
#include "stream/encoding.h"
#include "stream/scaling_encoding.h"  // IWYU pragma: keep
#include "stream/user_encoding.h"     // IWYU pragma: keep

namespace weir::stream {
namespace {

constexpr std::uint8_t format_version = 2;
constexpr std::uint8_t format_version_min = 1;  // The oldest that can be read.

// The fields of each command, once for both directions. A change needs a new format_version, and
// the old fields must still be readable.
void describe(auto& archive, Is<commands::Initialise> auto& command) {
  archive(command.cluster_id, command.token_secret);
}
void describe(auto& archive, Is<commands::CreateStream> auto& command) {
  archive(command.key, command.shard_count, command.mode, command.record_kib_max, command.tags,
          command.account_shards_max, command.transitions_max);
  if (archive.has(2)) {
    archive(command.warm_mibps, command.distribution, command.on_demand_streams_max);
  }
}
void describe(auto& archive, Is<commands::FinishTransition> auto& command) {
  archive(command.stream);
}
void describe(auto& archive, Is<commands::DeleteStream> auto& command) { archive(command.key); }
void describe(auto& archive, Is<commands::RemoveStream> auto& command) { archive(command.stream); }
void describe(auto& archive, Is<commands::ChangeRetention> auto& command) {
  archive(command.key, command.hours, command.increase);
}
void describe(auto& archive, Is<commands::AddUser> auto& command) {
  archive(command.name, command.account_id, command.key);
}
void describe(auto& archive, Is<commands::RemoveUser> auto& command) { archive(command.name); }
void describe(auto& archive, Is<commands::RotateUser> auto& command) {
  archive(command.name, command.key);
}
void describe(auto& archive, Is<commands::AddSession> auto& command) {
  archive(command.user, command.key, command.session_token, command.expires);
}
void describe(auto&, Is<commands::PurgeSessions> auto&) {}
void describe(auto& archive, Is<commands::SplitShard> auto& command) {
  archive(command.key, command.shard, command.new_starting_hash_key, command.account_shards_max);
}
void describe(auto& archive, Is<commands::MergeShards> auto& command) {
  archive(command.key, command.shard, command.adjacent_shard);
}
void describe(auto& archive, Is<commands::UpdateShardCount> auto& command) {
  archive(command.key, command.target, command.account_shards_max, command.stream_shards_max,
          command.updates_a_day_max, command.steps_are_limited);
}
void describe(auto& archive, Is<commands::FinishReshard> auto& command) {
  archive(command.stream, command.closed);
}
void describe(auto& archive, Is<commands::ForgetShards> auto& command) {
  archive(command.stream, command.shards);
}
void describe(auto& archive, Is<commands::RegisterConsumer> auto& command) {
  archive(command.key, command.name, command.tags, command.consumers_max, command.creating_max);
}
void describe(auto& archive, Is<commands::DeregisterConsumer> auto& command) {
  archive(command.key, command.name, command.creation_seconds);
}
void describe(auto& archive, Is<commands::FinishConsumer> auto& command) {
  archive(command.stream, command.name, command.number);
}
void describe(auto& archive, Is<commands::DeleteStreamAndConsumers> auto& command) {
  archive(command.key);
}

void describe(auto& archive, Is<commands::ChangeConsumerTags> auto& command) {
  archive(command.key, command.name, command.creation_seconds, command.set, command.remove,
          command.tags_max);
}

void describe(auto& archive, Is<commands::ChangeTags> auto& command) {
  archive(command.key, command.set, command.remove, command.tags_max);
}
void describe(auto& archive, Is<commands::ChangeShardMetrics> auto& command) {
  archive(command.key, command.metrics, command.enable);
}
void describe(auto& archive, Is<commands::ChangeRecordSize> auto& command) {
  archive(command.key, command.record_kib_max);
}
void describe(auto& archive, Is<commands::ChangeMode> auto& command) {
  archive(command.key, command.mode, command.warm_mibps, command.on_demand_streams_max,
          command.updates_a_day_max, command.account_shards_max);
}
void describe(auto& archive, Is<commands::ChangeWarmThroughput> auto& command) {
  archive(command.key, command.mibps);
}
void describe(auto& archive, Is<commands::ChangeDistribution> auto& command) {
  archive(command.key, command.strategy);
}
void describe(auto& archive, Is<commands::ChangeCommitment> auto& command) {
  archive(command.account_id, command.region, command.enable);
}
void describe(auto& archive, Is<commands::RecordDemand> auto& command) {
  archive(command.stream, command.demand);
}
void describe(auto& archive, Is<commands::ScaleStream> auto& command) {
  archive(command.stream, command.split, command.target);
}
void describe(auto& archive, Is<commands::PutUser> auto& command) {
  archive(command.user, command.former_name, command.key);
}
void describe(auto& archive, Is<commands::AddAccessKey> auto& command) {
  archive(command.user, command.key, command.keys_max);
}
void describe(auto& archive, Is<commands::SetAccessKeyActive> auto& command) {
  archive(command.user, command.key_id, command.active);
}
void describe(auto& archive, Is<commands::RemoveAccessKey> auto& command) {
  archive(command.user, command.key_id);
}
void describe(auto& archive, Is<commands::PutRole> auto& command) { archive(command.role); }
void describe(auto& archive, Is<commands::RemoveRole> auto& command) { archive(command.key); }
void describe(auto& archive, Is<commands::AddRoleSession> auto& command) {
  archive(command.account_id, command.terms, command.key, command.session_token, command.expires);
}
void describe(auto& archive, Is<commands::PutManagedPolicy> auto& command) {
  archive(command.policy);
}
void describe(auto& archive, Is<commands::RemoveManagedPolicy> auto& command) {
  archive(command.arn);
}
void describe(auto& archive, Is<commands::SetResourcePolicy> auto& command) {
  archive(command.stream, command.arn, command.document);
}

void describe(auto& archive, Is<commands::StartEncryption> auto& command) {
  archive(command.key, command.stream, command.key_id, command.data_key, command.starts_a_day_max);
}
void describe(auto& archive, Is<commands::StopEncryption> auto& command) {
  archive(command.key, command.stops_a_day_max);
}

void describe(auto& archive, Is<commands::PutAlarm> auto& command) {
  archive(command.key, command.is_composite, command.definition, command.children,
          command.actions_enabled, command.tags, command.history_data, command.alarms_max);
}
void describe(auto& archive, Is<commands::DeleteAlarms> auto& command) { archive(command.keys); }
void describe(auto& archive, Is<commands::EnableAlarmActions> auto& command) {
  archive(command.keys, command.enable);
}
void describe(auto& archive, Is<commands::SetAlarmState> auto& command) {
  archive(command.key, command.is_conditional, command.revision, command.transitions, command.value,
          command.reason, command.reason_data, command.history_data, command.actions,
          command.suppression);
}
void describe(auto& archive, Is<commands::SetAlarmSuppression> auto& command) {
  archive(command.key, command.revision, command.transitions, command.suppression, command.actions);
}
void describe(auto& archive, Is<commands::FinishAlarmAction> auto& command) {
  archive(command.key, command.summary, command.history_data);
}
void describe(auto& archive, Is<commands::ChangeAlarmTags> auto& command) {
  archive(command.key, command.set, command.remove, command.tags_max);
}
void describe(auto& archive, Is<commands::PutStreamScaling> auto& command) {
  archive(command.scaling, command.targets_max);
}
void describe(auto& archive, Is<commands::RemoveStreamScaling> auto& command) {
  archive(command.key);
}
void describe(auto& archive, Is<commands::RecordScalingActivity> auto& command) {
  archive(command.key, command.activity);
}

void describe(auto& archive, Is<commands::PutDashboard> auto& command) {
  archive(command.key, command.body, command.tags, command.dashboards_max, command.bytes_max);
}
void describe(auto& archive, Is<commands::DeleteDashboards> auto& command) {
  archive(command.account_id, command.names);
}
void describe(auto& archive, Is<commands::ChangeDashboardTags> auto& command) {
  archive(command.key, command.set, command.remove, command.tags_max);
}

// Makes `body` the alternative number `kind`, empty. False if there is none.
template <std::size_t... indexes>
bool choose(CommandBody& body, std::uint8_t kind, std::index_sequence<indexes...>) {
  return ((kind == indexes && (body.emplace<indexes>(), true)) || ...);
}

}  // namespace

void encode_command(const Command& command, std::string& to) {
  ByteWriter writer(to);
  writer(format_version, command.id.writer, command.id.counter, command.time,
         static_cast<std::uint8_t>(command.body.index()));
  std::visit([&](const auto& body) { describe(writer, body); }, command.body);
}

Result<Command> decode_command(ByteView bytes) {
  ByteReader reader(bytes);
  std::uint8_t version = 0;
  reader(version);
  if (version < format_version_min || version > format_version) {
    return fail(ErrorCode::corrupt, "a catalog command of a version that is not known");
  }
  reader.set_version(version);
  Command command;
  std::uint8_t kind = 0;
  reader(command.id.writer, command.id.counter, command.time, kind);
  constexpr auto kinds = std::make_index_sequence<std::variant_size_v<CommandBody>>{};
  if (!choose(command.body, kind, kinds)) reader.reject();
  std::visit([&](auto& body) { describe(reader, body); }, command.body);
  if (!reader.complete()) return fail(ErrorCode::corrupt, "a catalog command that is malformed");
  return command;
}

}  // namespace weir::stream
