#include "aws/credentials/credential_answer.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aws/iso_time.h"
#include "codec/json_reader.h"

namespace weir::aws {
namespace {

// Answers of these services go two deep.
constexpr int depth_max = 4;

void read_object(codec::JsonReader& reader, const std::string& prefix, int depth,
                 JsonMembers& members) {
  reader.enter_object();
  while (const auto key = reader.next_key()) {
    const std::string name = prefix + std::string(*key);
    switch (reader.kind()) {
      case codec::JsonKind::text:
        members[name] = std::string(reader.read_text());
        break;
      case codec::JsonKind::number:
        members[name] = std::string(reader.read_number());
        break;
      case codec::JsonKind::object:
        if (depth < depth_max) {
          read_object(reader, name + ".", depth + 1, members);
          break;
        }
        [[fallthrough]];
      default:
        reader.skip_value();
    }
  }
}

}  // namespace

Result<JsonMembers> read_json_members(std::string json) {
  JsonMembers members;
  codec::JsonReader reader(json);
  if (reader.kind() != codec::JsonKind::object) {
    return fail(ErrorCode::corrupt, "answered with something that is no JSON object");
  }
  read_object(reader, "", 0, members);
  if (!reader.finish()) return fail(ErrorCode::corrupt, "answered with broken JSON");
  return members;
}

std::string member(const JsonMembers& members, std::string_view name) {
  const auto found = members.find(name);
  return found == members.end() ? std::string() : found->second;
}

Result<FoundCredentials> read_credentials(const JsonMembers& members, std::string_view who) {
  FoundCredentials found;
  found.credentials.access_key_id = member(members, "AccessKeyId");
  found.credentials.secret_access_key = member(members, "SecretAccessKey");
  found.credentials.session_token = member(members, "SessionToken");
  if (found.credentials.session_token.empty()) {
    found.credentials.session_token = member(members, "Token");
  }
  if (found.credentials.access_key_id.empty() || found.credentials.secret_access_key.empty()) {
    return fail(ErrorCode::corrupt,
                fmt::format("{} answered without AccessKeyId or SecretAccessKey.", who));
  }
  const std::string expiration = member(members, "Expiration");
  if (expiration.empty()) return found;
  found.expires_at = parse_iso_time(expiration);
  if (!found.expires_at) {
    return fail(ErrorCode::corrupt,
                fmt::format("{} answered with an Expiration that is no time.", who));
  }
  return found;
}

}  // namespace weir::aws
