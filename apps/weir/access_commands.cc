// weir role, weir policy: roles and policies, whether the server runs or not. Each command is one
// operation of IAM, or a few, asked for as the root of the account.

#include <fmt/format.h>

#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "admin_client.h"
#include "answer_text.h"
#include "aws/policy/managed_policies.h"
#include "codec/percent_encoding.h"
#include "commands.h"
#include "env/memory_logger.h"
#include "server/account_query.h"
#include "server/admin.h"
#include "server/storage.h"
#include "server_settings.h"
#include "text_file.h"

namespace weir::app {
namespace {

struct AccessOptions {
  std::string data_directory;
  std::string account_id;
  std::string name;
  std::string policy;
  std::string document_file;
  std::string user;
  std::string role;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string form_of(const std::string& action, const Fields& fields) {
  std::string form = "Action=" + action;
  for (const auto& [name, value] : fields) {
    form += "&" + name + "=";
    codec::append_percent_encoded(form, value, codec::Slash::encode);
  }
  return form;
}

// Names of Amazon's policies stand for their ARNs.
std::string policy_arn(const std::string& name) {
  if (name.starts_with("arn:")) return name;
  return fmt::format("{}/{}", aws::policy::managed_arn_prefix, name);
}

Result<std::string> ask_directory(const AccessOptions& options, const std::string& form,
                                  World& world) {
  const server::Settings settings =
      TRY(load_server_settings("", {{"data", options.data_directory}, {"threads", "1"}}, world));
  env::MemoryLogger quiet;
  const auto storage = TRY(server::Storage::open(settings, world.clock, world.random, quiet));
  const server::AccountQueries queries(storage->catalog(), storage->users(), storage->time(),
                                       world.clock);
  const std::string account = options.account_id.empty() ? settings.account_id : options.account_id;
  return storage->loops().wait_on<std::string>(server::Storage::catalog_loop,
                                               [&](env::EventLoop& home, Done<std::string> done) {
                                                 queries.run(home, account, form, std::move(done));
                                               });
}

Result<std::string> ask(const AccessOptions& options, const std::string& form, World& world) {
  return offline_or_online<std::string>(
      [&] { return ask_directory(options, form, world); },
      [&] {
        return ask_server(options.data_directory, server::admin_account_path,
                          {{std::string(server::admin_account_header), options.account_id}}, form);
      });
}

// What a command does: asks, and prints what it is told.
class Asker {
 public:
  Asker(AccessOptions options, World& world) : options_(std::move(options)), world_(world) {
    options_.data_directory = data_directory_of(options_.data_directory, world);
  }

  // False after an error, which has been told.
  bool run(const std::string& action, const Fields& fields) {
    const Result<std::string> answer = ask(options_, form_of(action, fields), world_);
    if (!answer) return tell(answer.error().message);
    std::fputs(answer_text(*answer).c_str(), stdout);
    return true;
  }

  bool tell(const std::string& sentence) {
    std::fprintf(stderr, "weir: %s\n", sentence.c_str());
    return false;
  }

  // The file's text in a field of that name, behind the others.
  bool run_with_document(const std::string& action, Fields fields, const std::string& field) {
    const Result<std::string> document = read_text_file(options_.document_file);
    if (!document) return tell(document.error().message);
    fields.emplace_back(field, *document);
    return run(action, fields);
  }

  // For the user or for the role that is named: "Attach" + "User" + "Policy".
  bool run_for_identity(const std::string& before, const std::string& after, Fields fields,
                        bool with_document) {
    if (options_.user.empty() == options_.role.empty()) {
      return tell("Name either a --user or a --role.");
    }
    const std::string kind = options_.user.empty() ? "Role" : "User";
    fields.emplace_back(kind + "Name", options_.user.empty() ? options_.role : options_.user);
    const std::string action = before + kind + after;
    if (with_document) return run_with_document(action, std::move(fields), "PolicyDocument");
    return run(action, fields);
  }

