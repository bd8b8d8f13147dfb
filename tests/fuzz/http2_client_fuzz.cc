// A server that answers a client's HTTP/2 with any frames, on each connection with the same ones.
// Each request is answered once, a stream that is read comes to an end, and nobody keeps more than
// the limits allow.

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "env/memory_network.h"
#include "env/network.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "http/body_source.h"
#include "http/client.h"
#include "input.h"
#include "wire.h"

namespace weir::fuzz {
namespace {

constexpr http::ClientLimits limits{.protocol = http::ClientProtocol::http2,
                                    .connections_max = 4,
                                    .stream_window_bytes = 1u << 16,
                                    .response_bytes_max = 1u << 12};

// A streamed answer, read to its end.
class Reader {
 public:
  void start(Result<http::StreamedResponse> response) {
    CHECK(!is_answered_, "answered twice");
    is_answered_ = true;
    if (!response) return end();
    CHECK(response->status >= 200, "{}", response->status);
    source_ = std::move(response->body);
    ask();
  }
  bool is_ended() const { return is_ended_; }

 private:
  void ask() {
    source_->next([this](const Result<http::BodyPiece>& piece) {
      if (!piece || piece->is_last) return end();
      ask();
    });
  }
  void end() {
    CHECK(!is_ended_, "ended twice");
    is_ended_ = true;
  }

  std::unique_ptr<http::BodySource> source_;
  bool is_answered_ = false;
  bool is_ended_ = false;
};

class World {
 public:
  explicit World(std::vector<std::string_view> pieces) : pieces_(std::move(pieces)) {
    listener_ = std::move(*network_.listen(loop_, "127.0.0.1", 4567, [this](auto stream) {
      wires_.push_back(std::make_unique<Wire>(std::move(stream)));
    }));
    client_ = http::make_client(loop_, network_, *http::parse_origin("http://server:4567"), limits);
  }

  void run() {
    for (int i = 0; i < requests; ++i) send();
    client_->open({.headers = {}, .body = "streamed"},
                  [this](auto response) { reader_.start(std::move(response)); });
    scheduler_.run_until_idle();
    // Further connections come when the first one is given up.
    for (std::size_t i = 0; i < wires_.size(); ++i) answer(*wires_[i]);
    // Whoever gets no answer is told so; who reads a stream waits until the connection ends.
    scheduler_.run_for(std::chrono::seconds(200));
    CHECK(answers_ == requests, "{} answers", answers_);
    wires_.clear();
    scheduler_.run_until_idle();
    CHECK(reader_.is_ended());
  }

 private:
  static constexpr int requests = 2;

  void send() {
    client_->send({.headers = {}, .body = std::string(100, 'x')},
                  [this](const Result<http::ClientResponse>& response) {
                    ++answers_;
                    if (response) CHECK(response->body.size() <= limits.response_bytes_max);
                  });
  }

  void answer(Wire& wire) {
    for (const std::string_view piece : pieces_) {
      wire.send(piece);
      scheduler_.run_until_idle();
    }
  }

  const std::vector<std::string_view> pieces_;
  env::SimClock clock_;
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::SimLoop loop_{scheduler_, 0};
  env::MemoryNetwork network_{env::MemoryNetworkOptions{}};
  std::vector<std::unique_ptr<Wire>> wires_;
  std::unique_ptr<env::Listener> listener_;
  Reader reader_;
  int answers_ = 0;
  std::unique_ptr<http::Client> client_;
};

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir::fuzz;
  const std::string input = text_of(data, size);
  World({input}).run();
  World(in_pieces(input)).run();
  return 0;
}
