// HTTP from the serving side. Handlers run on threads of the server, many at once; what they throw
// becomes a 500 without words. A peer that is too slow, too large or too early with the next
// request is cut off by the server itself.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>

namespace execassist {

struct ServedRequest {
  std::string method;
  std::string path;
  std::string query;
  std::map<std::string, std::string> headers;  // names in lower case; of equal ones the first
  std::string body;
  std::string peer;            // the address that counts: behind a proxy the one that it names
  bool from_loopback = false;  // of `peer`
};

struct ServedResponse {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  std::map<std::string, std::string> headers{};
};

class HttpServer {
 public:
  using Handler = std::function<ServedResponse(const ServedRequest&)>;

  virtual ~HttpServer() = default;

  // Before `listen`. A body over `largest_body` gets 413 and no handler.
  virtual void route(const std::string& method, const std::string& path, std::size_t largest_body,
                     Handler handler) = 0;

  // Takes connections from now on; gives the address ("127.0.0.1:8080", with the port that port 0
  // became). Throws Error{failed}: it is taken, or not ours; {configuration}: it is not one.
  virtual std::string listen() = 0;

  // From any thread: takes no more connections, and returns when what is in hand is answered.
  virtual void stop() = 0;
};

}  // namespace execassist
