#include "env/process_usage.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace weir::env {
namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

}  // namespace

ProcessUsage process_usage() {
  ProcessUsage usage;
  const auto page_bytes = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  std::ifstream pages("/proc/self/statm");
  if (pages >> usage.virtual_bytes >> usage.resident_bytes) {
    usage.virtual_bytes *= page_bytes;
    usage.resident_bytes *= page_bytes;
  }
  std::error_code failed;
  const std::filesystem::directory_iterator files("/proc/self/fd", failed);
  // The directory itself is open while it is read.
  if (!failed) {
    usage.open_files = static_cast<std::uint64_t>(std::distance(begin(files), end(files))) - 1;
  }
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) usage.open_files_max = limit.rlim_cur;
  rusage times{};
  if (::getrusage(RUSAGE_SELF, &times) == 0) {
    usage.cpu_seconds = seconds_of(times.ru_utime) + seconds_of(times.ru_stime);
  }
  return usage;
}

}  // namespace weir::env
