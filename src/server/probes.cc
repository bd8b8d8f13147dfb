#include "server/probes.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "base/bytes.h"
#include "env/process_usage.h"
#include "monitoring/store_logs.h"
#include "server/reach.h"

namespace weir::server {
namespace {

using metrics::Exposition;
using metrics::FamilyType;

constexpr std::string_view metrics_path = "/metrics";
constexpr std::string_view health_path = "/healthz";
constexpr std::string_view ready_path = "/readyz";

// Longer than a write takes on a disk that works.
constexpr seconds ready_patience{5};
// What was written to see whether that works is let go of by so many at a time.
constexpr std::uint64_t probes_kept = 64;

http::Response text_answer(int status, std::string text) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
          .body = std::move(text)};
}

// A listener on IPv6 sees clients of IPv4 under addresses of its own.
bool is_loopback_peer(std::string_view address) {
  return is_loopback(address) || address.starts_with("::ffff:127.");
}

void write_number(Exposition& page, std::string_view name, FamilyType type, std::string_view help,
                  double value) {
  page.family(name, type, help);
  page.sample({}, value);
}

template <class Number>
void counter(Exposition& page, std::string_view name, std::string_view help, Number value) {
  write_number(page, name, FamilyType::counter, help, static_cast<double>(value));
}

template <class Number>
void gauge(Exposition& page, std::string_view name, std::string_view help, Number value) {
  write_number(page, name, FamilyType::gauge, help, static_cast<double>(value));
}

void write_process(Exposition& page, WallTime started) {
  const env::ProcessUsage usage = env::process_usage();
  gauge(page, "process_resident_memory_bytes", "Memory that is really there.",
        usage.resident_bytes);
  gauge(page, "process_virtual_memory_bytes", "Addresses that are taken.", usage.virtual_bytes);
  gauge(page, "process_open_fds", "Open files, connections among them.", usage.open_files);
  gauge(page, "process_max_fds", "How many there may be.", usage.open_files_max);
  counter(page, "process_cpu_seconds_total", "CPU time of all threads.", usage.cpu_seconds);
  gauge(page, "process_start_time_seconds", "When the server started, since 1970.",
        static_cast<double>(started.ms) / 1000);
}

void write_journal(Exposition& page, const log::journal::JournalCounters& counters) {
  page.family("weir_journal_sync_seconds", FamilyType::summary,
              "Time from a group's submission until it is on stable storage.");
  page.sample({}, static_cast<double>(counters.sync_ns) * 1e-9, "_sum");
  page.sample({}, static_cast<double>(counters.groups), "_count");
  gauge(page, "weir_journal_sync_longest_seconds", "The longest of them since the start.",
        static_cast<double>(counters.sync_ns_max) * 1e-9);
  page.family("weir_journal_group_records", FamilyType::summary,
              "Records that were made durable by one sync.");
  page.sample({}, static_cast<double>(counters.records), "_sum");
  page.sample({}, static_cast<double>(counters.groups), "_count");
  page.family("weir_journal_group_bytes", FamilyType::summary,
              "Bytes that were written by one sync, padding included.");
  page.sample({}, static_cast<double>(counters.bytes), "_sum");
  page.sample({}, static_cast<double>(counters.groups), "_count");
  gauge(page, "weir_journal_pending_bytes", "What waits to be written now.",
        counters.pending_bytes);
  counter(page, "weir_journal_throttled_total", "Appends refused because too much waited.",
          counters.throttled);
  counter(page, "weir_journal_no_space_total", "Appends refused because the disk was full.",
          counters.no_space);
  page.family("weir_journal_reads_total", FamilyType::counter,
              "Reads of records, by where they were served from.");
  page.sample({{"from", "memory"}}, static_cast<double>(counters.tail_reads));
  page.sample({{"from", "disk"}}, static_cast<double>(counters.disk_reads));
  gauge(page, "weir_journal_segments", "Files of the journal now.", counters.segments);
  counter(page, "weir_journal_segments_reclaimed_total", "Files given back.",
          counters.segments_reclaimed);
  counter(page, "weir_journal_relocated_bytes_total", "Rewritten to give the rest back.",
          counters.relocated_bytes);
}

void write_requests(Exposition& page, const std::vector<LoopFacts>& facts) {
  api::RequestCounts::Counts requests;
  for (const LoopFacts& loop : facts) {
    for (const auto& [key, count] : loop.requests) requests[key] += count;
  }
  page.family(
      "weir_requests_total", FamilyType::counter,
      "Answered requests of Kinesis, by operation and error; code is empty if it succeeded.");
  for (const auto& [key, count] : requests) {
    page.sample({{"operation", key.first}, {"code", key.second}}, static_cast<double>(count));
  }
}

void write_http(Exposition& page, const std::vector<LoopFacts>& facts) {
  LoopFacts all;
  for (const LoopFacts& loop : facts) {
    all.connections += loop.connections;
    all.http.connections_accepted += loop.http.connections_accepted;
    all.http.connections_refused += loop.http.connections_refused;
    all.http.tls_handshakes += loop.http.tls_handshakes;
    all.http.tls_failed += loop.http.tls_failed;
    all.http.bytes_in += loop.http.bytes_in;
    all.http.bytes_out += loop.http.bytes_out;
  }
  gauge(page, "weir_http_connections", "Open connections.", all.connections);
  counter(page, "weir_http_connections_accepted_total", "Connections that were accepted.",
          all.http.connections_accepted);
  counter(page, "weir_http_connections_refused_total", "Connections beyond what is allowed.",
          all.http.connections_refused);
  counter(page, "weir_http_tls_handshakes_total", "Handshakes that succeeded.",
          all.http.tls_handshakes);
  counter(page, "weir_http_tls_failures_total", "Handshakes that failed.", all.http.tls_failed);
  counter(page, "weir_http_received_bytes_total", "Bytes that came in.", all.http.bytes_in);
  counter(page, "weir_http_sent_bytes_total", "Bytes that went out.", all.http.bytes_out);
}

}  // namespace

