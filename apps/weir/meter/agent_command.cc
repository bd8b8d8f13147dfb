// weir meter agent: takes shares of load tests from controllers that know its secret.

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "env/asio_loop.h"
#include "env/asio_network.h"
#include "env/thread_worker.h"
#include "http/server.h"
#include "http/tls/acceptor.h"
#include "http/tls/server_context.h"
#include "meter/agent_address.h"
#include "meter/agent_run.h"
#include "meter/agents/agent_order.h"
#include "meter/agents/agent_service.h"
#include "meter/meter_commands.h"
#include "meter/secret_file.h"
#include "stop_signals.h"

namespace weir::app {
namespace {

struct AgentOptions {
  std::string listen = "127.0.0.1:4570";
  std::string secret_file;
  std::size_t workers = 0;  // 0: one a core.
};

// An order's files come in base64; few controllers come at all.
http::ServerLimits limits() {
  return {.connections_max = 256,
          .body_bytes_max = meter::order_bytes_max * 3 / 2,
          .body_bytes_total_max = meter::order_bytes_max * 2};
}

void tick(env::EventLoop& loop, meter::AgentService& service, std::unique_ptr<env::Timer>& timer) {
  timer = loop.after(seconds(1), [&] {
    service.tick();
    tick(loop, service, timer);
  });
}

int serve(const AgentOptions& options, const AgentAddress& address,
          const meter::AgentSecret& secret, World& world) {
  const auto context = http::TlsServerContext::make(
      {.identity = secret.issue_certificate(world.clock.wall_now(), world.random),
       .client_authorities = {}});
  if (!context) return complain(context.error().message);
  const http::TlsAcceptor acceptor(*context, true);
  env::AsioNetwork network;
  env::AsioLoop loop(0);
  // Before the threads, which then leave the signals to it.
  const StopSignals signals([&loop] { loop.stop(); });
  const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
  AgentRuns runs(world, options.workers != 0 ? options.workers : cores);
  env::ThreadWorker worker(1);
  meter::AgentService service(
      secret, {.clock = world.clock,
               .random = world.random,
               .loop = loop,
               .worker = worker,
               .jobs = runs,
               .tell = [](const std::string& line) { fmt::print(stderr, "{}\n", line); }});
  auto server = http::serve(loop, network, world.clock, service, address.host, address.port,
                            limits(), &acceptor);
  if (!server) return complain(server.error().message);
  fmt::print("listening on {}:{}\n", address.host, (*server)->port());
  std::fflush(stdout);
  std::unique_ptr<env::Timer> timer;
  loop.post([&] { tick(loop, service, timer); });
  loop.run();
  timer.reset();
  return 0;
}

int run_agent(const AgentOptions& options, World& world) {
  const auto address = parse_agent_address(options.listen);
  if (!address) return complain(fmt::format("--listen: {}", address.error().message));
  const auto secret = read_secret(options.secret_file);
  if (!secret) return complain(secret.error().message);
  return serve(options, *address, *secret, world);
}

}  // namespace

void add_meter_agent(CLI::App& meter, Command& command) {
  CLI::App* sub =
      meter.add_subcommand("agent", "Take shares of load tests: see --agents of `weir meter run`");
  const auto options = std::make_shared<AgentOptions>();
  sub->add_option("--listen", options->listen, "Address and port to be reached at")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  sub->add_option("--secret-file", options->secret_file,
                  "The secret that controllers must know, at least 16 characters; nobody else may "
                  "be able to read it")
      ->type_name("FILE")
      ->required();
  sub->add_option("--workers", options->workers, "Threads that send; one a core if not given")
      ->type_name("COUNT")
      ->check(CLI::Range(1, 1'024));
  sub->footer(
      "Plans and results travel inside TLS, by a key that follows from the secret. For example:\n"
      "  (umask 077; openssl rand -hex 32 > secret)\n"
      "  weir meter agent --listen 0.0.0.0:4570 --secret-file secret");
  sub->callback([&command, options] {
    command.run = [options](World& world) { return run_agent(*options, world); };
  });
}

}  // namespace weir::app
