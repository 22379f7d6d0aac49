// Messages that are to be drawn anew from the stored state.
#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace execassist::store {

struct Redraw {
  std::string notification_id;
  int wanted = 0;  // grows each time that it is wanted again
  int attempts = 0;
  Instant next_attempt_at{};
};

class RedrawRepository {
 public:
  explicit RedrawRepository(Database& database) : database_(database) {}

  // The messages about the meeting that were sent on `channel` and show its state. Of its questions
  // the latest three: the older ones say what was answered, and a long talk has many.
  void want_all(Transaction& transaction, const std::string& meeting_id, const std::string& channel,
                Instant now);

  // The list of meetings that stands as that message in the person's conversation. False: there is
  // none such.
  bool want_list(Transaction& transaction, const std::string& user_id,
                 const std::string& message_id, Instant now);

  std::vector<Redraw> due(Instant now, int limit) const;  // oldest first
  std::optional<Instant> next_due() const;

  // Done: gone, unless it was wanted again since `redraw` was read. False: it was, or somebody else
  // has done it. So with `later`, after an attempt.
  bool done(Transaction& transaction, const Redraw& redraw);
  bool later(Transaction& transaction, const Redraw& redraw, Instant next_attempt_at);

  // Without an attempt.
  void put_off(Transaction& transaction, const Redraw& redraw, Instant next_attempt_at);

  // Whether it is wanted still or not: what anybody is drawing now is not the last word.
  void want_again(Transaction& transaction, const std::string& notification_id, Instant at);

 private:
  Database& database_;
};

}  // namespace execassist::store
