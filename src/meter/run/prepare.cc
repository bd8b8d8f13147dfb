#include "meter/run/prepare.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aws/credentials.h"
#include "base/result.h"
#include "http/client.h"
#include "http/tls/tls_context.h"
#include "meter/data/record_maker.h"
#include "meter/plan/plan.h"
#include "meter/plan/plan_error.h"
#include "meter/plan/words.h"
#include "meter/run/prepared_plan.h"

namespace weir::meter {
namespace {

template <class T>
using Prepared = std::expected<T, PlanError>;

std::unexpected<PlanError> error_at(const Position& at, std::string message) {
  return std::unexpected(PlanError{.at = at, .message = std::move(message)});
}

class MakerFeed final : public RecordFeed {
 public:
  explicit MakerFeed(RecordMaker maker) : maker_(std::move(maker)) {}

  Result<Next> begin_iteration(RecordTimes times) override { return maker_.begin_iteration(times); }
  Result<Next> make(std::size_t sampler, RecordTimes times, Record& record) override {
    return maker_.make(sampler, times, record);
  }

 private:
  RecordMaker maker_;
};

// The region of "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks".
std::string region_of_arn(std::string_view arn) {
  if (!arn.starts_with("arn:")) return {};
  std::size_t begin = 0;
  for (int colons = 0; colons < 3; ++colons) {
    begin = arn.find(':', begin);
    if (begin == std::string_view::npos) return {};
    ++begin;
  }
  return std::string(arn.substr(begin, arn.find(':', begin) - begin));
}

bool is_local(const http::Origin& origin) {
  return origin.host == "localhost" || origin.host == "::1" || origin.host.starts_with("127.");
}

std::string amazon_endpoint(std::string_view service, const std::string& region) {
  const std::string_view suffix = region.starts_with("cn-") ? ".cn" : "";
  return fmt::format("https://{}.{}.amazonaws.com{}", service, region, suffix);
}

class Preparation {
 public:
  Preparation(Plan plan, const PrepareSurroundings& around)
      : around_(around), prepared_(std::make_unique<PreparedPlan>()) {
    prepared_->plan = std::move(plan);
  }

  Prepared<std::unique_ptr<PreparedPlan>> prepare() {
    PreparedPlan& all = *prepared_;
    all.seed = all.plan.seed != 0 ? all.plan.seed : around_.random.next() | 1;
    all.run_id = static_cast<std::uint32_t>(around_.random.next());
    for (std::size_t index = 0; index < all.plan.groups.size(); ++index) {
      TRY(add_group(index));
    }
    return std::move(prepared_);
  }

 private:
  Prepared<void> add_group(std::size_t index) {
    PreparedPlan& all = *prepared_;
    const Group& group = all.plan.groups[index];
    auto source = TRY(RecordSource::prepare(all.plan, group, index, all.seed, around_.files));
    PreparedGroup& prepared = all.groups.emplace_back();
    prepared.plan = &group;
    prepared.index = static_cast<std::uint32_t>(index);
    for (const Sampler& sampler : group.samplers) {
      TRY(check(sampler));
      PreparedTarget* const target = TRY(target_of(sampler, *source));
      prepared.samplers.push_back({.plan = &sampler,
                                   .index = prepared.samplers.size(),
                                   .label = static_cast<std::uint32_t>(all.labels.size()),
                                   .target = target});
      all.labels.push_back(sampler.label);
    }
    prepared.make_feed = [source](std::uint32_t thread) {
      return std::make_unique<MakerFeed>(source->maker(thread));
    };
    return {};
  }

  static Prepared<void> check(const Sampler& sampler) {
    if (sampler.is_traced && sampler.is_compressed) {
      return error_at(sampler.at,
                      "A traced record cannot be compressed: its mark could not be "
                      "found again.");
    }
    if (sampler.aggregation && is_firehose(sampler.operation)) {
      return error_at(sampler.at, "Firehose takes no aggregated records.");
    }
    if (sampler.aggregation && sampler.is_compressed) {
      return error_at(sampler.at, "Aggregated records cannot be compressed.");
    }
    return {};
  }

  // What a target says, filled in.
  struct Words {
    std::string stream, endpoint, region;
    aws::CredentialFlags flags;
  };

