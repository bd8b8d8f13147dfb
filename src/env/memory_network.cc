#include "env/memory_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "env/memory_pipe.h"

namespace weir::env {
namespace {

// The first port given to a listener that asks for any.
constexpr std::uint16_t first_chosen_port = 40'000;

class MemoryStream final : public ByteStream {
 public:
  MemoryStream(std::shared_ptr<MemoryPipe> in, std::shared_ptr<MemoryPipe> out, std::string peer)
      : in_(std::move(in)), out_(std::move(out)), peer_(std::move(peer)) {}

  ~MemoryStream() override {
    in_->close_reader();
    out_->close_writer();
  }

  MemoryStream(const MemoryStream&) = delete;
  MemoryStream& operator=(const MemoryStream&) = delete;

  void read_some(std::span<char> into, Done<std::size_t> done) override {
    in_->read(into, std::move(done));
  }
  Result<std::size_t> write_now(std::span<const std::span<const char>> pieces) override {
    return out_->write(pieces);
  }
  void wait_writable(Done<void> done) override { out_->wait_writable(std::move(done)); }
  void finish_writing() override { out_->finish(); }
  std::string peer_address() const override { return peer_; }

 private:
  const std::shared_ptr<MemoryPipe> in_;
  const std::shared_ptr<MemoryPipe> out_;
  const std::string peer_;
};

}  // namespace

class MemoryListener final : public Listener {
 public:
  MemoryListener(std::shared_ptr<MemoryNetwork::State> state, EventLoop& loop, std::uint16_t port,
                 std::move_only_function<void(std::unique_ptr<ByteStream>)> accepted);
  ~MemoryListener() override;
  MemoryListener(const MemoryListener&) = delete;
  MemoryListener& operator=(const MemoryListener&) = delete;

  std::uint16_t port() const override { return port_; }
  EventLoop& loop() { return loop_; }

  // Hands over `stream` on the listener's loop, unless the listener has gone by then.
  void accept_later(std::unique_ptr<ByteStream> stream) {
    loop_.post([accepted = std::weak_ptr(accepted_), stream = std::move(stream)]() mutable {
      // Kept while it runs: it may destroy the listener.
      if (const auto call = accepted.lock()) (*call)(std::move(stream));
    });
  }

 private:
  const std::shared_ptr<MemoryNetwork::State> state_;
  EventLoop& loop_;
  const std::uint16_t port_;
  const std::shared_ptr<std::move_only_function<void(std::unique_ptr<ByteStream>)>> accepted_;
};

// What listeners and network share.
class MemoryNetwork::State {
 public:
  explicit State(MemoryNetworkOptions options) : options_(std::move(options)) {}

  void add(MemoryListener* listener) { listeners_[listener->port()].push_back(listener); }

  void remove(MemoryListener* listener) { std::erase(listeners_[listener->port()], listener); }

  std::uint16_t free_port() {
    while (!listeners_[next_port_].empty()) ++next_port_;
    return next_port_;
  }

  // The listener whose turn it is; null if nobody listens.
  MemoryListener* next_listener(std::uint16_t port) {
    std::vector<MemoryListener*>& candidates = listeners_[port];
    if (candidates.empty()) return nullptr;
    std::ranges::rotate(candidates, candidates.begin() + 1);
    return candidates.back();
  }

  // The connecting side's stream; the other one goes to `listener`.
  std::unique_ptr<ByteStream> connect(EventLoop& loop, MemoryListener& listener) {
    const auto to_server = make_pipe(listener.loop(), loop);
    const auto to_client = make_pipe(loop, listener.loop());
    listener.accept_later(
        std::make_unique<MemoryStream>(to_server, to_client, options_.client_address));
    return std::make_unique<MemoryStream>(to_client, to_server, "127.0.0.1");
  }

  void set_stalled(bool is_stalled) {
    is_stalled_ = is_stalled;
    for_each_pipe([&](MemoryPipe& pipe) { pipe.set_stalled(is_stalled); });
  }

  void break_connections() {
    for_each_pipe([](MemoryPipe& pipe) { pipe.break_off(); });
  }

 private:
  std::shared_ptr<MemoryPipe> make_pipe(EventLoop& reader_loop, EventLoop& writer_loop) {
    auto pipe = std::make_shared<MemoryPipe>(reader_loop, writer_loop, options_.pipe_bytes,
                                             options_.read_bytes_max);
    pipe->set_stalled(is_stalled_);
    std::erase_if(pipes_, [](const auto& old) { return old.expired(); });
    pipes_.push_back(pipe);
    return pipe;
  }

  void for_each_pipe(auto visit) {
    for (const auto& pipe : pipes_) {
      if (const auto open = pipe.lock()) visit(*open);
    }
  }

  const MemoryNetworkOptions options_;
  bool is_stalled_ = false;
  std::uint16_t next_port_ = first_chosen_port;
  std::map<std::uint16_t, std::vector<MemoryListener*>> listeners_;
  std::vector<std::weak_ptr<MemoryPipe>> pipes_;
};

MemoryListener::MemoryListener(std::shared_ptr<MemoryNetwork::State> state, EventLoop& loop,
                               std::uint16_t port,
                               std::move_only_function<void(std::unique_ptr<ByteStream>)> accepted)
    : state_(std::move(state)),
      loop_(loop),
      port_(port),
      accepted_(std::make_shared<std::move_only_function<void(std::unique_ptr<ByteStream>)>>(
          std::move(accepted))) {
  state_->add(this);
}

MemoryListener::~MemoryListener() { state_->remove(this); }

MemoryNetwork::MemoryNetwork(MemoryNetworkOptions options)
    : state_(std::make_shared<State>(std::move(options))) {}

MemoryNetwork::~MemoryNetwork() = default;

Result<std::unique_ptr<Listener>> MemoryNetwork::listen(
    EventLoop& loop, const std::string& address, std::uint16_t port,
    std::move_only_function<void(std::unique_ptr<ByteStream>)> accepted) {
  if (occupied_ports_.contains(port)) {
    return fail(ErrorCode::in_use,
                fmt::format("Port {} on {} is in use by another process.", port, address));
  }
  const std::uint16_t chosen = port == 0 ? state_->free_port() : port;
  return std::make_unique<MemoryListener>(state_, loop, chosen, std::move(accepted));
}

void MemoryNetwork::connect(EventLoop& loop, const std::string& host, std::uint16_t port,
                            StreamDone done) {
  loop.post([state = state_, &loop, host, port, done = std::move(done)]() mutable {
    MemoryListener* const listener = state->next_listener(port);
    if (listener == nullptr) {
      return done(fail(ErrorCode::unavailable,
                       fmt::format("Cannot connect to {}:{}: nobody listens.", host, port)));
    }
    done(state->connect(loop, *listener));
  });
}

void MemoryNetwork::set_stalled(bool is_stalled) { state_->set_stalled(is_stalled); }

void MemoryNetwork::break_connections() { state_->break_connections(); }

}  // namespace weir::env
