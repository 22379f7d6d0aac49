#include "archives/local_archive.hpp"

#include "archives/folder.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <optional>

namespace execassist::archives {
namespace {

constexpr std::size_t kLongestName = 128;
constexpr int kTries = 10;  // somebody removes the folder each time we have made it

bool is_plain(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= kLongestName && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(), plain);
}

// Names that begin with a dot are drafts.
bool is_file_name(std::string_view name) { return is_plain(name) && name.front() != '.'; }

std::string shown(std::string_view name) { return "\"" + fit_width(one_line(name), 60) + "\""; }

void need(bool plain, std::string_view name, const char* what) {
  if (plain) return;
  throw Error(ErrorKind::failed, "archive: " + std::string(what) + " " + shown(name) +
                                     " cannot be the name of a file or folder");
}

// A place in an archive, taken apart: it may have been put under another root than today's.
struct Place {
  std::string root;
  ArchiveKey key;
};

// "//" can begin it where the root is "/".
bool is_straight(std::string_view path) {
  if (path.starts_with("//")) path.remove_prefix(1);
  return path.starts_with('/') && path.find("//") == std::string_view::npos &&
         (std::string(path) + '/').find("/./") == std::string::npos &&
         (std::string(path) + '/').find("/../") == std::string::npos;
}

// Nothing for what cannot have come from `put`; neither today's root nor a folder that holds it
// is a meeting's folder, nor is anything right below it.
std::optional<Place> place_of(const std::string& today, const std::string& location) {
  if (!is_straight(location)) return std::nullopt;
  const std::size_t meeting = location.rfind('/');
  if (meeting == 0) return std::nullopt;
  const std::size_t user = location.rfind('/', meeting - 1);
  if (user == std::string::npos) return std::nullopt;
  Place place{location.substr(0, user), {}};
  place.key.user_id = location.substr(user + 1, meeting - user - 1);
  place.key.meeting_id = location.substr(meeting + 1);
  if (!is_plain(place.key.user_id) || !is_plain(place.key.meeting_id)) return std::nullopt;
  if (place.root.empty()) place.root = "/";
  const bool above = (today + "/").starts_with(location + "/");
  const bool right_below = place.root + "/" + place.key.user_id == today;
  if (above || right_below) return std::nullopt;
  return place;
}

void replace_all(const Folder& folder, const std::vector<MaterialFile>& files) {
  for (const MaterialFile& file : files) folder.write(file.name, file.content);
  for (const std::string& name : folder.names()) {
    const bool kept = std::any_of(files.begin(), files.end(),
                                  [&](const MaterialFile& file) { return file.name == name; });
    if (!kept) folder.unlink(name);
  }
  folder.sync();
}

[[noreturn]] void not_there(const std::string& location, const std::string& name) {
  throw Error(ErrorKind::not_found, one_line(location + "/" + name) + ": it is not there",
              "materials are removed when their time is over (prep.keep_days)");
}

}  // namespace

LocalArchive::LocalArchive(std::string root) : root_(std::move(root)) {
  while (root_.size() > 1 && root_.back() == '/') root_.pop_back();
}

std::string LocalArchive::location_of(const ArchiveKey& key) {
  return root_ + "/" + key.user_id + "/" + key.meeting_id;
}

std::string LocalArchive::put(const ArchiveKey& key, const std::vector<MaterialFile>& files) {
  need(is_plain(key.user_id), key.user_id, "the user");
  need(is_plain(key.meeting_id), key.meeting_id, "the meeting");
  for (const MaterialFile& file : files) need(is_file_name(file.name), file.name, "the file");
  for (int turn = 0; turn < kTries; ++turn) {
    const Folder root = Folder::open_root(root_, true);
    const Folder user = root.open(key.user_id, true);
    if (!user.valid()) continue;
    const Folder folder = user.open(key.meeting_id, true);
    if (!folder.valid() || !folder.lock()) continue;
    replace_all(folder, files);
    return folder.path();
  }
  throw Error(ErrorKind::failed, one_line(root_) + ": the folder is removed again and again");
}

std::string LocalArchive::read(const std::string& location, const std::string& name) {
  const auto place = place_of(root_, location);
  if (!place || !is_file_name(name)) not_there(location, name);
  const Folder root = Folder::open_root(place->root, false);
  if (!root.valid()) not_there(location, name);
  const Folder user = root.open(place->key.user_id, false);
  if (!user.valid()) not_there(location, name);
  const Folder folder = user.open(place->key.meeting_id, false);
  std::string content;
  if (!folder.valid() || !folder.read(name, content)) not_there(location, name);
  return content;
}

std::string LocalArchive::path_of(const std::string& location, const std::string& name) {
  return location + "/" + name;
}

void LocalArchive::remove(const std::string& location) {
  const auto place = place_of(root_, location);
  if (!place) {
    throw Error(ErrorKind::failed, one_line(location) + ": is no folder of an archive");
  }
  const Folder root = Folder::open_root(place->root, false);
  if (!root.valid()) return;
  const Folder user = root.open(place->key.user_id, false);
  if (!user.valid()) return;
  const Folder folder = user.open(place->key.meeting_id, false);
  if (!folder.valid() || !folder.lock()) return;
  for (const std::string& name : folder.names()) folder.unlink(name);
  if (!user.remove_folder(place->key.meeting_id)) {
    throw Error(ErrorKind::failed, one_line(location) + ": something else lies in the folder");
  }
  user.sync();
  if (root.remove_folder(place->key.user_id)) root.sync();
}

}  // namespace execassist::archives