  Prepared<Words> fill(const Target& target, RecordSource& source) {
    const RecordTimes times{.now = around_.now, .simulated_now = around_.now};
    Words words;
    const auto fill_one = [&](const TemplateText& field, std::string& into) -> Prepared<void> {
      if (!field.text.empty()) into = TRY(source.fill_once(field, times));
      return {};
    };
    TRY(fill_one(target.stream, words.stream));
    TRY(fill_one(target.endpoint, words.endpoint));
    TRY(fill_one(target.region, words.region));
    TRY(fill_one(target.profile, words.flags.profile));
    TRY(fill_one(target.access_key_id, words.flags.access_key_id));
    TRY(fill_one(target.secret_access_key, words.flags.secret_access_key));
    TRY(fill_one(target.session_token, words.flags.session_token));
    return words;
  }

  Prepared<PreparedTarget*> target_of(const Sampler& sampler, RecordSource& source) {
    Words words = TRY(fill(sampler.target, source));
    const Position& at = sampler.target.stream.at;
    if (words.stream.empty()) return error_at(sampler.at, "The sampler names no stream.");
    const std::string service = is_firehose(sampler.operation) ? "firehose" : "kinesis";
    const std::string key = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", service, words.stream,
                                        words.endpoint, words.region, words.flags.profile,
                                        words.flags.access_key_id, words.flags.session_token);
    auto& known = targets_[key];
    if (known == nullptr) known = TRY(make_target(words, service, at));
    if (sampler.create_shards) known->create_shards = sampler.create_shards;
    return known;
  }

  Prepared<PreparedTarget*> make_target(Words& words, const std::string& service,
                                        const Position& at) {
    if (words.region.empty()) words.region = region_of_arn(words.stream);
    words.flags.region = words.region;
    words.flags.asks_instance = words.endpoint.empty();
    FoundIdentity identity = TRY(find_identity(words, at));
    if (words.region.empty()) words.region = identity.region;
    if (words.region.empty() && words.endpoint.empty()) {
      return error_at(at, "Nothing says which region: give --region, or set AWS_REGION.");
    }
    if (words.region.empty()) words.region = "us-east-1";
    if (words.endpoint.empty()) words.endpoint = amazon_endpoint(service, words.region);
    const auto origin = http::parse_origin(words.endpoint);
    if (!origin) return error_at(at, origin.error().message);
    return finish_target(words, service, at, *origin, std::move(identity));
  }

  Prepared<FoundIdentity> find_identity(const Words& words, const Position& at) {
    auto found = around_.find_identity(words.flags);
    if (found) return *std::move(found);
    const auto origin = http::parse_origin(words.endpoint);
    // A local server without users takes any key; one with users refuses this one.
    const bool may_do_without = origin && is_local(*origin) && words.flags.profile.empty() &&
                                words.flags.access_key_id.empty() &&
                                found.error().code == ErrorCode::not_found;
    if (!may_do_without) return error_at(at, found.error().message);
    auto any = std::make_shared<const aws::Credentials>(aws::Credentials{"weir", "weir", ""});
    return FoundIdentity{.credentials = [any = std::move(any)](WallTime) { return any; },
                         .region = {}};
  }

  Prepared<PreparedTarget*> finish_target(const Words& words, const std::string& service,
                                          const Position& at, const http::Origin& origin,
                                          FoundIdentity identity) {
    auto target = std::make_unique<PreparedTarget>();
    target->endpoint = {.origin = origin,
                        .region = words.region,
                        .service = service,
                        .credentials = std::move(identity.credentials)};
    target->stream = words.stream;
    target->is_firehose = service == "firehose";
    if (target->is_firehose) {  // Whose calls take names only.
      target->stream = words.stream.substr(words.stream.rfind('/') + 1);
    }
    target->at = at;
    target->ca_file = prepared_->plan.ca_file;
    if (origin.tls) {
      auto tls = http::TlsContext::make(target->ca_file, http::Alpn::http1);
      if (!tls) return error_at({}, tls.error().message);
      target->tls = *std::move(tls);
    }
    return prepared_->targets.emplace_back(std::move(target)).get();
  }

  const PrepareSurroundings& around_;
  std::unique_ptr<PreparedPlan> prepared_;
  std::map<std::string, PreparedTarget*> targets_;
};

}  // namespace

std::expected<std::unique_ptr<PreparedPlan>, PlanError> prepare(
    Plan plan, const PrepareSurroundings& surroundings) {
  return Preparation(std::move(plan), surroundings).prepare();
}

}  // namespace weir::meter
