#include "server/setting.h"

namespace weir::server {
namespace {

Result<bool> parse_switch(std::string_view text) {
  if (text == "true" || text == "1" || text == "yes" || text == "on") return true;
  if (text == "false" || text == "0" || text == "no" || text == "off") return false;
  return fail(ErrorCode::invalid_argument, fmt::format("\"{}\" is neither true nor false", text));
}

}  // namespace

SetSetting set_switch(bool& into, bool meaning_of_true) {
  return [&into, meaning_of_true](std::string_view text) -> Result<void> {
    const bool on = TRY(parse_switch(text));
    into = on == meaning_of_true;
    return {};
  };
}

}  // namespace weir::server
