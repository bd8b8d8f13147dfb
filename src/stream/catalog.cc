#include "stream/catalog.h"

#include <utility>

#include "stream/catalog_core.h"

namespace weir::stream {

Catalog::Catalog(env::EventLoop& home, std::size_t loops, log::LogStore& store,
                 const ServiceTime& time, env::Random& random, env::Logger& logger,
                 CatalogSettings settings)
    : core_(std::make_shared<Core>(home, loops, store, time, random, logger, settings)) {}

Catalog::~Catalog() { core_->stop(); }

void Catalog::open(Done<void> done) { core_->open(std::move(done)); }

void Catalog::stop() { core_->stop(); }

const CatalogView& Catalog::view(const env::EventLoop& loop) const {
  return core_->publisher().view(loop.index());
}

std::shared_ptr<const CatalogView> Catalog::view() const { return core_->publisher().view(); }

void Catalog::wait_for_change(env::EventLoop& loop, Done<void> done) const {
  core_->wait_for_change(loop, std::move(done));
}

void Catalog::submit(env::EventLoop& home, CommandBody body, Done<void> done) {
  core_->home().post(
      [core = core_, &home, body = std::move(body), done = std::move(done)]() mutable {
        core->submit(home, std::move(body), std::move(done));
      });
}

void Catalog::on_change(std::function<void(const CatalogView&)> listener) {
  core_->listeners().push_back(std::move(listener));
}

}  // namespace weir::stream
