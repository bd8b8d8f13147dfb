#include "server/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "http/tls/authority.h"
#include "server/settings_file.h"

namespace weir::server {
namespace {

template <class Duration>
SetSetting set_duration(Duration& into, milliseconds max) {
  return [&into, max](std::string_view text) -> Result<void> {
    const milliseconds value = TRY(parse_duration(text));
    if (value > max) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("\"{}\" is longer than {} seconds", text, max.count() / 1000));
    }
    into = std::chrono::duration_cast<Duration>(value);
    return {};
  };
}

SetSetting set_text(std::string& into) {
  return [&into](std::string_view text) -> Result<void> {
    into = text;
    return {};
  };
}

SetSetting set_account(std::string& into) {
  return [&into](std::string_view text) -> Result<void> {
    const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (text.size() != 12 || !digits) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("\"{}\" is not an account id: 12 digits", text));
    }
    into = text;
    return {};
  };
}

SetSetting set_engine(Engine& into) {
  return [&into](std::string_view text) -> Result<void> {
    if (text != "journal" && text != "memory") {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("\"{}\" is not an engine: journal or memory", text));
    }
    into = text == "journal" ? Engine::journal : Engine::memory;
    return {};
  };
}

SetSetting set_tls_mode(TlsMode& into) {
  return [&into](std::string_view text) -> Result<void> {
    if (text == "both") {
      into = TlsMode::both;
    } else if (text == "required") {
      into = TlsMode::required;
    } else if (text == "off") {
      into = TlsMode::off;
    } else {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("\"{}\" is none of both, required and off", text));
    }
    return {};
  };
}

SetSetting set_metrics_access(MetricsAccess& into) {
  return [&into](std::string_view text) -> Result<void> {
    if (text == "loopback") {
      into = MetricsAccess::loopback;
    } else if (text == "anyone") {
      into = MetricsAccess::anyone;
    } else if (text == "nobody") {
      into = MetricsAccess::nobody;
    } else {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("\"{}\" is none of loopback, anyone and nobody", text));
    }
    return {};
  };
}

SetSetting set_log_format(env::LogFormat& into) {
  return [&into](std::string_view text) -> Result<void> {
    if (text != "text" && text != "json") {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("\"{}\" is neither text nor json", text));
    }
    into = text == "json" ? env::LogFormat::json : env::LogFormat::text;
    return {};
  };
}

SetSetting set_logged_requests(api::LoggedRequests& into) {
  return [&into](std::string_view text) -> Result<void> {
    if (text == "none") {
      into = api::LoggedRequests::none;
    } else if (text == "failed") {
      into = api::LoggedRequests::failed;
    } else if (text == "all") {
      into = api::LoggedRequests::all;
    } else {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("\"{}\" is none of none, failed and all", text));
    }
    return {};
  };
}

// "kinesis.internal,10.1.2.3"; blanks and empty parts do not matter.
SetSetting set_certificate_names(std::vector<std::string>& into) {
  return [&into](std::string_view text) -> Result<void> {
    std::vector<std::string> names;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find_first_of(", "), text.size());
      if (end > 0) names.push_back(TRY(http::parse_certificate_name(text.substr(0, end))));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    into = std::move(names);
    return {};
  };
}

// "127.0.0.1:4567", "[::1]:4567" or ":4567" (every address).
Result<void> set_listen(Settings& settings, std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{}\" is not ADDRESS:PORT, for example 127.0.0.1:4567", text));
  }
  std::string_view address = text.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  }
  settings.listen_port = TRY(parse_integer<std::uint16_t>(text.substr(colon + 1), 0, 65535));
  settings.listen_address = address.empty() ? "0.0.0.0" : std::string(address);
  return {};
}

