#include "meter/templates/function_table.h"

namespace weir::meter {

std::vector<Function> all_functions() {
  std::vector<Function> all;
  for (const auto functions :
       {random_functions(), date_functions(), internet_functions(), name_functions(),
        address_functions(), commerce_functions(), company_functions(), finance_functions(),
        hacker_functions(), helpers_functions(), lorem_functions(), phone_functions(),
        system_functions(), image_functions()}) {
    all.insert(all.end(), functions.begin(), functions.end());
  }
  return all;
}

const Function* find_function(std::string_view name) {
  static const std::vector<Function> all = all_functions();
  for (const Function& function : all) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

}  // namespace weir::meter
