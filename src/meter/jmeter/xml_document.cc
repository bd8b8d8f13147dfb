#include "meter/jmeter/xml_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace weir::meter {
namespace {

// Whether every element's depth is one that a walk may go down to.
bool is_too_deep(const pugi::xml_node& root) {
  constexpr int depth_max = 200;
  struct Walker : pugi::xml_tree_walker {
    bool for_each(pugi::xml_node&) override { return depth() < depth_max; }
  } walker;
  pugi::xml_node copy = root;
  return !copy.traverse(walker);
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0u) != 0x80u; }));
}

}  // namespace

XmlDocument::XmlDocument(std::string file, std::string_view text, PlanErrors& errors)
    : file_(std::move(file)), text_(text) {
  line_starts_.push_back(0);
  for (std::size_t index = 0; index < text_.size(); ++index) {
    if (text_[index] == '\n') line_starts_.push_back(index + 1);
  }
  constexpr unsigned options = pugi::parse_default | pugi::parse_ws_pcdata_single;
  const pugi::xml_parse_result result =
      document_.load_buffer(text_.data(), text_.size(), options, pugi::encoding_utf8);
  if (!result) {
    errors.add(position_at(result.offset),
               fmt::format("This is not XML: {}.", result.description()));
    document_.reset();
  } else if (is_too_deep(document_)) {
    errors.add({.file = file_}, "The plan's elements lie more than 200 deep in one another.");
    document_.reset();
  }
}

Position XmlDocument::position(const pugi::xml_node& element) const {
  // pugixml knows where the name is.
  return position_at(std::max<std::ptrdiff_t>(element.offset_debug(), 1) - 1);
}

TemplateText XmlDocument::text_of(const pugi::xml_node& element) const {
  TemplateText field{.text = element.child_value(),
                     .language = Language::jmeter,
                     .at = position(element),
                     .writing = Writing::xml};
  const pugi::xml_node inner = element.first_child();
  const std::ptrdiff_t offset = inner ? inner.offset_debug() : -1;
  if (offset < 0) return field;
  field.at = position_at(offset);
  // Of a CDATA section pugixml knows where its text is, which has no entities.
  if (inner.type() == pugi::node_cdata) {
    field.writing = Writing::plain;
    return field;
  }
  const std::string_view rest = text_.substr(static_cast<std::size_t>(offset));
  field.source = rest.substr(0, rest.find('<'));
  return field;
}

std::string XmlDocument::path(std::string_view text) const {
  const std::size_t slash = file_.rfind('/');
  if (text.starts_with('/') || slash == std::string::npos) return std::string(text);
  return file_.substr(0, slash + 1) + std::string(text);
}

Position XmlDocument::position_at(std::ptrdiff_t offset) const {
  const std::size_t place =
      std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)), text_.size());
  const auto after = std::ranges::upper_bound(line_starts_, place);
  const auto line = static_cast<std::size_t>(after - line_starts_.begin());
  const std::size_t start = line_starts_[line - 1];
  return {.file = file_,
          .line = static_cast<int>(line),
          .column = static_cast<int>(characters_in(text_.substr(start, place - start)) + 1)};
}

}  // namespace weir::meter
