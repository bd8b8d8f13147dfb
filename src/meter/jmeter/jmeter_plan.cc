#include "meter/jmeter/jmeter_plan.h"

#include <fmt/format.h>

#include "meter/jmeter/element.h"
#include "meter/jmeter/elements.h"
#include "meter/jmeter/group_reader.h"
#include "meter/jmeter/xml_document.h"
#include "meter/plan/toml_plan.h"

namespace weir::meter {
namespace {

// Property values are filled into numbers while the plan is read: variables come first, wherever
// they stand. (JMeter, too, fills them all before anything else.)
void read_all_variables(const TreeItem& item, Plan& plan) {
  for (const TreeItem& inner : items_of(item.element.context(), item.inside)) {
    if (inner.element.tag() == "Arguments") {
      read_variables(inner.element.arguments(), plan.variables, inner.element);
    } else {
      read_all_variables(inner, plan);
    }
  }
}

// What stands beside the groups and holds for all of them.
void read_shared(const std::vector<TreeItem>& items, const GroupReader& reader, Plan& plan,
                 SharedElements& shared) {
  for (const TreeItem& item : items) {
    if (is_group(item.element) || item.element.tag() == "Arguments") continue;
    if (const auto timer = read_timer(item.element)) {
      shared.timers.push_back(*timer);
    } else if (item.element.tag() == "CounterConfig") {
      shared.counters.push_back(read_counter(item.element));
    } else if (item.element.tag() == "CSVDataSet") {
      shared.data_sets.push_back(read_csv(item.element));
    } else if (is_listener(item.element.tag())) {
      read_listener(item.element, plan);
    } else {
      reader.meet_unknown(item.element, "for all groups");
    }
  }
}

void read_test_plan(const TreeItem& item, const JmeterOptions& options, Plan& plan) {
  const JmeterContext& context = item.element.context();
  if (!item.element.label().empty()) plan.name = item.element.label();
  read_variables(item.element.arguments("TestPlan.user_defined_variables"), plan.variables,
                 item.element);
  read_all_variables(item, plan);
  item.element.read("TestPlan.serialize_threadgroups", plan.groups_run_in_turn);
  const GroupReader reader(options.skips_unknown, plan);
  const std::vector<TreeItem> items = items_of(context, item.inside);
  SharedElements shared;
  read_shared(items, reader, plan, shared);
  for (const TreeItem& inner : items) {
    if (!is_group(inner.element)) continue;
    if (plan.groups.size() == GroupReader::groups_max) {
      return context.errors.add(inner.element.at(), "The plan has more than 100 groups.");
    }
    reader.read(inner, shared);
  }
  if (plan.groups.empty() && context.errors.is_empty()) {
    context.errors.add(item.element.at(),
                       "The plan has no enabled group with a KinesisProducerSampler; nothing would "
                       "be sent.");
  }
}

}  // namespace

bool is_jmeter_plan(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<';
}

Plan read_jmeter_plan(std::string_view text, const std::string& file, const JmeterOptions& options,
                      PlanErrors& errors) {
  Plan plan;
  plan.name = file;
  plan.properties = options.properties;
  if (text.size() > plan_bytes_max) {
    errors.add({.file = file}, "The plan has more than 16 MiB.");
    return plan;
  }
  const XmlDocument document(file, text, errors);
  if (!errors.is_empty()) return plan;
  const JmeterValues values(plan);
  const JmeterContext context{.document = document, .values = values, .errors = errors};
  const pugi::xml_node root = document.root().child("jmeterTestPlan");
  for (const TreeItem& item : items_of(context, root.child("hashTree"))) {
    if (item.element.tag() == "TestPlan") {
      read_test_plan(item, options, plan);
      return plan;
    }
  }
  errors.add({.file = file, .line = 1, .column = 1},
             "This is not a JMeter plan: it has no jmeterTestPlan with an enabled TestPlan.");
  return plan;
}

}  // namespace weir::meter
