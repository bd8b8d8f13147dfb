#include "meter/terminal_display.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace weir::app {
namespace {

std::optional<meter::ScreenSize> terminal_size() {
  if (::isatty(STDOUT_FILENO) == 0) return std::nullopt;
  winsize size{};
  // Some terminals do not say: a line is then as long as ever.
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
    return meter::ScreenSize{};
  }
  return meter::ScreenSize{.columns = size.ws_col, .rows = size.ws_row};
}

}  // namespace

std::optional<meter::ScreenSize> TerminalDisplay::size() {
  return is_plain_ ? std::nullopt : terminal_size();
}

void TerminalDisplay::write(std::string_view text) {
  std::fflush(stdout);
  while (!text.empty()) {
    const ssize_t count = ::write(STDOUT_FILENO, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return;  // Nobody looks any more; the run goes on.
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::size_t output_columns(std::size_t otherwise) {
  const auto size = terminal_size();
  return size ? size->columns : otherwise;
}

}  // namespace weir::app
