#include "aws/credentials/metadata_credentials.h"

#include <gtest/gtest.h>

#include "aws/credentials/test_outside.h"

namespace weir::aws {
namespace {

http::ClientResponse with_body(const std::string& body, int status = 200) {
  return {.status = status, .headers = {}, .body = body};
}

constexpr const char* keys =
    "{\"Code\":\"Success\",\"AccessKeyId\":\"K\",\"SecretAccessKey\":\"s\",\"Token\":\"t\","
    "\"Expiration\":\"2026-11-18T12:00:00Z\"}";

TEST(ContainerCredentials, ComeFromTheRelativeAddress) {
  Outside outside;
  outside.variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/1";
  outside.servers["GET http://169.254.170.2/v2/credentials/1"] = with_body(keys);
  EXPECT_EQ(outside.identity(), "K/s/t@");
  EXPECT_EQ(outside.header(0, "Authorization"), "");
}

TEST(ContainerCredentials, TheTokenOfTheFileGoesBeforeTheVariables) {
  Outside outside;
  outside.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://localhost:1338/x?y";
  outside.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "of the variable";
  outside.servers["GET http://localhost:1338/x?y"] = with_body(keys);
  EXPECT_EQ(outside.identity(), "K/s/t@");
  EXPECT_EQ(outside.header(0, "Authorization"), "of the variable");
  outside.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token";
  EXPECT_EQ(outside.identity(), "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read: /token.");
  outside.files["/token"] = "of the file\n";
  EXPECT_EQ(outside.identity(), "K/s/t@");
  EXPECT_EQ(outside.header(1, "Authorization"), "of the file");
  outside.files["/token"] = "two\r\nlines: x";
  EXPECT_EQ(outside.identity(), "The container's authorization token has a line break in it.");
}

TEST(ContainerCredentials, OtherHostsNeedHttps) {
  Outside outside;
  const auto set = [&](const char* url) {
    outside.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url;
  };
  set("http://example.com/x");
  EXPECT_EQ(outside.identity(),
            "AWS_CONTAINER_CREDENTIALS_FULL_URI names example.com; without https only loopback, "
            "169.254.170.2, 169.254.170.23 and fd00:ec2::23 are allowed.");
  EXPECT_TRUE(outside.asked.empty());
  for (const char* url : {"https://example.com/x", "http://127.1.2.3/x", "http://[::1]/x",
                          "http://169.254.170.23/x", "http://[fd00:ec2::23]/x"}) {
    set(url);
    outside.servers[std::string("GET ") + url] = with_body(keys);
    EXPECT_EQ(outside.identity(), "K/s/t@") << url;
  }
}

// What once made a load tester ask for ever.
TEST(ContainerCredentials, BadOnesAreOneSentenceAndAnEnd) {
  Outside outside;
  outside.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1/x";
  EXPECT_EQ(outside.identity(),
            "The container's credential service at 127.0.0.1:1 does not answer, asked 3 times.");
  EXPECT_EQ(outside.asked.size(), 3U);
  auto& server = outside.servers["GET http://127.0.0.1:1/x"];
  server = with_body("", 503);
  EXPECT_EQ(
      outside.identity(),
      "The container's credential service at 127.0.0.1:1 answered with HTTP status 503, asked "
      "3 times.");
  server = with_body("", 404);
  EXPECT_EQ(outside.identity(),
            "The container's credential service at 127.0.0.1:1 answered with HTTP status 404.");
  server = with_body("<html>");
  EXPECT_EQ(outside.identity(),
            "The container's credential service answered with something that is no JSON object.");
  server = with_body("{\"SecretAccessKey\":\"hush\"}");
  EXPECT_EQ(outside.identity(),
            "The container's credential service answered without AccessKeyId or SecretAccessKey.");
}

TEST(InstanceCredentials, ComeWithATokenOfVersionTwo) {
  Outside outside;
  outside.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:9/";
  outside.servers["PUT http://127.0.0.1:9/latest/api/token"] = with_body("session");
  outside.servers["GET http://127.0.0.1:9/latest/meta-data/iam/security-credentials/"] =
      with_body("role-of-machine\n");
  outside.servers
      ["GET http://127.0.0.1:9/latest/meta-data/iam/security-credentials/"
       "role-of-machine"] = with_body(keys);
  EXPECT_EQ(outside.identity(), "K/s/t@");
  EXPECT_EQ(outside.header(0, "X-aws-ec2-metadata-token-ttl-seconds"), "21600");
  EXPECT_EQ(outside.header(1, "X-aws-ec2-metadata-token"), "session");
  EXPECT_EQ(outside.header(2, "X-aws-ec2-metadata-token"), "session");
  EXPECT_EQ(find_credentials({}, outside.doors())->source, "the instance's role role-of-machine");
}

TEST(InstanceCredentials, AreAskedForOnceAndNotIfSwitchedOff) {
  Outside outside;
  EXPECT_TRUE(outside.identity().starts_with("There are no credentials"));
  EXPECT_EQ(outside.asked,
            (std::vector<std::string>{"PUT http://169.254.169.254/latest/api/token"}));
  outside.asked.clear();
  EXPECT_TRUE(outside.identity({.asks_instance = false}).starts_with("There are no credentials"));
  outside.variables["AWS_EC2_METADATA_DISABLED"] = "True";
  EXPECT_TRUE(outside.identity().starts_with("There are no credentials"));
  EXPECT_TRUE(outside.asked.empty());
}

TEST(InstanceCredentials, AMachineWithoutARoleHasNone) {
  Outside outside;
  outside.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] = "IPv6";
  outside.servers["PUT http://[fd00:ec2::254]/latest/api/token"] = with_body("session");
  outside.servers["GET http://[fd00:ec2::254]/latest/meta-data/iam/security-credentials/"] =
      with_body("", 404);
  EXPECT_TRUE(outside.identity().starts_with("There are no credentials"));
  EXPECT_EQ(outside.asked.size(), 2U);
}

}  // namespace
}  // namespace weir::aws
