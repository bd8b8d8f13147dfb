// What it costs to verify a request: the body's hash and everything around it.

#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "aws/authentication.h"
#include "aws/credentials.h"
#include "aws/sigv4_signer.h"
#include "aws/test_request.h"
#include "codec/hash.h"
#include "env/sim_clock.h"

namespace weir::aws {
namespace {

class OneKey final : public Keys {
 public:
  explicit OneKey(const Credentials& credentials)
      : entry_(std::make_shared<KeyEntry>(
            KeyEntry{.secret_access_key = credentials.secret_access_key,
                     .session_token = {},
                     .expires = {},
                     .principal = {.account_id = "123456789012", .user_name = "alice"}})) {}

  bool open() const override { return false; }
  Principal anonymous() const override { return {}; }
  std::shared_ptr<const KeyEntry> find(std::string_view /*access_key_id*/) const override {
    return entry_;
  }

 private:
  std::shared_ptr<const KeyEntry> entry_;
};

http::ClientRequest put_record(std::size_t body_bytes) {
  return {.headers = {{"Content-Type", "application/x-amz-json-1.1"},
                      {"X-Amz-Target", "Kinesis_20131202.PutRecord"},
                      {"User-Agent", "aws-sdk-java/2.20.0 Linux/6.1 OpenJDK/17"}},
          .body = std::string(body_bytes, 'x')};
}

const Credentials example = {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                             ""};

void authenticate(benchmark::State& state) {
  const env::SimClock clock;
  const OneKey keys(example);
  Authenticator authenticator(keys, clock);
  http::ClientRequest client = put_record(static_cast<std::size_t>(state.range(0)));
  Sigv4Signer(example, "us-east-1", "kinesis").sign(client, "localhost:4567", clock.wall_now());
  client.headers.emplace_back("Host", "localhost:4567");
  client.headers.emplace_back("Content-Length", std::to_string(client.body.size()));
  TestRequest owner{.headers = client.headers, .body = client.body};
  const http::Request request = owner.request();
  for (auto _ : state) {
    const auto caller = authenticator.authenticate(request, "kinesis");
    if (!caller) return state.SkipWithError(caller.error().message.c_str());
    benchmark::DoNotOptimize(caller);
  }
}
BENCHMARK(authenticate)->Arg(0)->Arg(1440)->Arg(702'000);

// The part of it that no verification can do without.
void hash_of_the_body(benchmark::State& state) {
  const std::string body(static_cast<std::size_t>(state.range(0)), 'x');
  for (auto _ : state) benchmark::DoNotOptimize(codec::sha256(bytes_of(body)));
}
BENCHMARK(hash_of_the_body)->Arg(0)->Arg(1440)->Arg(702'000);

void sign_request(benchmark::State& state) {
  const http::ClientRequest unsigned_request = put_record(1440);
  Sigv4Signer signer(example, "us-east-1", "kinesis");
  for (auto _ : state) {
    http::ClientRequest request = unsigned_request;
    signer.sign(request, "localhost:4567", {1795374506000});
    benchmark::DoNotOptimize(request);
  }
}
BENCHMARK(sign_request);

}  // namespace
}  // namespace weir::aws
