#include "aws/protocol.h"

#include <gtest/gtest.h>

namespace weir::aws {
namespace {

TEST(JsonProtocol, ErrorsNameTheirTypeAndPerhapsAMessage) {
  const auto encoded = [](const Failure& failure) {
    std::string body;
    encode_error(failure.error(), body);
    return body;
  };
  EXPECT_EQ(encoded(resource_not_found("Stream \"s\" not found.")),
            R"({"__type":"ResourceNotFoundException","message":"Stream \"s\" not found."})");
  EXPECT_EQ(encoded(serialization("Expected null")),
            R"({"__type":"SerializationException","Message":"Expected null"})");
  EXPECT_EQ(encoded(serialization("")), R"({"__type":"SerializationException"})");
  EXPECT_EQ(encoded(internal_failure()), R"({"__type":"InternalFailure"})");
}

TEST(JsonProtocol, ClientsReadErrorsHoweverTheyAreSpelled) {
  const auto decoded = [](std::string body) {
    const ErrorAnswer answer = decode_error(body);
    return answer.type + "|" + answer.message;
  };
  EXPECT_EQ(decoded(R"({"__type":"A","message":"m"})"), "A|m");
  EXPECT_EQ(decoded(R"({"message":"m\n","__type":"com.amazon.coral.service#A"})"), "A|m\n");
  EXPECT_EQ(decoded(R"({"__type":"aws.b#A:http://c/#d","Message":"M"})"), "A|M");
  EXPECT_EQ(decoded(R"({"__type":"A"})"), "A|");
  EXPECT_EQ(decoded(R"({"other":{}})"), "|");
  EXPECT_EQ(decoded("<html>"), "|");
  EXPECT_EQ(decoded(""), "|");
}

}  // namespace
}  // namespace weir::aws
