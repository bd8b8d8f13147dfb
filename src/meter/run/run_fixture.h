// What the tests of runs share: virtual time, a stream service that does as told, and plans that
// are ready to run.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aws/protocol.h"
#include "aws/shapes/kinesis/put_record.h"
#include "aws/shapes/kinesis/put_records.h"
#include "env/memory_network.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "http/server.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/run.h"

namespace weir::meter {

// Answers puts after a while, as Kinesis does; refuses what it is told to refuse.
class FakeKinesis final : public http::Handler {
 public:
  FakeKinesis(env::EventLoop& loop, const env::Clock& clock) : loop_(loop), clock_(clock) {}

  struct Put {
    MonotonicTime at;
    std::string partition_key;
    std::string explicit_hash_key;
    std::string data;
  };

  void handle(http::Request request, http::Reply reply) override {
    ++calls;
    http::Response response = answer(request);
    timers_.push_back(
        loop_.after(takes, [reply = std::move(reply), response = std::move(response)]() mutable {
          reply(std::move(response));
        }));
  }

  // How long each call takes.
  nanoseconds takes{milliseconds(1)};
  // The error of a record with these data, if it is to be refused.
  std::function<std::optional<std::string>(const std::string& data)> refuses =
      [](const std::string&) { return std::nullopt; };
  std::vector<Put> puts;  // Those that were accepted.
  std::size_t calls = 0;

 private:
  http::Response answer(http::Request& request) {
    const std::string target(request.header("X-Amz-Target"));
    if (target == "Kinesis_20131202.PutRecord") return put_record(request);
    if (target == "Kinesis_20131202.PutRecords") return put_records(request);
    return {.status = 400, .headers = {}, .body = R"({"__type":"UnknownOperationException"})"};
  }

  http::Response put_record(http::Request& request) {
    const auto asked = aws::decode_request<aws::kinesis::PutRecord::Request>(request.body);
    EXPECT_TRUE(asked);
    const std::string data(text_of(asked->data));
    if (const auto error = refuses(data)) {
      return {.status = 400, .headers = {}, .body = R"({"__type":")" + *error + "\"}"};
    }
    keep(asked->partition_key, asked->explicit_hash_key, data);
    aws::kinesis::PutRecord::Response response;
    response.shard_id = "shardId-000000000000";
    response.sequence_number = std::to_string(puts.size());
    std::string body;
    aws::encode_response(response, body);
    return {.status = 200, .headers = {}, .body = std::move(body)};
  }

  http::Response put_records(http::Request& request) {
    const auto asked = aws::decode_request<aws::kinesis::PutRecords::Request>(request.body);
    EXPECT_TRUE(asked);
    aws::kinesis::PutRecords::Response response;
    for (const auto& entry : *asked->records) {
      auto& result = response.records.emplace_back();
      const std::string data(text_of(entry.data));
      if (const auto error = refuses(data)) {
        ++response.failed_record_count;
        result.error_code = *error;
        result.error_message = "Slow down.";
        continue;
      }
      keep(entry.partition_key, entry.explicit_hash_key, data);
      result.shard_id = "shardId-000000000001";
      result.sequence_number = std::to_string(puts.size());
    }
    std::string body;
    aws::encode_response(response, body);
    return {.status = 200, .headers = {}, .body = std::move(body)};
  }

  void keep(std::optional<std::string_view> key, std::optional<std::string_view> hash_key,
            const std::string& data) {
    puts.push_back({.at = clock_.monotonic_now(),
                    .partition_key = std::string(key.value_or("")),
                    .explicit_hash_key = std::string(hash_key.value_or("")),
                    .data = data});
  }

  env::EventLoop& loop_;
  const env::Clock& clock_;
  std::vector<std::unique_ptr<env::Timer>> timers_;
};

// Records "THREAD.NUMBER" under the key "k" and the number of the thread; so many, then it ends.
class FakeFeed final : public RecordFeed {
 public:
  FakeFeed(std::uint32_t thread, std::uint64_t records_max)
      : thread_(thread), records_max_(records_max) {}

