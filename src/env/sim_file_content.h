// SimFileContent: the bytes of one file on a simulated disk: what a reader sees, and what a power
// cut would leave of it.
//
// The page cache is what is seen; a page that was written and not synced keeps its durable content
// beside it. Zeros and holes take no memory, so that zero-filled segments cost nothing.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "env/file_system.h"
#include "env/random.h"

namespace weir::env {

// How a power cut treats pages that were not synced.
struct SimCut {
  std::uint64_t survival_percent;  // Of such a page. Those that do not survive are as they were.
  std::uint64_t torn_percent;      // Of the survivors: their 512-byte sectors are each old or new.
};

// Threads: the simulation's.
class SimFileContent {
 public:
  static constexpr std::size_t sector_bytes = 512;

  std::uint64_t size() const { return size_; }

  // Reads what is seen; the range lies within size().
  void read(std::uint64_t position, MutableBytes into) const;

  // Changes what is seen, growing the file if need be.
  void write(std::uint64_t position, ByteView bytes);

  // Everything written is durable.
  void sync();

  // Whole pages are written and durable.
  void write_durable(std::uint64_t position, ByteView bytes);

  // A sync that fails as on Linux: some pages become durable; the others never will, though they
  // are seen, and a later sync finds nothing to do. Only writing them again helps.
  void fail_sync(Random& random);

  // The power is cut: each page that was not synced survives or does not, and the size is anything
  // from the durable one to the one seen. Afterwards what is seen is durable.
  void cut_power(Random& random, const SimCut& cut);

  // Damages one byte on the disk, seen and durable.
  void flip_bit(std::uint64_t position, unsigned bit);

  // What is seen, and what is sure to survive a power cut.
  std::string seen() const;
  std::string durable() const;

 private:
  using Page = std::array<std::byte, disk_page_bytes>;
  // By page number. A missing page, and a null one in a map of former content, are zeros.
  using Pages = std::map<std::uint64_t, std::unique_ptr<Page>>;

  void write_in_page(std::uint64_t number, std::size_t position, ByteView bytes);
  void remember_durable(std::uint64_t number);
  void cut_page(std::uint64_t number, std::unique_ptr<Page> former, Random& random,
                const SimCut& cut);
  void put_page(std::uint64_t number, std::unique_ptr<Page> page);
  void cut_size(Random& random);
  static const Page& content_of(const Pages& pages, std::uint64_t number);

  std::uint64_t size_ = 0;
  std::uint64_t durable_size_ = 0;
  Pages pages_;  // What is seen. Never null.
  Pages dirty_;  // Of pages written and not synced: their durable content.
  Pages lost_;   // Of pages that a failed sync gave up: their durable content.
};

}  // namespace weir::env
