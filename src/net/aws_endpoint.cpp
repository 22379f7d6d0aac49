#include "net/aws_endpoint.hpp"

#include "net/http_target.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

namespace execassist::net {

std::string aws_endpoint(const Environment& environment, std::string_view service) {
  const std::string global = "AWS_ENDPOINT_URL";
  for (const std::string& variable : {global + "_" + std::string(service), global}) {
    std::string url(trim(environment(variable).value_or("")));
    if (url.empty()) continue;
    while (url.ends_with('/')) url.pop_back();
    std::string objection = target_of(url).objection;
    if (objection.empty() && url.find_first_of("?#") != std::string::npos) {
      objection = "the address has more than a host and a path";
    }
    if (!objection.empty()) {
      throw Error(ErrorKind::configuration, variable + ": " + objection,
                  "for example https://email.us-east-1.amazonaws.com");
    }
    return url;
  }
  return {};
}

}  // namespace execassist::net
