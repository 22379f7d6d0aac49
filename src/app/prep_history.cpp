#include "app/prep_history.hpp"

#include "render/when.hpp"
#include "store/meeting_repository.hpp"
#include "store/outbox_repository.hpp"
#include "store/prep_log_repository.hpp"
#include "store/prep_session_repository.hpp"
#include "store/reminder_repository.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <set>
#include <tuple>

namespace execassist::app {
namespace {

std::string outcome_of(const DeliveryAttempt& attempt) {
  const std::string outcome =
      attempt.outcome ? std::string(name_of(*attempt.outcome)) : "on its way";
  return attempt.error.empty() ? outcome : outcome + ": " + one_line(attempt.error);
}

std::string outcome_of(const Reminder& reminder, const Zone& zone) {
  std::string outcome = "at " + render::stamp(reminder.remind_at, zone);
  if (reminder.state == ReminderState::cancelled) {
    outcome += ", cancelled: " + one_line(reminder.reason);
  }
  return outcome;
}

// Which a preparation, or its meeting, ends in.
bool closes(MeetingStatus status) {
  return status == MeetingStatus::prep_completed || status == MeetingStatus::completed ||
         status == MeetingStatus::cancelled;
}

class History {
 public:
  History(const Scope& scope, const Meeting& meeting) : scope_(scope), meeting_(meeting) {}

  std::vector<HistoryEntry> entries() {
    const auto states = store::MeetingRepository(scope_.database).history(meeting_.meeting_id);
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (!ends_its_second(states, i)) add_state(states[i]);
    }
    add_messages();
    add_reminders();
    add_answers();
    add_log();
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (ends_its_second(states, i)) add_state(states[i]);
    }
    std::stable_sort(entries_.begin(), entries_.end(),
                     [](const HistoryEntry& a, const HistoryEntry& b) { return a.at < b.at; });
    return std::move(entries_);
  }

 private:
  static bool ends_its_second(const std::vector<store::Transition>& states, std::size_t i) {
    const bool last = i + 1 == states.size() || states[i + 1].at != states[i].at;
    return last && closes(states[i].to);
  }

  void add_state(const store::Transition& each) {
    entries_.push_back({each.at, "state", one_line(each.cause), std::string(name_of(each.to)),
                        each.from, each.to});
  }

  void add_log() {
    for (const auto& each : store::PrepLogRepository(scope_.database).list(meeting_.meeting_id)) {
      entries_.push_back(
          {each.at, one_line(each.step), one_line(each.cause), one_line(each.outcome)});
    }
  }

  void add_answers() {
    const store::PrepSessionRepository sessions(scope_.database);
    std::set<std::tuple<Instant, std::string, std::string>> known;
    for (const PrepSession& session : sessions.all_of(meeting_.meeting_id)) {
      for (const SessionQuestion& each : session.questions) {
        if (!each.answer || !each.answered_at) continue;
        // A later session may have taken it over.
        if (!known.emplace(*each.answered_at, each.key, *each.answer).second) continue;
        entries_.push_back(
            {*each.answered_at, "answer", one_line(each.text), one_line(*each.answer)});
      }
    }
  }

  void add_messages() {
    store::OutboxFilter about;
    about.meeting_id = meeting_.meeting_id;
    for (const Notification& message : store::OutboxRepository(scope_.database).list(about)) {
      const std::string kind(name_of(message.kind));
      for (const DeliveryAttempt& each : message.attempts) {
        entries_.push_back(
            {each.at, "message", kind + " on " + one_line(each.channel), outcome_of(each)});
      }
    }
  }

  void add_reminders() {
    const UserSettings* user = scope_.settings.find_user(meeting_.user_id);
    const Zone zone = user ? user->user.time_zone : Zone::utc();
    store::ReminderFilter filter;
    filter.meeting_id = meeting_.meeting_id;
    for (const Reminder& each : store::ReminderRepository(scope_.database).list(filter)) {
      entries_.push_back(
          {each.created_at, "reminder", one_line(each.origin), outcome_of(each, zone)});
    }
  }

  const Scope& scope_;
  const Meeting& meeting_;
  std::vector<HistoryEntry> entries_;
};

}  // namespace

std::vector<HistoryEntry> prep_history(const Scope& scope, const Meeting& meeting) {
  return History(scope, meeting).entries();
}

}  // namespace execassist::app
