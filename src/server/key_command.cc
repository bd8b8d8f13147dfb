#include "server/key_command.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "codec/json_reader.h"
#include "codec/json_writer.h"

namespace weir::server {
namespace {

using crypto::KeyState;
using crypto::MasterKeyPointer;

struct ActionNames {
  std::string_view name;
  std::string_view log;
};
constexpr std::array<ActionNames, 9> action_names{{{"create", "key_created"},
                                                   {"list", ""},
                                                   {"rotate", "key_rotated"},
                                                   {"enable", "key_enabled"},
                                                   {"disable", "key_disabled"},
                                                   {"remove", "key_pending_deletion"},
                                                   {"destroy", "key_destroyed"},
                                                   {"set_alias", "key_alias_set"},
                                                   {"remove_alias", "key_alias_removed"}}};

std::optional<KeyAction> parse_action(std::string_view name) {
  const auto found = std::ranges::find(action_names, name, &ActionNames::name);
  if (found == action_names.end()) return std::nullopt;
  return static_cast<KeyAction>(found - action_names.begin());
}

KeyAnswer::Key shown(const crypto::MasterKey& key) {
  return {.id = key.id,
          .arn = key.arn(),
          .state = std::string(crypto::state_text(key.state)),
          .description = key.description,
          .is_managed = key.is_managed,
          .aliases = key.aliases,
          .version = key.versions.back().number,
          .created = key.created,
          .rotated = key.versions.back().created};
}

// What is done to a key that is there.
Result<MasterKeyPointer> change(crypto::Keyring& keyring, const KeyCommand& command, WallTime now) {
  auto found = keyring.find(command.scope, command.key);
  if (!found) return std::unexpected(crypto::to_error(std::move(found).error()));
  const std::string& id = (*found)->id;
  switch (command.action) {
    case KeyAction::rotate:
      return keyring.rotate(id, now);
    case KeyAction::enable:
      return keyring.set_state(id, KeyState::enabled);
    case KeyAction::disable:
      return keyring.set_state(id, KeyState::disabled);
    case KeyAction::remove:
      return keyring.set_state(id, KeyState::pending_deletion);
    case KeyAction::destroy:
      return keyring.destroy(id);
    case KeyAction::set_alias:
      return keyring.set_alias(id, command.alias);
    case KeyAction::create:
    case KeyAction::list:
    case KeyAction::remove_alias:
      break;
  }
  return found.value();
}

Result<MasterKeyPointer> change_one(crypto::Keyring& keyring, const KeyCommand& command,
                                    WallTime now) {
  switch (command.action) {
    case KeyAction::create:
      return keyring.create(
          {.scope = command.scope, .alias = command.alias, .description = command.description},
          now);
    case KeyAction::remove_alias:
      return keyring.remove_alias(command.scope, command.alias);
    default:
      return change(keyring, command, now);
  }
}

// Anything else than a plain whole number becomes -1.
std::int64_t read_integer(codec::JsonReader& reader) {
  const std::string_view text = reader.read_number();
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : -1;
}

KeyAnswer::Key read_key(codec::JsonReader& reader) {
  KeyAnswer::Key key;
  reader.enter_object();
  while (const auto name = reader.next_key()) {
    if (*name == "id") {
      key.id = reader.read_text();
    } else if (*name == "arn") {
      key.arn = reader.read_text();
    } else if (*name == "state") {
      key.state = reader.read_text();
    } else if (*name == "description") {
      key.description = reader.read_text();
    } else if (*name == "managed") {
      key.is_managed = reader.read_boolean();
    } else if (*name == "aliases") {
      reader.enter_array();
      while (reader.next_element()) key.aliases.emplace_back(reader.read_text());
    } else if (*name == "version") {
      key.version = static_cast<std::uint32_t>(read_integer(reader));
    } else if (*name == "created_ms") {
      key.created = {read_integer(reader)};
    } else if (*name == "rotated_ms") {
      key.rotated = {read_integer(reader)};
    } else {
      reader.skip_value();
    }
  }
  return key;
}

void write_text(codec::JsonWriter& writer, std::string_view key, std::string_view text) {
  writer.key(key);
  writer.text(text);
}

void write_key(codec::JsonWriter& writer, const KeyAnswer::Key& key) {
  writer.begin_object();
  write_text(writer, "id", key.id);
  write_text(writer, "arn", key.arn);
  write_text(writer, "state", key.state);
  write_text(writer, "description", key.description);
  writer.key("managed");
  writer.boolean(key.is_managed);
  writer.key("aliases");
  writer.begin_array();
  for (const std::string& alias : key.aliases) writer.text(alias);
  writer.end_array();
  writer.key("version");
  writer.number(key.version);
  writer.key("created_ms");
  writer.number(key.created.ms);
  writer.key("rotated_ms");
  writer.number(key.rotated.ms);
  writer.end_object();
}

}  // namespace

std::string_view log_name(KeyAction action) {
  return action_names[static_cast<std::size_t>(action)].log;
}

Result<KeyAnswer> carry_out(crypto::Keyring& keyring, const KeyCommand& command, WallTime now) {
  KeyAnswer answer;
  if (command.action == KeyAction::list) {
    for (const MasterKeyPointer& key : keyring.list()) answer.keys.push_back(shown(*key));
    return answer;
  }
  answer.keys.push_back(shown(*TRY(change_one(keyring, command, now))));
  return answer;
}

std::string encode(const KeyCommand& command) {
  std::string out;
  codec::JsonWriter writer(out);
  writer.begin_object();
  write_text(writer, "action", action_names[static_cast<std::size_t>(command.action)].name);
  write_text(writer, "key", command.key);
  write_text(writer, "alias", command.alias);
  write_text(writer, "description", command.description);
  write_text(writer, "account_id", command.scope.account_id);
  write_text(writer, "region", command.scope.region);
  writer.end_object();
  return out;
}

std::string encode(const KeyAnswer& answer) {
  std::string out;
  codec::JsonWriter writer(out);
  writer.begin_object();
  writer.key("keys");
  writer.begin_array();
  for (const KeyAnswer::Key& key : answer.keys) write_key(writer, key);
  writer.end_array();
  writer.end_object();
  return out;
}

Result<KeyCommand> decode_key_command(std::span<char> document) {
  KeyCommand command;
  std::optional<KeyAction> action;
  codec::JsonReader reader(document);
  reader.enter_object();
  while (const auto name = reader.next_key()) {
    if (*name == "action") {
      action = parse_action(reader.read_text());
    } else if (*name == "key") {
      command.key = reader.read_text();
    } else if (*name == "alias") {
      command.alias = reader.read_text();
    } else if (*name == "description") {
      command.description = reader.read_text();
    } else if (*name == "account_id") {
      command.scope.account_id = reader.read_text();
    } else if (*name == "region") {
      command.scope.region = reader.read_text();
    } else {
      reader.skip_value();
    }
  }
  if (!reader.finish() || !action) {
    return fail(ErrorCode::invalid_argument, "The command is not understood.");
  }
  command.action = *action;
  return command;
}

Result<KeyAnswer> decode_key_answer(std::span<char> document) {
  KeyAnswer answer;
  codec::JsonReader reader(document);
  reader.enter_object();
  while (const auto name = reader.next_key()) {
    if (*name == "keys") {
      reader.enter_array();
      while (reader.next_element()) answer.keys.push_back(read_key(reader));
    } else {
      reader.skip_value();
    }
  }
  if (!reader.finish()) return fail(ErrorCode::invalid_argument, "The answer is not understood.");
  return answer;
}

}  // namespace weir::server
