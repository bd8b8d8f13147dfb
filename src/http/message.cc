#include "http/message.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "http/http1_syntax.h"

namespace weir::http {
namespace {

const Header* find(const std::vector<Header>& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [name](const Header& header) {
    return header.name.size() == name.size() && equals_ignoring_case(header.name, name);
  });
  return found == headers.end() ? nullptr : &*found;
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  const Header* found = find(headers, name);
  return found == nullptr ? std::string_view() : found->value;
}

bool Request::has_header(std::string_view name) const { return find(headers, name) != nullptr; }

}  // namespace weir::http
