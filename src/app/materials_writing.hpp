// The step `write` of a build: reads what is known of the meeting and writes its materials. Stores
// nothing. And what can be said of it beforehand.
#pragma once

#include "app/scope.hpp"

#include <execassist/model/materials.hpp>
#include <execassist/model/meeting.hpp>

#include <string>
#include <vector>

namespace execassist::app {

struct WrittenBuild {
  WrittenMaterials materials;
  MeetingSnapshot snapshot;          // what they were written from
  std::vector<std::string> changes;  // since the materials that the person was told of
};

// Throws Error: a template of the person's is wrong, or cannot be read. REQUIRES: the user is in
// the configuration.
WrittenBuild write_build(const Scope& scope, const MaterialsBuild& build, const Meeting& meeting);

// Throws Error{configuration}: `prep.templates` is no folder, a template in it that some type could
// be given is wrong (which one, and where), or `prep.archive` can be no folder.
void check_material_folders(Files& files, const Settings& settings, const Rules& rules);

}  // namespace execassist::app
