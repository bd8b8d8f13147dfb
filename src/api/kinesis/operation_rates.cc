#include "api/kinesis/operation_rates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace weir::api::kinesis {
namespace {

constexpr std::array rates{
    PublishedRate{"AddTagsToStream", 5},
    PublishedRate{"CreateStream", 5},
    PublishedRate{"DecreaseStreamRetentionPeriod", 5},
    PublishedRate{"DeleteStream", 5},
    PublishedRate{"DeregisterStreamConsumer", 5, true},
    PublishedRate{"DescribeAccountSettings", 5},
    PublishedRate{"DescribeLimits", 1},
    PublishedRate{"DescribeStream", 10},
    PublishedRate{"DescribeStreamConsumer", 20, true},
    PublishedRate{"DescribeStreamSummary", 20},
    PublishedRate{"DisableEnhancedMonitoring", 5},
    PublishedRate{"EnableEnhancedMonitoring", 5},
    PublishedRate{"IncreaseStreamRetentionPeriod", 5},
    PublishedRate{"ListShards", 1000, true},
    PublishedRate{"ListStreamConsumers", 5, true},
    PublishedRate{"ListStreams", 5},
    PublishedRate{"ListTagsForStream", 5},
    PublishedRate{"MergeShards", 5},
    PublishedRate{"RegisterStreamConsumer", 5},
    PublishedRate{"RemoveTagsFromStream", 5},
    PublishedRate{"SplitShard", 5},
    PublishedRate{"StartStreamEncryption", 5},
    PublishedRate{"StopStreamEncryption", 5},
    PublishedRate{"SubscribeToShard", 1, true},
    PublishedRate{"TagResource", 5},
    PublishedRate{"UntagResource", 5},
    PublishedRate{"UpdateAccountSettings", 5},
    PublishedRate{"UpdateShardCount", 10},
    PublishedRate{"UpdateStreamWarmThroughput", 5},
};

Result<void> change(OperationRates& changed, std::string_view part) {
  if (part == "amazon" || part == "none") {
    changed = {.published_apply = part == "amazon", .changed = {}};
    return {};
  }
  const std::size_t equals = part.find('=');
  const std::string_view operation = part.substr(0, equals);
  if (equals == std::string_view::npos || find_published_rate(operation) == nullptr) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{}\" is none of amazon, none and OPERATION=CALLS with an operation "
                            "that has a rate",
                            part));
  }
  const std::string_view text = part.substr(equals + 1);
  std::uint32_t calls = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, calls);
  if (text != "none" && (error != std::errc{} || stop != end || calls == 0)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{}\" is neither none nor a number of calls a second", text));
  }
  changed.changed.insert_or_assign(std::string(operation), text == "none" ? 0 : calls);
  return {};
}

}  // namespace

std::span<const PublishedRate> published_rates() { return rates; }

const PublishedRate* find_published_rate(std::string_view operation) {
  const auto found = std::ranges::find(rates, operation, &PublishedRate::operation);
  return found == rates.end() ? nullptr : &*found;
}

std::uint32_t OperationRates::of(const PublishedRate& published) const {
  const auto found = changed.find(published.operation);
  if (found != changed.end()) return found->second;
  return published_apply ? published.calls_per_second : 0;
}

Result<OperationRates> parse_operation_rates(std::string_view text) {
  OperationRates rates_of_text;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(", "), text.size());
    if (end > 0) TRY(change(rates_of_text, text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return rates_of_text;
}

}  // namespace weir::api::kinesis
