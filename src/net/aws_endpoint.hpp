// Another address for a service of AWS, from the environment, as AWS's own tools take it: a server
// for tests, or a private endpoint.
#pragma once

#include "net/aws_provider.hpp"

#include <string>
#include <string_view>

namespace execassist::net {

// AWS_ENDPOINT_URL_<service>, then AWS_ENDPOINT_URL; without a slash at the end. `service` as AWS
// writes it there: "SESV2". Empty when neither is set. Throws Error{configuration}: not an address
// that may be called.
std::string aws_endpoint(const Environment& environment, std::string_view service);

}  // namespace execassist::net
