#include "app/materials_writing.hpp"

#include "app/materials_announcement.hpp"
#include "app/wording.hpp"
#include "prep/materials_writer.hpp"
#include "render/template.hpp"
#include "store/build_repository.hpp"
#include "store/prep_session_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

namespace execassist::app {
namespace {

constexpr std::size_t kLargestTemplate = std::size_t{256} * 1024;

// The person's own templates, file by file.
prep::TemplateLookup templates_of(const Scope& scope) {
  return [&scope](const std::string& path) -> std::optional<std::string> {
    const std::string& folder = scope.settings.prep.templates;
    if (folder.empty()) return std::nullopt;
    const std::string file = folder + "/" + path;
    if (!scope.edges.files().exists(file)) return std::nullopt;
    return scope.edges.files().read_regular(file, kLargestTemplate);
  };
}

std::vector<std::string> changes_since(const std::optional<MeetingSnapshot>& before,
                                       const MeetingSnapshot& now, const Zone& zone) {
  return before ? prep::what_changed(*before, now, zone) : std::vector<std::string>();
}

[[noreturn]] void refuse(const Settings& settings, const std::string& key, const std::string& path,
                         const std::string& why, const std::string& hint) {
  throw Error(ErrorKind::configuration,
              settings.file + ": prep." + key + ": " + one_line(path) + ": " + why, hint);
}

void check_template(Files& files, const std::string& path) {
  if (!files.exists(path)) return;
  const std::string hint = "mend it, or remove it: then the next one is used, the built-in last";
  try {
    render::parsed_template(files.read(path, kLargestTemplate), one_line(path));
  } catch (const Error& error) {
    throw Error(ErrorKind::configuration, error.message(),
                error.hint().empty() ? hint : error.hint());
  }
}

void check_templates(Files& files, const Settings& settings, const Rules& rules) {
  const std::string& folder = settings.prep.templates;
  if (folder.empty()) return;
  if (!files.is_folder(folder)) {
    refuse(settings, "templates", folder,
           files.exists(folder) ? "is no folder" : "there is no such folder",
           "it names a folder that holds <type>/<name>.md or default/<name>.md");
  }
  std::vector<std::string> types{"default"};
  for (const MeetingType& type : rules.types) types.push_back(type.name);
  for (const std::string& type : types) {
    for (const std::string& file : prep::template_files()) {
      check_template(files, folder + "/" + type + "/" + file);
    }
  }
}

// It is made when it is first written to, so what exists on the way to it must be a folder.
void check_archive(Files& files, const Settings& settings) {
  std::string path = settings.prep.archive;
  while (!path.empty() && !files.exists(path)) {
    const std::size_t slash = path.rfind('/');
    path.resize(slash == std::string::npos ? 0 : slash);
  }
  if (path.empty() || files.is_folder(path)) return;
  refuse(settings, "archive", path, "is no folder",
         "it names the folder that materials are kept in, which is made where it is missing");
}

}  // namespace

void check_material_folders(Files& files, const Settings& settings, const Rules& rules) {
  check_templates(files, settings, rules);
  check_archive(files, settings);
}

WrittenBuild write_build(const Scope& scope, const MaterialsBuild& build, const Meeting& meeting) {
  const User& user = scope.settings.find_user(build.user_id)->user;
  WrittenBuild result;
  result.snapshot = prep::snapshot_of(meeting.facts);
  // The message says what they have not been told; the agenda, all since the preparation ended.
  result.changes = changes_since(known_materials(scope, build.meeting_id, build.round).snapshot,
                                 result.snapshot, user.time_zone);
  const auto session = store::PrepSessionRepository(scope.database).latest_of(build.meeting_id);
  const bool of_this_round = session && session->round == build.round;
  const prep::MaterialsInput input{
      meeting,
      scope.rules.find(meeting.state.meeting_type.value_or("default")),
      type_label(scope.rules, meeting.state),
      user.time_zone,
      user.name,
      of_this_round ? &*session : nullptr,
      store::BuildContentRepository(scope.database).context_of(build.build_id),
      changes_since(prepared_snapshot(scope, build), result.snapshot, user.time_zone),
      build.cause,
      scope.now()};
  result.materials = prep::write_materials(input, templates_of(scope));
  return result;
}

}  // namespace execassist::app
