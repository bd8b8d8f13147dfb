// Element: one element of a JMeter plan, with its properties.
//
// A property is <stringProp name="…">, or intProp, longProp, boolProp, doubleProp, floatProp: older
// and newer files write the same one differently, and any of them is read for any. Values may hold
// variables and functions of properties ("${__P(threads,5)}"), which are filled in here where a
// number is needed.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "meter/jmeter/xml_document.h"
#include "meter/plan/plan.h"
#include "meter/plan/plan_errors.h"

namespace weir::meter {

// Fills in what a number may hold. Made once the plan's variables are known.
class JmeterValues {
 public:
  explicit JmeterValues(const Plan& plan) : plan_(plan) {}

  // The error is what is wrong with the text.
  std::expected<std::string, TemplateError> fill(const std::string& text) const;

 private:
  const Plan& plan_;
};

// What all elements of a file share. All must outlive them.
struct JmeterContext {
  const XmlDocument& document;
  const JmeterValues& values;
  PlanErrors& errors;
};

struct NameValue {
  std::string name;
  TemplateText value;
};

class Element {
 public:
  Element(const JmeterContext& context, pugi::xml_node node) : context_(context), node_(node) {}

  std::string_view tag() const { return node_.name(); }
  // As JMeter shows it: "Kinesis Producer".
  std::string label() const { return node_.attribute("testname").value(); }
  bool is_enabled() const;
  Position at() const { return context_.document.position(node_); }
  const JmeterContext& context() const { return context_; }
  pugi::xml_node node() const { return node_; }

  // The property's text, as it is; empty if it is not there.
  TemplateText text(std::string_view property) const;
  // The same with variables filled in.
  std::string filled(std::string_view property) const;

  // What is not there, or empty, leaves `into` as it is. What is no such value is told.
  void read(std::string_view property, bool& into) const;
  // Whether there was a good one.
  bool read_whole(std::string_view property, std::int64_t low, std::int64_t high,
                  std::int64_t& into) const;
  bool read_number(std::string_view property, double low, double high, double& into) const;
  // Milliseconds, fractions cut off.
  void read_milliseconds(std::string_view property, milliseconds& into) const;

  // An Arguments element inside ("TestPlan.user_defined_variables"), or this one itself.
  std::vector<NameValue> arguments(std::string_view property) const;
  std::vector<NameValue> arguments() const { return arguments_of(node_); }
  // An element property: <elementProp name="…">.
  std::optional<Element> element(std::string_view property) const;

 private:
  pugi::xml_node find(std::string_view property) const;
  std::vector<NameValue> arguments_of(const pugi::xml_node& node) const;
  void complain(std::string_view property, const TemplateText& text, std::string_view kind) const;

  const JmeterContext& context_;
  pugi::xml_node node_;
};

// An element, and the hashTree of what lies in it.
struct TreeItem {
  Element element;
  pugi::xml_node inside;
};

// The enabled elements of a hashTree, in order.
std::vector<TreeItem> items_of(const JmeterContext& context, const pugi::xml_node& hash_tree);

}  // namespace weir::meter
