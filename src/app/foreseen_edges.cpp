#include "app/foreseen_edges.hpp"

#include <stdexcept>

namespace execassist::app {
namespace {

// Edges give sources away at each run; the calendar stays.
class LentCalendar final : public CalendarSource {
 public:
  LentCalendar(std::shared_ptr<ForeseenCalendar> calendar, const Clock& clock)
      : calendar_(std::move(calendar)), clock_(clock) {}
  FetchResult fetch(const FetchRequest& request) override {
    return calendar_->answer(request, clock_.now());
  }

 private:
  std::shared_ptr<ForeseenCalendar> calendar_;
  const Clock& clock_;
};

// What a source says gets into the files of the materials, and into no message.
class UnaskedContext final : public ContextSource {
 public:
  ContextItem fetch(const ContextRequest&) override {
    ContextItem item;
    item.problem = "it is not asked when looking ahead";
    return item;
  }
  bool depends_on_meeting() const override { return false; }
};

[[noreturn]] void misuse(const char* what) {
  throw std::logic_error(std::string("an imagined run asks for ") + what);
}

}  // namespace

SendResult ForeseenChannel::send(const OutgoingMessage&, const User& user) {
  std::string objection = objection_to(user);
  if (!objection.empty()) return {AttemptOutcome::refused, {}, {}, std::move(objection)};
  return {AttemptOutcome::accepted, {}, {}, {}};
}

std::string ForeseenChannel::objection_to(const User& user) {
  const std::scoped_lock lock(guard_);
  const auto known = objections_.find(user.id);
  if (known != objections_.end()) return known->second;
  return objections_.emplace(user.id, real_.objection_to(user)).first->second;
}

std::unique_ptr<CalendarSource> ForeseenEdges::source(const UserSettings& user,
                                                      const CalendarSettings& calendar) {
  auto& slot = calendars_[{user.user.id, calendar.id}];
  if (!slot) slot = std::make_shared<ForeseenCalendar>(real_.source(user, calendar), until_);
  return std::make_unique<LentCalendar>(slot, clock_);
}

Channel* ForeseenEdges::channel(const std::string& name) {
  const std::scoped_lock lock(guard_);
  const auto [place, is_new] = channels_.try_emplace(name);
  KnownChannel& known = place->second;
  if (is_new) {
    try {
      if (Channel* real = real_.channel(name)) {
        known.channel = std::make_unique<ForeseenChannel>(*real);
      }
    } catch (const Error& error) {
      known.failure = error;
    }
  }
  if (known.failure) throw Error(*known.failure);
  return known.channel.get();
}

std::unique_ptr<ContextSource> ForeseenEdges::context_source(const ContextSettings&) {
  return std::make_unique<UnaskedContext>();
}

void ForeseenEdges::connect(const Settings&, const std::string&, bool) { misuse("services"); }
HttpClient& ForeseenEdges::answering_client() { misuse("an answering client"); }
std::unique_ptr<HttpServer> ForeseenEdges::http_server(const ServeSettings&) { misuse("a server"); }
StopSignals& ForeseenEdges::stop_signals() { misuse("signals"); }
OAuthClient& ForeseenEdges::google_oauth() { misuse("a sign-in"); }
std::unique_ptr<RedirectListener> ForeseenEdges::listen_for_redirect(int) { misuse("a listener"); }
bool ForeseenEdges::open_browser(const std::string&) { misuse("a browser"); }
void ForeseenEdges::pretend_now(Instant) { misuse("another time"); }
void ForeseenEdges::mute_terminal_channel() { misuse("a quiet terminal"); }
void ForeseenEdges::configure_log(LogLevel, bool) { misuse("another log"); }
void ForeseenEdges::cut_context() { misuse("the end of its context"); }

}  // namespace execassist::app
