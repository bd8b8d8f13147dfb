// Limits of accounts and streams, from the configuration file.

#include <gtest/gtest.h>

#include "server/settings.h"

namespace weir::server {
namespace {

Result<Settings> load(const std::string& file, const Flags& flags = {}) {
  Settings settings;
  const auto no_variables = [](const std::string&) { return std::optional<std::string>(); };
  TRY(load_settings(settings, file, no_variables, flags));
  return settings;
}

TEST(LimitSettings, TablesChangeTheServersLimitsForAnAccountOrAStream) {
  const auto settings = load(
      "shard_read_calls = 6\n"
      "[limits.account.123456789012]\n"
      "operation_rates = \"none,ListStreams=2\"\n"
      "account_shards = 7\n"
      "shard_write_bytes = 8\n"
      "[limits.stream.orders]\n"
      "shard_write_records = 9\n"
      "[limits.stream.\"arn:aws:kinesis:eu-west-1:123456789012:stream/clicks\"]\n"
      "no_limits = true\n",
      {{"shard-iterator-calls", "10"}});
  ASSERT_TRUE(settings) << settings.error().message;
  const stream::Limits limits = limits_of(settings->limits, settings->limit_overrides);
  EXPECT_EQ(limits.of_account("123456789012").shards_max, 7U);
  EXPECT_EQ(limits.of_account("000000000000").shards_max, 20'000U);

  const stream::ShardLimits& other = limits.of_stream({"000000000000", "us-east-1", "other"});
  EXPECT_EQ(other.read.calls_per_second, 6U);
  EXPECT_EQ(other.read.iterators_per_second, 10U);
  EXPECT_EQ(limits.of_stream({"123456789012", "us-east-1", "s"}).write.bytes_per_second, 8U);
  const stream::ShardLimits& orders = limits.of_stream({"000000000000", "us-east-1", "orders"});
  EXPECT_EQ(orders.write.records_per_second, 9U);
  EXPECT_EQ(orders.read.calls_per_second, 6U);
  const stream::ShardLimits& clicks = limits.of_stream({"123456789012", "eu-west-1", "clicks"});
  EXPECT_FALSE(clicks.write.enabled);
  EXPECT_EQ(clicks.read.calls_per_second, 0U);

  const auto rates = operation_rates_of(settings->limits, settings->limit_overrides);
  EXPECT_EQ(rates.server, api::kinesis::OperationRates{});
  EXPECT_EQ(rates.accounts.at("123456789012").changed.at("ListStreams"), 2U);
}

TEST(LimitSettings, LiftedLimitsLiftEveryRate) {
  const auto settings = load("", {{"no-limits", "true"}});
  ASSERT_TRUE(settings);
  const stream::Limits limits = limits_of(settings->limits, {});
  EXPECT_FALSE(limits.shard.write.enabled);
  EXPECT_EQ(limits.shard.read.calls_per_second, 0U);
  EXPECT_FALSE(operation_rates_of(settings->limits, {}).server.published_apply);
}

TEST(LimitSettings, MistakesAreNamed) {
  const auto mistake = [](const std::string& file) {
    const auto settings = load(file);
    return settings ? "" : settings.error().message;
  };
  EXPECT_EQ(mistake("[limits.account.12]\ntags = 1\n"),
            "[limits.account.\"12\"] of the configuration file: that is not an account id: 12 "
            "digits.");
  EXPECT_EQ(mistake("[limits.stream.\"arn:x\"]\n"),
            "[limits.stream.\"arn:x\"] of the configuration file: that is not a stream's ARN.");
  EXPECT_EQ(mistake("[limits.stream.s]\naccount_shards = 1\n"),
            "[limits.stream.\"s\"] of the configuration file names \"account_shards\", which "
            "cannot be set there.");
  EXPECT_EQ(mistake("[limits.stream.s]\nshard_write_bytes = 0\n"),
            "[limits.stream.\"s\"] of the configuration file: shard_write_bytes: \"0\" is not a "
            "whole number from 1 to 1099511627776.");
  EXPECT_EQ(mistake("[limits.region.r]\n"),
            "The configuration file's \"limits.region\" (line 1) is neither limits.account nor "
            "limits.stream.");
  EXPECT_EQ(mistake("[limits]\nstream = 5\n"),
            "The configuration file's \"limits.stream\" (line 2) is not a table.");
}

}  // namespace
}  // namespace weir::server
