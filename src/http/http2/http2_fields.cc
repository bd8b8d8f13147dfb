#include "http/http2/http2_fields.h"

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <string_view>

namespace weir::http {
namespace {

// nghttp2 takes pointers to what it only reads.
std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
}

}  // namespace

void Http2Fields::add(std::string_view name, std::string_view value, Repeats repeats) {
  const auto flags = repeats == Repeats::no ? NGHTTP2_NV_FLAG_NO_INDEX : NGHTTP2_NV_FLAG_NONE;
  const nghttp2_nv field{bytes_of(name), bytes_of(value), name.size(), value.size(),
                         static_cast<std::uint8_t>(flags)};
  if (more_.empty() && count_ < few_.size()) {
    few_[count_++] = field;
    return;
  }
  if (more_.empty()) more_.assign(few_.begin(), few_.end());
  more_.push_back(field);
}

}  // namespace weir::http
