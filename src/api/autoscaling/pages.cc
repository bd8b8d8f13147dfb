#include "api/autoscaling/pages.h"

#include <fmt/format.h>

#include <utility>

#include "api/autoscaling/errors.h"
#include "api/page_token.h"

namespace weir::api::autoscaling {

aws::Outcome<std::size_t> page_size(const std::optional<std::int32_t>& asked, std::size_t most) {
  if (!asked) return most;
  if (*asked < 1 || static_cast<std::size_t>(*asked) > most) {
    return validation(fmt::format("MaxResults must be between 1 and {}.", most));
  }
  return static_cast<std::size_t>(*asked);
}

std::string token_of(const PagePlace& place) { return page_token(place); }

aws::Outcome<PagePlace> place_of(const std::optional<std::string_view>& token, std::size_t parts) {
  if (!token) return PagePlace{};
  auto place = read_page_token_texts(*token);
  if (!place || place->size() != parts) return invalid_next_token();
  return *std::move(place);
}

}  // namespace weir::api::autoscaling
