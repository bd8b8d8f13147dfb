// Anything as a request of the Query protocol, to each operation; what is understood is checked,
// and a value of it can be written as XML again.
//
// The input: a byte that chooses the operation, and behind it the form.

#include <string>
#include <string_view>

#include "aws/query_input.h"
#include "aws/validation.h"
#include "aws/xml_output.h"
#include "base/check.h"
#include "every_query_operation.h"
#include "input.h"

namespace weir::fuzz {
namespace {

struct Read {
  const aws::QueryForm& form;

  template <class Operation>
  void operator()() const {
    typename Operation::Request request{};
    if (!aws::decode_query(form, request)) return;
    if (const auto valid = aws::validate(request); !valid) CHECK(!valid.error().message.empty());
  }
};

void write(std::string_view text) {
  std::string out;
  aws::append_xml_text(out, text);
  CHECK(out.find_first_of("<>\"") == std::string::npos);
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  if (size == 0) return 0;
  const std::string input = fuzz::text_of(data + 1, size - 1);
  fuzz::write(input);
  const auto form = aws::QueryForm::parse(input);
  if (form) fuzz::for_query_operation(data[0], fuzz::Read{*form});
  return 0;
}
