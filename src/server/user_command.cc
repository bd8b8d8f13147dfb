#include "server/user_command.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include "aws/policy/managed_policies.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"

namespace weir::server {
namespace {

constexpr std::array<std::string_view, 5> action_names{"add", "list", "remove", "rotate",
                                                       "session"};

// As a policy's name: none at all.
constexpr std::string_view no_policy = "none";

std::optional<UserAction> parse_action(std::string_view name) {
  for (std::size_t index = 0; index < action_names.size(); ++index) {
    if (action_names[index] == name) return static_cast<UserAction>(index);
  }
  return std::nullopt;
}

// Anything else than a plain whole number becomes -1.
std::int64_t read_integer(codec::JsonReader& reader) {
  const std::string_view text = reader.read_number();
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : -1;
}

auto answer_with_key(Done<UserAnswer> done) {
  return [done = std::move(done)](Result<stream::AccessKey> key) mutable {
    if (!key) return done(std::unexpected(std::move(key).error()));
    UserAnswer answer;
    answer.key = *std::move(key);
    done(std::move(answer));
  };
}

// ARNs of policies that there are.
Result<std::vector<std::string>> resolve_policies(const stream::CatalogState& state,
                                                  const std::vector<std::string>& names) {
  if (names.empty()) return std::vector{std::string(stream::full_access_arn)};
  std::vector<std::string> arns;
  for (const std::string& name : names) {
    if (name == no_policy) continue;
    arns.push_back(name.starts_with("arn:")
                       ? name
                       : fmt::format("{}/{}", aws::policy::managed_arn_prefix, name));
    if (!aws::policy::find_managed_policy(arns.back()) && !state.find_managed_policy(arns.back())) {
      return fail(ErrorCode::not_found, fmt::format("There is no policy {}.", name));
    }
  }
  return arns;
}

UserAnswer list_users(const stream::CatalogView& view) {
  UserAnswer answer;
  view.state.users.for_each(
      [&](const std::string&, const std::shared_ptr<const stream::User>& user) {
        answer.users.push_back(*user);
      });
  return answer;
}

stream::User read_user(codec::JsonReader& reader) {
  stream::User user;
  reader.enter_object();
  while (const auto name = reader.next_key()) {
    if (*name == "name") {
      user.name = reader.read_text();
    } else if (*name == "account_id") {
      user.account_id = reader.read_text();
    } else if (*name == "access_key_id") {
      user.access_key_id = reader.read_text();
    } else if (*name == "created_ms") {
      user.created = {read_integer(reader)};
    } else {
      reader.skip_value();
    }
  }
  return user;
}

void write_user(codec::JsonWriter& writer, const stream::User& user) {
  writer.begin_object();
  writer.key("name");
  writer.text(user.name);
  writer.key("account_id");
  writer.text(user.account_id);
  writer.key("access_key_id");
  writer.text(user.access_key_id);
  writer.key("created_ms");
  writer.number(user.created.ms);
  writer.end_object();
}

}  // namespace

void carry_out(stream::Users& users, const stream::Catalog& catalog,
               const std::string& default_account, env::EventLoop& home, UserCommand command,
               Done<UserAnswer> done) {
  switch (command.action) {
    case UserAction::list:
      return home.post(
          [&catalog, done = std::move(done)]() mutable { done(list_users(*catalog.view())); });
    case UserAction::add: {
      Result<std::vector<std::string>> policies =
          resolve_policies(catalog.view()->state, command.policies);
      if (!policies) {
        return home.post([done = std::move(done), error = policies.error()]() mutable {
          done(std::unexpected(std::move(error)));
        });
      }
      return users.add(home, std::move(command.name),
                       command.account_id.empty() ? default_account : command.account_id,
                       std::move(command.key), *std::move(policies),
                       answer_with_key(std::move(done)));
    }
    case UserAction::rotate:
      return users.rotate(home, std::move(command.name), std::move(command.key),
                          answer_with_key(std::move(done)));
    case UserAction::remove:
      return users.remove(home, std::move(command.name),
                          [done = std::move(done)](Result<void> removed) mutable {
                            if (!removed) return done(std::unexpected(removed.error()));
                            done(UserAnswer{});
                          });
    case UserAction::session:
      return users.add_session(home, std::move(command.name), command.lifetime,
                               [done = std::move(done)](Result<stream::Session> session) mutable {
                                 if (!session) return done(std::unexpected(session.error()));
                                 UserAnswer answer;
                                 answer.key = std::move(session->key);
                                 answer.session_token = std::move(session->session_token);
                                 answer.expires = session->expires;
                                 done(std::move(answer));
                               });
  }
}

std::string encode(const UserCommand& command) {
  std::string out;
  codec::JsonWriter writer(out);
  writer.begin_object();
  writer.key("action");
  writer.text(action_names[static_cast<std::size_t>(command.action)]);
  writer.key("name");
  writer.text(command.name);
  writer.key("account_id");
  writer.text(command.account_id);
  if (command.key) {
    writer.key("access_key_id");
    writer.text(command.key->id);
    writer.key("secret_access_key");
    writer.text(command.key->secret);
  }
  writer.key("policies");
  writer.begin_array();
  for (const std::string& policy : command.policies) writer.text(policy);
  writer.end_array();
  writer.key("lifetime_seconds");
  writer.number(command.lifetime.count());
  writer.end_object();
  return out;
}

std::string encode(const UserAnswer& answer) {
  std::string out;
  codec::JsonWriter writer(out);
  writer.begin_object();
  writer.key("users");
  writer.begin_array();
  for (const stream::User& user : answer.users) write_user(writer, user);
  writer.end_array();
  writer.key("access_key_id");
  writer.text(answer.key.id);
  writer.key("secret_access_key");
  writer.text(answer.key.secret);
  writer.key("session_token");
  writer.text(answer.session_token);
  writer.key("expires_ms");
  writer.number(answer.expires.ms);
  writer.end_object();
  return out;
}

Result<UserCommand> decode_user_command(std::span<char> document) {
  UserCommand command;
  stream::AccessKey key;
  std::optional<UserAction> action;
  codec::JsonReader reader(document);
  reader.enter_object();
  while (const auto name = reader.next_key()) {
    if (*name == "action") {
      action = parse_action(reader.read_text());
    } else if (*name == "name") {
      command.name = reader.read_text();
    } else if (*name == "account_id") {
      command.account_id = reader.read_text();
    } else if (*name == "access_key_id") {
      key.id = reader.read_text();
    } else if (*name == "secret_access_key") {
      key.secret = reader.read_text();
    } else if (*name == "policies") {
      reader.enter_array();
      while (reader.next_element()) command.policies.emplace_back(reader.read_text());
    } else if (*name == "lifetime_seconds") {
      command.lifetime = seconds(read_integer(reader));
    } else {
      reader.skip_value();
    }
  }
  if (!reader.finish() || !action) {
    return fail(ErrorCode::invalid_argument, "The command is not understood.");
  }
  command.action = *action;
  if (!key.id.empty() || !key.secret.empty()) command.key = std::move(key);
  return command;
}

Result<UserAnswer> decode_user_answer(std::span<char> document) {
  UserAnswer answer;
  codec::JsonReader reader(document);
  reader.enter_object();
  while (const auto name = reader.next_key()) {
    if (*name == "users") {
      reader.enter_array();
      while (reader.next_element()) answer.users.push_back(read_user(reader));
    } else if (*name == "access_key_id") {
      answer.key.id = reader.read_text();
    } else if (*name == "secret_access_key") {
      answer.key.secret = reader.read_text();
    } else if (*name == "session_token") {
      answer.session_token = reader.read_text();
    } else if (*name == "expires_ms") {
      answer.expires = {read_integer(reader)};
    } else {
      reader.skip_value();
    }
  }
  if (!reader.finish()) return fail(ErrorCode::invalid_argument, "The answer is not understood.");
  return answer;
}

}  // namespace weir::server
