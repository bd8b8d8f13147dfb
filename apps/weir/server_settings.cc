#include "server_settings.h"

#include "text_file.h"

namespace weir::app {

Result<server::Settings> load_server_settings(const std::string& config_path,
                                              const server::Flags& flags, const World& world) {
  std::string file;
  if (!config_path.empty()) file = TRY(read_text_file(config_path));
  server::Settings settings;
  TRY(server::load_settings(
      settings, file, [&world](const std::string& name) { return world.environment(name); },
      flags));
  return settings;
}

}  // namespace weir::app
