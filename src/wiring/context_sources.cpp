#include "wiring/context_sources.hpp"

#include "cli/help.hpp"
#include "context/command_source.hpp"
#include "context/file_source.hpp"
#include "context/url_source.hpp"
#include "wiring/needed_secret.hpp"

#include <algorithm>

namespace execassist::wiring {
namespace {

// A brief may do without; each source has a time-out of its own below this one.
constexpr std::chrono::milliseconds kLongestCall{std::chrono::minutes{1}};
constexpr net::BreakerLimits kBreaker{3, Seconds{60}};

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
}

}  // namespace

ContextSources::Address::Address(Edges& edges, HttpClient& http, const ContextSettings& settings)
    : breaker(http, edges.clock(), kBreaker),
      secret([&edges, reference = settings.secret, name = settings.name] {
        return needed_secret(edges, reference, "context." + name + ".header.value",
                             "the context " + name);
      }) {}

ContextSources::ContextSources(Edges& edges, const Settings& settings)
    : edges_(edges),
      folder_(folder_of(settings.file)),
      curl_({settings.http.connect_timeout, kLongestCall}, edges.clock(),
            "execassist/" + cli::program_version() + " (gzip)") {}

ContextSources::Address& ContextSources::address(const ContextSettings& settings) {
  const std::scoped_lock lock(guard_);
  std::unique_ptr<Address>& slot = addresses_[settings.name];
  if (!slot) slot = std::make_unique<Address>(edges_, curl_, settings);
  return *slot;
}

std::unique_ptr<ContextSource> ContextSources::make(const ContextSettings& settings) {
  switch (settings.kind) {
    case ContextKind::command:
      return std::make_unique<context::CommandSource>(settings, runner_, folder_);
    case ContextKind::url: {
      Address& behind = address(settings);
      return std::make_unique<context::UrlSource>(settings, behind.breaker,
                                                  [&behind] { return behind.secret.get(); });
    }
    case ContextKind::file:
      break;
  }
  return std::make_unique<context::FileSource>(settings);
}

}  // namespace execassist::wiring
