#include "meter/jmeter/element.h"

#include <fmt/format.h>

#include <utility>

#include "meter/plan/quantities.h"
#include "meter/plan/template_position.h"
#include "meter/plan/toml_table.h"

namespace weir::meter {
namespace {

constexpr std::size_t arguments_max = 10'000;

bool is_property(const pugi::xml_node& node, std::string_view name) {
  const std::string_view tag = node.name();
  if (!tag.ends_with("Prop")) return false;
  if (name == node.attribute("name").value()) return true;
  // <doubleProp><name>throughput</name><value>60.0</value></doubleProp>
  return (tag == "doubleProp" || tag == "floatProp") && name == node.child_value("name");
}

pugi::xml_node value_node(const pugi::xml_node& property) {
  const pugi::xml_node value = property.child("value");
  return value ? value : property;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

}  // namespace

std::expected<std::string, TemplateError> JmeterValues::fill(const std::string& text) const {
  if (text.find("${") == std::string::npos) return text;
  VariableNames names;
  for (const auto& [name, value] : plan_.properties) names.set_property(name, value);
  std::vector<std::pair<Slot, Template>> defined;
  for (const Variable& variable : plan_.variables) {
    auto compiled = Template::compile(variable.value.text, Language::jmeter, names);
    if (!compiled) continue;  // Told where it stands, once the plan is prepared.
    defined.emplace_back(names.slot(variable.name), *std::move(compiled));
  }
  auto compiled = Template::compile(text, Language::jmeter, names);
  if (!compiled) return std::unexpected(std::move(compiled).error());
  FastRandom random(plan_.seed);
  Variables variables(names.size());
  RenderContext context{.random = random, .variables = variables, .now = {}, .simulated_now = {}};
  for (const auto& [slot, value] : defined) {
    std::string rendered;
    value.render(context, rendered);
    variables.set(slot, rendered);
  }
  std::string filled;
  compiled->render(context, filled);
  return filled;
}

bool Element::is_enabled() const {
  return std::string_view(node_.attribute("enabled").value()) != "false";
}

pugi::xml_node Element::find(std::string_view property) const {
  for (const pugi::xml_node& child : node_.children()) {
    if (is_property(child, property)) return child;
  }
  return {};
}

TemplateText Element::text(std::string_view property) const {
  const pugi::xml_node found = find(property);
  if (!found) return {.text = "", .language = Language::jmeter, .at = at()};
  return context_.document.text_of(value_node(found));
}

std::string Element::filled(std::string_view property) const {
  const TemplateText field = text(property);
  const auto value = context_.values.fill(field.text);
  if (value) return std::string(trimmed(*value));
  context_.errors.add(position_in(field, value.error().offset), value.error().message);
  return {};
}

void Element::complain(std::string_view property, const TemplateText& text,
                       std::string_view kind) const {
  context_.errors.add(text.at, fmt::format("{} of \"{}\" is \"{}\"; {} belongs here.", property,
                                           label(), text.text, kind));
}

void Element::read(std::string_view property, bool& into) const {
  const std::string value = filled(property);
  if (value.empty()) return;
  if (value == "true" || value == "false") {
    into = value == "true";
  } else {
    complain(property, text(property), "true or false");
  }
}

bool Element::read_whole(std::string_view property, std::int64_t low, std::int64_t high,
                         std::int64_t& into) const {
  const std::string value = filled(property);
  if (value.empty()) return false;
  const auto whole = parse_whole(value);
  if (!whole) {
    complain(property, text(property), "a whole number");
    return false;
  }
  if (*whole < low || *whole > high) {
    context_.errors.add(
        text(property).at,
        fmt::format("{} of \"{}\" is {}; {} to {} are allowed.", property, label(), *whole,
                    spoken(static_cast<double>(low)), spoken(static_cast<double>(high))));
    return false;
  }
  into = *whole;
  return true;
}

bool Element::read_number(std::string_view property, double low, double high, double& into) const {
  const std::string value = filled(property);
  if (value.empty()) return false;
  const auto number = parse_number(value);
  if (!number) {
    complain(property, text(property), "a number");
    return false;
  }
  if (*number < low || *number > high) {
    context_.errors.add(text(property).at,
                        fmt::format("{} of \"{}\" is {}; {} to {} are allowed.", property, label(),
                                    *number, spoken(low), spoken(high)));
    return false;
  }
  into = *number;
  return true;
}

void Element::read_milliseconds(std::string_view property, milliseconds& into) const {
  double value = 0;
  constexpr double most = static_cast<double>(duration_days_max) * 86'400'000;
  if (read_number(property, 0, most, value)) into = milliseconds(static_cast<std::int64_t>(value));
}

std::optional<Element> Element::element(std::string_view property) const {
  const pugi::xml_node found = find(property);
  if (!found) return std::nullopt;
  return Element(context_, found);
}

std::vector<NameValue> Element::arguments(std::string_view property) const {
  const pugi::xml_node found = find(property);
  return found ? arguments_of(found) : std::vector<NameValue>();
}

std::vector<NameValue> Element::arguments_of(const pugi::xml_node& node) const {
  std::vector<NameValue> found;
  for (const pugi::xml_node& list : node.children("collectionProp")) {
    for (const pugi::xml_node& entry : list.children("elementProp")) {
      const Element argument(context_, entry);
      if (found.size() == arguments_max) {
        context_.errors.add(argument.at(), "More than 10,000 arguments.");
        return found;
      }
      found.push_back(
          {.name = argument.text("Argument.name").text, .value = argument.text("Argument.value")});
    }
  }
  return found;
}

std::vector<TreeItem> items_of(const JmeterContext& context, const pugi::xml_node& hash_tree) {
  std::vector<TreeItem> items;
  for (pugi::xml_node node = hash_tree.first_child(); node; node = node.next_sibling()) {
    if (node.type() != pugi::node_element || std::string_view(node.name()) == "hashTree") continue;
    pugi::xml_node next = node.next_sibling();
    while (next && next.type() != pugi::node_element) next = next.next_sibling();
    const bool has_inside = std::string_view(next.name()) == "hashTree";
    const TreeItem item{.element = Element(context, node),
                        .inside = has_inside ? next : pugi::xml_node()};
    if (item.element.is_enabled()) items.push_back(item);
  }
  return items;
}

}  // namespace weir::meter
