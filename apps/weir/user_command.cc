// weir user: the users of a server, whether it runs or not.
//
// A stopped server's data directory is opened here; a running one holds its lock and is asked over
// its admin path.

#include "server/user_command.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "admin_client.h"
#include "commands.h"
#include "env/memory_logger.h"
#include "server/admin.h"
#include "server/storage.h"
#include "server_settings.h"

namespace weir::app {
namespace {

struct UserOptions {
  std::string data_directory;
  std::string access_key;
  std::string secret_key;
  std::string duration = "1h";
  server::UserCommand command;
};

Result<server::UserAnswer> run_in_directory(const UserOptions& options, World& world) {
  const server::Settings settings =
      TRY(load_server_settings("", {{"data", options.data_directory}, {"threads", "1"}}, world));
  env::MemoryLogger quiet;
  const auto storage = TRY(server::Storage::open(settings, world.clock, world.random, quiet));
  return storage->loops().wait_on<server::UserAnswer>(
      server::Storage::catalog_loop, [&](env::EventLoop& home, Done<server::UserAnswer> done) {
        server::carry_out(storage->users(), storage->catalog(), settings.account_id, home,
                          options.command, std::move(done));
      });
}

Result<server::UserAnswer> run_in_server(const UserOptions& options) {
  std::string answer = TRY(
      ask_server(options.data_directory, server::admin_path, {}, server::encode(options.command)));
  return server::decode_user_answer(answer);
}

std::string date_text(WallTime time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(static_cast<std::time_t>(time.whole_seconds())));
}

void print_key(const server::UserAnswer& answer) {
  std::printf("aws_access_key_id = %s\naws_secret_access_key = %s\n", answer.key.id.c_str(),
              answer.key.secret.c_str());
}

void print_answer(const UserOptions& options, const server::UserAnswer& answer) {
  const char* const name = options.command.name.c_str();
  switch (options.command.action) {
    case server::UserAction::add:
    case server::UserAction::rotate:
      print_key(answer);
      std::fprintf(stderr, "This is the only time the secret of %s is shown.\n", name);
      return;
    case server::UserAction::session:
      print_key(answer);
      std::printf("aws_session_token = %s\n", answer.session_token.c_str());
      std::fprintf(stderr, "These credentials of %s end at %s.\n", name,
                   date_text(answer.expires).c_str());
      return;
    case server::UserAction::remove:
      std::fprintf(stderr, "User %s is removed; its keys no longer work.\n", name);
      return;
    case server::UserAction::list:
      std::printf("%-24s %-14s %-22s %s\n", "NAME", "ACCOUNT", "ACCESS KEY", "CREATED");
      for (const stream::User& user : answer.users) {
        std::printf("%-24s %-14s %-22s %s\n", user.name.c_str(), user.account_id.c_str(),
                    user.access_key_id.c_str(), date_text(user.created).c_str());
      }
      return;
  }
}

int run_and_print(UserOptions options, World& world) {
  if (options.access_key.empty() != options.secret_key.empty()) {
    return complain("--access-key and --secret-key go together.");
  }
  if (!options.access_key.empty()) options.command.key = {options.access_key, options.secret_key};
  const auto lifetime = server::parse_duration(options.duration);
  if (!lifetime) return complain(lifetime.error().message + ".");
  options.command.lifetime = std::chrono::duration_cast<seconds>(*lifetime);
  options.data_directory = data_directory_of(options.data_directory, world);
  const auto answer = offline_or_online<server::UserAnswer>(
      [&] { return run_in_directory(options, world); }, [&] { return run_in_server(options); });
  if (!answer) return complain(answer.error().message);
  print_answer(options, *answer);
  return 0;
}

CLI::App* add_action(CLI::App& user, Command& command, const std::shared_ptr<UserOptions>& options,
                     server::UserAction action, const char* name, const char* description) {
  CLI::App* sub = user.add_subcommand(name, description);
  sub->add_option("--data", options->data_directory,
                  "The server's data directory. Default: $WEIR_DATA or weir-data.");
  if (action != server::UserAction::list) {
    sub->add_option("name", options->command.name, "The user's name")->required();
  }
  sub->callback([&command, options, action] {
    options->command.action = action;
    command.run = [options](World& world) { return run_and_print(*options, world); };
  });
  return sub;
}

void add_key_options(CLI::App& sub, UserOptions& options) {
  sub.add_option("--access-key", options.access_key,
                 "Use this access key id instead of a generated one");
  sub.add_option("--secret-key", options.secret_key, "Use this secret access key");
}

}  // namespace

void add_user(CLI::App& app, Command& command) {
  CLI::App* user = app.add_subcommand(
      "user", "Manage users and their access keys, whether the server runs or not");
  user->require_subcommand(1);
  auto options = std::make_shared<UserOptions>();
  using Action = server::UserAction;
  CLI::App* add = add_action(*user, command, options, Action::add, "add",
                             "Add a user; prints its access key, once");
  add->add_option("--account-id", options->command.account_id,
                  "The account its streams belong to: 12 digits. Default: the server's.");
  add->add_option(
      "--policy", options->command.policies,
      "A managed policy that says what the user may do: its ARN, or the name of one of "
      "Amazon's (AmazonKinesisReadOnlyAccess); \"none\" for nothing at all. May be given "
      "again. Default: AdministratorAccess, everything in its account.");
  add_key_options(*add, *options);
  add_action(*user, command, options, Action::list, "list", "List users; never shows secrets");
  add_action(*user, command, options, Action::remove, "remove",
             "Remove a user; its keys and sessions stop at once");
  CLI::App* rotate = add_action(*user, command, options, Action::rotate, "rotate",
                                "Give a user another key; the old one stops at once");
  add_key_options(*rotate, *options);
  CLI::App* session = add_action(*user, command, options, Action::session, "session",
                                 "Make temporary credentials of a user");
  session->add_option("--duration", options->duration, "How long they are good for: 15m, 1h, …")
      ->capture_default_str();
}

}  // namespace weir::app
