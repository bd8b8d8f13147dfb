// What a policy is asked about: who wants to do what to which resource, and the circumstances that
// conditions may look at.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace weir::aws::policy {

using Tags = std::vector<std::pair<std::string, std::string>>;

enum class PrincipalType : std::uint8_t {
  root,  // The account itself.
  user,
  assumed_role,  // A session of a role.
};

// Who asks.
struct Principal {
  PrincipalType type = PrincipalType::root;
  std::string account_id;
  std::string arn;  // ".../user/alice"; of a session "arn:aws:sts::…:assumed-role/R/name".
  std::string principal_arn;  // aws:PrincipalArn: as `arn`, but of a session its role's.
  std::string user_id;        // aws:userid: "AIDA…"; of a session "AROA…:name".
  std::string user_name;      // aws:username; a session has none.
  Tags tags{};                // aws:PrincipalTag/…
};

using TagViews = std::vector<std::pair<std::string_view, std::string_view>>;

// Views into what outlives the question.
struct Request {
  const Principal& principal;
  std::string_view action;            // "kinesis:PutRecord".
  std::string_view resource;          // An ARN, or "*".
  std::string_view resource_account;  // Whose policy it is up to.
  std::string_view source_ip{};       // Empty: unknown, as the value of any key that is empty here.
  std::string_view user_agent{};
  std::string_view region{};
  WallTime time{};
  bool secure_transport = false;
  TagViews resource_tags{};
  std::optional<TagViews> request_tags{};  // None: the operation takes no tags.
  // Keys of the service itself: "sts:ExternalId".
  std::vector<std::pair<std::string_view, std::string_view>> service_keys{};
};

}  // namespace weir::aws::policy
