#include "stream/state_encoding.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "stream/alarm_encoding.h"      // IWYU pragma: keep
#include "stream/dashboard_encoding.h"  // IWYU pragma: keep
#include "stream/encoding.h"
#include "stream/identity_id.h"
#include "stream/scaling_encoding.h"  // IWYU pragma: keep
#include "stream/user_encoding.h"     // IWYU pragma: keep

namespace weir::stream {
namespace {

// 2 has no commitments; up to 3 there are no roles and policies, and of users and keys only the
// beginning.
// 4 has no consumers. 5 has no encryption. 6 has no alarms. 7 has no scaling.
// 8 has no dashboards.
constexpr std::uint8_t format_version = 9;
constexpr std::uint8_t format_version_min = 2;  // The oldest that can be read.

using ShardsPointer = std::shared_ptr<const std::vector<ShardDescription>>;

// How the shards of a stream are written.
enum class ShardForm : std::uint8_t {
  even,  // A number and a second: the rest follows from them. Streams that were never resharded.
  each,  // One by one.
};
constexpr ShardForm last_of(ShardForm) { return ShardForm::each; }

std::vector<ShardDescription> even_shards(std::uint32_t count, std::int64_t creation_seconds) {
  std::vector<ShardDescription> shards;
  shards.reserve(count);
  for (const HashRange& range : even_ranges(count)) {
    const ShardIndex index{static_cast<std::int32_t>(shards.size())};
    shards.push_back({.index = index,
                      .creation_seconds = creation_seconds,
                      .range = range,
                      .parent = std::nullopt,
                      .adjacent_parent = std::nullopt,
                      .end = std::nullopt});
  }
  return shards;
}

void write_shards(ByteWriter& writer, const std::vector<ShardDescription>& shards) {
  const auto count = static_cast<std::uint32_t>(shards.size());
  const std::int64_t creation_seconds = shards.front().creation_seconds;
  if (shards == even_shards(count, creation_seconds)) {
    return writer(ShardForm::even, count, creation_seconds);
  }
  writer(ShardForm::each, shards);
}

bool are_in_order(const std::vector<ShardDescription>& shards) {
  return std::ranges::is_sorted(shards, std::less_equal{}, &ShardDescription::index);
}

ShardsPointer read_shards(ByteReader& reader) {
  constexpr std::uint32_t count_max = 1'000'000;
  ShardForm form{};
  std::vector<ShardDescription> shards;
  reader(form);
  if (form == ShardForm::even) {
    std::uint32_t count = 0;
    std::int64_t creation_seconds = 0;
    reader(count, creation_seconds);
    if (count == 0 || count > count_max) reader.reject();
    if (!reader.failed()) shards = even_shards(count, creation_seconds);
  } else {
    reader(shards);
  }
  if (!covers_all_keys(shards) || !are_in_order(shards)) reader.reject();
  return std::make_shared<const std::vector<ShardDescription>>(std::move(shards));
}

void describe(auto& archive, auto& stream) {
  archive(stream.number, stream.key, stream.status, stream.status_since, stream.created,
          stream.mode, stream.retention_hours, stream.record_kib_max, stream.tags,
          stream.expired_before, stream.count_updates);
  if (archive.has(3)) {
    archive(stream.mode_updates, stream.shard_level_metrics, stream.distribution, stream.on_demand);
  }
  if (archive.has(6)) archive(stream.encryption);
}

void write_streams(ByteWriter& writer, const CatalogState& state) {
  writer(static_cast<std::uint32_t>(state.streams.size()));
  state.streams.for_each([&](const StreamKey&, const DescriptionPointer& stream) {
    describe(writer, *stream);
    write_shards(writer, *stream->shards);
    writer(stream->reshard == nullptr ? std::nullopt : std::optional(*stream->reshard));
  });
}

void write_users(ByteWriter& writer, const CatalogState& state) {
  writer(static_cast<std::uint32_t>(state.users.size()));
  state.users.for_each(
      [&](const std::string&, const std::shared_ptr<const User>& user) { writer(*user); });
  writer(static_cast<std::uint32_t>(state.credentials.size()));
  state.credentials.for_each(
      [&](const std::string&, const auto& credential) { writer(*credential); });
}

void write_access(ByteWriter& writer, const CatalogState& state) {
  writer(static_cast<std::uint32_t>(state.roles.size()));
  state.roles.for_each([&](const RoleKey&, const auto& role) { writer(*role); });
  writer(static_cast<std::uint32_t>(state.managed_policies.size()));
  state.managed_policies.for_each([&](const std::string&, const auto& policy) { writer(*policy); });
  writer(static_cast<std::uint32_t>(state.resource_policies.size()));
  state.resource_policies.for_each(
      [&](const std::string& arn, const auto& document) { writer(arn, *document); });
}

void describe_consumer(auto& archive, auto& consumer) {
  archive(consumer.key.stream, consumer.key.name, consumer.number, consumer.status,
          consumer.status_since, consumer.creation_seconds, consumer.tags);
}

void write_consumers(ByteWriter& writer, const CatalogState& state) {
  writer(static_cast<std::uint32_t>(state.consumers.size()));
  state.consumers.for_each([&](const ConsumerKey&, const ConsumerPointer& consumer) {
    describe_consumer(writer, *consumer);
  });
  writer(static_cast<std::uint32_t>(state.removed_consumers.size()));
  state.removed_consumers.for_each([&](const Registration& consumer, std::int64_t creation) {
    writer(consumer.stream, consumer.consumer, creation);
  });
}

void read_consumers(ByteReader& reader, CatalogState& state) {
  const std::uint32_t count = reader.count();
  for (std::uint32_t index = 0; index < count && !reader.failed(); ++index) {
    Consumer consumer;
    describe_consumer(reader, consumer);
    const DescriptionPointer stream = state.find(consumer.key.stream);
    if (stream == nullptr) reader.reject();
    if (reader.failed()) return;
    consumer.stream = stream->key;
    state.put_consumer(std::move(consumer));
  }
  const std::uint32_t removed = reader.count();
  for (std::uint32_t index = 0; index < removed && !reader.failed(); ++index) {
    Registration consumer;
    std::int64_t creation = 0;
    reader(consumer.stream, consumer.consumer, creation);
    state.removed_consumers.set(std::move(consumer), creation);
  }
}

void write_scaling(ByteWriter& writer, const CatalogState& state) {
  writer(static_cast<std::uint32_t>(state.scalings.size()));
  state.scalings.for_each(
      [&](const StreamKey&, const StreamScalingPointer& scaling) { writer(*scaling); });
  writer(static_cast<std::uint32_t>(state.scaling_activities.size()));
  state.scaling_activities.for_each(
      [&](const StreamKey& key, const auto& activities) { writer(key, *activities); });
}

void read_scaling(ByteReader& reader, CatalogState& state) {
  const std::uint32_t count = reader.count();
  for (std::uint32_t index = 0; index < count && !reader.failed(); ++index) {
    StreamScaling scaling;
    reader(scaling);
    if (state.find(scaling.key) == nullptr) reader.reject();
    state.scalings.set(scaling.key, std::make_shared<const StreamScaling>(scaling));
  }
  const std::uint32_t histories = reader.count();
  for (std::uint32_t index = 0; index < histories && !reader.failed(); ++index) {
    StreamKey key;
    ScalingActivities activities;
    reader(key, activities);
    if (state.find(key) == nullptr) reader.reject();
    state.scaling_activities.set(key, std::make_shared<const ScalingActivities>(activities));
  }
}

auto is_open_in(const StreamDescription& stream) {
  return [&stream](ShardIndex index) {
    const ShardDescription* const shard = stream.find_shard(index);
    return shard != nullptr && shard->is_open();
  };
}

void read_streams(ByteReader& reader, CatalogState& state) {
  const std::uint32_t count = reader.count();
  for (std::uint32_t index = 0; index < count && !reader.failed(); ++index) {
    StreamDescription stream;
    describe(reader, stream);
    stream.shards = read_shards(reader);
    std::optional<Reshard> reshard;
    reader(reshard);
    if (reshard) {
      if (!std::ranges::all_of(reshard->closing, is_open_in(stream))) reader.reject();
      stream.reshard = std::make_shared<const Reshard>(*std::move(reshard));
    }
    if (stream.encryption.is_on() && stream.encryption.data_keys.empty()) reader.reject();
    if (state.find(stream.number) != nullptr || state.find(stream.key) != nullptr ||
        stream.number >= state.next_stream_number) {
      reader.reject();
    }
    if (!reader.failed()) state.add_stream(std::move(stream));
  }
}

// A user of a version before 4: with full access to its account, as all were then.
void read_old_user(ByteReader& reader, User& user) {
  reader(user.name, user.account_id, user.created, user.access_key_id);
  user.id = derived_id("AIDA", user.account_id, user.name);
  user.policies.attached = {std::string(full_access_arn)};
  user.revision = 1;
}

void read_old_credential(ByteReader& reader, Credential& credential) {
  reader(credential.key, credential.user, credential.account_id, credential.session_token,
         credential.expires);
}

void read_users(ByteReader& reader, CatalogState& state) {
  const std::uint32_t users = reader.count();
  for (std::uint32_t index = 0; index < users && !reader.failed(); ++index) {
    User user;
    if (reader.has(4)) {
      reader(user);
    } else {
      read_old_user(reader, user);
    }
    state.set_user(std::move(user));
  }
  const std::uint32_t credentials = reader.count();
  for (std::uint32_t index = 0; index < credentials && !reader.failed(); ++index) {
    Credential credential;
    if (reader.has(4)) {
      reader(credential);
    } else {
      read_old_credential(reader, credential);
    }
    state.credentials.set(credential.key.id, std::make_shared<const Credential>(credential));
  }
}

void read_access(ByteReader& reader, CatalogState& state) {
  const std::uint32_t roles = reader.count();
  for (std::uint32_t index = 0; index < roles && !reader.failed(); ++index) {
    Role role;
    reader(role);
    state.roles.set(role.key, std::make_shared<const Role>(role));
  }
  const std::uint32_t policies = reader.count();
  for (std::uint32_t index = 0; index < policies && !reader.failed(); ++index) {
    ManagedPolicy policy;
    reader(policy);
    state.managed_policies.set(policy.arn, std::make_shared<const ManagedPolicy>(policy));
  }
  const std::uint32_t resources = reader.count();
  for (std::uint32_t index = 0; index < resources && !reader.failed(); ++index) {
    std::string arn;
    std::string document;
    reader(arn, document);
    state.resource_policies.set(arn, std::make_shared<const std::string>(document));
  }
}

// Maps of plain values.
template <class Key, class Value>
void write_map(ByteWriter& writer, const PersistentMap<Key, Value>& map, const auto& write_value) {
  writer(static_cast<std::uint32_t>(map.size()));
  map.for_each([&](const Key& key, const Value& value) {
    writer(key);
    write_value(value);
  });
}

template <class Key, class Value>
void read_map(ByteReader& reader, PersistentMap<Key, Value>& map, const auto& read_value) {
  const std::uint32_t count = reader.count();
  for (std::uint32_t index = 0; index < count && !reader.failed(); ++index) {
    Key key{};
    Value value{};
    reader(key);
    read_value(value);
    map.set(std::move(key), std::move(value));
  }
}

void write_commitments(ByteWriter& writer, const CatalogState& state) {
  writer(static_cast<std::uint32_t>(state.commitments.size()));
  state.commitments.for_each([&](const Scope& scope, const BillingCommitment& commitment) {
    writer(scope.account_id, scope.region, commitment);
  });
}

void read_commitments(ByteReader& reader, CatalogState& state) {
  const std::uint32_t count = reader.count();
  for (std::uint32_t index = 0; index < count && !reader.failed(); ++index) {
    Scope scope;
    BillingCommitment commitment;
    reader(scope.account_id, scope.region, commitment);
    state.commitments.set(std::move(scope), commitment);
  }
}

void write_alarms(ByteWriter& writer, const CatalogState& state) {
  writer(static_cast<std::uint32_t>(state.alarms.size()));
  state.alarms.for_each([&](const AlarmKey&, const AlarmPointer& alarm) { writer(*alarm); });
  writer(static_cast<std::uint32_t>(state.due_actions.size()));
  state.due_actions.for_each(
      [&](const DueActionKey&, const DueActionPointer& due) { writer(*due); });
}

void read_alarms(ByteReader& reader, CatalogState& state) {
  const std::uint32_t alarms = reader.count();
  for (std::uint32_t index = 0; index < alarms && !reader.failed(); ++index) {
    Alarm alarm;
    reader(alarm);
    state.put_alarm(std::move(alarm));
  }
  const std::uint32_t due_actions = reader.count();
  for (std::uint32_t index = 0; index < due_actions && !reader.failed(); ++index) {
    DueAction due;
    reader(due);
    state.due_actions.set(due.key, std::make_shared<const DueAction>(due));
  }
}

void write_dashboards(ByteWriter& writer, const CatalogState& state) {
  writer(static_cast<std::uint32_t>(state.dashboards.size()));
  state.dashboards.for_each(
      [&](const DashboardKey&, const DashboardPointer& dashboard) { writer(*dashboard); });
}

void read_dashboards(ByteReader& reader, CatalogState& state) {
  const std::uint32_t count = reader.count();
  for (std::uint32_t index = 0; index < count && !reader.failed(); ++index) {
    Dashboard dashboard;
    reader(dashboard);
    state.dashboards.set(dashboard.key, std::make_shared<const Dashboard>(dashboard));
  }
}

}  // namespace

std::string encode_state(const CatalogState& state) {
  std::string bytes;
  ByteWriter writer(bytes);
  writer(format_version, state.cluster_id, state.token_secret, state.commands_applied,
         state.next_stream_number);
  write_streams(writer, state);
  write_users(writer, state);
  write_map(writer, state.writers,
            [&](const WriterProgress& progress) { writer(progress.counter, progress.last_use); });
  write_map(writer, state.removed_creations, [&](std::int64_t creation) { writer(creation); });
  write_commitments(writer, state);
  write_access(writer, state);
  write_consumers(writer, state);
  write_alarms(writer, state);
  write_scaling(writer, state);
  write_dashboards(writer, state);
  return bytes;
}

Result<CatalogState> decode_state(ByteView bytes) {
  ByteReader reader(bytes);
  std::uint8_t version = 0;
  reader(version);
  if (version < format_version_min || version > format_version) {
    return fail(ErrorCode::corrupt, "a catalog snapshot of a version that is not known");
  }
  reader.set_version(version);
  CatalogState state;
  reader(state.cluster_id, state.token_secret, state.commands_applied, state.next_stream_number);
  read_streams(reader, state);
  read_users(reader, state);
  read_map(reader, state.writers,
           [&](WriterProgress& progress) { reader(progress.counter, progress.last_use); });
  read_map(reader, state.removed_creations, [&](std::int64_t& creation) { reader(creation); });
  if (reader.has(3)) read_commitments(reader, state);
  if (reader.has(4)) read_access(reader, state);
  if (reader.has(5)) read_consumers(reader, state);
  if (reader.has(7)) read_alarms(reader, state);
  if (reader.has(8)) read_scaling(reader, state);
  if (reader.has(9)) read_dashboards(reader, state);
  if (!reader.complete()) return fail(ErrorCode::corrupt, "a catalog snapshot that is malformed");
  return state;
}

}  // namespace weir::stream
