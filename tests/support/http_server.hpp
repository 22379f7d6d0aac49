// A real TCP server on 127.0.0.1 that answers HTTP requests with scripted bytes, in the order in
// which the requests arrive, and may end the connection at any point. It keeps what it was sent. A
// request without an answer, and an answer that was never asked for, fail the test.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace execassist::testing {

// What follows the bytes of an answer.
enum class Then {
  keep,   // the next request of the connection is read
  close,  // in order
  reset,  // RST: what the other side has not read is lost
  stall,  // nothing more is read or written; the connection stays
};

struct RawAnswer {
  std::string bytes;
  Then then = Then::keep;
  std::function<void()> during;  // called once the request has arrived, before the answer
};

// A complete answer with a Content-Length. `headers` are lines that end in "\r\n".
std::string http_answer(int status, const std::string& body = {}, const std::string& headers = {});

class HttpServer {
 public:
  HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  std::string url(const std::string& path = "/") const;  // http
  int port() const { return port_; }

  void script(RawAnswer answer);
  void script(std::string bytes, Then then = Then::keep);
  // The connection is reset as soon as anything arrives: no answer is used up.
  void reset_at_first_byte() { reset_at_first_byte_ = true; }

  std::vector<std::string> requests() const;  // as they came: head and body
  int connections() const;

 private:
  struct Connection {
    int socket = -1;
    std::string received;
    bool stalled = false;
  };

  void serve();
  void accept_one();
  bool receive(Connection& connection);  // false: the connection is over
  bool answer(Connection& connection, const std::string& request);

  int listener_ = -1;
  int wake_[2] = {-1, -1};
  int port_ = 0;
  std::atomic<bool> reset_at_first_byte_ = false;
  std::vector<Connection> open_;  // the thread's alone

  mutable std::mutex guard_;
  std::deque<RawAnswer> script_;
  std::vector<std::string> requests_;
  int connections_ = 0;
  int unanswered_ = 0;

  std::thread thread_;
};

}  // namespace execassist::testing
