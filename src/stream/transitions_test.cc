#include "stream/transitions.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "stream/catalog_fixture.h"

namespace weir::stream {
namespace {

const StreamKey orders{"000000000001", "us-east-1", "orders"};

using TransitionsTest = CatalogFixture;

// Whoever changes a stream again as soon as that is allowed may be so quick that nobody sees it
// ACTIVE in between.
TEST_F(TransitionsTest, AStreamThatSetsOutAgainAtOnceArrivesEachTime) {
  stream_settings_.transition_time = milliseconds(0);
  ASSERT_TRUE(start());
  ASSERT_TRUE(create(orders));
  let_pass(seconds(1));
  int changed = 0;
  for (std::int64_t hours = 25; hours < 525; ++hours) {
    home_.post([&, hours] {
      streams().increase_retention(home_, orders, hours, [&changed](const Result<void>& outcome) {
        if (outcome) ++changed;
      });
    });
    for (std::int64_t steps = hours % 5; steps > 0; --steps) scheduler_.step();
  }
  let_pass(seconds(10));
  EXPECT_EQ(status(orders), StreamStatus::active);
  EXPECT_GT(changed, 3);
}

}  // namespace
}  // namespace weir::stream
