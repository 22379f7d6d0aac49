// Writes the materials of one meeting from what is known: pure. Every line is marked as a fact,
// with its source, or as a suggestion. Text from invitations and sources is escaped for Markdown
// and HTML; it can add no heading, link, image or markup.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/base/zone.hpp>
#include <execassist/model/context_item.hpp>
#include <execassist/model/materials.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/model/prep_session.hpp>
#include <execassist/model/rules.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace execassist::prep {

struct MaterialsInput {
  const Meeting& meeting;
  const MeetingType* type = nullptr;     // null: the rules do not know it any more
  std::string type_label;                // "Leadership Meeting"
  Zone zone = Zone::utc();               // of the person
  std::string person;                    // their name
  const PrepSession* session = nullptr;  // null: nothing was asked
  std::vector<ContextItem> context;
  std::vector<std::string> changes;  // since it was prepared, in words
  std::string cause;                 // why they are written: "no reaction by the deadline"
  Instant now{};
};

// The text of a template by its path below config/materials: "default/agenda.md". Nothing: there is
// no such template.
using TemplateLookup = std::function<std::optional<std::string>(const std::string& path)>;

// For each material "<type>/<name>.md" is looked up, then "default/<name>.md": both in `own` (a
// folder of the person's), and only then both among the built-in ones. Throws Error{configuration}:
// a template of theirs is wrong (which one, and where).
WrittenMaterials write_materials(const MaterialsInput& input, const TemplateLookup& own);

// The names that a folder of templates may hold: "agenda.md" ...
std::vector<std::string> template_files();

// What the materials are written from.
MeetingSnapshot snapshot_of(const MeetingFacts& facts);

// Whether materials written from the one hold for the other. What was not noted then is the same.
bool is_same(const MeetingSnapshot& before, const MeetingSnapshot& now);

// In words, for people: "The start moved from ... to ...". Empty: nothing that matters.
std::vector<std::string> what_changed(const MeetingSnapshot& before, const MeetingSnapshot& now,
                                      const Zone& zone);

// Whether the changes are worth a message: more than people who come or go.
bool worth_telling(const MeetingSnapshot& before, const MeetingSnapshot& now);

}  // namespace execassist::prep
