#include "crypto/key_file.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "codec/hex.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"
#include "crypto/hkdf.h"

namespace weir::crypto {
namespace {

constexpr std::int64_t format = 1;
constexpr std::string_view suffix = ".key";
constexpr std::array states{KeyState::enabled, KeyState::disabled, KeyState::pending_deletion};

// Tells a secret that was damaged from one that was not, and nothing else about it.
std::string check_value(const SecretKey& secret) {
  std::array<std::byte, 8> value{};
  hkdf_sha256(secret.bytes(), {}, bytes_of("weir key check 1"), value);
  return codec::hex_text(value);
}

// Anything else than a plain whole number becomes -1.
std::int64_t read_integer(codec::JsonReader& reader) {
  const std::string_view text = reader.read_number();
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : -1;
}

std::optional<KeyVersion> read_version(codec::JsonReader& reader) {
  std::int64_t number = 0;
  std::int64_t created = 0;
  SecretKey secret;
  bool has_secret = false;
  std::string check;
  reader.enter_object();
  while (const auto name = reader.next_key()) {
    if (*name == "number") {
      number = read_integer(reader);
    } else if (*name == "created_ms") {
      created = read_integer(reader);
    } else if (*name == "secret") {
      const std::string_view digits = reader.read_text();
      has_secret =
          digits.size() == 2 * secret_bytes && codec::hex_decode(digits, secret.bytes().data());
    } else if (*name == "check") {
      check = reader.read_text();
    } else {
      reader.skip_value();
    }
  }
  if (!has_secret || check != check_value(secret) || number < 1 || number > UINT32_MAX) return {};
  return KeyVersion{
      .number = static_cast<std::uint32_t>(number), .created = {created}, .key = AesKey(secret)};
}

// False: a version is none.
bool read_versions(codec::JsonReader& reader, std::vector<KeyVersion>& versions) {
  bool good = true;
  reader.enter_array();
  while (reader.next_element()) {
    std::optional<KeyVersion> version = read_version(reader);
    good = good && version.has_value();
    if (version) versions.push_back(*std::move(version));
  }
  return good;
}

bool read_state(codec::JsonReader& reader, KeyState& state) {
  const std::string_view text = reader.read_text();
  const auto found = std::ranges::find(states, text, state_text);
  if (found != states.end()) state = *found;
  return found != states.end();
}

void read_texts(codec::JsonReader& reader, std::vector<std::string>& texts) {
  reader.enter_array();
  while (reader.next_element()) texts.emplace_back(reader.read_text());
}

// False: a part of it is not what it should be.
bool read_key(codec::JsonReader& reader, MasterKey& key) {
  std::int64_t found_format = 0;
  bool good = true;
  reader.enter_object();
  while (const auto name = reader.next_key()) {
    if (*name == "format") {
      found_format = read_integer(reader);
    } else if (*name == "id") {
      key.id = reader.read_text();
    } else if (*name == "account_id") {
      key.scope.account_id = reader.read_text();
    } else if (*name == "region") {
      key.scope.region = reader.read_text();
    } else if (*name == "created_ms") {
      key.created = {read_integer(reader)};
    } else if (*name == "state") {
      good = read_state(reader, key.state) && good;
    } else if (*name == "managed") {
      key.is_managed = reader.read_boolean();
    } else if (*name == "description") {
      key.description = reader.read_text();
    } else if (*name == "aliases") {
      read_texts(reader, key.aliases);
    } else if (*name == "versions") {
      good = read_versions(reader, key.versions) && good;
    } else {
      reader.skip_value();
    }
  }
  return good && found_format == format;
}

bool is_whole(const MasterKey& key) {
  return is_key_id(key.id) && !key.scope.account_id.empty() && !key.scope.region.empty() &&
         !key.versions.empty() &&
         std::ranges::is_sorted(key.versions, std::less_equal{}, &KeyVersion::number);
}

void write_version(codec::JsonWriter& writer, const KeyVersion& version) {
  writer.begin_object();
  writer.key("number");
  writer.number(version.number);
  writer.key("created_ms");
  writer.number(version.created.ms);
  writer.key("secret");
  writer.plain_text(codec::hex_text(version.key.secret().bytes()));
  writer.key("check");
  writer.plain_text(check_value(version.key.secret()));
  writer.end_object();
}

}  // namespace

std::string key_file_name(std::string_view key_id) { return std::string(key_id).append(suffix); }

std::string_view key_id_of_file(std::string_view name) {
  if (!name.ends_with(suffix)) return {};
  name.remove_suffix(suffix.size());
  return is_key_id(name) ? name : std::string_view();
}

std::string encode_key_file(const MasterKey& key) {
  std::string text;
  codec::JsonWriter writer(text);
  writer.begin_object();
  writer.key("format");
  writer.number(format);
  writer.key("id");
  writer.text(key.id);
  writer.key("account_id");
  writer.text(key.scope.account_id);
  writer.key("region");
  writer.text(key.scope.region);
  writer.key("created_ms");
  writer.number(key.created.ms);
  writer.key("state");
  writer.text(state_text(key.state));
  writer.key("managed");
  writer.boolean(key.is_managed);
  writer.key("description");
  writer.text(key.description);
  writer.key("aliases");
  writer.begin_array();
  for (const std::string& alias : key.aliases) writer.text(alias);
  writer.end_array();
  writer.key("versions");
  writer.begin_array();
  for (const KeyVersion& version : key.versions) write_version(writer, version);
  writer.end_array();
  writer.end_object();
  return text += '\n';
}

Result<MasterKey> decode_key_file(std::string text) {
  MasterKey key;
  codec::JsonReader reader(text);
  bool good = read_key(reader, key);
  good = reader.finish() && good && is_whole(key);
  OPENSSL_cleanse(text.data(), text.size());
  if (!good) return fail(ErrorCode::corrupt, "is not the file of a key, or is damaged");
  return key;
}

}  // namespace weir::crypto
