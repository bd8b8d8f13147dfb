#include "server/audit_file.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "aws/service_error.h"
#include "env/memory_logger.h"
#include "env/real_file_system.h"
#include "env/sim_clock.h"
#include "env/small_file.h"
#include "env/temporary_directory.h"

namespace weir::server {
namespace {

// Runs tasks when it is told to.
class LaterWorker final : public env::Worker {
 public:
  void run(Task task) override { tasks_.push_back(std::move(task)); }
  void run_all() {
    for (Task& task : std::exchange(tasks_, {})) task();
  }

 private:
  std::vector<Task> tasks_;
};
class AuditFileTest : public testing::Test {
 protected:
  std::string read(const std::string& path) {
    const Result<std::string> text = env::read_small_file(files_, path);
    return text ? *text : "";
  }

  aws::Caller caller() {
    aws::Caller caller{.principal = {.account_id = "000000000000", .user_name = "alice"},
                       .access_key_id = "AKIAALICE",
                       .region = "us-east-1"};
    caller.source_ip = "203.0.113.9";
    caller.user_agent = "aws-cli\x01\"";
    return caller;
  }

  void write(AuditFile& audit, const aws::ServiceError* error = nullptr) {
    const aws::Caller calling = caller();
    audit.write({.caller = calling,
                 .service = "kinesis",
                 .operation = "CreateStream",
                 .resource = "arn:aws:kinesis:us-east-1:000000000000:stream/orders",
                 .request_id = "id-1",
                 .error = error});
  }

  env::TemporaryDirectory directory_;
  env::RealFileSystem files_;
  LaterWorker worker_;
  env::SimClock clock_{WallTime{1'700'000'000'000}};
  env::MemoryLogger logger_;
  const std::string path_ = directory_.path() + "/audit.log";
};

const std::string line_beginning =
    R"({"time":"2023-11-14T22:13:20Z","request_id":"id-1","account":"000000000000",)"
    R"("principal":"arn:aws:iam::000000000000:root","access_key_id":"AKIAALICE",)"
    R"("service":"kinesis","operation":"CreateStream","region":"us-east-1",)"
    R"("resource":"arn:aws:kinesis:us-east-1:000000000000:stream/orders",)"
    R"("source_ip":"203.0.113.9","user_agent":"aws-cli?\"",)";

TEST_F(AuditFileTest, ALineSaysWhoAskedForWhatAndWhatCameOfIt) {
  AuditFile audit(files_, worker_, clock_, logger_, path_, 1u << 20);
  write(audit);
  const aws::ServiceError denied = aws::access_denied("No.").error();
  write(audit, &denied);
  const aws::ServiceError failed = aws::resource_in_use("Taken.").error();
  write(audit, &failed);
  EXPECT_EQ(read(path_), "");  // Nobody waits for the disk.
  worker_.run_all();
  EXPECT_EQ(read(path_), line_beginning + "\"allowed\":true}\n" + line_beginning +
                             "\"allowed\":false,\"error\":\"AccessDeniedException\"}\n" +
                             line_beginning +
                             "\"allowed\":true,\"error\":\"ResourceInUseException\"}\n");
}

TEST_F(AuditFileTest, ALaterServerWritesOnBehindAnEarlierOne) {
  for (int round = 0; round < 2; ++round) {
    AuditFile audit(files_, worker_, clock_, logger_, path_, 1u << 20);
    write(audit);
    worker_.run_all();
  }
  const std::string line = line_beginning + "\"allowed\":true}\n";
  EXPECT_EQ(read(path_), line + line);
}

TEST_F(AuditFileTest, AtItsSizeTheFileIsMovedAwayAndTheOneBeforeIsGone) {
  const std::string line = line_beginning + "\"allowed\":true}\n";
  AuditFile audit(files_, worker_, clock_, logger_, path_, 2 * line.size());
  for (int count = 0; count < 7; ++count) {
    write(audit);
    worker_.run_all();
  }
  EXPECT_EQ(read(path_), line);
  EXPECT_EQ(read(path_ + ".1"), line + line);
  EXPECT_EQ(read(path_ + ".2"), "");
}

TEST_F(AuditFileTest, WhatTheDiskDoesNotTakeIsDroppedAndCounted) {
  AuditFile audit(files_, worker_, clock_, logger_, path_, 1u << 30);
  const std::size_t line_bytes = line_beginning.size() + 16;
  const std::size_t fitting = (4u << 20) / line_bytes;
  for (std::size_t count = 0; count < fitting + 10; ++count) write(audit);
  EXPECT_FALSE(logger_.contains("audit_entries_lost"));
  worker_.run_all();
  EXPECT_TRUE(logger_.contains("audit_entries_lost"));
}

}  // namespace
}  // namespace weir::server
