// Settings of `weir serve`, and the one table that flags, environment, configuration file and
// docs/settings.md are made from.
//
// A setting called shard-write-bytes is the flag --shard-write-bytes, the environment variable
// WEIR_SHARD_WRITE_BYTES and the key shard_write_bytes of the configuration file. A flag wins over
// the environment, the environment over the file.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/request_log.h"
#include "base/result.h"
#include "base/time.h"
#include "env/log_format.h"
#include "server/limit_settings.h"
#include "server/setting.h"
#include "server/topic_settings.h"

namespace weir::server {

enum class Engine : std::uint8_t { journal, memory };

// What the port speaks.
enum class TlsMode : std::uint8_t {
  both,      // TLS and clear text.
  required,  // TLS only.
  off,       // Clear text only.
};

// Who may read /metrics.
enum class MetricsAccess : std::uint8_t { loopback, anyone, nobody };

struct Settings {
  std::string data_directory = "weir-data";
  std::string listen_address = "127.0.0.1";
  std::uint16_t listen_port = 4567;
  std::size_t threads = 0;  // 0: one for each core.
  Engine engine = Engine::journal;
  LimitSettings limits;
  std::vector<LimitOverride> limit_overrides;    // Of accounts and streams; from the file only.
  std::vector<TopicSetting> topics;              // From the file only.
  std::uint64_t consumer_read_bytes = 2u << 20;  // Of one shard, per second.
  std::uint32_t stream_consumers_max = 20;
  milliseconds transition_time{0};
  std::string account_id = "000000000000";
  std::string first_stream;
  std::string region = "us-east-1";
  std::size_t connections_max = 20'000;
  seconds head_timeout{10};
  seconds idle_timeout{75};
  seconds drain_timeout{10};
  TlsMode tls = TlsMode::both;
  std::string tls_cert;  // With tls_key: files of one's own; both empty: certificates made here.
  std::string tls_key;
  std::vector<std::string> tls_names;  // Besides those that every certificate made here is for.
  std::string tls_client_ca;           // Empty: clients are not asked for certificates.
  bool tls_client_optional = false;
  bool io_uring = true;
  std::uint64_t segment_bytes = 64u << 20;
  std::uint64_t tail_cache_bytes = 24u << 20;
  std::string audit_log;  // Empty: audit.log in the data directory. "off": none.
  std::uint64_t audit_log_bytes = 64u << 20;
  MetricsAccess metrics = MetricsAccess::loopback;
  env::LogFormat log_format = env::LogFormat::text;
  api::RequestLogSettings request_log;
  std::string keyring;  // Empty: `keyring` in the data directory.
};

// The table over `settings`, which must outlive it.
std::vector<Setting> setting_table(Settings& settings);

// Where the keyring of a server with a directory is.
std::string keyring_directory(const Settings& settings);

// "WEIR_SHARD_WRITE_BYTES" and "shard_write_bytes".
std::string environment_name(std::string_view setting);
std::string file_key(std::string_view setting);

using Environment = std::function<std::optional<std::string>(const std::string& name)>;
using Flags = std::vector<std::pair<std::string, std::string>>;  // Setting name, text.

// Fills `settings` from the configuration file's text (empty: none), then the environment, then
// flags. Errors: invalid_argument  names the setting, where it came from and what is wrong.
Result<void> load_settings(Settings& settings, const std::string& file_text,
                           const Environment& environment, const Flags& flags);

// docs/settings.md, as `weir settings` prints it.
std::string settings_page();

// "500ms", "10s", "2m", "1h", or a bare number of seconds.
Result<milliseconds> parse_duration(std::string_view text);

}  // namespace weir::server
