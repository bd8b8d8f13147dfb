// A client that sends anything to a server: heads, bodies, chunks, several requests in a row. What
// the server answers does not depend on how the bytes were cut, but for "100 Continue", which only
// a client is told whose body has not come; it answers each request that it hands up, and in the
// end it closes.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "env/memory_network.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "http/server.h"
#include "input.h"
#include "wire.h"

namespace weir::fuzz {
namespace {

// Answers with all that it was given, so that a difference shows.
class Echo final : public http::Handler {
 public:
  void handle(http::Request request, http::Reply reply) override {
    std::string body = std::string(request.method) + ' ' + std::string(request.path) + '?' +
                       std::string(request.query) + '\n';
    for (const http::Header& header : request.headers) {
      body += std::string(header.name) + '=' + std::string(header.value) + '\n';
    }
    body.append(request.body.data(), request.body.size());
    reply({.headers = {}, .body = std::move(body)});
  }
};

std::string without_continue(std::string answers) {
  constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
  for (std::size_t at = 0; (at = answers.find(interim, at)) != std::string::npos;) {
    answers.erase(at, interim.size());
  }
  return answers;
}

std::string answers_to(const std::vector<std::string_view>& pieces) {
  env::SimClock clock;
  env::SeededRandom random{1};
  env::SimScheduler scheduler{clock, random};
  env::SimLoop loop{scheduler, 0};
  env::MemoryNetwork network{env::MemoryNetworkOptions{}};
  Echo handler;
  auto server = http::serve(loop, network, clock, handler, "127.0.0.1", 0, http::ServerLimits{});
  CHECK(server.has_value());
  Wire wire(loop, network, (*server)->port(), scheduler);
  for (const std::string_view piece : pieces) {
    wire.send(piece);
    scheduler.run_until_idle();
  }
  wire.finish_sending();
  scheduler.run_until_idle();
  // Whoever sends no more is let go, at the latest when the time-outs have passed.
  scheduler.run_for(std::chrono::seconds(200));
  CHECK((*server)->connections() == 0, "the connection is still there");
  return without_continue(wire.received());
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir::fuzz;
  const std::string input = text_of(data, size);
  // From here on it is HTTP/2, which http2_server_fuzz.cc looks after.
  if (input.starts_with("PRI * HTTP/2.0")) return 0;
  const std::string whole = answers_to({input});
  CHECK(whole.empty() || whole.starts_with("HTTP/1."), "answered {}", whole);
  CHECK(answers_to(in_pieces(input)) == whole);
  return 0;
}