  Result<Next> begin_iteration(RecordTimes /*times*/) override { return Next::ready; }
  Result<Next> make(std::size_t /*sampler*/, RecordTimes /*times*/, Record& record) override {
    if (made_ == records_max_) return Next::ended;
    record.partition_key = "k" + std::to_string(thread_);
    record.explicit_hash_key.clear();
    record.data = std::to_string(thread_) + "." + std::to_string(made_++);
    return Next::ready;
  }

 private:
  const std::uint32_t thread_;
  const std::uint64_t records_max_;
  std::uint64_t made_ = 0;
};

class RunTest : public testing::Test {
 protected:
  RunTest() {
    server_ = *http::serve(server_loop_, network_, clock_, kinesis_, "127.0.0.1", 4567, {});
    group_.name = "users";
    sampler_.label = "put";
    plan_.plan.name = "a test";
    plan_.seed = 7;
    plan_.run_id = 77;
  }

  // The plan of one group and one sampler, as the tests have set them.
  void prepare() {
    group_.samplers = {sampler_};
    plan_.plan.groups = {group_};
    prepare_groups();
  }

  void prepare_groups() {
    auto& target = *plan_.targets.emplace_back(std::make_unique<PreparedTarget>());
    target.endpoint = {
        .origin = {.tls = false, .host = "127.0.0.1", .port = 4567},
        .region = "us-east-1",
        .service = "kinesis",
        .credentials = [held = std::make_shared<const aws::Credentials>(
                            aws::Credentials{"AKID", "secret", ""})](WallTime) { return held; }};
    target.stream = "events";
    for (const Group& group : plan_.plan.groups) {
      PreparedGroup& prepared = plan_.groups.emplace_back();
      prepared.plan = &group;
      prepared.index = static_cast<std::uint32_t>(plan_.groups.size() - 1);
      prepared.make_feed = [this](std::uint32_t thread) {
        return std::make_unique<FakeFeed>(thread, feed_records_max_);
      };
      for (const Sampler& sampler : group.samplers) {
        prepared.samplers.push_back({.plan = &sampler,
                                     .index = prepared.samplers.size(),
                                     .label = static_cast<std::uint32_t>(plan_.labels.size()),
                                     .target = &target});
        plan_.labels.push_back(sampler.label);
      }
    }
  }

  RunSurroundings surroundings() {
    return {.clock = clock_,
            .network = network_,
            .control = control_loop_,
            .workers = {&one_loop_, &other_loop_}};
  }

  // Runs until it is over, or for an hour.
  RunResult run() {
    begin(surroundings());
    return end();
  }

  void begin(const RunSurroundings& around) {
    run_ = std::make_unique<meter::Run>(plan_, around);
    began_at_ = clock_.monotonic_now();
    run_->start([this](RunResult result) { result_ = std::move(result); });
  }

  RunResult end() {
    for (int step = 0; step < 36'000 && !result_; ++step) {
      scheduler_.run_for(milliseconds(100));
    }
    EXPECT_TRUE(result_.has_value());
    scheduler_.run_for(milliseconds(1));
    return *std::exchange(result_, std::nullopt);
  }

  // When puts arrived, in milliseconds since the phase began.
  std::vector<std::int64_t> put_times() const {
    std::vector<std::int64_t> times;
    for (const auto& put : kinesis_.puts) {
      times.push_back((put.at - began_at_).count() / 1'000'000 - 2);
    }
    return times;
  }

  env::SeededRandom random_{1};
  env::SimClock clock_;
  env::SimScheduler scheduler_{clock_, random_};
  env::SimLoop server_loop_{scheduler_, 0};
  env::SimLoop control_loop_{scheduler_, 1};
  env::SimLoop one_loop_{scheduler_, 2};
  env::SimLoop other_loop_{scheduler_, 3};
  env::MemoryNetwork network_;
  FakeKinesis kinesis_{server_loop_, clock_};
  std::unique_ptr<http::Server> server_;
  Group group_;
  Sampler sampler_;
  PreparedPlan plan_;
  std::uint64_t feed_records_max_ = UINT64_MAX;
  std::unique_ptr<meter::Run> run_;
  MonotonicTime began_at_;
  std::optional<RunResult> result_;
};

}  // namespace weir::meter
