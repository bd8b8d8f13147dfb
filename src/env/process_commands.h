// ProcessCommands: Commands as processes of the system. They inherit neither files nor sockets nor
// variables; what they write to their output is dropped, what they write to their standard error
// goes where this program's does.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "env/commands.h"
#include "env/event_loop.h"
#include "env/file_descriptor.h"
#include "env/thread_worker.h"

namespace weir::env {

// Destroyed, it kills what runs, with all its children that stayed in its group; nobody is answered
// then. Threads: the home loop's.
class ProcessCommands final : public Commands {
 public:
  explicit ProcessCommands(EventLoop& home);
  ~ProcessCommands() override;
  ProcessCommands(const ProcessCommands&) = delete;
  ProcessCommands& operator=(const ProcessCommands&) = delete;

  void run(Command command, Done<void> done) override;

 private:
  EventLoop& home_;
  FileDescriptor stop_;  // Readable once it is being destroyed.
  std::shared_ptr<bool> is_there_ = std::make_shared<bool>(true);
  ThreadWorker worker_{1};
};

}  // namespace weir::env