Probes::Probes(Storage& storage, const env::Clock& clock, MetricsAccess access, Facts facts)
    : storage_(storage),
      clock_(clock),
      access_(access),
      facts_(std::move(facts)),
      started_(clock.wall_now()) {}

bool Probes::concerns(const http::Request& request) {
  return (request.method == "GET" || request.method == "HEAD") &&
         (request.path == metrics_path || request.path == health_path ||
          request.path == ready_path);
}

bool Probes::lets_in(const http::Request& request) const {
  if (access_ != MetricsAccess::loopback) return access_ == MetricsAccess::anyone;
  const bool is_passed_on = request.has_header("Forwarded") ||
                            request.has_header("X-Forwarded-For") || request.has_header("Via");
  return is_loopback_peer(request.peer_address) && !is_passed_on;
}

void Probes::handle(env::EventLoop& home, const http::Request& request, http::Reply reply) {
  if (!lets_in(request)) {
    return reply(text_answer(403, "Not from here; see the setting \"metrics\".\n"));
  }
  if (request.path == health_path) return reply(text_answer(200, "ok\n"));
  if (request.path == ready_path) return answer_ready(home, std::move(reply));
  answer_metrics(home, metrics::format_asked_for(request.header("Accept")), std::move(reply));
}

struct Probes::Gathering {
  explicit Gathering(std::size_t loops) : facts(loops), waiting(loops) {}

  std::vector<LoopFacts> facts;
  std::atomic<std::size_t> waiting;
  http::Reply reply;
};

void Probes::answer_metrics(env::EventLoop& home, metrics::ExpositionFormat format,
                            http::Reply reply) {
  LoopGroup& loops = storage_.loops();
  const auto gathering = std::make_shared<Gathering>(loops.count());
  gathering->reply = std::move(reply);
  storage_.metrics().collectors().gather(
      home, [this, &home, &loops, format, gathering](const Result<void>&) {
        for (std::size_t index = 0; index < loops.count(); ++index) {
          loops.loop(index).post([this, &home, index, format, gathering] {
            gathering->facts[index] = facts_(index);
            if (gathering->waiting.fetch_sub(1) > 1) return;
            home.post([this, format, gathering] {
              http::Response page{.headers = {}, .body = page_of(gathering->facts, format)};
              page.headers.push_back({"Content-Type", std::string(metrics::content_type(format))});
              gathering->reply(std::move(page));
            });
          });
        }
      });
}

std::string Probes::page_of(const std::vector<LoopFacts>& facts,
                            metrics::ExpositionFormat format) const {
  Exposition page(format);
  page.family("weir_build_info", FamilyType::gauge, "1; with how the server was built.");
  page.sample({{"compiler", __VERSION__}}, 1);
  write_process(page, started_);
  write_requests(page, facts);
  write_http(page, facts);
  if (const auto journal = storage_.journal_counters()) write_journal(page, *journal);
  const monitoring::MetricStore& store = storage_.metrics().store();
  const monitoring::OpenPoints& open = store.open_points();
  gauge(page, "weir_metrics_series", "Series of metrics that are kept.", open.series_count());
  gauge(page, "weir_metrics_open_bytes", "Their points that are in no window yet.",
        open.row_bytes());
  gauge(page, "weir_metrics_written_timestamp_seconds", "The minutes before it are on disk.",
        static_cast<double>(store.written_before().ms) / 1e3);
  counter(page, "weir_metrics_dropped_total", "Values there was no room for.", open.dropped());
  storage_.metrics().totals().write(page, clock_.wall_now());
  return page.finish();
}

// Recovery is over, or nobody would answer. Whether the log can be written is seen by writing.
void Probes::answer_ready(env::EventLoop& home, http::Reply reply) {
  if (is_draining_) return reply(text_answer(503, "draining\n"));
  struct Waiting {
    http::Reply reply;
    std::unique_ptr<env::Timer> timer;
    void answer(int status, std::string text) {
      timer.reset();
      if (reply) std::exchange(reply, nullptr)(text_answer(status, std::move(text)));
    }
  };
  auto waiting = std::make_shared<Waiting>();
  waiting->reply = std::move(reply);
  // Answering destroys this handler, and with it what it captured: the copy outlives that.
  waiting->timer = home.after(ready_patience, [waiting]() mutable {
    const auto keep = std::move(waiting);
    keep->answer(503, "the log has not been written in time\n");
  });
  const std::shared_ptr<log::ShardLog> log = storage_.logs().log(monitoring::probe_log_id);
  log->append(home, {.records = {{.partition_key = {}, .data = bytes_of("ready?")}}, .owner = {}},
              [&home, log, waiting](const Result<log::Appended>& appended) {
                if (!appended) {
                  return waiting->answer(503, fmt::format("the log cannot be written: {}\n",
                                                          appended.error().message));
                }
                if (appended->first.value % probes_kept == 0) {
                  log->trim(home, appended->first, [](const Result<void>&) {});
                }
                waiting->answer(200, "ready\n");
              });
}

}  // namespace weir::server
