#include "client_options.h"

namespace weir::app {

void add_client_options(CLI::App& sub, ClientOptions& options) {
  sub.add_option("--endpoint", options.endpoint,
                 "Where the service is. Default: $AWS_ENDPOINT_URL_KINESIS, $AWS_ENDPOINT_URL or "
                 "http://127.0.0.1:4567; \"aws\" means Amazon's own of the region.");
  sub.add_option("--region", options.region,
                 "Region. Default: $AWS_REGION, $AWS_DEFAULT_REGION, the profile's, or us-east-1.");
  sub.add_option("--profile", options.profile,
                 "Profile of ~/.aws/config and ~/.aws/credentials. Default: $AWS_PROFILE or "
                 "\"default\".");
  sub.add_option("--ca-file", options.ca_file,
                 "Trust these certificates (PEM) instead of the system's, for https endpoints.");
}

}  // namespace weir::app
