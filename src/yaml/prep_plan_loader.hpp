// What a type's preparation consists of: `prep_questions`, `agenda`, `required_context`. Private to
// the room.
#pragma once

#include "yaml/cursor.hpp"

#include <execassist/model/rules.hpp>

namespace execassist::yaml {

// Which of the keys a type has. `[]` is a value: none.
struct PrepPlanGiven {
  bool questions = false;
  bool agenda = false;
  bool context = false;
};

PrepPlanGiven read_prep_plan(const MapCursor& map, MeetingType& type);

// What is not given comes from the built-in type of the same name, else from their default.
void with_defaults(MeetingType& type, const PrepPlanGiven& given, const Rules& built_in);

}  // namespace execassist::yaml
