// Rules as the classifier reads them: meeting types in file order, the first match wins.
#pragma once

#include <execassist/base/instant.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist {

enum class MatchMode { words, substring, regex };

// What to do when less than 15 minutes are left before the start.
enum class LatePolicy { send, shorten, drop };

// Where a value stands in its file: 1-based.
struct FilePosition {
  int line = 0;
  int column = 0;

  friend bool operator==(const FilePosition&, const FilePosition&) = default;
};

struct RuleExample {
  std::string title;
  std::string description;
  std::optional<int> attendees;  // null: unknown
  bool negated = false;          // `not: true`: must not get this type
  FilePosition position;
};

// Asked in a prep session.
struct PrepQuestion {
  std::string key;          // unique in its type: "outcome"; what an answer is stored under
  std::string text;         // one line
  bool for_agenda = false;  // its answer becomes an item of the agenda
};

// A part of the agenda; the parts share the meeting's length in proportion.
struct AgendaPart {
  std::string title;
  int share = 1;  // 1 to 100
};

struct MeetingType {
  std::string name;   // "leadership_meeting"
  std::string label;  // "Leadership Meeting": from `label:`, else made from the name
  std::vector<std::string> keywords;
  std::vector<FilePosition> keyword_positions;  // one for each keyword
  MatchMode match = MatchMode::words;
  std::optional<int> attendees_min;
  std::optional<int> attendees_max;
  std::optional<Seconds> prep_lead = hours{24};     // null: no preparation
  std::optional<Seconds> reminder_lead = hours{2};  // null: no automatic reminder
  LatePolicy late = LatePolicy::shorten;
  bool sensitive = false;  // its title goes over no channel that many hands touch
  // How long after a notice that nobody reacted to the next channel gets it; null: never.
  std::optional<Seconds> escalate_after;
  // Missing in the file: those of the built-in rules' type of that name, else of their default.
  std::vector<PrepQuestion> prep_questions;
  std::vector<AgendaPart> agenda;
  std::vector<std::string> required_context;             // names of `context:` in the settings
  std::vector<FilePosition> required_context_positions;  // one for each that stands in the file
  std::vector<RuleExample> examples;
  FilePosition position;

  bool is_default() const { return keywords.empty(); }
};

struct Rules {
  std::string file;  // for messages
  std::vector<MeetingType> types;
  std::string fingerprint;  // changes when the file's bytes change

  const MeetingType* find(std::string_view name) const;
  Seconds longest_prep_lead() const;  // zero without types
};

// "leadership_meeting" → "Leadership Meeting"; "qbr" → "QBR" (up to three letters are an
// abbreviation).
std::string label_from_name(std::string_view type_name);

}  // namespace execassist
