#include "admin_client.h"

#include "blocking_client.h"
#include "server/admin.h"
#include "text_file.h"

namespace weir::app {

std::string data_directory_of(const std::string& given, const World& world) {
  return given.empty() ? world.environment("WEIR_DATA").value_or("weir-data") : given;
}

Result<std::string> ask_server(const std::string& data_directory, std::string_view path,
                               const AdminHeaders& headers, std::string body) {
  const std::string file = TRY(read_text_file(server::admin_file_path(data_directory)));
  const server::AdminAccess access = TRY(server::decode_admin_file(file));
  BlockingClient client({.tls = false, .host = access.host, .port = access.port});
  http::ClientRequest request;
  request.target = path;
  request.headers.emplace_back(server::admin_header, access.token);
  for (const auto& header : headers) request.headers.push_back(header);
  request.body = std::move(body);
  http::ClientResponse response = TRY(client.send(std::move(request)));
  if (response.status != 200) return fail(ErrorCode::invalid_argument, response.body);
  return std::move(response.body);
}

}  // namespace weir::app
