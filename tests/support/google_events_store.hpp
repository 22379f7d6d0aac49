// The events of one fake Google calendar, and what became of them: singles, the instances of
// series, and tombstones. What goes is remembered, because whoever syncs must hear of it.
#pragma once

#include "wire/json.hpp"

#include <execassist/base/instant.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace execassist::testing {

// {"dateTime": ..., "timeZone": "UTC"}
wire::Json timed(Instant at);
// {"date": ...}
wire::Json whole_day(Date date);

class GoogleEventsStore {
 public:
  // A single event, new or again. `fields` may override what it gets: id, status, iCalUID, times.
  void put(const std::string& id, Instant start, Instant end,
           const wire::Json::Object& fields = {});

  // Gives the ids of the instances. A single of that id is made to repeat: it goes without a word.
  std::vector<std::string> put_series(const std::string& id, const std::vector<Instant>& starts,
                                      Seconds length, const wire::Json::Object& fields = {});

  void move(const std::string& id, Instant start, Instant end);
  void set(const std::string& id, const std::string& key, const wire::Json& value);
  void remove_field(const std::string& id, const std::string& key);
  void cancel(const std::string& id);         // a single event, or one instance
  void cancel_series(const std::string& id);  // the master, and with it all instances

  bool lives(const std::string& id) const;
  std::vector<std::string> live_ids() const;
  const wire::Json& event(const std::string& id) const { return events_.at(id).event; }

  std::int64_t version() const { return version_; }

  // By id. The bounds of events.list: `from` on the end, `to` on the start, both exclusive.
  std::vector<wire::Json> live_between(Instant from, Instant to) const;

  // What changed after that version: the living as they are, the others as tombstones.
  std::vector<wire::Json> changed_since(std::int64_t version) const;

 private:
  struct Event {
    wire::Json event;
    std::string series;
    bool cancelled = false;
    std::int64_t changed = 0;
  };

  Event& touched(const std::string& id);

  std::map<std::string, Event> events_;
  std::map<std::string, std::int64_t> cancelled_series_;  // to the version of their end
  std::int64_t version_ = 1;
};

}  // namespace execassist::testing
