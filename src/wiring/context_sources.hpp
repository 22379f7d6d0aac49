// Context sources, composed from the settings: a file, a program in the configuration's folder, or
// break(curl): one call, and an address that did not answer is left alone for a minute, also by
// the sources that are made later. A secret is asked for at the first fetch, once. May be used from
// several threads at once.
#pragma once

#include "net/breaking_client.hpp"
#include "net/curl_client.hpp"
#include "platform/command_runner.hpp"
#include "wiring/asked_once.hpp"

#include <execassist/ports/context_source.hpp>
#include <execassist/ports/edges.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace execassist::wiring {

class ContextSources {
 public:
  // `edges` is lent: clock and secrets come from it.
  ContextSources(Edges& edges, const Settings& settings);

  // Lives no longer than this. Opens and asks nothing.
  std::unique_ptr<ContextSource> make(const ContextSettings& settings);

  // Ends the programs that run, and starts none any more.
  void cut() { runner_.stop(); }

 private:
  // What stands behind one address.
  struct Address {
    Address(Edges& edges, HttpClient& http, const ContextSettings& settings);
    net::BreakingClient breaker;
    AskedOnce<Secret> secret;
  };

  Address& address(const ContextSettings& settings);

  Edges& edges_;
  const std::string folder_;
  platform::ProcessRunner runner_;
  net::CurlClient curl_;
  std::mutex guard_;
  std::map<std::string, std::unique_ptr<Address>> addresses_;  // by the source's name
};

}  // namespace execassist::wiring
