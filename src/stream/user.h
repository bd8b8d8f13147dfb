// Users and roles with their policies, access keys and sessions, as the catalog holds them. What a
// policy means is not known here: documents are texts.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace weir::stream {

// A pair as Amazon forms it: "AKIA" (or "ASIA" for a session) and 16 of [A-Z2-7]; 40 characters of
// base64. Pairs that a person brings may look different.
struct AccessKey {
  std::string id;
  std::string secret;  // Never in a log line.

  friend bool operator==(const AccessKey&, const AccessKey&) = default;
};

// Keys and values of a user, a role or a policy, sorted by key.
using IdentityTags = std::vector<std::pair<std::string, std::string>>;

// The policies that belong to a user or a role.
struct PolicySet {
  std::vector<std::pair<std::string, std::string>> documents;  // By name, sorted: its own.
  std::vector<std::string> attached;                           // ARNs of managed policies, sorted.
  std::string boundary;  // ARN of the managed policy that bounds it; empty: none.

  friend bool operator==(const PolicySet&, const PolicySet&) = default;
};

// The managed policy that allows everything: what users made by `weir user add` have, unless they
// are given others.
inline constexpr std::string_view full_access_arn = "arn:aws:iam::aws:policy/AdministratorAccess";

// Whoever made a user. As long as there is none of the operator's, anybody is let in from loopback;
// what is done through the API neither ends nor begins that.
enum class UserOrigin : std::uint8_t { operator_command, api };
constexpr UserOrigin last_of(UserOrigin) { return UserOrigin::api; }

struct User {
  std::string name;        // Nobody else has it, in any account.
  std::string account_id;  // 12 digits.
  WallTime created;
  std::string access_key_id;  // The one that `weir user rotate` replaces; empty: none.
  std::string path = "/";
  std::string id;  // "AIDA…", never used again.
  UserOrigin origin = UserOrigin::operator_command;
  PolicySet policies;
  IdentityTags tags;
  std::uint64_t revision = 0;  // Of the command that changed it last.

  friend bool operator==(const User&, const User&) = default;
};

struct RoleKey {
  std::string account_id;
  std::string name;
  friend auto operator<=>(const RoleKey&, const RoleKey&) = default;
};

struct Role {
  RoleKey key;
  WallTime created;
  std::string path = "/";
  std::string id;            // "AROA…".
  std::string trust_policy;  // Who may assume it.
  std::string description;
  std::uint32_t session_seconds_max = 3'600;
  PolicySet policies;
  IdentityTags tags;
  std::uint64_t revision = 0;

  friend bool operator==(const Role&, const Role&) = default;
};

struct PolicyVersion {
  std::uint32_t number = 1;
  std::string document;
  WallTime created;
  friend bool operator==(const PolicyVersion&, const PolicyVersion&) = default;
};

// A policy of its own, which users and roles of the account share.
struct ManagedPolicy {
  std::string arn;
  std::string account_id;
  std::string name;
  std::string path = "/";
  std::string id;  // "ANPA…".
  std::string description;
  WallTime created;
  WallTime updated;
  std::vector<PolicyVersion> versions;  // By number; never empty.
  std::uint32_t default_version = 1;    // One of them.
  std::uint32_t next_version = 2;
  IdentityTags tags;
  std::uint64_t revision = 0;

  // Null if there is none of that number.
  const PolicyVersion* find_version(std::uint32_t number) const {
    for (const PolicyVersion& version : versions) {
      if (version.number == number) return &version;
    }
    return nullptr;
  }
  friend bool operator==(const ManagedPolicy&, const ManagedPolicy&) = default;
};

// What a session of a role was given when the role was assumed.
struct SessionTerms {
  std::string role;  // Its name; empty: the session is a user's.
  std::string name;
  bool has_policies = false;  // Whether what follows limits it.
  std::vector<std::string> documents;
  std::vector<std::string> attached;  // ARNs of managed policies.

  friend bool operator==(const SessionTerms&, const SessionTerms&) = default;
};

// For so long an expired session is remembered, so that its requests are told that it expired and
// not that nobody knows it: clients renew after the one and give up after the other.
constexpr std::chrono::hours expired_session_kept{36};

// What a request's access key id stands for: a user's key or a session.
struct Credential {
  AccessKey key;
  std::string user;  // Empty for a session of a role.
  std::string account_id;
  std::string session_token;  // Empty for a user's own key; else the request must carry it.
  WallTime expires;           // Of a session; meaningless for a user's own key.
  WallTime created;
  bool active = true;  // Of a user's own key: one that is not is refused.
  SessionTerms terms;

  bool is_session() const { return !session_token.empty(); }
  // Whether it is a session that nobody needs to know any more.
  bool is_forgettable(WallTime now) const {
    return is_session() && expires + expired_session_kept <= now;
  }
};

}  // namespace weir::stream
