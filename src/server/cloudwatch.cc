#include "server/cloudwatch.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "api/cloudwatch/operations.h"
#include "api/cloudwatch_tags/operations.h"
#include "api/dashboards/operations.h"
#include "api/widgets/operations.h"

namespace weir::server {

CloudWatch::CloudWatch(Storage& storage, const api::Access& access, const env::Clock& clock)
    : metrics_{.authorise =
                   [&storage, &access](env::EventLoop& home, const api::Question& question) {
                     return access.check(storage.catalog().view(home).state, question);
                   },
               .reader = [&storage](env::EventLoop& home) -> monitoring::MetricReader& {
                 return storage.metrics().on(home.index());
               },
               .writer = [&storage](env::EventLoop& home) -> monitoring::MetricWriter& {
                 return storage.metrics().on(home.index());
               },
               .clock = clock},
      catalog_{.authorise = metrics_.authorise,
               .state = [&storage](env::EventLoop& home) -> const stream::CatalogState& {
                 return storage.catalog().view(home).state;
               },
               .submit =
                   [&storage](env::EventLoop& home, stream::CommandBody body, Done<void> done) {
                     storage.catalog().submit(home, std::move(body), std::move(done));
                   }},
      widgets_{.metrics = metrics_,
               .work = [&storage](Task task) { storage.worker().run(std::move(task)); }} {}

api::WireService CloudWatch::service() const {
  api::WireService service = api::cloudwatch::service(metrics_);
  for (const auto& operations :
       {api::dashboards::operations(catalog_), api::cloudwatch_tags::operations(catalog_),
        api::widgets::operations(widgets_)}) {
    std::ranges::copy(operations, std::back_inserter(service.operations));
  }
  return service;
}

}  // namespace weir::server
