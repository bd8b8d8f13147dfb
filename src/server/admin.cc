#include "server/admin.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "base/bytes.h"
#include "codec/hash.h"
#include "server/key_command.h"
#include "server/user_command.h"

namespace weir::server {
namespace {

constexpr std::string_view action_log_names[] = {"user_added", "", "user_removed", "user_rotated",
                                                 "session_added"};

void refuse(const Error& error, http::Reply reply) {
  reply({.status = 400, .headers = {}, .body = error.message});
}

}  // namespace

std::string admin_file_path(const std::string& data_directory) { return data_directory + "/admin"; }

std::string encode_admin_file(const AdminAccess& access) {
  return fmt::format("{}\n{}\n{}\n", access.host, access.port, access.token);
}

Result<AdminAccess> decode_admin_file(const std::string& text) {
  AdminAccess access;
  const std::size_t first = text.find('\n');
  const std::size_t second = first == std::string::npos ? first : text.find('\n', first + 1);
  if (second == std::string::npos || text.size() < second + 3 || !text.ends_with('\n')) {
    return fail(ErrorCode::corrupt, "The server's admin file is not understood.");
  }
  access.host = text.substr(0, first);
  access.token = text.substr(second + 1, text.size() - second - 2);
  const char* const end = text.data() + second;
  if (std::from_chars(text.data() + first + 1, end, access.port).ptr != end) {
    return fail(ErrorCode::corrupt, "The server's admin file names no port.");
  }
  return access;
}

Admin::Admin(const AdminParts& parts, crypto::KeyScope server, std::string token)
    : parts_(parts),
      server_(std::move(server)),
      token_(std::move(token)),
      request_ids_(parts.random) {}

std::string Admin::new_request_id() {
  const MutexLock lock(mutex_);
  return request_ids_.request_id();
}

void Admin::handle(env::EventLoop& home, http::Request request, http::Reply reply) {
  const std::string_view token = request.header(admin_header);
  if (!codec::equal_in_constant_time(bytes_of(token), bytes_of(token_))) {
    return reply({.status = 403, .headers = {}, .body = "The admin token is missing or wrong.\n"});
  }
  if (request.path == admin_account_path) return handle_query(home, request, std::move(reply));
  if (request.path == admin_keys_path) return handle_keys(home, request, std::move(reply));
  handle_users(home, request, std::move(reply));
}

void Admin::handle_users(env::EventLoop& home, http::Request& request, http::Reply reply) {
  Result<UserCommand> command = decode_user_command(request.body);
  if (!command) return refuse(command.error(), std::move(reply));
  const UserAction action = command->action;
  const std::string name = command->name;
  carry_out(parts_.users, parts_.catalog, server_.account_id, home, *std::move(command),
            [this, action, name, reply = std::move(reply)](Result<UserAnswer> answer) mutable {
              if (!answer) return refuse(answer.error(), std::move(reply));
              if (action != UserAction::list) {
                parts_.logger.info(action_log_names[static_cast<std::size_t>(action)],
                                   {{"request_id", new_request_id()}, {"user", name}});
              }
              reply({.status = 200, .headers = {}, .body = encode(*answer)});
            });
}

void Admin::handle_query(env::EventLoop& home, const http::Request& request, http::Reply reply) {
  const std::string_view account = request.header(admin_account_header);
  parts_.queries.run(home, account.empty() ? server_.account_id : std::string(account),
                     std::string(request.body.data(), request.body.size()),
                     [reply = std::move(reply)](Result<std::string> answer) mutable {
                       if (!answer) return refuse(answer.error(), std::move(reply));
                       reply({.status = 200, .headers = {}, .body = *std::move(answer)});
                     });
}

// A keyring is files: a worker changes them.
void Admin::handle_keys(env::EventLoop& home, http::Request& request, http::Reply reply) {
  Result<KeyCommand> command = decode_key_command(request.body);
  if (!command) return refuse(command.error(), std::move(reply));
  if (command->scope.account_id.empty()) command->scope.account_id = server_.account_id;
  if (command->scope.region.empty()) command->scope.region = server_.region;
  parts_.worker.run(
      [this, &home, command = *std::move(command), reply = std::move(reply)]() mutable {
        Result<KeyAnswer> answer = carry_out(parts_.keyring, command, parts_.clock.wall_now());
        const std::string_view event = log_name(command.action);
        if (answer && !event.empty()) {
          parts_.logger.info(event, {{"request_id", new_request_id()},
                                     {"key", answer->keys.front().arn},
                                     {"alias", command.alias}});
        }
        home.post([answer = std::move(answer), reply = std::move(reply)]() mutable {
          if (!answer) return refuse(answer.error(), std::move(reply));
          reply({.status = 200, .headers = {}, .body = encode(*answer)});
        });
      });
}

}  // namespace weir::server
