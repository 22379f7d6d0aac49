// One SQL statement with typed values in and out. Values are bound and read in order, so that a
// table's columns stand in one list (see each_column in the repositories), never twice. Every
// exception of SQLite leaves here as an Error.
#pragma once

#include "store/database.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/instant.hpp>
#include <execassist/model/inbound.hpp>
#include <execassist/model/materials.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/model/notification.hpp>
#include <execassist/model/prep_session.hpp>
#include <execassist/model/reminder.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace execassist::store {

class Query {
 public:
  Query(const Database& database, const std::string& sql);
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  template <class... Values>
  Query& with(const Values&... values) {
    (bind(values), ...);
    return *this;
  }

  void bind(std::string_view text);
  void bind(const std::string& text) { bind(std::string_view(text)); }
  void bind(const char* text) { bind(std::string_view(text)); }
  void bind(long long number);
  void bind(int number) { bind(static_cast<long long>(number)); }
  void bind(bool flag) { bind(flag ? 1LL : 0LL); }
  void bind(Seconds length) { bind(static_cast<long long>(length.count())); }
  void bind(Instant at) { bind(at.time_since_epoch()); }
  void bind_null();

  template <class Enum>
  std::enable_if_t<std::is_enum_v<Enum>> bind(Enum value) {
    bind(name_of(value));
  }

  template <class Value>
  void bind(const std::optional<Value>& value) {
    if (value) {
      bind(*value);
    } else {
      bind_null();
    }
  }

  bool next();     // the next row; reading starts at its first column
  int run();       // to the end; how many rows it changed
  Query& again();  // the same statement, ready for other values
  long long inserted_id() const;

  void read(std::string& text);
  void read(long long& number);
  void read(int& number);
  void read(bool& flag);
  void read(Instant& at);
  void read(Seconds& length);
  void read(MeetingStatus& value) { read_name(value, meeting_status_named); }
  void read(PrepOutcome& value) { read_name(value, prep_outcome_named); }
  void read(Response& value) { read_name(value, response_named); }
  void read(EntryKind& value) { read_name(value, entry_kind_named); }
  void read(SessionState& value) { read_name(value, session_state_named); }
  void read(SessionPlace& value) { read_name(value, session_place_named); }
  void read(NotificationKind& value) { read_name(value, notification_kind_named); }
  void read(NotificationState& value) { read_name(value, notification_state_named); }
  void read(AttemptOutcome& value) { read_name(value, attempt_outcome_named); }
  void read(InboundKind& value) { read_name(value, inbound_kind_named); }
  void read(InboundState& value) { read_name(value, inbound_state_named); }
  void read(ReminderState& value) { read_name(value, reminder_state_named); }
  void read(BuildStep& value) { read_name(value, build_step_named); }
  void read(BuildState& value) { read_name(value, build_state_named); }

  template <class Value>
  void read(std::optional<Value>& value) {
    value.reset();
    if (skip_null()) return;
    Value present{};
    read(present);
    value = std::move(present);
  }

  template <class Value>
  Value take() {
    Value value{};
    read(value);
    return value;
  }

 private:
  template <class Enum>
  void read_name(Enum& value, std::optional<Enum> (*named)(std::string_view)) {
    const std::string name = take<std::string>();
    const std::optional<Enum> found = named(name);
    if (!found) throw unknown_name(name);
    value = *found;
  }

  Error unknown_name(const std::string& name) const;
  bool skip_null();

  const Database& database_;
  SQLite::Database& connection_;
  std::unique_ptr<SQLite::Statement> statement_;
  int parameter_ = 0;
  int column_ = 0;
};

// The conditions of a list, with their values beside them.
class Conditions {
 public:
  // `sql` has one "?" for each value.
  template <class... Values>
  void add(std::string_view sql, const Values&... values) {
    clause(sql);
    (values_.push_back(value_of(values)), ...);
  }

  template <class Value>
  void add_if(std::string_view sql, const std::optional<Value>& value) {
    if (value) add(sql, *value);
  }

  // Compares by range, so that "%" and "_" mean themselves and the key's index serves.
  void add_prefix(const std::string& column, const std::string& prefix);

  // `column IN ('a', 'b')`; nothing when there are none.
  template <class Enum>
  void add_any_of(const std::string& column, const std::vector<Enum>& values) {
    if (values.empty()) return;
    std::string names;
    for (const Enum value : values) {
      names += (names.empty() ? "'" : ", '") + std::string(name_of(value)) + "'";
    }
    clause(column + " IN (" + names + ")");
  }

  std::string where() const { return clauses_.empty() ? "" : " WHERE " + clauses_; }
  void bind_to(Query& query) const;

 private:
  using Value = std::variant<long long, std::string>;

  static Value value_of(const std::string& text) { return text; }
  static Value value_of(std::string_view text) { return std::string(text); }
  static Value value_of(int number) { return static_cast<long long>(number); }
  static Value value_of(Instant at) {
    return static_cast<long long>(at.time_since_epoch().count());
  }
  template <class Enum>
  static std::enable_if_t<std::is_enum_v<Enum>, Value> value_of(Enum value) {
    return std::string(name_of(value));
  }

  void clause(std::string_view sql) {
    if (!clauses_.empty()) clauses_ += " AND ";
    clauses_ += sql;
  }

  std::string clauses_;
  std::vector<Value> values_;
};

// "?, ?, ?".
std::string placeholders(int count);

}  // namespace execassist::store
