#include "server/admin.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "base/bytes.h"
#include "codec/hash.h"
#include "server/user_command.h"

namespace weir::server {
namespace {

constexpr std::string_view action_log_names[] = {"user_added", "", "user_removed", "user_rotated",
                                                 "session_added"};

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

Admin::Admin(stream::Users& users, const stream::Catalog& catalog, const AccountQueries& queries,
             std::string default_account, std::string token, env::Logger& logger)
    : users_(users),
      catalog_(catalog),
      queries_(queries),
      default_account_(std::move(default_account)),
      token_(std::move(token)),
      logger_(logger) {}

void Admin::handle(env::EventLoop& home, http::Request request, http::Reply reply) {
  const std::string_view token = request.header(admin_header);
  if (!codec::equal_in_constant_time(bytes_of(token), bytes_of(token_))) {
    return reply({.status = 403, .headers = {}, .body = "The admin token is missing or wrong.\n"});
  }
  if (request.path == admin_account_path) return handle_query(home, request, std::move(reply));
  Result<UserCommand> command = decode_user_command(request.body);
  if (!command) return reply({.status = 400, .headers = {}, .body = command.error().message});
  const UserAction action = command->action;
  const std::string name = command->name;
  carry_out(users_, catalog_, default_account_, home, *std::move(command),
            [this, action, name, reply = std::move(reply)](Result<UserAnswer> answer) mutable {
              if (!answer) {
                return reply({.status = 400, .headers = {}, .body = answer.error().message});
              }
              if (action != UserAction::list) {
                logger_.info(action_log_names[static_cast<std::size_t>(action)], {{"user", name}});
              }
              reply({.status = 200, .headers = {}, .body = encode(*answer)});
            });
}

void Admin::handle_query(env::EventLoop& home, const http::Request& request, http::Reply reply) {
  const std::string_view account = request.header(admin_account_header);
  queries_.run(home, account.empty() ? default_account_ : std::string(account),
               std::string(request.body.data(), request.body.size()),
               [reply = std::move(reply)](Result<std::string> answer) mutable {
                 if (!answer) {
                   return reply({.status = 400, .headers = {}, .body = answer.error().message});
                 }
                 reply({.status = 200, .headers = {}, .body = *std::move(answer)});
               });
}

}  // namespace weir::server
