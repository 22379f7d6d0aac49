// What is refused before a handler hears of it, and who asks. Strict where two readers of one
// request (a proxy and we) could see two different ones.
#pragma once

#include <execassist/ports/http_server.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace execassist::web {

struct RoutedHandler {
  std::size_t largest_body = 0;
  HttpServer::Handler handler;
};

using Routes = std::map<std::string, std::map<std::string, RoutedHandler>>;  // by path, by method

struct RequestVerdict {
  int refusal = 0;  // a status; 0: none
  const RoutedHandler* route = nullptr;
  std::string allowed{};  // with 405: the methods that there are
};

// By the path and the head of the request. `headers` as in ServedRequest; `repeated` says that a
// header which decides on the length came twice.
RequestVerdict judge(const Routes& routes, const ServedRequest& request, bool repeated);

// The last address that X-Forwarded-For names: the one that the nearest proxy added. Empty: none.
std::string forwarded_peer(std::string_view header);

}  // namespace execassist::web
