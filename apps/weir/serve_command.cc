// weir serve: runs the stream service until SIGINT or SIGTERM.

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <memory>
#include <thread>

#include "commands.h"
#include "env/spdlog_logger.h"
#include "env/startup_pages.h"
#include "server/server.h"
#include "server/settings.h"
#include "server_settings.h"
#include "welcome.h"

namespace weir::app {
namespace {

struct ServeOptions {
  std::string config_path;
  server::Flags flags;
};

// Blocks the signals that stop a server in this thread and all that it starts.
sigset_t block_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Until one of `signals` comes. What the start needed is given back once it is over: those who have
// waited for the server are answered first.
int wait_for_stop(const sigset_t& signals) {
  constexpr timespec settled{.tv_sec = 1, .tv_nsec = 0};
  int signal = sigtimedwait(&signals, nullptr, &settled);
  if (signal > 0) return signal;
  env::release_startup_pages();
  sigwait(&signals, &signal);
  return signal;
}

std::string url_of(const server::Settings& settings, std::uint16_t port) {
  const bool ipv6 = settings.listen_address.find(':') != std::string::npos;
  const std::string host = ipv6 ? "[" + settings.listen_address + "]" : settings.listen_address;
  return fmt::format("{}:{}", host, port);
}

Result<server::Settings> settings_of(const ServeOptions& options, World& world) {
  server::Settings settings = TRY(load_server_settings(options.config_path, options.flags, world));
  if (settings.threads == 0) settings.threads = std::thread::hardware_concurrency();
  return settings;
}

int serve(const ServeOptions& options, World& world) {
  const auto settings = settings_of(options, world);
  if (!settings) return complain(settings.error().message);

  const sigset_t stop_signals = block_stop_signals();
  env::SpdlogLogger logger(settings->log_format);
  const server::FirstUser first_user{
      .access_key_id = world.environment("WEIR_ACCESS_KEY_ID").value_or(""),
      .secret_access_key = world.environment("WEIR_SECRET_ACCESS_KEY").value_or("")};
  auto started = server::Server::start(*settings, first_user, world.clock, world.random, logger);
  if (!started) return complain(started.error().message);
  server::Server& server = **started;

  std::printf("listening on %s\n", url_of(*settings, server.port()).c_str());
  std::fflush(stdout);
  if (!settings->first_stream.empty()) {
    if (const auto welcomed = welcome(*settings, server, world); !welcomed) {
      complain(welcomed.error().message);
    }
  }
  const int signal = wait_for_stop(stop_signals);
  logger.info("stopping", {{"signal", signal == SIGINT ? "SIGINT" : "SIGTERM"}});
  // A second Ctrl-C ends a server that does not stop.
  pthread_sigmask(SIG_UNBLOCK, &stop_signals, nullptr);
  server.stop();
  logger.info("stopped");
  return 0;
}

}  // namespace

void add_serve(CLI::App& app, Command& command) {
  CLI::App* sub = app.add_subcommand("serve", "Run the stream service");
  auto options = std::make_shared<ServeOptions>();
  sub->add_option("--config", options->config_path, "Configuration file (TOML)")
      ->check(CLI::ExistingFile);

  server::Settings defaults;
  for (const server::Setting& setting : server::setting_table(defaults)) {
    const std::string name(setting.name);
    const std::string flag = "--" + name;
    const std::string description(setting.description);
    if (setting.is_switch) {
      sub->add_flag_callback(
          flag, [options, name] { options->flags.emplace_back(name, "true"); }, description);
    } else {
      sub->add_option_function<std::string>(
             flag,
             [options, name](const std::string& text) { options->flags.emplace_back(name, text); },
             description + (setting.default_text.empty()
                                ? ""
                                : fmt::format(" Default: {}.", setting.default_text)))
          ->type_name(std::string(setting.kind))
          ->take_last();
    }
  }
  sub->footer(
      "Each setting can also come from the environment (WEIR_DATA, …) or from the configuration\n"
      "file; `weir settings` prints the whole table. Ctrl-C stops accepting, lets requests under "
      "way\n"
      "finish and stops cleanly.");
  sub->callback([&command, options] {
    command.run = [options](World& world) { return serve(*options, world); };
  });
}

}  // namespace weir::app
