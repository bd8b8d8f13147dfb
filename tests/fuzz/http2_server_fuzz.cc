// A client that speaks HTTP/2 and sends any frames behind the preface. The server's own preface
// comes first, each request handed up is answered, and in the end the connection is gone.

#include <chrono>
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

constexpr std::string_view preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

// Answers with what the request carries, twice over, so that flow control has something to do.
class Doubler final : public http::Handler {
 public:
  void handle(http::Request request, http::Reply reply) override {
    CHECK(!request.method.empty());
    std::string body(request.path);
    for (const http::Header& header : request.headers) {
      CHECK(!header.name.empty());
      body += header.value;
    }
    body.append(request.body.data(), request.body.size());
    body += body;
    reply({.headers = {}, .body = std::move(body)});
  }
};

void serve(const std::vector<std::string_view>& pieces) {
  env::SimClock clock;
  env::SeededRandom random{1};
  env::SimScheduler scheduler{clock, random};
  env::SimLoop loop{scheduler, 0};
  env::MemoryNetwork network{env::MemoryNetworkOptions{}};
  Doubler handler;
  auto server = http::serve(loop, network, clock, handler, "127.0.0.1", 0, http::ServerLimits{});
  CHECK(server.has_value());
  Wire wire(loop, network, (*server)->port(), scheduler);
  wire.send(preface);
  for (const std::string_view piece : pieces) {
    wire.send(piece);
    scheduler.run_until_idle();
  }
  wire.finish_sending();
  scheduler.run_until_idle();
  scheduler.run_for(std::chrono::seconds(200));
  CHECK((*server)->connections() == 0, "the connection is still there");
  constexpr std::size_t type_at = 3;
  constexpr char settings = 4;
  CHECK(wire.received().size() > type_at && wire.received()[type_at] == settings);
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir::fuzz;
  const std::string input = text_of(data, size);
  serve({input});
  serve(in_pieces(input));
  return 0;
}
