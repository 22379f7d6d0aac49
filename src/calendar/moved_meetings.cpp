#include "calendar/moved_meetings.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace execassist::calendar {
namespace {

using Lost = std::vector<const Meeting*>;
using Fresh = std::vector<const MeetingFacts*>;

// Hostile calendars may list thousands under one UID: then their order has to do.
constexpr std::size_t kMostShifts = 200;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "x_R20260622T090000@google.com" is what Google makes of "x@google.com" from that day on.
std::string family_of(const std::string& uid) {
  const std::size_t mark = uid.rfind("_R");
  if (mark == std::string::npos) return uid;
  std::size_t end = mark + 2;
  while (end < uid.size() && (is_digit(uid[end]) || uid[end] == 'T' || uid[end] == 'Z')) ++end;
  const bool dated = end - mark >= 10 && (end == uid.size() || uid[end] == '@');
  return dated ? uid.substr(0, mark) + uid.substr(end) : uid;
}

// What makes two entries the same meeting to people; empty when nothing does.
std::string subject_of(const MeetingFacts& facts) {
  if (trim(facts.title).empty()) return {};
  std::vector<std::string> people;
  for (const Attendee& each : facts.attendees) people.push_back(each.email);
  std::sort(people.begin(), people.end());
  return facts.title + "\n" + facts.organizer + "\n" + join(people, "\n");
}

class Pairing {
 public:
  Pairing(const Lost& gone, const Fresh& added, const MovedBounds& bounds)
      : gone_(gone), added_(added), bounds_(bounds) {
    const auto earlier = [](const MeetingFacts& a, const MeetingFacts& b) {
      return std::tie(a.start, a.external_id) < std::tie(b.start, b.external_id);
    };
    std::sort(gone_.begin(), gone_.end(),
              [&](const Meeting* a, const Meeting* b) { return earlier(a->facts, b->facts); });
    std::sort(added_.begin(), added_.end(),
              [&](const MeetingFacts* a, const MeetingFacts* b) { return earlier(*a, *b); });
    std::erase_if(gone_, [&](const Meeting* each) { return each->facts.start <= bounds_.now; });
  }

  std::vector<MovedMeeting> pairs() {
    each_group([](const MeetingFacts& facts) { return family_of(facts.ical_uid); },
               [&](Lost& lost, Fresh& fresh) {
                 pair_by_date(lost, fresh);
                 pair_by_shift(lost, fresh);
                 pair_in_order(lost, fresh);
               });
    each_group([](const MeetingFacts& facts) { return subject_of(facts); },
               [&](Lost& lost, Fresh& fresh) {
                 pair_alike(lost, fresh, [](const MeetingFacts& facts) {
                   return std::pair(facts.start, facts.end);
                 });
                 pair_by_date(lost, fresh);
                 std::erase_if(lost, [](const Meeting* each) { return is_single(each->facts); });
                 std::erase_if(fresh, [](const MeetingFacts* each) { return is_single(*each); });
                 pair_by_shift(lost, fresh);
               });
    return std::move(pairs_);
  }

 private:
  static bool is_single(const MeetingFacts& facts) { return facts.recurrence_id.empty(); }

  template <typename Key, typename Pair>
  void each_group(Key key, Pair pair) {
    std::map<std::string, std::pair<Lost, Fresh>> groups;
    for (const MeetingFacts* facts : added_) groups[key(*facts)].second.push_back(facts);
    for (const Meeting* meeting : gone_) {
      const auto group = groups.find(key(meeting->facts));
      if (group != groups.end()) group->second.first.push_back(meeting);
    }
    for (auto& [name, group] : groups) {
      if (!name.empty() && !group.first.empty()) pair(group.first, group.second);
    }
    forget_paired(gone_, added_);
  }

  void take(const Meeting* known, const MeetingFacts* facts) {
    pairs_.push_back({known, facts});
    paired_.insert(known);
    paired_.insert(facts);
  }

  void forget_paired(Lost& lost, Fresh& fresh) const {
    std::erase_if(lost, [&](const Meeting* each) { return paired_.contains(each); });
    std::erase_if(fresh, [&](const MeetingFacts* each) { return paired_.contains(each); });
  }

  // Those of one key, in order. `may_take`: of what came.
  template <typename Key, typename MayTake>
  void pair_alike(Lost& lost, Fresh& fresh, Key key_of, MayTake may_take, Seconds shift = {}) {
    std::map<decltype(key_of(*fresh.front(), shift)), Fresh> waiting;  // the earliest last
    for (auto facts = fresh.rbegin(); facts != fresh.rend(); ++facts) {
      if (may_take(**facts)) waiting[key_of(**facts, Seconds{0})].push_back(*facts);
    }
    for (const Meeting* old : lost) {
      const auto found = waiting.find(key_of(old->facts, shift));
      if (found == waiting.end() || found->second.empty()) continue;
      take(old, found->second.back());
      found->second.pop_back();
    }
    forget_paired(lost, fresh);
  }

  template <typename Key>
  void pair_alike(Lost& lost, Fresh& fresh, Key key_of) {
    pair_alike(
        lost, fresh, [&](const MeetingFacts& facts, Seconds) { return key_of(facts); },
        [](const MeetingFacts&) { return true; });
  }

  void pair_by_date(Lost& lost, Fresh& fresh) {
    pair_alike(lost, fresh,
               [&](const MeetingFacts& facts) { return bounds_.user_zone.date_of(facts.start); });
  }

  bool may_replace(const MeetingFacts& facts) const {
    return facts.start > bounds_.now && bounds_.in_both_windows(facts.start);
  }

  LocalSeconds local(const MeetingFacts& facts) const {
    return bounds_.user_zone.to_local(facts.start);
  }

  void pair_by_shift(Lost& lost, Fresh& fresh) {
    if (lost.size() > kMostShifts || fresh.size() > kMostShifts) return;
    std::map<Seconds, int> counts;
    for (const Meeting* old : lost) {
      for (const MeetingFacts* facts : fresh) {
        if (may_replace(*facts)) ++counts[local(*facts) - local(old->facts)];
      }
    }
    if (counts.empty()) return;
    const auto worse = [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second < b.second
                                  : std::chrono::abs(a.first) > std::chrono::abs(b.first);
    };
    const Seconds best = std::max_element(counts.begin(), counts.end(), worse)->first;
    pair_alike(
        lost, fresh, [&](const MeetingFacts& facts, Seconds shift) { return local(facts) + shift; },
        [&](const MeetingFacts& facts) { return may_replace(facts); }, best);
  }

  void pair_in_order(Lost& lost, Fresh& fresh) {
    auto next = fresh.begin();
    for (const Meeting* old : lost) {
      next = std::find_if(next, fresh.end(),
                          [&](const MeetingFacts* facts) { return may_replace(*facts); });
      if (next == fresh.end()) break;
      take(old, *next++);
    }
    forget_paired(lost, fresh);
  }

  Lost gone_;
  Fresh added_;
  const MovedBounds& bounds_;
  std::vector<MovedMeeting> pairs_;
  std::unordered_set<const void*> paired_;
};

}  // namespace

std::vector<MovedMeeting> pair_moved(const std::vector<const Meeting*>& gone,
                                     const std::vector<const MeetingFacts*>& added,
                                     const MovedBounds& bounds) {
  return Pairing(gone, added, bounds).pairs();
}

}  // namespace execassist::calendar
