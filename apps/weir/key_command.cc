// weir key: the keys of encrypted streams, whether the server runs or not.
//
// A keyring that no server uses is opened here; a running server holds its lock and is asked over
// its admin path.

#include "server/key_command.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

#include "admin_client.h"
#include "commands.h"
#include "crypto/keyring.h"
#include "env/real_file_system.h"
#include "pretty_json.h"
#include "server/admin.h"
#include "server_settings.h"

namespace weir::app {
namespace {

using server::KeyAction;
using server::KeyAnswer;

struct KeyOptions {
  std::string data_directory;
  std::string keyring;
  bool json = false;
  bool now = false;
  server::KeyCommand command;
};
using OptionsPointer = std::shared_ptr<KeyOptions>;

Result<KeyAnswer> run_in_keyring(const KeyOptions& options, World& world) {
  server::Flags flags{{"data", options.data_directory}};
  if (!options.keyring.empty()) flags.emplace_back("keyring", options.keyring);
  const server::Settings settings = TRY(load_server_settings("", flags, world));
  env::RealFileSystem files({.io_uring = false});
  const auto keyring =
      TRY(crypto::Keyring::open(files, world.random, server::keyring_directory(settings)));
  server::KeyCommand command = options.command;
  if (command.scope.account_id.empty()) command.scope.account_id = settings.account_id;
  if (command.scope.region.empty()) command.scope.region = settings.region;
  return server::carry_out(*keyring, command, world.clock.wall_now());
}

Result<KeyAnswer> run_in_server(const KeyOptions& options) {
  std::string answer = TRY(ask_server(options.data_directory, server::admin_keys_path, {},
                                      server::encode(options.command)));
  return server::decode_key_answer(answer);
}

std::string joined(const std::vector<std::string>& texts) {
  return texts.empty() ? "-" : fmt::format("{}", fmt::join(texts, ","));
}

void print_text(const KeyOptions& options, const KeyAnswer& answer) {
  if (options.command.action == KeyAction::list) {
    std::printf("%-36s %-15s %-7s %-20s %s\n", "KEY", "STATE", "VERSION", "ROTATED", "ALIASES");
    for (const KeyAnswer::Key& key : answer.keys) {
      const std::string date =
          fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                      fmt::gmtime(static_cast<std::time_t>(key.rotated.whole_seconds())));
      std::printf("%-36s %-15s %-7u %-20s %s\n", key.id.c_str(), key.state.c_str(), key.version,
                  date.c_str(), joined(key.aliases).c_str());
    }
    return;
  }
  for (const KeyAnswer::Key& key : answer.keys) {
    if (options.command.action == KeyAction::destroy) {
      std::fprintf(stderr, "%s is destroyed.\n", key.arn.c_str());
      continue;
    }
    std::printf("key     = %s\nstate   = %s\nversion = %u\naliases = %s\n", key.arn.c_str(),
                key.state.c_str(), key.version, joined(key.aliases).c_str());
  }
}

void print_answer(const KeyOptions& options, const KeyAnswer& answer) {
  if (!options.json) return print_text(options, answer);
  const std::string document = server::encode(answer);
  std::printf("%s\n", pretty_json(document).value_or(document).c_str());
}

int run_and_print(KeyOptions options, World& world) {
  options.data_directory = data_directory_of(options.data_directory, world);
  if (options.now) options.command.action = KeyAction::destroy;
  const Result<KeyAnswer> answer = offline_or_online<KeyAnswer>(
      [&] { return run_in_keyring(options, world); }, [&] { return run_in_server(options); });
  if (!answer) return complain(answer.error().message);
  print_answer(options, *answer);
  return 0;
}

CLI::App* add_action(CLI::App& parent, Command& command, const OptionsPointer& options,
                     KeyAction action, const char* name, const char* description) {
  CLI::App* sub = parent.add_subcommand(name, description);
  sub->add_option("--data", options->data_directory,
                  "The server's data directory. Default: $WEIR_DATA or weir-data.");
  sub->add_option("--keyring", options->keyring,
                  "The server's --keyring. Default: $WEIR_KEYRING, or keyring in the data "
                  "directory.");
  sub->add_option("--account-id", options->command.scope.account_id,
                  "The account whose key it is: 12 digits. Default: the server's.");
  sub->add_option("--region", options->command.scope.region,
                  "The region where it is. Default: the server's.");
  sub->add_flag("--json", options->json, "Print one JSON document");
  sub->callback([&command, options, action] {
    options->command.action = action;
    command.run = [options](World& world) { return run_and_print(*options, world); };
  });
  return sub;
}

void add_key_name(CLI::App* sub, const OptionsPointer& options) {
  sub->add_option("key", options->command.key, "The key's id, its ARN, or an alias of it")
      ->required();
}

void add_alias_name(CLI::App* sub, const OptionsPointer& options) {
  sub->add_option("alias", options->command.alias, "The alias: alias/NAME")->required();
}

void add_alias_actions(CLI::App& key, Command& command, const OptionsPointer& options) {
  CLI::App* alias = key.add_subcommand("alias", "Names that keys go by");
  alias->require_subcommand(1);
  CLI::App* sub = add_action(*alias, command, options, KeyAction::set_alias, "set",
                             "Make it the alias of this key and of no other. Streams that were "
                             "encrypted under it before keep their key");
  add_alias_name(sub, options);
  add_key_name(sub, options);
  sub = add_action(*alias, command, options, KeyAction::remove_alias, "remove",
                   "Take an alias away from its key");
  add_alias_name(sub, options);
}

}  // namespace

void add_key(CLI::App& app, Command& command) {
  CLI::App* key = app.add_subcommand(
      "key", "Manage the keys of encrypted streams, whether the server runs or not");
  key->require_subcommand(1);
  const auto options = std::make_shared<KeyOptions>();
  CLI::App* sub = add_action(*key, command, options, KeyAction::create, "create", "Make a key");
  sub->add_option("--alias", options->command.alias, "An alias for it: alias/NAME");
  sub->add_option("--description", options->command.description, "What it is for");
  add_action(*key, command, options, KeyAction::list, "list", "List keys; never shows secrets");
  add_key_name(add_action(*key, command, options, KeyAction::rotate, "rotate",
                          "Give a key a new version, which encrypts from now on; the older ones "
                          "still decrypt"),
               options);
  add_key_name(
      add_action(*key, command, options, KeyAction::enable, "enable", "Let a key be used again"),
      options);
  add_key_name(add_action(*key, command, options, KeyAction::disable, "disable",
                          "Stop a key: nothing is encrypted or read under it"),
               options);
  sub = add_action(*key, command, options, KeyAction::remove, "delete",
                   "Stop a key that is to be deleted; `weir key enable` takes it back");
  add_key_name(sub, options);
  sub->add_flag("--now", options->now,
                "Destroy a key that was to be deleted: what is encrypted under it is lost");
  add_alias_actions(*key, command, options);
}

}  // namespace weir::app
