// A server without a network: the test hands requests to the routes by itself. And signals that the
// test sends.
#pragma once

#include <execassist/ports/http_server.hpp>
#include <execassist/ports/stop_signals.hpp>

#include <condition_variable>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <utility>

namespace execassist::testing {

class FakeServer final : public execassist::HttpServer {
 public:
  struct Route {
    std::size_t largest_body = 0;
    Handler handler;
  };

  void route(const std::string& method, const std::string& path, std::size_t largest_body,
             Handler handler) override {
    routes[method + " " + path] = {largest_body, std::move(handler)};
  }
  std::string listen() override {
    listening = true;
    return "127.0.0.1:8080";
  }
  void stop() override {
    const std::unique_lock in_hand(answering_);  // waits for them, as the real one does
    listening = false;
    stopped_ = true;
  }

  ServedResponse ask(const ServedRequest& request) {
    const std::shared_lock answering(answering_);
    if (stopped_) return {503, "text/plain", "", {}};
    const auto found = routes.find(request.method + " " + request.path);
    if (found == routes.end()) return {404, "text/plain", "", {}};
    if (request.body.size() > found->second.largest_body) return {413, "text/plain", "", {}};
    return found->second.handler(request);
  }

  std::map<std::string, Route> routes;
  bool listening = false;

 private:
  std::shared_mutex answering_;
  bool stopped_ = false;
};

class FakeStopSignals final : public StopSignals {
 public:
  void hold() override { held = true; }
  int wait() override {
    std::unique_lock lock(guard_);
    came_.wait(lock, [this] { return signal_ != 0 || given_up_; });
    return signal_;
  }
  void give_up() override {
    const std::scoped_lock lock(guard_);
    given_up_ = true;
    came_.notify_all();
  }
  void send(int signal) {
    const std::scoped_lock lock(guard_);
    signal_ = signal;
    came_.notify_all();
  }

  bool held = false;

 private:
  std::mutex guard_;
  std::condition_variable came_;
  int signal_ = 0;
  bool given_up_ = false;
};

}  // namespace execassist::testing
