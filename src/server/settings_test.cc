#include "server/settings.h"

#include <gtest/gtest.h>

#include <map>

namespace weir::server {
namespace {

Environment variables(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
  };
}

TEST(Settings, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
  Settings settings;
  const std::string file = "threads = 1\nengine = \"memory\"\nshard_write_records = 5\n";
  const auto loaded = load_settings(
      settings, file, variables({{"WEIR_THREADS", "2"}, {"WEIR_SHARD_WRITE_RECORDS", "6"}}),
      {{"threads", "3"}, {"no-limits", "true"}, {"listen", "[::1]:4000"}});
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
  EXPECT_EQ(settings.threads, 3u);
  EXPECT_EQ(settings.limits.shard.write.records_per_second, 6u);
  EXPECT_EQ(settings.engine, Engine::memory);
  EXPECT_FALSE(settings.limits.enabled);
  EXPECT_EQ(settings.listen_address, "::1");
  EXPECT_EQ(settings.listen_port, 4000);
}

TEST(Settings, NamesOfACertificateAreSeparatedByCommas) {
  Settings settings;
  ASSERT_TRUE(load_settings(settings, "", variables({}),
                            {{"tls-names", "Kinesis.Internal,*.example.com, 10.1.2.3,"}})
                  .has_value());
  EXPECT_EQ(settings.tls_names,
            (std::vector<std::string>{"kinesis.internal", "*.example.com", "10.1.2.3"}));
}

struct BadCase {
  std::string file;
  Flags flags;
  std::string message;
};

TEST(Settings, EachMistakeNamesTheSettingAndWhatIsWrong) {
  const BadCase cases[] = {
      {"",
       {{"threads", "many"}},
       "--threads: threads: \"many\" is not a whole number from 0 to 1024."},
      {"",
       {{"listen", "localhost"}},
       "--listen: listen: \"localhost\" is not ADDRESS:PORT, for example 127.0.0.1:4567."},
      {"",
       {{"account-id", "12"}},
       "--account-id: account-id: \"12\" is not an account id: 12 digits."},
      {"",
       {{"transition-time", "soon"}},
       "--transition-time: transition-time: \"soon\" is not a duration such as 500ms, 10s, 2m or "
       "1h."},
      {"", {{"tls", "yes"}}, "--tls: tls: \"yes\" is none of both, required and off."},
      {"",
       {{"tls-names", "a.example.com, https://b"}},
       "--tls-names: tls-names: \"https://b\" is neither a DNS name nor an address."},
      {"colour = \"blue\"\n",
       {},
       "The configuration file names \"colour\", which is not a setting; \"weir settings\" lists "
       "them."},
      {"threads = 1.5\n",
       {},
       "The configuration file's \"threads\" (line 1) is neither text, a whole number nor true or "
       "false."},
  };
  for (const BadCase& bad : cases) {
    Settings settings;
    const auto loaded = load_settings(settings, bad.file, variables({}), bad.flags);
    ASSERT_FALSE(loaded.has_value()) << bad.message;
    EXPECT_EQ(loaded.error().message, bad.message);
  }
}

TEST(Settings, AFileWithASyntaxErrorIsRefusedWithItsPlace) {
  Settings settings;
  const auto loaded = load_settings(settings, "threads = \n", variables({}), {});
  ASSERT_FALSE(loaded.has_value());
  EXPECT_NE(loaded.error().message.find("line 1"), std::string::npos) << loaded.error().message;
}

TEST(Settings, TheDefaultsInTheTableAreTheDefaultsInForce) {
  Settings from_table;
  for (const Setting& setting : setting_table(from_table)) {
    ASSERT_TRUE(setting.set(setting.default_text).has_value()) << setting.name;
  }
  const Settings built_in;
  EXPECT_EQ(from_table.listen_port, built_in.listen_port);
  EXPECT_EQ(from_table.limits.enabled, built_in.limits.enabled);
  EXPECT_EQ(from_table.limits.shard, built_in.limits.shard);
  EXPECT_EQ(from_table.limits.account, built_in.limits.account);
  EXPECT_EQ(from_table.limits.operation_rates, built_in.limits.operation_rates);
  EXPECT_EQ(from_table.segment_bytes, built_in.segment_bytes);
  EXPECT_EQ(from_table.tail_cache_bytes, built_in.tail_cache_bytes);
  EXPECT_EQ(from_table.idle_timeout, built_in.idle_timeout);
  EXPECT_EQ(from_table.io_uring, built_in.io_uring);
  EXPECT_EQ(from_table.log_format, built_in.log_format);
  EXPECT_EQ(from_table.request_log.requests, built_in.request_log.requests);
  EXPECT_EQ(from_table.request_log.slow, built_in.request_log.slow);
}

TEST(Settings, DurationsHaveUnits) {
  EXPECT_EQ(parse_duration("500ms").value(), milliseconds(500));
  EXPECT_EQ(parse_duration("2m").value(), milliseconds(120'000));
  EXPECT_EQ(parse_duration("3").value(), milliseconds(3'000));
  EXPECT_FALSE(parse_duration("ms").has_value());
}

}  // namespace
}  // namespace weir::server
