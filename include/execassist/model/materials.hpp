// Materials: what a person gets for a meeting. They are written by a build, a durable workflow of
// four steps (gather, write, archive, deliver), each stored before the next. A change of the
// meeting makes them stale, and another build follows.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/model/context_item.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist {

enum class BuildStep { gather, write, archive, deliver };

enum class BuildState {
  pending,  // its next step is due at next_attempt_at
  done,
  failed,      // a step failed too often; `prep retry` resumes it
  superseded,  // a newer build, or the end of the meeting, made it needless
  expired,     // its retention is over: the files are gone
};

// What the materials were written from, to say later what has changed since.
struct MeetingSnapshot {
  std::string title;
  Instant start{};
  Instant end{};
  std::string location;
  std::string description_digest;
  std::vector<std::string> attendees;  // "Name <mail>" or mail, of people who have not declined
  // Unknown of materials that were written before these were noted.
  std::optional<std::string> join_url;
  std::optional<std::string> organizer;
  std::optional<bool> all_day;

  friend bool operator==(const MeetingSnapshot&, const MeetingSnapshot&) = default;
};

struct MaterialsBuild {
  std::string build_id;
  std::string meeting_id;
  std::string user_id;
  int round = 0;         // of the meeting
  int number = 1;        // 1, 2, ...: of this meeting
  std::string cause;     // "the prep session is finished", "no reaction by the deadline", "moved"
  bool announce = true;  // whether `deliver` sends a message
  bool about_change = false;  // the meeting changed, nothing else: they stood before
  BuildState state = BuildState::pending;
  BuildStep step = BuildStep::gather;  // the next one, or the one that failed
  int attempts = 0;                    // of that step
  Instant next_attempt_at{};
  std::string problem;                      // of the last failure, one line
  std::optional<MeetingSnapshot> snapshot;  // after `write`
  std::vector<std::string> changes;         // what changed since they were told, in words
  std::string location;                     // after `archive`: the folder, as Archive named it
  Instant created_at{};
  std::optional<Instant> finished_at;
};

// The files of one build, by name: "agenda.md", "context-brief.md", "question-bank.md",
// "notes.md", "materials.html".
struct MaterialFile {
  std::string name;
  std::string content;
};

struct WrittenMaterials {
  std::vector<MaterialFile> files;
  std::vector<std::string> preview;  // the agenda in a few plain lines, for messages
};

std::string_view name_of(BuildStep step);
std::string_view name_of(BuildState state);
std::optional<BuildStep> build_step_named(std::string_view name);
std::optional<BuildState> build_state_named(std::string_view name);

}  // namespace execassist
