// FakeSource: a body whose pieces a test gives when it likes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "base/done.h"
#include "base/result.h"
#include "http/body_source.h"

namespace weir::http {

// What the test sees of a FakeSource, and how it feeds it. Outlives it.
class SourceProbe {
 public:
  std::unique_ptr<BodySource> make();

  bool is_asked() const { return waiting_ != nullptr; }
  std::size_t times_asked() const { return times_asked_; }
  bool is_destroyed() const { return is_destroyed_; }

  void give(BodyBytes bytes) { answer(BodyPiece{.bytes = std::move(bytes)}); }
  void give_last(std::string bytes) {
    answer(BodyPiece{.bytes = std::move(bytes), .is_last = true});
  }
  void fail() { answer(weir::fail(ErrorCode::unavailable, "The source has failed.")); }

 private:
  class FakeSource;

  void answer(Result<BodyPiece> piece) {
    ASSERT_TRUE(is_asked());
    is_answering_ = true;
    std::exchange(waiting_, nullptr)(std::move(piece));
    is_answering_ = false;
  }

  Done<BodyPiece> waiting_;
  std::size_t times_asked_ = 0;
  bool is_answering_ = false;
  bool is_destroyed_ = false;
};

class SourceProbe::FakeSource final : public BodySource {
 public:
  explicit FakeSource(SourceProbe& probe) : probe_(probe) {}
  ~FakeSource() override {
    EXPECT_FALSE(probe_.is_answering_) << "Destroyed inside a call of done.";
    probe_.is_destroyed_ = true;
    probe_.waiting_ = nullptr;
  }
  FakeSource(const FakeSource&) = delete;
  FakeSource& operator=(const FakeSource&) = delete;

  void next(Done<BodyPiece> done) override {
    EXPECT_FALSE(probe_.is_asked()) << "Asked twice.";
    ++probe_.times_asked_;
    probe_.waiting_ = std::move(done);
  }

 private:
  SourceProbe& probe_;
};

inline std::unique_ptr<BodySource> SourceProbe::make() {
  return std::make_unique<FakeSource>(*this);
}

}  // namespace weir::http
