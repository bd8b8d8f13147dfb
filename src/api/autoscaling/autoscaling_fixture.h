// AutoscalingFixture: Application Auto Scaling behind its dispatcher, on a catalog of its own,
// metrics in memory and virtual time.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/autoscaling/operations.h"
#include "api/autoscaling/scaler.h"
#include "api/cloudwatch/memory_metrics_fixture.h"
#include "api/wire_dispatch.h"
#include "aws/sigv4_signer.h"
#include "env/sim_file_system.h"
#include "env/sim_worker.h"
#include "http/client.h"
#include "stream/catalog_fixture.h"

namespace weir::api::autoscaling {

// No user is defined: any well-formed signature will do.
class OpenKeys final : public aws::Keys {
 public:
  bool open() const override { return true; }
  aws::Principal anonymous() const override { return {"000000000001", "anonymous"}; }
  std::shared_ptr<const aws::KeyEntry> find(std::string_view) const override { return nullptr; }
};

// What stands on a node's catalog.
struct AutoscalingNode {
  AutoscalingNode(stream::CatalogNode& node, const env::Clock& clock, env::Random& random,
                  env::Logger& logger, const OpenKeys& keys, TimeZones& zones,
                  monitoring::MetricReader& metrics)
      : access(clock),
        services{.access = access,
                 .catalog = node.catalog,
                 .time = node.time,
                 .random = random,
                 .time_zones = zones},
        alarms(node.streams.limits()),
        all{service(services)},
        dispatcher(node.home_loop, all, keys, clock, random, logger),
        scaler(std::make_shared<Scaler>(ScalerParts{.home = node.home_loop,
                                                    .catalog = node.catalog,
                                                    .streams = node.streams,
                                                    .clock = clock,
                                                    .random = random,
                                                    .logger = logger,
                                                    .time_zones = zones,
                                                    .metrics = metrics,
                                                    .alarms = alarms})) {}
  ~AutoscalingNode() { scaler->stop(); }
  AutoscalingNode(const AutoscalingNode&) = delete;
  AutoscalingNode& operator=(const AutoscalingNode&) = delete;

  Access access;
  Services services;
  TrackingAlarms alarms;
  std::vector<WireService> all;
  WireDispatcher dispatcher;
  std::shared_ptr<Scaler> scaler;
};

class AutoscalingFixture : public stream::CatalogFixture {
 protected:
  void SetUp() override {
    write_zone("Etc/GMT-1", "<+01>-1");
    restart();
  }
  ~AutoscalingFixture() override { autoscaling_.reset(); }

  // The process ends and begins anew; the logs stay.
  void restart() {
    autoscaling_.reset();
    ASSERT_TRUE(start());
    autoscaling_ = std::make_unique<AutoscalingNode>(*node_, clock_, random_, logger_, keys_,
                                                     zones_, metrics_);
    home_.post([this] { autoscaling_->scaler->start(); });
    let_pass(milliseconds(1));
  }

  // A file that has nothing but the rule.
  void write_zone(const std::string& name, const std::string& rule) {
    const std::string path = "/zones/" + name;
    ASSERT_TRUE(files_.create_directories(path.substr(0, path.rfind('/'))));
    const std::string head = "TZif2" + std::string(15, '\0');
    const std::string counts = std::string(19, '\0') + '\1' + std::string(3, '\0') + '\1';
    const std::string part = head + counts + std::string(7, '\0');
    const auto file = files_.create(path);
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->write_at(0, bytes_of(part + part + "\n" + rule + "\n")));
  }

  // The status and the document of the answer.
  std::pair<int, std::string> call(const std::string& operation, std::string body) {
    http::ClientRequest request{
        .method = "POST",
        .target = "/",
        .headers = {{"Content-Type", "application/x-amz-json-1.1"},
                    {"X-Amz-Target", "AnyScaleFrontendService." + operation}},
        .body = std::move(body)};
    aws::Sigv4Signer signer({"AKIDEXAMPLE", "secret", ""}, region_, "application-autoscaling");
    signer.sign(request, "localhost", clock_.wall_now());
    std::string received_body = request.body;
    http::Request received{.method = "POST",
                           .path = "/",
                           .query = "",
                           .headers = {{"Host", "localhost"}},
                           .body = received_body,
                           .buffer = nullptr,
                           .peer_address = "127.0.0.1"};
    for (const auto& [name, value] : request.headers) received.headers.push_back({name, value});
    EXPECT_TRUE(autoscaling_->dispatcher.concerns(received));
    std::optional<http::Response> answer;
    home_.post([&] {
      autoscaling_->dispatcher.handle(
          std::move(received), [&](http::Response response) { answer = std::move(response); });
    });
    for (int step = 0; !answer && step < 10'000 && scheduler_.step(); ++step) {
    }
    EXPECT_TRUE(answer.has_value()) << operation;
    return answer ? std::pair(answer->status, answer->body) : std::pair(0, std::string());
  }

  // The document of an answer that succeeds.
  std::string ok(const std::string& operation, const std::string& body) {
    const auto [status, answer] = call(operation, body);
    EXPECT_EQ(status, 200) << operation << " " << body << " " << answer;
    return answer;
  }

  // The document of an error.
  std::string error(const std::string& operation, const std::string& body) {
    const auto [status, answer] = call(operation, body);
    EXPECT_EQ(status, 400) << operation << " " << body << " " << answer;
    return answer;
  }

  // {"ServiceNamespace":"kinesis",…} of a stream, with more members.
  static std::string of(const std::string& stream, const std::string& more = "") {
    return R"({"ServiceNamespace":"kinesis","ResourceId":"stream/)" + stream +
           R"(","ScalableDimension":"kinesis:stream:ShardCount")" + (more.empty() ? "" : ",") +
           more + "}";
  }
  static std::string listed(const std::string& more = "") {
    return R"({"ServiceNamespace":"kinesis")" + std::string(more.empty() ? "" : ",") + more + "}";
  }

  static stream::StreamKey key(const std::string& name) {
    return {"000000000001", "us-east-1", name};
  }

  std::size_t shards(const std::string& name) {
    return view()->state.find(key(name))->open_shard_count();
  }

  stream::ScalingActivities activities(const std::string& name) {
    const auto found = view()->state.find_scaling_activities(key(name));
    return found == nullptr ? stream::ScalingActivities{} : *found;
  }

  void put_metric(const std::string& name, const std::string& metric, double sum, WallTime time) {
    metrics_.write({{.metric = {.account_id = "000000000001",
                                .region = "us-east-1",
                                .name_space = "AWS/Kinesis",
                                .name = metric,
                                .dimensions = {{"StreamName", name}}},
                     .unit = "Count",
                     .time = time,
                     .statistics = monitoring::statistics_of_set(1, sum, sum, sum)}},
                   [](const Result<void>&) {});
  }

  std::string region_ = "us-east-1";
  OpenKeys keys_;
  cloudwatch::MemoryMetrics metrics_;
  env::SimFileSystem files_{scheduler_};
  env::SimWorker worker_{scheduler_};
  TimeZones zones_{files_, worker_, "/zones"};
  std::unique_ptr<AutoscalingNode> autoscaling_;
};

}  // namespace weir::api::autoscaling