 private:
  AccessOptions options_;
  World& world_;
};

using Act = std::function<bool(Asker&, const AccessOptions&)>;
using OptionsPointer = std::shared_ptr<AccessOptions>;

CLI::App* add_action(CLI::App& parent, Command& command, const OptionsPointer& options,
                     const char* name, const char* description, Act act) {
  CLI::App* sub = parent.add_subcommand(name, description);
  sub->add_option("--data", options->data_directory,
                  "The server's data directory. Default: $WEIR_DATA or weir-data.");
  sub->add_option("--account-id", options->account_id,
                  "The account: 12 digits. Default: the server's.");
  sub->callback([&command, options, act = std::move(act)] {
    command.run = [options, act](World& world) {
      Asker asker(*options, world);
      return act(asker, *options) ? 0 : 1;
    };
  });
  return sub;
}

void add_name(CLI::App* sub, const OptionsPointer& options, const char* description) {
  sub->add_option("name", options->name, description)->required();
}

void add_document(CLI::App* sub, const OptionsPointer& options, const char* flag,
                  const char* description) {
  sub->add_option(flag, options->document_file, description)->required();
}

void add_identity(CLI::App* sub, const OptionsPointer& options) {
  sub->add_option("--user", options->user, "The user's name");
  sub->add_option("--role", options->role, "The role's name");
}

}  // namespace

void add_role(CLI::App& app, Command& command) {
  CLI::App* role = app.add_subcommand("role", "Manage roles, whether the server runs or not");
  role->require_subcommand(1);
  const auto options = std::make_shared<AccessOptions>();
  CLI::App* sub = add_action(
      *role, command, options, "add", "Add a role; what it may do is for `weir policy` to say",
      [](Asker& asker, const AccessOptions& given) {
        return asker.run_with_document("CreateRole", {{"RoleName", given.name}},
                                       "AssumeRolePolicyDocument");
      });
  add_name(sub, options, "The role's name");
  add_document(sub, options, "--trust", "A file with the policy that says who may assume it");
  add_action(*role, command, options, "list", "List roles",
             [](Asker& asker, const AccessOptions&) { return asker.run("ListRoles", {}); });
  sub = add_action(*role, command, options, "show", "Show a role and its policies",
                   [](Asker& asker, const AccessOptions& given) {
                     const Fields fields{{"RoleName", given.name}};
                     return asker.run("GetRole", fields) && asker.run("ListRolePolicies", fields) &&
                            asker.run("ListAttachedRolePolicies", fields);
                   });
  add_name(sub, options, "The role's name");
  sub = add_action(*role, command, options, "remove",
                   "Remove a role that has no policies any more; its sessions stop at once",
                   [](Asker& asker, const AccessOptions& given) {
                     return asker.run("DeleteRole", {{"RoleName", given.name}});
                   });
  add_name(sub, options, "The role's name");
}

void add_policy(CLI::App& app, Command& command) {
  CLI::App* policy =
      app.add_subcommand("policy", "Manage policies, whether the server runs or not");
  policy->require_subcommand(1);
  const auto options = std::make_shared<AccessOptions>();
  CLI::App* sub = add_action(*policy, command, options, "add", "Add a managed policy",
                             [](Asker& asker, const AccessOptions& given) {
                               return asker.run_with_document(
                                   "CreatePolicy", {{"PolicyName", given.name}}, "PolicyDocument");
                             });
  add_name(sub, options, "The policy's name");
  add_document(sub, options, "--document", "A file with the policy");
  add_action(*policy, command, options, "list", "List managed policies, Amazon's among them",
             [](Asker& asker, const AccessOptions&) { return asker.run("ListPolicies", {}); });
  sub =
      add_action(*policy, command, options, "show", "Show a managed policy",
                 [](Asker& asker, const AccessOptions& given) {
                   const std::string arn = policy_arn(given.name);
                   return asker.run("GetPolicy", {{"PolicyArn", arn}}) &&
                          asker.run("GetPolicyVersion", {{"PolicyArn", arn}, {"VersionId", "v1"}});
                 });
  add_name(sub, options, "The policy's ARN, or the name of one of Amazon's");
  sub = add_action(*policy, command, options, "remove", "Remove a managed policy nobody has",
                   [](Asker& asker, const AccessOptions& given) {
                     return asker.run("DeletePolicy", {{"PolicyArn", policy_arn(given.name)}});
                   });
  add_name(sub, options, "The policy's ARN");
  sub = add_action(*policy, command, options, "attach", "Give a managed policy to a user or a role",
                   [](Asker& asker, const AccessOptions& given) {
                     return asker.run_for_identity("Attach", "Policy",
                                                   {{"PolicyArn", policy_arn(given.name)}}, false);
                   });
  add_name(sub, options, "The policy's ARN, or the name of one of Amazon's");
  add_identity(sub, options);
  sub = add_action(*policy, command, options, "detach", "Take it away again",
                   [](Asker& asker, const AccessOptions& given) {
                     return asker.run_for_identity("Detach", "Policy",
                                                   {{"PolicyArn", policy_arn(given.name)}}, false);
                   });
  add_name(sub, options, "The policy's ARN, or the name of one of Amazon's");
  add_identity(sub, options);
  sub = add_action(*policy, command, options, "put", "Give a user or a role a policy of its own",
                   [](Asker& asker, const AccessOptions& given) {
                     return asker.run_for_identity("Put", "Policy", {{"PolicyName", given.name}},
                                                   true);
                   });
  add_name(sub, options, "The policy's name");
  add_document(sub, options, "--document", "A file with the policy");
  add_identity(sub, options);
  sub = add_action(*policy, command, options, "delete", "Take a policy of its own away",
                   [](Asker& asker, const AccessOptions& given) {
                     return asker.run_for_identity("Delete", "Policy", {{"PolicyName", given.name}},
                                                   false);
                   });
  add_name(sub, options, "The policy's name");
  add_identity(sub, options);
}

}  // namespace weir::app