std::string changed(std::string_view name, char separator, bool upper) {
  std::string text(name);
  for (char& c : text) {
    if (c == '-') c = separator;
    if (upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return text;
}

Result<void> apply(std::vector<Setting>& table, std::string_view name, std::string_view text,
                   std::string_view source) {
  const auto setting = std::ranges::find(table, name, &Setting::name);
  if (setting == table.end()) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("{} names \"{}\", which is not a setting; \"weir settings\" lists them.",
                    source, name));
  }
  if (Result<void> done = setting->set(text); !done) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}: {}: {}.", source, name, done.error().message));
  }
  return {};
}

}  // namespace

Result<milliseconds> parse_duration(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view unit = text.substr(digits);
  std::int64_t scale = 0;
  if (unit.empty() || unit == "s") scale = 1000;
  if (unit == "ms") scale = 1;
  if (unit == "m") scale = 60'000;
  if (unit == "h") scale = 3'600'000;
  if (scale == 0 || digits == 0 || digits > 9) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{}\" is not a duration such as 500ms, 10s, 2m or 1h", text));
  }
  const auto count = TRY(parse_integer<std::int64_t>(text.substr(0, digits), 0, 999'999'999));
  return milliseconds(count * scale);
}

std::vector<Setting> setting_table(Settings& s) {
  constexpr milliseconds day = std::chrono::hours(24);
  std::vector<Setting> table;
  table.push_back({"data", "directory", "weir-data",
                   "Where everything durable lives. One process owns it at a time.", false,
                   set_text(s.data_directory)});
  table.push_back({"listen", "ADDRESS:PORT", "127.0.0.1:4567",
                   "Where clients connect. Any address but loopback needs at least one user "
                   "(weir user add); port 0 takes any free port.",
                   false, [&s](std::string_view text) { return set_listen(s, text); }});
  table.push_back({"threads", "count", "0",
                   "I/O threads; 0 means one for each core. Fewer leave room for neighbours.",
                   false, set_integer<std::size_t>(s.threads, 0, 1024)});
  table.push_back({"engine", "journal or memory", "journal",
                   "The log behind the shards. memory keeps the newest 64 MiB of each shard, "
                   "nothing over a restart: for tests only.",
                   false, set_engine(s.engine)});
  for (Setting& limit : limit_setting_table(s.limits)) table.push_back(std::move(limit));
  table.push_back({"consumer-read-bytes", "bytes per second", "2097152",
                   "What a registered consumer is sent of a shard each second by SubscribeToShard; "
                   "Amazon's is 2 MiB.",
                   false, set_integer<std::uint64_t>(s.consumer_read_bytes, 1, 1ull << 40)});
  table.push_back({"stream-consumers", "count", "20",
                   "Consumers that may be registered with a stream; Amazon's is 20, and then 50 "
                   "for on-demand streams of accounts with the advantage.",
                   false, set_integer<std::uint32_t>(s.stream_consumers_max, 1, 1'000'000)});
  table.push_back({"transition-time", "duration", "0ms",
                   "How long a stream stays CREATING, DELETING or UPDATING. Longer than 0 to test "
                   "clients that must wait, as on Amazon.",
                   false, set_duration(s.transition_time, day)});
  table.push_back({"account-id", "12 digits", "000000000000",
                   "The account of clients while no user is defined, and of users added without "
                   "one.",
                   false, set_account(s.account_id)});
  table.push_back({"region", "name", "us-east-1",
                   "The region of the first stream. Clients choose their own: streams of different "
                   "regions do not see each other.",
                   false, set_text(s.region)});
  table.push_back({"first-stream", "stream name", "",
                   "Creates this stream unless it exists, writes a first handful of events into it "
                   "and prints where they went.",
                   false, set_text(s.first_stream)});
  table.push_back({"connections", "count", "20000",
                   "Connections that one I/O thread holds; further ones are closed at once.", false,
                   set_integer<std::size_t>(s.connections_max, 1, 1'000'000)});
  table.push_back({"head-timeout", "duration", "10s",
                   "How long a client may take to send a request's head.", false,
                   set_duration(s.head_timeout, day)});
  table.push_back({"idle-timeout", "duration", "75s",
                   "How long a connection may stay open between requests.", false,
                   set_duration(s.idle_timeout, day)});
  table.push_back({"drain-timeout", "duration", "10s",
                   "How long a stopping server waits for requests under way.", false,
                   set_duration(s.drain_timeout, day)});
  table.push_back({"tls", "both, required or off", "both",
                   "Whether the port speaks TLS beside clear text, nothing but TLS, or no TLS.",
                   false, set_tls_mode(s.tls)});
  table.push_back({"tls-cert", "PEM file", "",
                   "The server's certificate, followed by those that lead to its authority. Read "
                   "again when it changes. Without one the server makes an authority and a "
                   "certificate of its own; `weir tls` says how clients come to trust them.",
                   false, set_text(s.tls_cert)});
  table.push_back({"tls-key", "PEM file", "",
                   "The private key of the certificate, without a passphrase.", false,
                   set_text(s.tls_key)});
  table.push_back({"tls-names", "names and addresses", "",
                   "What else than localhost, this machine's name and the loopback addresses a "
                   "certificate made here is for, separated by commas.",
                   false, set_certificate_names(s.tls_names)});
  table.push_back({"tls-client-ca", "PEM file", "",
                   "Only clients with a certificate that one of these authorities has signed are "
                   "let in, and TLS is required. Signatures are verified all the same.",
                   false, set_text(s.tls_client_ca)});
  table.push_back({"tls-client-optional", "true or false", "false",
                   "Lets in clients without a certificate too; one that is shown must be good.",
                   true, set_switch(s.tls_client_optional, true)});
  table.push_back({"io-uring", "true or false", "true",
                   "Writes the journal through io_uring where the kernel allows it; false uses a "
                   "thread.",
                   false, set_switch(s.io_uring, true)});
  table.push_back({"segment-bytes", "bytes", "67108864",
                   "Size of a journal segment. Space is given back in whole segments; larger ones "
                   "make fewer files.",
                   false, set_integer<std::uint64_t>(s.segment_bytes, 16u << 20, 1ull << 30)});
  table.push_back({"tail-cache-bytes", "bytes", "25165824",
                   "Newest records kept in memory for readers at the tail.", false,
                   set_integer<std::uint64_t>(s.tail_cache_bytes, 0, 1ull << 36)});
  table.push_back({"audit-log", "file, or off", "",
                   "Where calls of the control plane are noted, a line of JSON each: who asked for "
                   "what, from where, and whether it was allowed. Without a file: `audit.log` in "
                   "the data directory.",
                   false, set_text(s.audit_log)});
  table.push_back({"audit-log-bytes", "bytes", "67108864",
                   "At this size the audit log is moved to FILE.1, whose content is then gone.",
                   false, set_integer<std::uint64_t>(s.audit_log_bytes, 4'096, 1ull << 40)});
  table.push_back(
      {"metrics", "loopback, anyone or nobody", "loopback",
       "Who may read `/metrics`, `/healthz` and `/readyz` without a signature: only this "
       "machine, everybody who reaches the port, or nobody. `docs/metrics.md` says what "
       "is there.",
       false, set_metrics_access(s.metrics)});
  table.push_back({"log-format", "text or json", "text",
                   "How the log on standard error is printed: for people, or an object of JSON a "
                   "line. `docs/logs.md` says what is there.",
                   false, set_log_format(s.log_format)});
  table.push_back({"log-requests", "none, failed or all", "none",
                   "Which requests have a line in the log besides those that took long and those "
                   "that the server failed.",
                   false, set_logged_requests(s.request_log.requests)});
  table.push_back({"slow-request", "duration", "1s",
                   "A request that takes so long has a line in the log; 0 means none has.", false,
                   set_duration(s.request_log.slow, day)});
  table.push_back({"keyring", "directory", "",
                   "Where the keys of encrypted streams are (`weir key`): best on another volume "
                   "than the data. Without it: `keyring` in the data directory.",
                   false, set_text(s.keyring)});
  return table;
}

std::string keyring_directory(const Settings& settings) {
  return settings.keyring.empty() ? settings.data_directory + "/keyring" : settings.keyring;
}

std::string environment_name(std::string_view setting) {
  return "WEIR_" + changed(setting, '_', true);
}

std::string file_key(std::string_view setting) { return changed(setting, '_', false); }

Result<void> load_settings(Settings& settings, const std::string& file_text,
                           const Environment& environment, const Flags& flags) {
  std::vector<Setting> table = setting_table(settings);
  const SettingsFile file = TRY(parse_settings_file(file_text));
  for (const auto& [key, text] : file.pairs) {
    std::string name = key;
    std::ranges::replace(name, '_', '-');
    TRY(apply(table, name, text, "The configuration file"));
  }
  for (const Setting& setting : table) {
    const std::string variable = environment_name(setting.name);
    if (const std::optional<std::string> text = environment(variable)) {
      TRY(apply(table, setting.name, *text, variable));
    }
  }
  for (const auto& [name, text] : flags) TRY(apply(table, name, text, "--" + name));
  // Last, because they begin with what the server has in the end.
  for (const LimitTable& limits : file.limits) {
    settings.limit_overrides.push_back(TRY(apply_limit_table(settings.limits, limits)));
  }
  for (const TopicTable& topic : file.topics) {
    settings.topics.push_back(TRY(read_topic_table(topic)));
  }
  return {};
}

std::string settings_page() {
  Settings defaults;
  std::string page =
      "# Settings of `weir serve`\n\n"
      "Printed by `weir settings`. Each can be given as a flag, as an environment variable or in "
      "the "
      "configuration\nfile (`--config FILE`, TOML). A flag wins over the environment, the "
      "environment over the file.\n\n"
      "| flag | environment | file | expects | default | what it does |\n"
      "|---|---|---|---|---|---|\n";
  for (const Setting& setting : setting_table(defaults)) {
    page += fmt::format("| `--{}` | `{}` | `{}` | {} | {} | {} |\n", setting.name,
                        environment_name(setting.name), file_key(setting.name), setting.kind,
                        setting.default_text.empty() ? "none" : "`" + setting.default_text + "`",
                        setting.description);
  }
  page +=
      "\n`WEIR_ACCESS_KEY_ID` and `WEIR_SECRET_ACCESS_KEY`, set together, define a first user "
      "called\n"
      "`environment`, for containers. They are read from the environment only, so that secrets "
      "stay "
      "out of\ncommand lines and files.\n\n"
      "The limits, from `no_limits` to `stream_tags`, can be others for an account or for a "
      "stream. "
      "The file\nsays so in tables of their own; what a table does not mention is as for the "
      "server. A stream's table\nhas the keys from `no_limits` to `shard_iterator_calls`, and "
      "counts "
      "before its account's.\n\n"
      "```toml\n"
      "[limits.account.123456789012]\n"
      "operation_rates = \"none\"\n"
      "account_shards = 500\n\n"
      "[limits.stream.orders]               # In any account and region.\n"
      "shard_write_bytes = 4194304\n\n"
      "[limits.stream.\"arn:aws:kinesis:us-east-1:123456789012:stream/clicks\"]\n"
      "no_limits = true\n"
      "```\n\n"
      "What the topics are that alarms call ([alarms](alarms.md)) the file says, too, and nothing "
      "else.\n\n"
      "```toml\n"
      "[notifications.ops]                  # arn:aws:sns:REGION:ACCOUNT:ops, of any account.\n"
      "url = \"https://hooks.example.com/weir\"\n"
      "secret_file = \"/etc/weir/ops.secret\" # Signs what is posted; without it nothing is.\n\n"
      "[notifications.\"arn:aws:sns:us-east-1:123456789012:page\"]\n"
      "command = [\"/usr/local/bin/page\", \"--urgent\"]\n"
      "```\n";
  return page;
}

}  // namespace weir::server
