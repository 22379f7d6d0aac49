#include "platform/safe_modes.hpp"

#include "support/error_of.hpp"
#include "support/scratch_folder.hpp"

#include <string>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace execassist::platform {
namespace {

using testing::error_of;
using testing::ScratchFolder;

TEST_CASE("others may not write the file or its folder, nor read a secret") {
  const ScratchFolder folder;
  const struct {
    unsigned file;
    unsigned folder;
    bool secret;
    std::string refusal;  // empty: fine
  } cases[] = {
      {0600, 0700, true, ""},
      {0400, 0500, true, ""},
      {0644, 0755, false, ""},
      {0600, 0755, true, ""},
      {0644, 0700, true, "mode 0644 lets others read the secret in it"},
      {0640, 0700, true, "mode 0640 lets others read the secret in it"},
      {0666, 0700, false, "mode 0666 lets others write it"},
      {0620, 0700, false, "mode 0620 lets others write it"},
      {0602, 0700, true, "mode 0602 lets others write it"},
      {0600, 0777, false, "mode 0777 lets others write in this folder"},
      {0600, 0770, false, "mode 0770 lets others write in this folder"},
      {0600, 01777, true, ""},
      {0666, 01777, false, "mode 0666 lets others write it"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.file);
    CAPTURE(one.folder);
    const std::string path = folder.write("in/config.yaml", "x", one.file);
    REQUIRE(::chmod(folder.at("in").c_str(), one.folder) == 0);
    const auto error = error_of([&] { check_safe_modes(path, one.secret); });
    REQUIRE(::chmod(folder.at("in").c_str(), 0700) == 0);
    REQUIRE(::chmod(path.c_str(), 0600) == 0);
    REQUIRE(error.has_value() == !one.refusal.empty());
    if (!error) continue;
    CHECK(error->kind() == ErrorKind::configuration);
    const bool about_folder = one.refusal.ends_with("folder");
    CHECK(error->message() == (about_folder ? folder.at("in") : path) + ": " + one.refusal);
  }
}

TEST_CASE("the hint can be pasted") {
  const ScratchFolder folder;
  const std::string plain = folder.write("plain.yaml", "x", 0666);
  CHECK(error_of([&] { check_safe_modes(plain, false); })->hint() == "chmod go-w " + plain);
  const std::string odd = folder.write("it's; mine", "x", 0644);
  CHECK(error_of([&] { check_safe_modes(odd, true); })->hint() ==
        "chmod 600 '" + folder.path() + "/it'\\''s; mine'");
}

TEST_CASE("a link is judged by what it points to and by both folders") {
  const ScratchFolder folder;
  const std::string target = folder.write("far/config.yaml", "x");
  folder.write("near/other", "x");
  const std::string link = folder.at("near/config.yaml");
  REQUIRE(::symlink(target.c_str(), link.c_str()) == 0);
  CHECK_FALSE(error_of([&] { check_safe_modes(link, true); }));
  for (const char* open : {"far", "near"}) {
    CAPTURE(open);
    REQUIRE(::chmod(folder.at(open).c_str(), 0777) == 0);
    const auto error = error_of([&] { check_safe_modes(link, true); });
    REQUIRE(::chmod(folder.at(open).c_str(), 0700) == 0);
    REQUIRE(error);
    CHECK(error->message() == folder.at(open) + ": mode 0777 lets others write in this folder");
  }
}

TEST_CASE("somebody else's file or folder is refused") {
  if (::geteuid() != 0) return;  // only root can give files away
  const ScratchFolder folder;
  const std::string path = folder.write("in/config.yaml", "x");
  REQUIRE(::chown(path.c_str(), 4321, 4321) == 0);
  const auto file = error_of([&] { check_safe_modes(path, false); });
  REQUIRE(file);
  CHECK(file->kind() == ErrorKind::configuration);
  CHECK(file->message() == path + ": belongs to another user (uid 4321)");
  CHECK(file->hint() == "chown 0 " + path);
  REQUIRE(::chown(path.c_str(), 0, 0) == 0);
  REQUIRE(::chown(folder.at("in").c_str(), 4321, 4321) == 0);
  CHECK(error_of([&] { check_safe_modes(path, false); })->message() ==
        folder.at("in") + ": belongs to another user (uid 4321)");
}

TEST_CASE("a missing file is no question of modes") {
  const ScratchFolder folder;
  CHECK(error_of([&] { check_safe_modes(folder.at("no"), true); })->kind() == ErrorKind::failed);
}

}  // namespace
}  // namespace execassist::platform
