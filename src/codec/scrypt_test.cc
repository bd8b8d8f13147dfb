#include "codec/scrypt.h"

#include <gtest/gtest.h>

#include <array>

#include "codec/hex.h"

namespace weir::codec {
namespace {

// As Python's hashlib.scrypt has it.
TEST(Scrypt, GivesWhatOthersGive) {
  std::array<std::byte, 40> out{};
  scrypt(bytes_of("secret words of ours"), bytes_of("salt"), out);
  EXPECT_EQ(hex_text(out),
            "23083b62e6824068b7256af344df9d8cf8ac60736724cdc33ef2792990bab323f39a0a7fa6436b73");
}

}  // namespace
}  // namespace weir::codec
