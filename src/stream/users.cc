#include "stream/users.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "codec/base64.h"
#include "stream/identity_id.h"

namespace weir::stream {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";  // 32: no bias.
constexpr std::size_t key_id_random_characters = 16;
constexpr std::size_t secret_random_bytes = 30;         // 40 characters.
constexpr std::size_t session_token_random_bytes = 96;  // 128 characters.
constexpr std::size_t name_characters_max = 64;         // As IAM has it.
constexpr std::size_t key_characters_max = 128;
constexpr seconds session_lifetime_max{36 * 3'600};  // As STS has it.

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_name_character(char c) {
  return is_alphanumeric(c) || std::string_view("_+=,.@-").contains(c);
}
bool is_key_id_character(char c) { return is_alphanumeric(c) || c == '_'; }
bool is_visible(char c) { return c > ' ' && c <= '~'; }

bool is_text(std::string_view text, std::size_t size_max, bool (*allowed)(char)) {
  return !text.empty() && text.size() <= size_max && std::ranges::all_of(text, allowed);
}

Result<void> check_name(std::string_view name) {
  if (is_text(name, name_characters_max, is_name_character)) return {};
  return fail(
      ErrorCode::invalid_argument,
      fmt::format("\"{}\" is no user name: 1 to {} letters, digits and _+=,.@- are allowed.", name,
                  name_characters_max));
}

Result<void> check_account(std::string_view account_id) {
  if (account_id.size() == 12 && std::ranges::all_of(account_id, is_digit)) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("\"{}\" is no account id: 12 digits.", account_id));
}

// The secret is not quoted.
Result<void> check_key(const AccessKey& key) {
  if (!is_text(key.id, key_characters_max, is_key_id_character)) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("\"{}\" is no access key id: 1 to {} letters, digits and _ are allowed.",
                    key.id, key_characters_max));
  }
  if (!is_text(key.secret, key_characters_max, is_visible)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The secret access key must have 1 to {} visible characters.",
                            key_characters_max));
  }
  return {};
}

template <class T>
void answer_later(env::EventLoop& home, Done<T> done, Error error) {
  home.post([done = std::move(done), error = std::move(error)]() mutable {
    done(std::unexpected(std::move(error)));
  });
}

// Answers with `value` once the command has succeeded.
template <class T>
Done<void> then(Done<T> done, T value) {
  return [done = std::move(done), value = std::move(value)](Result<void> outcome) mutable {
    if (!outcome) return done(std::unexpected(std::move(outcome).error()));
    done(std::move(value));
  };
}

template <std::size_t size>
std::string random_text(env::Random& random) {
  std::array<std::byte, size> bytes;
  random.fill(bytes);
  return codec::base64_text(bytes);
}

}  // namespace

Users::Users(Catalog& catalog, const ServiceTime& time, env::Random& random)
    : catalog_(catalog), time_(time), random_(random) {}

AccessKey Users::make_key(std::string_view prefix) const {
  AccessKey key{.id = std::string(prefix), .secret = random_text<secret_random_bytes>(random_)};
  for (std::size_t count = 0; count < key_id_random_characters; ++count) {
    key.id += letters[random_.below(letters.size())];
  }
  return key;
}

std::string Users::make_session_token() const {
  return random_text<session_token_random_bytes>(random_);
}

User Users::new_user(std::string name, std::string account_id,
                     std::vector<std::string> policies) const {
  User user;
  user.name = std::move(name);
  user.account_id = std::move(account_id);
  user.id = random_id("AIDA", random_);
  std::ranges::sort(policies);
  user.policies.attached = std::move(policies);
  return user;
}

void Users::add(env::EventLoop& home, std::string name, std::string account_id,
                std::optional<AccessKey> key, std::vector<std::string> policies,
                Done<AccessKey> done) {
  AccessKey chosen = key ? *std::move(key) : make_key("AKIA");
  for (Result<void> valid : {check_name(name), check_account(account_id), check_key(chosen)}) {
    if (!valid) return answer_later(home, std::move(done), std::move(valid).error());
  }
  commands::PutUser command{
      .user = new_user(std::move(name), std::move(account_id), std::move(policies)),
      .former_name = {},
      .key = chosen};
  catalog_.submit(home, std::move(command), then(std::move(done), std::move(chosen)));
}

void Users::remove(env::EventLoop& home, std::string name, Done<void> done) {
  catalog_.submit(home, commands::RemoveUser{std::move(name)}, std::move(done));
}

void Users::rotate(env::EventLoop& home, std::string name, std::optional<AccessKey> key,
                   Done<AccessKey> done) {
  AccessKey chosen = key ? *std::move(key) : make_key("AKIA");
  if (Result<void> valid = check_key(chosen); !valid) {
    return answer_later(home, std::move(done), std::move(valid).error());
  }
  commands::RotateUser command{.name = std::move(name), .key = chosen};
  catalog_.submit(home, std::move(command), then(std::move(done), std::move(chosen)));
}

void Users::add_session(env::EventLoop& home, std::string name, seconds lifetime,
                        Done<Session> done) {
  if (lifetime <= seconds{0} || lifetime > session_lifetime_max) {
    return answer_later(
        home, std::move(done),
        {ErrorCode::invalid_argument, fmt::format("A session lasts 1 to {} seconds, not {}.",
                                                  session_lifetime_max.count(), lifetime.count())});
  }
  Session session{.key = make_key("ASIA"),
                  .session_token = make_session_token(),
                  .expires = time_.now() + lifetime};
  commands::AddSession command{.user = std::move(name),
                               .key = session.key,
                               .session_token = session.session_token,
                               .expires = session.expires};
  catalog_.submit(home, std::move(command), then(std::move(done), std::move(session)));
}

void Users::ensure_user(env::EventLoop& home, std::string name, std::string account_id,
                        AccessKey key, Done<void> done) {
  for (Result<void> valid : {check_name(name), check_account(account_id), check_key(key)}) {
    if (!valid) return answer_later(home, std::move(done), std::move(valid).error());
  }
  const auto view = catalog_.view();
  const auto credential = view->state.find_credential(key.id);
  if (credential && credential->user == name && credential->key == key &&
      credential->account_id == account_id) {
    return home.post([done = std::move(done)]() mutable { done({}); });
  }
  const auto* const user = view->state.users.find(name);
  if (user == nullptr) {
    return catalog_.submit(
        home,
        commands::PutUser{.user = new_user(std::move(name), std::move(account_id),
                                           {std::string(full_access_arn)}),
                          .former_name = {},
                          .key = std::move(key)},
        std::move(done));
  }
  if ((*user)->account_id != account_id) {
    return answer_later(home, std::move(done),
                        {ErrorCode::in_use, fmt::format("User {} belongs to account {}, not {}.",
                                                        name, (*user)->account_id, account_id)});
  }
  catalog_.submit(home, commands::RotateUser{.name = std::move(name), .key = std::move(key)},
                  std::move(done));
}

void Users::purge_sessions(env::EventLoop& home, Done<void> done) {
  const WallTime now = time_.wall_now();
  bool any = false;
  catalog_.view()->state.credentials.for_each([&](const std::string&, const auto& credential) {
    any = any || credential->is_forgettable(now);
  });
  if (!any) return home.post([done = std::move(done)]() mutable { done({}); });
  catalog_.submit(home, commands::PurgeSessions{}, std::move(done));
}

}  // namespace weir::stream
