// CloudWatch behind its dispatcher, on a clock that stands still and metrics in memory.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/cloudwatch/memory_metrics_fixture.h"
#include "api/cloudwatch/operations.h"
#include "api/wire_dispatch.h"
#include "aws/sigv4_signer.h"
#include "codec/percent_encoding.h"
#include "env/memory_logger.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "http/client.h"

namespace weir::api::cloudwatch {

// No user is defined: any well-formed signature will do.
class OpenKeys final : public aws::Keys {
 public:
  bool open() const override { return true; }
  aws::Principal anonymous() const override { return {"123456789012", "anonymous"}; }
  std::shared_ptr<const aws::KeyEntry> find(std::string_view) const override { return nullptr; }
};

struct Asked {
  std::string method = "POST";
  std::string path = "/";
  std::string query = "";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body = "";
};

// "Action=ListMetrics&Version=2010-08-01" and the fields, encoded.
inline std::string form(std::string_view operation,
                        const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string text = "Action=" + std::string(operation) + "&Version=2010-08-01";
  for (const auto& [name, value] : fields) {
    text += "&" + name + "=";
    codec::append_percent_encoded(text, value, codec::Slash::encode);
  }
  return text;
}

class ServiceTest : public testing::Test {
 protected:
  // 2026-11-25 10:00:00 UTC.
  static constexpr WallTime now{1'795'600'800'000};

  ServiceTest() {
    all_.push_back(service(services_));
    dispatcher_.emplace(loop_, all_, keys_, clock_, random_, logger_);
  }

  http::Response ask(Asked asked) {
    std::string target = asked.path;
    if (!asked.query.empty()) target += "?" + asked.query;
    http::ClientRequest request{
        .method = asked.method, .target = target, .headers = asked.headers, .body = asked.body};
    aws::Sigv4Signer signer({"AKIDEXAMPLE", "secret", ""}, "eu-west-1", "monitoring");
    signer.sign(request, "localhost", clock_.wall_now());
    body_ = request.body;
    http::Request received{.method = asked.method,
                           .path = asked.path,
                           .query = asked.query,
                           .headers = {{"Host", "localhost"}},
                           .body = body_,
                           .buffer = nullptr,
                           .peer_address = "127.0.0.1"};
    for (const auto& [name, value] : request.headers) received.headers.push_back({name, value});
    EXPECT_TRUE(dispatcher_->concerns(received));
    std::optional<http::Response> answer;
    dispatcher_->handle(std::move(received),
                        [&](http::Response response) { answer = std::move(response); });
    EXPECT_TRUE(answer.has_value());
    return answer ? *std::move(answer) : http::Response{};
  }

  http::Response ask_json(const std::string& operation, std::string body) {
    return ask({.headers = {{"Content-Type", "application/x-amz-json-1.0"},
                            {"X-Amz-Target", "GraniteServiceVersion20100801." + operation},
                            {"x-amzn-query-mode", "true"}},
                .body = std::move(body)});
  }

  http::Response ask_form(std::string body) {
    return ask({.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
                .body = std::move(body)});
  }

  http::Response ask_cbor(const std::string& operation, std::string body) {
    return ask({.path = "/service/GraniteServiceVersion20100801/operation/" + operation,
                .headers = {{"Content-Type", "application/cbor"},
                            {"Smithy-Protocol", "rpc-v2-cbor"},
                            {"x-amzn-query-mode", "true"}},
                .body = std::move(body)});
  }

  static std::string header(const http::Response& response, std::string_view name) {
    for (const http::ResponseHeader& each : response.headers) {
      if (each.name == name) return each.value;
    }
    return {};
  }

  // Its code, as x-amzn-query-error says it, and the message.
  std::string error_of(const std::string& operation, const std::string& body) {
    const http::Response response = ask_json(operation, body);
    if (response.status == 200) return "200 " + response.body;
    const std::size_t message = response.body.find("\"message\":");
    return header(response, "x-amzn-query-error") + " " +
           (message == std::string::npos ? "" : response.body.substr(message + 10));
  }

  env::SimClock clock_{now};
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::SimLoop loop_{scheduler_, 0};
  OpenKeys keys_;
  env::MemoryLogger logger_;
  MemoryMetrics metrics_;
  std::string asked_action_;
  bool is_allowed_ = true;
  Services services_{
      .authorise = [this](env::EventLoop&, const Question& question) -> aws::Outcome<void> {
        asked_action_ = question.action;
        if (is_allowed_) return {};
        return aws::access_denied("No.");
      },
      .reader = [this](env::EventLoop&) -> monitoring::MetricReader& { return metrics_; },
      .writer = [this](env::EventLoop&) -> monitoring::MetricWriter& { return metrics_; },
      .clock = clock_};
  std::vector<WireService> all_;
  std::optional<WireDispatcher> dispatcher_;
  std::string body_;
};

}  // namespace weir::api::cloudwatch
