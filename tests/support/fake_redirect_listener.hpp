// A loopback address without a socket: while it waits, the test says which queries come by.
#pragma once

#include <execassist/ports/redirect_listener.hpp>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace execassist::testing {

class FakeRedirectListener final : public RedirectListener {
 public:
  using Visits = std::function<std::vector<std::string>()>;

  // `turned_away` gets what was not taken.
  FakeRedirectListener(int port, Visits visits, std::vector<std::string>* turned_away = nullptr)
      : port_(port), visits_(std::move(visits)), turned_away_(turned_away) {}

  std::string redirect_uri() const override {
    return "http://127.0.0.1:" + std::to_string(port_) + "/callback";
  }

  std::optional<std::string> wait(const std::function<bool(const std::string& query)>& accept,
                                  std::chrono::milliseconds) override {
    for (const std::string& query : visits_()) {
      if (accept(query)) return query;
      if (turned_away_ != nullptr) turned_away_->push_back(query);
    }
    return std::nullopt;
  }

 private:
  int port_;
  Visits visits_;
  std::vector<std::string>* turned_away_;
};

}  // namespace execassist::testing
