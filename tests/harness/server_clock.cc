// Preloaded into a program (LD_PRELOAD), it puts the program's clocks into a test's hands: they run
// as fast as ours or stand still, and go forward when they are told to, and its timers with them.
// The file that WEIR_TEST_CLOCK names says how; server_clock.py writes it.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
// A timer fires so much too early at most, finds that its time has not come, and is set again: so
// what is due at once when the clock is moved is seen at once.
constexpr std::int64_t look_interval_ns = 10'000'000;

// The file. Times are nanoseconds.
struct TestClock {
  std::int64_t runs;            // 0 if it stands still.
  std::int64_t begin_realtime;  // When the clocks were right,
  std::int64_t begin_monotonic;
  volatile std::int64_t ahead;  // and how far they have been moved since.
};

const TestClock& test_clock() {
  static const TestClock* const mapped = [] {
    const int file = open(std::getenv("WEIR_TEST_CLOCK"), O_RDONLY | O_CLOEXEC);
    void* const memory = mmap(nullptr, sizeof(TestClock), PROT_READ, MAP_SHARED, file, 0);
    if (file < 0 || memory == MAP_FAILED) std::abort();
    close(file);
    return static_cast<const TestClock*>(memory);
  }();
  return *mapped;
}

template <class Function>
Function next_of(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

int true_time(clockid_t clock, timespec* time) {
  static const auto next = next_of<int (*)(clockid_t, timespec*)>("clock_gettime");
  return next(clock, time);
}

std::int64_t nanoseconds_of(const timespec& time) { return time.tv_sec * second_ns + time.tv_nsec; }

timespec timespec_of(std::int64_t nanoseconds) {
  return {.tv_sec = nanoseconds / second_ns, .tv_nsec = nanoseconds % second_ns};
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) return true_time(clock, time);
  if (const int status = true_time(CLOCK_MONOTONIC, time); status != 0) return status;
  const TestClock& test = test_clock();
  const std::int64_t run = test.runs != 0 ? nanoseconds_of(*time) - test.begin_monotonic : 0;
  const std::int64_t begin = clock == CLOCK_MONOTONIC ? test.begin_monotonic : test.begin_realtime;
  *time = timespec_of(begin + run + test.ahead);
  return 0;
}

int timerfd_settime(int file, int flags, const itimerspec* value, itimerspec* old) noexcept {
  static const auto next =
      next_of<int (*)(int, int, const itimerspec*, itimerspec*)>("timerfd_settime");
  if ((flags & TFD_TIMER_ABSTIME) != 0) return next(file, flags, value, old);
  const itimerspec sooner{
      .it_interval = value->it_interval,
      .it_value = timespec_of(std::min(nanoseconds_of(value->it_value), look_interval_ns))};
  return next(file, flags, &sooner, old);
}

}  // extern "C"
