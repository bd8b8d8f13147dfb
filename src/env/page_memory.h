// Memory in whole pages, straight from the operating system, for large buffers that come and go.
//
// The heap would cut them out of its arenas, which grow to the largest moment and, with smaller
// things between the holes, never shrink again.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace weir::env {

// `bytes` zeroed bytes, a multiple of disk_page_bytes, at an address that is one too. They take
// memory once they are touched. Ends the process if there is none. Threads: any.
std::byte* map_pages(std::size_t bytes);

// Gives back what map_pages gave.
void unmap_pages(std::byte* pages, std::size_t bytes);

}  // namespace weir::env
