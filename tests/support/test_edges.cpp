#include "support/test_edges.hpp"

#include <stdexcept>
#include <utility>

namespace execassist::testing {
namespace {

// Edges give sources away, but the test wants to keep its own.
class Lent final : public CalendarSource {
 public:
  explicit Lent(std::shared_ptr<FakeSource> source) : source_(std::move(source)) {}
  FetchResult fetch(const FetchRequest& request) override { return source_->fetch(request); }

 private:
  std::shared_ptr<FakeSource> source_;
};

}  // namespace

TestEdges::TestEdges() = default;
TestEdges::~TestEdges() = default;

std::optional<std::string> TestEdges::environment(const std::string& name) {
  const auto found = variables.find(name);
  if (found == variables.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

std::unique_ptr<CalendarSource> TestEdges::source(const UserSettings& user,
                                                  const CalendarSettings& calendar) {
  const auto found = sources_.find(calendar.id);
  if (found != sources_.end()) return std::make_unique<Lent>(found->second);
  if (other_sources) return other_sources(user, calendar);
  throw Error(ErrorKind::failed, "calendar " + calendar.id + ": the test has no such source");
}

Channel* TestEdges::channel(const std::string& name) {
  if (const auto broken = unavailable.find(name); broken != unavailable.end()) {
    throw Error(broken->second);
  }
  const auto found = channels_.find(name);
  if (found != channels_.end()) return found->second.get();
  return name == "terminal" ? &terminal_channel_ : nullptr;
}

void TestEdges::connect(const Settings& settings, const std::string&, bool) {
  connected_to = settings.file;
}

std::unique_ptr<ContextSource> TestEdges::context_source(const ContextSettings& settings) {
  const auto found = contexts_.find(settings.name);
  if (found == contexts_.end()) {
    throw Error(ErrorKind::configuration, settings.name + ": the test has no such context");
  }
  return std::make_unique<FakeContextSource>(found->second);
}

HttpClient& TestEdges::answering_client() {
  if (answering == nullptr) throw std::logic_error("the test answers no response_url");
  return *answering;
}

std::unique_ptr<execassist::HttpServer> TestEdges::http_server(const ServeSettings& settings) {
  if (!servers) throw std::logic_error("the test has no server");
  return servers(settings);
}

OAuthClient& TestEdges::google_oauth() {
  if (oauth == nullptr) throw std::logic_error("the test has no OAuth server");
  return *oauth;
}

std::unique_ptr<RedirectListener> TestEdges::listen_for_redirect(int port) {
  if (!redirects) throw std::logic_error("the test has no redirect listener");
  return redirects(port);
}

bool TestEdges::open_browser(const std::string& url) {
  opened_urls.push_back(url);
  return has_browser;
}

std::optional<Secret> TestEdges::resolve_secret(const SecretReference&, const std::string& key) {
  const auto found = secrets.find(key);
  if (found == secrets.end()) return std::nullopt;
  return found->second;
}

std::string TestEdges::absolute(const std::string& path) {
  if (path.starts_with("~/")) return home_path + path.substr(1);
  return path.empty() || path.starts_with('/') ? path : working_folder + "/" + path;
}

FakeChannel& TestEdges::fake_channel(const std::string& name) {
  auto& slot = channels_[name];
  if (!slot) slot = std::make_unique<FakeChannel>(name);
  return *slot;
}

FakeSource& TestEdges::fake_source(const std::string& calendar_id) {
  auto& slot = sources_[calendar_id];
  if (!slot) slot = std::make_shared<FakeSource>();
  return *slot;
}

}  // namespace execassist::testing
