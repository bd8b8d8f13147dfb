// What commands do to the encryption of streams. Amazon's texts for its limits are not published;
// these are ours.

#include <fmt/format.h>

#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "stream/catalog_state.h"
#include "stream/error_texts.h"

namespace weir::stream {
namespace {

// Records that were on their way when a data key retired may arrive a little later than that.
constexpr std::chrono::hours retired_margin{1};

// Notes a change at `time`. Errors: limit_exceeded.
Result<void> count_change(std::vector<WallTime>& changes, std::uint32_t changes_max, WallTime time,
                          const StreamKey& key, std::string_view what) {
  std::erase_if(changes, [&](WallTime change) { return change <= time - std::chrono::hours(24); });
  if (changes_max != 0 && changes.size() >= changes_max) {
    return fail(
        ErrorCode::limit_exceeded,
        fmt::format("Rate exceeded for stream {} under account {}: its encryption was {} {} "
                    "times in the last 24 hours.",
                    key.name, key.account_id, what, changes.size()));
  }
  changes.push_back(time);
  return {};
}

// Records under it are encrypted no more from `time` on.
void retire_last(Encryption& encryption, WallTime time) {
  if (encryption.is_on()) encryption.data_keys.back().retired = time;
}

// Nobody needs a data key whose last record has expired.
void forget_expired(Encryption& encryption, WallTime before) {
  std::erase_if(encryption.data_keys, [&](const DataKeyDescription& key) {
    return key.number + 1 < encryption.next_number() && key.retired + retired_margin < before;
  });
}

bool is_same_key(const crypto::WrappedKey& one, const crypto::WrappedKey& other) {
  return one.key_id == other.key_id && one.key_version == other.key_version;
}

}  // namespace

Result<void> CatalogState::run(const commands::StartEncryption& command, WallTime time) {
  StreamDescription stream = *TRY(find_active(command.key));
  Encryption& encryption = stream.encryption;
  if (stream.number != command.stream || encryption.next_number() != command.data_key.number) {
    return stream_not_active(command.key, StreamStatus::updating);
  }
  if (encryption.key_id == command.key_id &&
      is_same_key(encryption.data_keys.back().wrapped, command.data_key.wrapped)) {
    return {};
  }
  TRY(count_change(encryption.starts, command.starts_a_day_max, time, command.key, "started"));
  retire_last(encryption, time);
  encryption.key_id = command.key_id;
  encryption.data_keys.push_back(command.data_key);
  forget_expired(encryption, time - stream.retention());
  begin_update(std::move(stream), time);
  return {};
}

Result<void> CatalogState::run(const commands::StopEncryption& command, WallTime time) {
  StreamDescription stream = *TRY(find_active(command.key));
  Encryption& encryption = stream.encryption;
  if (!encryption.is_on()) return {};
  TRY(count_change(encryption.stops, command.stops_a_day_max, time, command.key, "stopped"));
  retire_last(encryption, time);
  encryption.key_id.clear();
  begin_update(std::move(stream), time);
  return {};
}

}  // namespace weir::stream
