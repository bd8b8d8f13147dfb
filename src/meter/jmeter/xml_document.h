// XmlDocument: a JMeter file as a tree whose parts know their lines and columns.
//
// There is no document type and no entity of its own in it: pugixml expands none, so a small file
// stays a small tree.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "meter/plan/plan.h"
#include "meter/plan/plan_errors.h"

namespace weir::meter {

class XmlDocument {
 public:
  // `text` must outlive it. What is wrong is told in `errors`; the tree is then empty.
  XmlDocument(std::string file, std::string_view text, PlanErrors& errors);

  pugi::xml_node root() const { return document_; }
  const std::string& file() const { return file_; }

  // Of an element: where its "<" stands.
  Position position(const pugi::xml_node& element) const;

  // The text inside an element, as a template of JMeter's: it knows its place in the file.
  TemplateText text_of(const pugi::xml_node& element) const;

  // A path in the file, seen from the file's folder.
  std::string path(std::string_view text) const;

 private:
  Position position_at(std::ptrdiff_t offset) const;

  std::string file_;
  std::string_view text_;
  pugi::xml_document document_;
  std::vector<std::size_t> line_starts_;
};

}  // namespace weir::meter
