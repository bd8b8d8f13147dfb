// How a server stops.
#include <gmock/gmock.h>

#include "base/result.h"
#include "base/time.h"
#include "http/server_fixture.h"

namespace weir::http {
namespace {

using testing::HasSubstr;

class ServerDrainTest : public ServerFixture {
 protected:
  void drain(seconds patience) {
    server_->drain(patience, [this](const Result<void>& result) {
      EXPECT_TRUE(result.has_value());
      ++answers_;
    });
    EXPECT_EQ(answers_, 0) << "Answered inside the call.";
    scheduler_.run_until_idle();
  }

  int answers_ = 0;
};

TEST_F(ServerDrainTest, WithoutConnectionsAnswersAtOnce) {
  start();
  drain(seconds(30));
  EXPECT_EQ(answers_, 1);
  EXPECT_EQ(clock_.monotonic_now().ns, 0);
}

TEST_F(ServerDrainTest, ClosesIdleConnections) {
  start();
  Wire& used = connect();
  exchange(used, post("a"));
  Wire& fresh = connect();
  drain(seconds(30));
  EXPECT_EQ(answers_, 1);
  EXPECT_TRUE(used.is_ended());
  EXPECT_TRUE(fresh.is_ended());
}

TEST_F(ServerDrainTest, LetsRequestsUnderWayFinishAndSaysClose) {
  start();
  handler_.keeps = true;
  Wire& handled = connect();
  exchange(handled, post("a"));
  Wire& arriving = connect();
  exchange(arriving, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nb");
  drain(seconds(30));
  EXPECT_EQ(answers_, 0);
  handler_.take().reply({.headers = {}, .body = "1"});
  scheduler_.run_until_idle();
  EXPECT_EQ(handled.take(), ok_and_close("1"));
  EXPECT_TRUE(handled.is_ended());
  EXPECT_EQ(answers_, 0);
  exchange(arriving, "b");
  handler_.take().reply({.headers = {}, .body = "2"});
  scheduler_.run_until_idle();
  EXPECT_EQ(arriving.take(), ok_and_close("2"));
  EXPECT_EQ(answers_, 1);
}

TEST_F(ServerDrainTest, AnswersNoRequestThatWaitsBehindTheOneUnderWay) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  exchange(wire, post("a") + post("b"));
  drain(seconds(30));
  handler_.take().reply({.headers = {}, .body = "1"});
  scheduler_.run_until_idle();
  EXPECT_EQ(wire.take(), ok_and_close("1"));
  EXPECT_TRUE(handler_.kept.empty());
}

TEST_F(ServerDrainTest, SendsALargeAnswerToItsEnd) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  exchange(wire, post("a"));
  wire.pause();
  handler_.take().reply({.headers = {}, .body = std::string(1 << 20, 'x')});
  scheduler_.run_until_idle();
  drain(seconds(30));
  EXPECT_EQ(answers_, 0);
  wire.resume();
  scheduler_.run_until_idle();
  EXPECT_EQ(wire.take(), ok(std::string(1 << 20, 'x')));
  EXPECT_EQ(answers_, 1);
}

TEST_F(ServerDrainTest, CutsOffWhatIsLeftWhenPatienceEnds) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  exchange(wire, post("a"));
  drain(seconds(5));
  scheduler_.run_for(seconds(4));
  EXPECT_EQ(answers_, 0);
  scheduler_.run_for(seconds(2));
  EXPECT_EQ(answers_, 1);
  EXPECT_TRUE(wire.is_ended());
  EXPECT_EQ(server_->connections(), 0U);
  handler_.take().reply({.headers = {}, .body = "late"});
  scheduler_.run_until_idle();
}

TEST_F(ServerDrainTest, AcceptsNoMore) {
  start();
  handler_.keeps = true;
  exchange(connect(), post("a"));
  drain(seconds(30));
  bool is_refused = false;
  network().connect(loop_, "127.0.0.1", server_->port(),
                    [&](const auto& stream) { is_refused = !stream; });
  scheduler_.run_until_idle();
  EXPECT_TRUE(is_refused);
}

TEST_F(ServerDrainTest, TheServerMayBeDestroyedWhenItAnswers) {
  start();
  connect();
  server_->drain(seconds(30), [this](const Result<void>&) { server_.reset(); });
  scheduler_.run_until_idle();
  EXPECT_EQ(server_, nullptr);
}

}  // namespace
}  // namespace weir::http
