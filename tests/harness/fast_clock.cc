// Preloaded into a program (LD_PRELOAD), it makes time pass faster there: clocks and timers run at
// a rate of their own, and the civil time may be ahead besides. The file that WEIR_TEST_FAST_CLOCK
// names says how; fast_clock.py writes it, and rewrites what changes while the program runs.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

// The file. Times are nanoseconds.
struct FastClock {
  std::int64_t rate;
  std::int64_t begin_realtime;  // When all clocks were right,
  std::int64_t begin_monotonic;
  volatile std::int64_t ahead;  // and how far the civil time has been set ahead since.
};

const FastClock& fast_clock() {
  static const FastClock* const mapped = [] {
    const int file = open(std::getenv("WEIR_TEST_FAST_CLOCK"), O_RDONLY | O_CLOEXEC);
    void* const memory = mmap(nullptr, sizeof(FastClock), PROT_READ, MAP_SHARED, file, 0);
    if (file < 0 || memory == MAP_FAILED) std::abort();
    close(file);
    return static_cast<const FastClock*>(memory);
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

// One that was armed stays armed.
timespec shortened(const timespec& time) {
  const std::int64_t whole = nanoseconds_of(time);
  const std::int64_t less = whole / fast_clock().rate;
  return timespec_of(whole > 0 && less == 0 ? 1 : less);
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) return true_time(clock, time);
  if (const int status = true_time(CLOCK_MONOTONIC, time); status != 0) return status;
  const FastClock& fast = fast_clock();
  const std::int64_t passed = (nanoseconds_of(*time) - fast.begin_monotonic) * fast.rate;
  *time = timespec_of(clock == CLOCK_MONOTONIC ? fast.begin_monotonic + passed
                                               : fast.begin_realtime + passed + fast.ahead);
  return 0;
}

int timerfd_settime(int file, int flags, const itimerspec* value, itimerspec* old) noexcept {
  static const auto next =
      next_of<int (*)(int, int, const itimerspec*, itimerspec*)>("timerfd_settime");
  if ((flags & TFD_TIMER_ABSTIME) != 0) return next(file, flags, value, old);
  const itimerspec sooner{.it_interval = shortened(value->it_interval),
                          .it_value = shortened(value->it_value)};
  return next(file, flags, &sooner, old);
}

}  // extern "C"
